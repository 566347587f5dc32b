"""Which of the pieces that a programme asks for are on record for a subject, and what is wrong with them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.evidence import FULL_TIME_PROOF, Evidence, evidence_kind
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import Contract, Person
from enclave_desktop.policy import pack
from enclave_desktop.policy.claim_course import period_months
from enclave_desktop.policy.claiming import claimable
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Case, Finding

MISSING, EXPIRED, UNREADABLE, NOT_COVERED, TOO_OLD = "缺", "已过期", "无法读取", "未覆盖", "过旧"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a piece."""

    what: str
    """MISSING, EXPIRED, UNREADABLE, NOT_COVERED or TOO_OLD."""
    words: str
    row: Evidence | None = None
    """The piece of evidence it lies with; None when none is there."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece for one subject."""

    piece: pack.Evidence
    rows: tuple[Evidence, ...]
    """In the order they are bound in."""
    flaws: tuple[Flaw, ...]
    kind: str | None
    """Of what is attached where none is there."""
    where: tuple[str, Any] | None
    """Where that goes, as `where_to_attach` says."""


def proofs(
    context: Context, finding: Finding, *, damaged: Collection[str] = (), newest_months: int | None = None
) -> list[Proof]:
    """Every piece of the programme in its order.

    `damaged` are digests of files that cannot be read any more. Older than `newest_months` a piece is said to be
    too old, where it says when it was issued.
    """
    owners = _owners(context, finding)
    on_record = _on_record(context, owners)
    found = []
    for piece in finding.programme.evidence:
        rows = tuple(row for kind in piece.kinds for row in on_record.get(kind, ()))
        flaws = _flaws(context, finding, piece, rows, damaged, newest_months)
        kind, where = _place(owners, piece.kinds)
        found.append(Proof(piece, rows, tuple(flaws), kind, where))
    return found


def where_to_attach(context: Context, finding: Finding, kind: str) -> tuple[str, Any] | None:
    """Title of the sheet and reference of the row that a missing piece of that kind would prove for the subject;
    None when there is no such row yet, or several and nobody can say which.
    """
    return _place(_owners(context, finding), (kind,))[1]


def _place(owners: dict[str, set[Any]], kinds: Sequence[str]) -> tuple[str | None, tuple[str, Any] | None]:
    """The first of the kinds for which there is one row only, and that row; else the first kind."""
    for kind in kinds:
        for title in evidence_kind(kind).of:
            rows = owners.get(title, ())
            if len(rows) == 1:
                return kind, (title, next(iter(rows)))
    return next(iter(kinds), None), None


def _on_record(context: Context, owners: dict[str, set[Any]]) -> dict[str, list[Evidence]]:
    """The evidence for these owners by its kind, in the order it is bound in."""
    found = []
    for title, held in context.evidence.items():
        references = owners.get(title, set())
        if references:
            shared = [reference for reference in held if reference in references]
            found += [row for reference in shared for row in held[reference]]
    by_kind: dict[str, list[Evidence]] = {}
    for row in sorted(found, key=lambda row: (row.position or 0, row.number)):
        by_kind.setdefault(row.kind, []).append(row)
    return by_kind


def _owners(context: Context, finding: Finding) -> dict[str, set[Any]]:
    """What a subject's evidence may prove: references by the title of their sheet."""
    case = finding.case
    owners: dict[str, set[Any]] = {"企业": {None}}
    enclaves = [case.enclave.name] if case.enclave else []
    if case.carrier:
        owners["载体"] = {case.carrier.name}
        enclaves = [enclave.name for enclave in context.incubators(case.carrier.enclave)]
    owners["飞地"] = set(enclaves)
    for enclave in enclaves:
        for title, references in context.located.get(enclave, {}).items():
            # of one enclave the set itself: it may hold every voucher of a year
            owners[title] = owners[title] | references if title in owners else references
    if offices := finding.programme.filed_with(
        context.as_of
    ):  # a filing with another office proves nothing to it
        owners["备案"] = {row for row in owners.get("备案", ()) if row[1] in offices}
    people, contracts = _people(context, case)
    owners["人员"] = {person.id_number for person in people}
    owners["劳动合同"] = set(map(KEPT[Contract].reference, contracts))
    return owners


def _people(context: Context, case: Case) -> tuple[Sequence[Person], Sequence[Contract]]:
    """The person and the contract it is about; for a centre its R&D staff with contracts in effect."""
    if case.person:
        return [case.person], [case.contract] if case.contract else []
    if case.enclave is None:
        return [], []
    contracts = [
        contract
        for contract in context.dossier.contracts
        if contract.enclave == case.enclave.name and contract.in_effect(context.as_of)
    ]
    employed = {contract.person for contract in contracts}
    people = [p for p in context.dossier.people if p.id_number in employed and p.rnd_staff]
    staff = {person.id_number for person in people}
    return people, [contract for contract in contracts if contract.person in staff]


def _flaws(
    context: Context,
    finding: Finding,
    piece: pack.Evidence,
    rows: Sequence[Evidence],
    damaged: Collection[str],
    newest_months: int | None,
) -> Iterator[Flaw]:
    if not rows:
        yield Flaw(MISSING, f"没有附上{piece.name}")
    for row in rows:
        if row.content in damaged:
            yield Flaw(UNREADABLE, f"{piece.name}的文件无法读取，请重新附上", row)
        if row.expired(context.as_of) and row.valid_until:
            yield Flaw(EXPIRED, f"{piece.name}的有效期至 {row.valid_until}，已过期", row)
        if newest_months and row.issued_on and _older(row.issued_on, newest_months, context.as_of):
            yield Flaw(TOO_OLD, f"{piece.name}于 {row.issued_on} 出具，早于 {newest_months} 个月", row)
    if rows and set(piece.kinds) & set(FULL_TIME_PROOF) and finding.case.person:
        covered = {month for row in rows for month in _covered(row)}
        claimed = claimable(context.dossier, finding)
        lacking = [month for month in claimed.months if month not in covered] if claimed else []
        if lacking:
            yield Flaw(NOT_COVERED, f"{piece.name}未覆盖 {month_ranges(lacking)}", rows[0])


def _covered(row: Evidence) -> list[Month]:
    return period_months(row.period_from, row.period_to) if row.period_from else []


def _older(issued_on: date, months: int, as_of: date) -> bool:
    """Issued before the same day that many months ago; a day that month lacks counts as its last."""
    month = Month.of(as_of) + -months
    limit = month.last_day if as_of.day > month.last_day.day else month.first_day.replace(day=as_of.day)
    return issued_on < limit


def month_ranges(months: Sequence[Month]) -> str:
    """2024-04 至 2024-06、2024-09; the months in order."""
    ranges: list[list[Month]] = []
    for month in months:
        if ranges and month - ranges[-1][-1] == 1:
            ranges[-1].append(month)
        else:
            ranges.append([month])
    return "、".join(
        str(first) if first == last else f"{first} 至 {last}"
        for first, last in ((months[0], months[-1]) for months in ranges)
    )

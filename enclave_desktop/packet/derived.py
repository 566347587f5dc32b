"""What a form says that no single field holds: counts, sums, lists, courses of contracts.

Each is a pure function of what is given. None is unknown, and prints nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import duration_words
from enclave_desktop.dossier.places import same_place
from enclave_desktop.dossier.showing import chinese_date
from enclave_desktop.dossier.values import Filing
from enclave_desktop.packet import awarded
from enclave_desktop.packet.counting import (
    agreements_of,
    count_running,
    count_staff,
    first_few,
    projects_of,
    sum_words,
)
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.facts import FACTS

T = TypeVar("T")
Said = Callable[[Given], str | None]

NOT_APPLICABLE = "/"
OPEN_ENDED = "无固定期限"
NOT_STATED = "未载明"
LEASE, PURCHASE, COOPERATION = "场地租赁", "设备购置", "技术合作"
ON_APPLICATION, ON_APPROVAL = "申报", "获批后兑现"


@dataclass(frozen=True, slots=True)
class Derivation:
    """A value that is worked out; money in fen is of kind MONEY, words are of kind TEXT."""

    kind: Kind
    read: Callable[[Given], Any]


# The firm, its enclaves, the person.


def _place(province: str, city: str) -> str:
    return city if same_place(province, city) else f"{province}{city}"


def _firm_place(given: Given) -> str | None:
    firm = given.case.firm
    return _place(firm.province, firm.city) if firm else None


def _enclave_place(given: Given) -> str | None:
    enclave = given.case.enclave
    return _place(enclave.province, enclave.city) if enclave else None


def _document_type(given: Given) -> str | None:
    """Empty on record means 居民身份证."""
    return given.case.person.document_type if given.case.person else None


def _enclave_names(given: Given) -> str | None:
    return _listed(enclave.name for enclave in given.enclaves)


def _year_words(given: Given) -> str:
    return f"{given.context.year}年度"


def _as_of_words(given: Given) -> str:
    return f"截至{chinese_date(given.as_of)}"


# Its filings; several only for a carrier that names no incubator.


def _listed(lines: Iterable[str | None]) -> str | None:
    """One as it is; several numbered, an unknown one with its number only; None where there is none."""
    texts = [line or "" for line in lines]
    if len(texts) < 2:
        return texts[0] or None if texts else None
    return "\n".join(f"{number}．{text}" for number, text in enumerate(texts, 1))


def _of_filings(read: Callable[[Filing], str | None]) -> Callable[[Given], str | None]:
    return lambda given: _listed(read(filing) for filing in given.filings)


def _filing_office(given: Given) -> str | None:
    return given.office if given.filings else None


def _valid_until(filing: Filing) -> str:
    return chinese_date(filing.valid_until) if filing.valid_until else NOT_STATED


# Its people, projects, agreements and spend.


def _of_enclave(read: Callable[[Given, str], T]) -> Callable[[Given], T | None]:
    """What is read for the one enclave that the form is about."""
    return lambda given: read(given, given.case.enclave.name) if given.case.enclave else None


def _staff(unit: str, degree: str | None = None) -> Callable[[Given], str | None]:
    def words(given: Given, enclave: str) -> str | None:
        count = count_staff(given.context, enclave, degree)
        return count.words(unit) if count else None

    return _of_enclave(words)


def _graduates(given: Given, enclave: str) -> str | None:
    counts = [(degree, count_staff(given.context, enclave, degree)) for degree in ("博士", "硕士")]
    return "\n".join(f"{degree} {count.words('人')}" for degree, count in counts if count) or None


def _running_projects(given: Given, enclave: str) -> str | None:
    count = count_running(given.context, enclave)
    return count.words("项") if count else None


def _projects(given: Given, enclave: str) -> str | None:
    projects = projects_of(given.context, enclave)
    return f"{len(projects)}项" if projects else None


def _lease_numbers(given: Given, enclave: str) -> str | None:
    """Leases that are not known to be over."""
    leases = agreements_of(given.context, enclave, LEASE)
    current = (lease.number for lease in leases if lease.ends_on is None or lease.ends_on >= given.as_of)
    return first_few(current, "份")


def _partners(given: Given, enclave: str) -> str | None:
    return first_few((row.counterparty for row in agreements_of(given.context, enclave, COOPERATION)), "家")


def _agreement_count(type_: str) -> Callable[[Given], str | None]:
    def words(given: Given, enclave: str) -> str | None:
        rows = agreements_of(given.context, enclave, type_)
        return f"{len(rows)}份" if rows else None

    return _of_enclave(words)


def _agreement_sum(type_: str) -> Callable[[Given], int | str | None]:
    return _of_enclave(
        lambda given, enclave: sum_words([row.amount for row in agreements_of(given.context, enclave, type_)])
    )


def _spend(given: Given, enclave: str) -> int | None:
    return given.context.spend(enclave)


def _funded(given: Given, enclave: str, funding: str | None) -> int | None:
    """The year's spend of that 资金来源 (None: not recorded); None where no spend is recorded at all."""
    if given.context.spend(enclave) is None:
        return None
    rows = (r for r in given.context.dossier.expenses if r.enclave == enclave and r.funding == funding)
    return sum(row.amount for row in rows if row.booked_on.year == given.context.year)


def _self_funded(given: Given, enclave: str) -> int | None:
    return _funded(given, enclave, "自筹")


def _otherwise_funded(given: Given, enclave: str) -> str | None:
    public, unmarked = _funded(given, enclave, "财政"), _funded(given, enclave, None)
    if public is None or unmarked is None:
        return None
    return f"财政 {grouped(public)}\n未注明 {grouped(unmarked)}"


# The contract that the check used.


def _employer(given: Given) -> str | None:
    """Empty on record means the firm itself."""
    if given.case.contract is None:
        return None
    return given.case.contract.employer or (given.case.firm.name if given.case.firm else None)


def _ends(given: Given) -> str | None:
    contract = given.case.contract
    if contract is None:
        return None
    if contract.ends_on:
        return chinese_date(contract.ends_on)
    return f"{NOT_APPLICABLE}（{OPEN_ENDED}）" if contract.open_ended else None


def _term(given: Given) -> str | None:
    contract = given.case.contract
    if contract is None:
        return None
    if contract.term:
        return duration_words(contract.term.months)
    return OPEN_ENDED if contract.open_ended else None


def _span(given: Given) -> str | None:
    """From its first to its last day."""
    contract, ends = given.case.contract, _ends(given)
    if contract is None or ends is None:
        return None
    starts = chinese_date(contract.starts_on)
    return f"{starts}至{ends}" if contract.ends_on else f"{starts}起，{OPEN_ENDED}"


def _both(first: Said, second: Said) -> Said:
    """Two that many blanks have one cell for; None while either is not known."""

    def read(given: Given) -> str | None:
        words = first(given), second(given)
        return "　".join(filter(None, words)) if all(words) else None

    return read


def _of(row: str, field: str) -> Said:
    return lambda given: getattr(getattr(given.case, row), field, None)


def _stage(given: Given) -> str | None:
    """An approval on record makes it a packet for payment; without one the record does not know."""
    return ON_APPROVAL if given.approval else None


def _agreement_types(given: Given, enclave: str) -> tuple[str, ...] | None:
    return FACTS["enclave.agreement_types"].read(given.context, given.case)  # type: ignore[no-any-return]


DERIVED: dict[str, Derivation] = {
    "year": Derivation(Kind.TEXT, _year_words),
    "as_of": Derivation(Kind.TEXT, _as_of_words),
    "category": Derivation(Kind.TEXT, lambda given: given.category),
    "firm.place": Derivation(Kind.TEXT, _firm_place),
    "enclave.place": Derivation(Kind.TEXT, _enclave_place),
    "enclave.names": Derivation(Kind.TEXT, _enclave_names),
    "filing.authority": Derivation(Kind.TEXT, _filing_office),
    "filing.number": Derivation(Kind.TEXT, _of_filings(lambda filing: filing.number)),
    "filing.filed_on": Derivation(Kind.TEXT, _of_filings(lambda filing: chinese_date(filing.filed_on))),
    "filing.valid_until": Derivation(Kind.TEXT, _of_filings(_valid_until)),
    "enclave.staff": Derivation(Kind.TEXT, _staff("人")),
    "enclave.doctors": Derivation(Kind.TEXT, _staff("人", "博士")),
    "enclave.graduates": Derivation(Kind.TEXT, _of_enclave(_graduates)),
    "enclave.running_projects": Derivation(Kind.TEXT, _of_enclave(_running_projects)),
    "enclave.projects": Derivation(Kind.TEXT, _of_enclave(_projects)),
    "enclave.leases": Derivation(Kind.TEXT, _of_enclave(_lease_numbers)),
    "enclave.partners": Derivation(Kind.TEXT, _of_enclave(_partners)),
    "enclave.agreement_types": Derivation(Kind.TEXT, _of_enclave(_agreement_types)),
    "enclave.lease_count": Derivation(Kind.TEXT, _agreement_count(LEASE)),
    "enclave.lease_sum": Derivation(Kind.MONEY, _agreement_sum(LEASE)),
    "enclave.purchase_count": Derivation(Kind.TEXT, _agreement_count(PURCHASE)),
    "enclave.purchase_sum": Derivation(Kind.MONEY, _agreement_sum(PURCHASE)),
    "enclave.spend": Derivation(Kind.MONEY, _of_enclave(_spend)),
    "enclave.self_funded": Derivation(Kind.MONEY, _of_enclave(_self_funded)),
    "enclave.otherwise_funded": Derivation(Kind.TEXT, _of_enclave(_otherwise_funded)),
    "firm.contact_and_phone": Derivation(Kind.TEXT, _both(_of("firm", "contact"), _of("firm", "phone"))),
    "person.school_and_major": Derivation(Kind.TEXT, _both(_of("person", "school"), _of("person", "major"))),
    "person.id_type": Derivation(Kind.TEXT, _document_type),
    "contract.employer": Derivation(Kind.TEXT, _employer),
    "contract.ends_on": Derivation(Kind.TEXT, _ends),
    "contract.term": Derivation(Kind.TEXT, _term),
    "contract.span": Derivation(Kind.TEXT, _span),
    "approval.stage": Derivation(Kind.TEXT, _stage),
    "award.amount": Derivation(Kind.MONEY, awarded.amount),
    "award.capitals": Derivation(Kind.TEXT, awarded.in_capitals),
    "award.at_most": Derivation(Kind.TEXT, awarded.at_most),
    "award.a_month": Derivation(Kind.MONEY, awarded.a_month),
    "award.course": Derivation(Kind.TEXT, awarded.course),
    "award.months": Derivation(Kind.TEXT, awarded.months),
    "award.due_months": Derivation(Kind.TEXT, awarded.due_months),
    "award.due": Derivation(Kind.MONEY, awarded.due),
    "award.rate": Derivation(Kind.TEXT, awarded.rate),
    "award.cap": Derivation(Kind.MONEY, awarded.cap),
    "award.uncapped": Derivation(Kind.MONEY, awarded.uncapped),
}

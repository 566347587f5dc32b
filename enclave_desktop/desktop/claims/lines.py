"""New claims to be recorded, a line each: for whom, from when to when, how much."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from enclave_desktop.desktop.claims.wording import name_words, subject_words
from enclave_desktop.desktop.table.columns import Column, field_column
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.dossier.values import Claim
from enclave_desktop.policy.claim_course import PLANNED, key_of
from enclave_desktop.policy.claim_standing import Standing
from enclave_desktop.policy.claiming import Proposal

_EDITED = ("period_from", "period_to", "amount")


@dataclass(frozen=True, slots=True)
class Line:
    """One new claim; its values are those of the claim's fields."""

    standing: Standing
    period_from: str
    period_to: str | None
    amount: int | None

    @property
    def claim(self) -> Claim:
        """As it would be recorded, without state and day of its own."""
        return Claim(
            programme=self.standing.programme,
            subject=self.standing.subject,
            period_from=self.period_from,
            period_to=self.period_to,
            state=PLANNED,
            on=None,
            amount=self.amount,
            note=None,
        )

    def with_value(self, field: Field, text: str) -> "Line":
        """What was typed, read; BadValue when it cannot be."""
        value: Any = None if is_blank(text) else read_value(field, text)
        if value is None and field.required:
            raise BadValue("必须填写", field.help)
        return replace(self, **{field.name: value})


def columns() -> list[Column]:
    """The edited ones are fields of 申领."""
    sheet = SHEETS[Claim]
    return [
        Column("对象", 134, lambda line: name_words(line.standing), _name, strong=True, tip=_subject),
        Column("项目", 262, lambda line: line.standing.title, _title, tip=_title),
        *(field_column(sheet.field(name)) for name in _EDITED),
    ]


def lines_for(standings: Iterable[Standing], year: int) -> Iterator[Line]:
    """What each may claim; of whom nothing is known to be claimable a line to be filled in."""
    for one in standings:
        for proposal in one.proposals or [Proposal(str(year), None, None)]:
            yield Line(one, proposal.period_from, proposal.period_to, proposal.amount)


def problems(lines: Sequence[Line], dossier: Dossier) -> Iterator[tuple[Line, str, str]]:
    """Line, field, and why it cannot be recorded like that."""
    taken = {key_of(claim) for claim in dossier.claims}
    for line in lines:
        claim = line.claim
        for problem in check_row(claim, date.today()):
            yield line, problem.field, f"{problem.reason}；{problem.remedy}"
        if key_of(claim) in taken:
            yield line, "period_from", "从这个期间起已经有一条申领；改期间，或在那一条上继续登记"
        taken.add(key_of(claim))


def sum_words(lines: Sequence[Line]) -> str:
    """How many, and how much by the way of paying."""
    ways = {"monthly": "按月", "yearly": "按年", "on_approval": "获批后"}
    parts = []
    for basis, words in ways.items():
        sums = [line.amount or 0 for line in lines if _basis(line) == basis]
        if sums:
            parts.append(f"{words} {grouped(sum(sums))} 元")
    return "，".join([f"{len(lines)} 条申领", *parts])


def _basis(line: Line) -> str | None:
    finding = line.standing.finding
    return finding.award.basis if finding and finding.award else None


def _name(line: Line) -> str:
    return line.standing.name


def _subject(line: Line) -> str:
    return subject_words(line.standing)


def _title(line: Line) -> str:
    return line.standing.title

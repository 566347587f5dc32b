"""A rule pack as frozen values: one measure, its programmes, criteria, awards, evidence and assumptions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from enclave_desktop.dossier.values import Confirmation

T = TypeVar("T")
_FILED, _INCLUDES = ".filed_with", ("includes", "includes_any")

UNSIGNED = "未签名规则包"
"""Said of all that a pack decides that nobody signed, and that the user took all the same."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value in force from `start` to `end`, both included; None is open."""

    value: T
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """A value over time."""

    values: tuple[Dated[T], ...]

    def on(self, day: date) -> T | None:
        """The value in force on that day; None when none is."""
        for dated in self.values:
            if (dated.start is None or dated.start <= day) and (dated.end is None or day <= dated.end):
                return dated.value
        return None


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the source leaves unsaid, and what the program works with until someone confirms it."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A fact, one operator and a value, in the words shown to the user."""

    id: str
    label: str
    fact: str
    operator: str
    value: Series[Any]
    required: str
    """Words for what is required; {value} stands for the value in force."""
    basis: str
    """source or assumption."""
    locator: str
    """The line of the source."""
    otherwise: str = "unmet"
    """What a value that does not match counts as: unmet, or unknown where the record's silence is no no."""
    remedy: str | None = None
    """What to do when it is unmet, where the general words would not help."""
    assumptions: tuple[str, ...] = ()
    falls_with: tuple[str, ...] = ()
    """Assumptions without which nobody asks for it: denied, it counts as met."""
    stands_without: tuple[str, ...] = ()
    """Assumptions that its outcome does not hang on: denied, it stays as it is."""

    def answered(self, answers: Mapping[str, Confirmation]) -> tuple[Confirmation, ...]:
        """Of the answers by assumption those to its own."""
        return tuple(answers[name] for name in self.assumptions if name in answers)

    def denied(self, answers: Iterable[Confirmation]) -> tuple[Confirmation, ...]:
        """Of the answers to its assumptions those that take from it what it rests on."""
        return tuple(
            answer for answer in answers if answer.denies and answer.assumption not in self.stands_without
        )

    def falls_away(self, denied: Collection[Confirmation]) -> bool:
        """Whether nobody asks for it once these are denied."""
        return bool(denied) and all(answer.assumption in self.falls_with for answer in denied)


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """So much for each whole month of the contract, where an office is named not before the filing with it."""

    amount: Series[int]
    """Fen a month."""
    months: Series[int]
    """At most so many months."""
    filed_with: str | None = None
    at_most: bool = False
    basis: str = "monthly"


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A share of a year's sum, up to a cap."""

    of: str
    """The fact whose money counts."""
    rate: Series[Decimal]
    cap: Series[int]
    at_most: bool = False
    basis: str = "yearly"


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """A sum once approved, the same for all or by a fact's value."""

    amounts: dict[str | None, Series[int]]
    """Fen by the fact's value; under None the same for all."""
    by: str | None = None
    at_most: bool = False
    basis: str = "on_approval"


AwardRule = MonthlyRule | YearlyRule | ApprovalRule


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece that goes with the form."""

    name: str
    proves_source: bool
    """源: proves a fact the source states as a condition; else 惯, usual practice."""
    fact: str | None = None
    """What the record holds of it, where it does."""
    kinds: tuple[str, ...] = ()
    """The kinds of evidence on record that are such a piece; see `dossier.evidence`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The published measure that programmes belong to."""

    id: str
    title: str | None
    """None where the source names no measure."""
    authority: str | None
    """The office that issued it; None where the source names none."""
    source: str
    """How the source is cited on screen and paper."""
    pack: str = field(default="", repr=False, compare=False)
    """The text of the pack's file; what is printed is known by its digest and kept with it."""
    unsigned: bool = False
    """Nobody vouches for the pack by a signature."""
    written_on: date | None = None
    """When its author wrote this version of the pack."""

    @property
    def mark(self) -> str | None:
        """What must be said beside all that it decides."""
        return UNSIGNED if self.unsigned else None


@dataclass(frozen=True, slots=True)
class Programme:
    """One subsidy."""

    id: str
    title: str
    measure: Measure
    subject: str
    """enclave, person or carrier."""
    type: str | None
    """Only enclaves or carriers of this 类型 are subjects."""
    topic: str
    """The subject of the source's paragraph, as cited."""
    locator: str
    form: str
    """The folder of its form."""
    criteria: tuple[Criterion, ...]
    award: AwardRule | None
    options: tuple[str, ...]
    """What it may be, where one programme covers several."""
    evidence: tuple[Evidence, ...]
    assumptions: tuple[Assumption, ...]
    """Those that decide something in it."""
    amount_rests_on: tuple[str, ...] = ()
    """Assumptions without which nobody can tell the amount."""
    start: date | None = None
    end: date | None = None
    """Programmes before their start or after their end are not reported."""

    @property
    def marked_title(self) -> str:
        """Its title, with what must be said of its pack."""
        mark = self.measure.mark
        return f"{self.title}〔{mark}〕" if mark else self.title

    def filed_with(self, on: date) -> frozenset[str]:
        """The offices that its criteria want filings with on that day; none where they want none."""
        wanted: set[str] = set()
        for criterion in self.criteria:
            if criterion.fact.endswith(_FILED) and criterion.operator in _INCLUDES:
                value = criterion.value.on(on) or ()
                wanted.update([value] if isinstance(value, str) else value)
        return frozenset(wanted)

    def amount_denied(self, answers: Iterable[Confirmation]) -> bool:
        """Whether one of them takes from the amount what it rests on."""
        return any(answer.denies and answer.assumption in self.amount_rests_on for answer in answers)


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of rules."""

    file: str
    measure: Measure
    programmes: tuple[Programme, ...]
    assumptions: tuple[Assumption, ...]

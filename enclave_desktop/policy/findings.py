"""What a check gives: for each programme and subject a status, the outcome of every criterion, an award.

Outcomes are kept as codes and operands; words are made only when they are shown (see `explain`).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import Carrier, Confirmation, Contract, Enclave, Firm, Person
from enclave_desktop.policy.pack import Criterion, Programme


class Status(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"

    @property
    def words(self) -> str:
        """As on screen and paper: only the office decides, so never 符合."""
        return {"eligible": "初步符合", "ineligible": "不符合", "undetermined": "待核"}[self]


class Outcome(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """What one evaluation is about: the firm and the rows that the programme's facts are read from."""

    firm: Firm | None
    enclave: Enclave | None = None
    """The centre or incubator; for a person that of the contract, for a carrier the one it names."""
    person: Person | None = None
    contract: Contract | None = None
    carrier: Carrier | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a programme is for."""

    kind: str
    """enclave, person or carrier."""
    key: str
    """An enclave's or carrier's name, a person's document number."""
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion held against what is on record."""

    criterion: Criterion
    outcome: Outcome
    operand: Any
    """The fact's value; None where nothing is recorded."""
    limit: Any
    """The criterion's value in force on the as-of day."""
    answers: tuple[Confirmation, ...] = ()
    """What was found out about the criterion's assumptions."""

    @property
    def denied(self) -> tuple[Confirmation, ...]:
        """The answers that take from the criterion what it rests on."""
        return self.criterion.denied(self.answers)

    @property
    def waived(self) -> bool:
        """Nobody asks for it any more."""
        return self.criterion.falls_away(self.denied)

    @property
    def basis(self) -> str:
        """source, assumption, or user where what was found out decides."""
        whole = len(self.answers) == len(self.criterion.assumptions)
        if self.denied or (self.criterion.basis == "assumption" and whole):
            return "user"
        return self.criterion.basis


@dataclass(frozen=True, slots=True)
class Award:
    """Money in fen."""

    basis: str
    """monthly, yearly or on_approval."""
    at_most: bool
    total: int
    claimed: int
    due: int | None = None
    """monthly only: for whole months ended by the as-of day."""
    to_come: int | None = None
    schedule: tuple[tuple[Month, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One programme for one subject."""

    programme: Programme
    subject: Subject
    case: Case
    """For a person with several contracts the one whose finding counts."""
    status: Status
    checks: tuple[Check, ...]
    award: Award | None
    answers: tuple[Confirmation, ...] = ()
    """What was found out about the programme's assumptions."""

    @property
    def amount_denied(self) -> bool:
        """An assumption that the amount rests on does not hold: nobody can tell it."""
        return self.programme.amount_denied(self.answers)

"""How a piece on record stands, in a word and a tone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.policy.proof import EXPIRED, UNREADABLE

PRIVATE = frozenset({"身份证件", "社保记录", "工资或个税记录"})
"""Kinds whose pictures show numbers or pay: blurred until asked for, as such values are masked."""
_SOON = 60
"""Days before its end from which a piece is said to end soon."""


@dataclass(frozen=True, slots=True)
class State:
    words: str
    tone: str
    """ok, warn, bad or mute."""


def state_of(row: Evidence, as_of: date, damaged: Collection[str]) -> State:
    """What is to be seen at once."""
    if row.content in damaged:
        return State(UNREADABLE, "bad")
    if row.expired(as_of):
        return State(EXPIRED, "bad")
    if row.valid_until is not None:
        days = (row.valid_until - as_of).days
        return State(f"至 {row.valid_until}", "warn" if days <= _SOON else "mute")
    if row.period_from:
        last = row.period_to or row.period_from
        return State(row.period_from if last == row.period_from else f"{row.period_from} 至 {last}", "mute")
    return State(f"{row.issued_on} 出具" if row.issued_on else "", "mute")

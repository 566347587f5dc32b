"""The order of the pieces of one kind that prove one row: they are bound into the packet in it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from enclave_desktop.dossier.evidence import Evidence

if TYPE_CHECKING:
    from enclave_desktop.records.changes import Changes


def place_of(row: Evidence) -> tuple[int, str]:
    """By which pieces of one kind are in order."""
    return row.position or 0, row.number


def fellows(evidence: Iterable[Evidence], row: Evidence) -> list[Evidence]:
    """Those among which a piece has its place, in order."""
    alike = (other for other in evidence if (other.proves, other.kind) == (row.proves, row.kind))
    return sorted(alike, key=place_of)


def moved(evidence: Iterable[Evidence], row: Evidence, step: int) -> "Changes | None":
    """A piece put one place on (1) or back (-1) among its fellows; None where it is the last or the first."""
    from enclave_desktop.records.changes import Changes

    order = fellows(evidence, row)
    at = order.index(row)
    to = at + step
    if not 0 <= to < len(order):
        return None
    order.insert(to, order.pop(at))
    placed = [(piece, replace(piece, position=place)) for place, piece in enumerate(order, 1)]
    return Changes(updated={Evidence: [pair for pair in placed if pair[0] != pair[1]]})

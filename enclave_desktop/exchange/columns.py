"""Turning a column's cells into values: each distinct cell is read once."""

from collections.abc import Sequence
from typing import Any, Final

from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.reading import BadValue, Cell, is_blank, is_clear, read_value


class _Clear:
    """The one value of its class says: clear what is recorded."""

    def __repr__(self) -> str:
        return "CLEAR"


CLEAR: Final = _Clear()


def read_column(field: Field, cells: Sequence[Cell]) -> list[Any]:
    """Values in the order of the cells: None where blank, CLEAR for a dash, a BadValue where there is none."""
    kinds = set(map(type, cells))
    if bool in kinds and kinds & {int, float}:
        # True and 1 are equal, and so would share what is read once.
        return [_read(field, cell) for cell in cells]
    values = {cell: _read(field, cell) for cell in set(cells)}
    return list(map(values.__getitem__, cells))


def _read(field: Field, cell: Cell) -> Any:
    if isinstance(cell, str) or cell is None:
        if is_blank(cell):
            return None
        if is_clear(cell):
            return CLEAR
    try:
        return read_value(field, cell)
    except BadValue as bad:
        # Without the traceback, which would keep the frames of a hundred thousand faults.
        return BadValue(bad.reason, bad.remedy)

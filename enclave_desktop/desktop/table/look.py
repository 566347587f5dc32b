"""What differs between the tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.toolbar import Segment
from enclave_desktop.dossier.fields import Sheet


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How a sheet is shown: its columns, what its rows are called, what can be found and chosen."""

    sheet: Sheet
    columns: Sequence[Column]
    words: Callable[[Any], tuple[str, str]]
    """What a row is called, and a second line; nothing that is sensitive."""
    hint: str = "查找"
    segments: Sequence[Segment] = ()
    more: Callable[[Any], str] | None = None
    """What a row can be found by beside its fields."""
    given: Callable[[Any], Mapping[str, str]] = lambda row: {}
    """What a new row takes over from the current one, by field name."""
    has_page: bool = False

"""The number of each page: what stands at its foot, and what a list of pages calls it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enclave_desktop.packet.document import Document
from enclave_desktop.packet.draw import Sheets

COVER = "cover"
"""The key of the part that is neither counted nor numbered."""
COVER_LABELS = ("封面", "封面背面")
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(frozen=True, slots=True)
class Folio:
    """Of one page."""

    foot: str
    """What stands at its foot; nothing on the cover and its back."""
    label: str
    """封面, i, 12."""


def folios(document: Document) -> list[Folio]:
    """Of every page in its order: roman up to the end of the contents, then 第1页 and so on, blank backs counted."""
    return list(_folios(document, document.places.total))


def _folios(document: Document, total: int) -> Iterator[Folio]:
    covers = iter(COVER_LABELS)
    number = front = 0
    on_cover = False
    for part in document.parts:
        if part.title:  # a blank back belongs to the part before it
            on_cover = part.key == COVER
        for _ in part.pages:
            if part.numbered:
                number += 1
                yield Folio(f"第{number}页　共{total}页", str(number))
            elif on_cover:
                yield Folio("", next(covers))
            else:
                front += 1
                yield Folio(_roman(front), _roman(front))


def label_pages(sheets: Sheets, numbered: Sequence[Folio]) -> None:
    """Makes a reader of the file call its pages what they are called on paper."""
    style = None
    for at, folio in enumerate(numbered):
        before, style = style, _style(folio)
        if style is None:
            sheets.addPageLabel(at, prefix=folio.label)
        elif style != before:
            sheets.addPageLabel(at, style, 1)


def _style(folio: Folio) -> str | None:
    if not folio.foot:
        return None
    return "ARABIC" if folio.label.isdigit() else "ROMAN_LOWER"


def _roman(number: int) -> str:
    """Up to 39."""
    return "x" * (number // 10) + _UNITS[number % 10]

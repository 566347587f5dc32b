"""How far an .xlsx sheet reaches, how much text its cells show, and which of its formulas give nothing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from enclave_desktop.dossier.reading import UNCALCULATED
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import Position, check_size, damaged
from enclave_desktop.exchange.xlsx_guard import Guard

MOST_SHOWN = 128 * 2**20
"""Bytes of text that all cells of a sheet may show together."""

MOST_FLAWS = 50_000
_DEEPEST = 64
_TEXT_TAGS = len("><si><t></t><")

# A sheet with none of these is plain, as Excel, WPS, LibreOffice, openpyxl and XlsxWriter write them: cells up to
# column Z and row 199 999, each with its reference first, no formulas, no errors.
_UNUSUAL = (
    re.compile(rb'<c(?! r="[A-Z]1?\d{1,5}"[ />])[\s/>]'),
    re.compile(rb'<row(?! r="1?\d{1,5}"[ />])[\s/>]'),
    re.compile(rb"<f[\s/>]"),
    re.compile(rb":(?:c|row)[\s/>]"),
)
_ERRORS = (b't="e"', b"t='e'")
_SHARED = re.compile(rb't="s"[^>]*><v>(\d{1,7})<')
_ANY_NUMBER = re.compile(rb">\s*(\d{1,7})\s*<")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_PROMISED = re.compile(rb"uniqueCount\s*=\s*[\"'][\s+]*\d{8}")
"""Ten million shared texts: calamine makes room for as many as are promised, and ends the process if it cannot."""


@dataclass(slots=True)
class Extent:
    """What reading a sheet comes to."""

    area: int = 0
    """Rows times columns, from A1; 0 of a plain sheet, which is small enough to be measured by reading it."""
    cells: int = 0
    last_row: int = -1
    last_column: int = -1
    flaws: dict[Position, str] = field(default_factory=dict)
    """What stands where a formula gives no value."""


def look_through(guard: Guard, part: str, title: str, texts: Sequence[int]) -> Extent:
    """The extent of the sheet in `part`; `texts` are the lengths of the workbook's shared texts.

    UserError when it is larger than a record's sheet, or cannot be parsed.
    """
    cells = _plain_cells(guard.chunks(part))
    extent = Extent(cells=cells) if cells is not None else _careful(guard, part, title)
    longest = max(texts, default=0) - _TEXT_TAGS
    if extent.cells * longest > MOST_SHOWN and _shown(guard, part, texts, cells is not None) > MOST_SHOWN:
        raise UserError(f"工作表“{title}”里的文字太多", "请删去与填报无关的长文字，或分成几个工作簿导入")
    return extent


def text_lengths(guard: Guard, part: str) -> list[int]:
    """Bytes of each text that cells share, at most (tags are counted in); UserError where too many are promised."""
    lengths: list[int] = []
    rest = b""
    for piece in _whole_tags(guard.chunks(part)):
        if _PROMISED.search(piece):
            raise damaged(guard.path)
        *whole, rest = (rest + piece).replace(b":si>", b"/si>").split(b"/si>")
        lengths.extend(map(len, whole))
    return lengths


def column_of(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only before a tag."""
    rest = b""
    for piece in pieces:
        head, mark, tail = (rest + piece).rpartition(b"<")
        yield head
        rest = mark + tail
    yield rest


def _plain_cells(pieces: Iterable[bytes]) -> int | None:
    """The number of cells of a plain sheet; None of one that needs care."""
    cells, plain = 0, True
    for piece in _whole_tags(pieces):
        cells += piece.count(b"<c ")
        # The rest is unpacked all the same: the guard is watching.
        plain = plain and not (
            any(error in piece for error in _ERRORS) or any(unusual.search(piece) for unusual in _UNUSUAL)
        )
    return cells if plain else None


class _Walk:
    """Follows a sheet's cells, element by element."""

    def __init__(self, title: str) -> None:
        self.extent = Extent()
        self._title = title
        self._at = (-1, -1)
        self._depth = 0
        self._type = ""
        self._formula = False
        self._value: list[str] | None = None
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(name)
        match name.rpartition(":")[2]:
            case "row":
                row = int(attributes["r"]) - 1 if "r" in attributes else self._at[0] + 1
                self._move(row, -1)
            case "c":
                self._cell(attributes)
            case "f":
                self._formula = True
            case "v":
                self._value = []

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._move(int(reference[2]) - 1, column_of(reference[1]))
        elif "r" in attributes:
            raise ValueError(attributes["r"])
        else:
            self._move(self._at[0], self._at[1] + 1)
        self.extent.cells += 1
        self._type, self._formula, self._text = attributes.get("t", "n"), False, ""

    def _move(self, row: int, column: int) -> None:
        self._at = row, column
        self.extent.last_row = max(self.extent.last_row, row)
        self.extent.last_column = max(self.extent.last_column, column)
        check_size(self._title, row, column, self.extent.cells)

    def characters(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        match name.rpartition(":")[2]:
            case "v":
                self._text, self._value = "".join(self._value or ()).strip(), None
            case "c":
                self._finish()

    def _finish(self) -> None:
        if self._type == "e":
            self.extent.flaws[self._at] = self._text or "#VALUE!"
        elif self._formula and not self._text and self._type != "str":
            self.extent.flaws[self._at] = UNCALCULATED
        if len(self.extent.flaws) > MOST_FLAWS:
            raise UserError(
                f"工作表“{self._title}”里有 {MOST_FLAWS} 个以上出错的公式", "请改正公式，或把公式换成数值"
            )


def _careful(guard: Guard, part: str, title: str) -> Extent:
    walk = _Walk(title)
    parse(guard.path, guard.chunks(part), walk.start, walk.end, walk.characters)
    walk.extent.area = (walk.extent.last_row + 1) * (walk.extent.last_column + 1)
    return walk.extent


def parse(
    path: Path,
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Feed XML to handlers; UserError when it is malformed, or declares entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged(path) from None


def _refuse(name: str, *rest: object) -> None:
    raise ValueError(name)


def _shown(guard: Guard, part: str, texts: Sequence[int], plain: bool) -> int:
    """Bytes of shared text that the sheet's cells show together; at most, where its XML is unusual."""
    counts: Counter[bytes] = Counter()
    for piece in _whole_tags(guard.chunks(part)):
        counts.update((_SHARED if plain else _ANY_NUMBER).findall(piece))
    known = len(texts)
    return sum(times * texts[int(index)] for index, times in counts.items() if int(index) < known)

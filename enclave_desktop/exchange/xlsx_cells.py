"""How far an .xlsx sheet reaches, how much text its cells show, and which of its formulas give nothing."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from enclave_desktop.dossier.reading import UNCALCULATED
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import Position, check_size, damaged
from enclave_desktop.exchange.xlsx_guard import chunks

MOST_SHOWN = 96 * 2**20
"""Bytes of text that all cells of a sheet may show together."""

MOST_FLAWS = 50_000
_DEEPEST = 64

# What Excel, WPS, LibreOffice, openpyxl and XlsxWriter write, apart from formulas and errors; the rest needs care.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="(?:s|n|b|d|str|inlineStr)")? ?/?>')
_ANY_CELL = re.compile(rb"<c[\s/>]")
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_ANY_ROW = re.compile(rb"<row[\s/>]")
_FORMULA = re.compile(rb"<f[\s/>]")
_PREFIXED = (b":c ", b":c>", b":c/", b":row")
_SHARED = re.compile(rb't="s"[^>]*><v>(\d{1,7})<')
_ANY_NUMBER = re.compile(rb">\s*(\d{1,7})\s*<")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Extent:
    """The last row and column used (from 0), cells counted, and what stands where a formula gives no value."""

    last_row: int = -1
    last_column: int = -1
    cells: int = 0
    flaws: dict[Position, str] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


def look_through(path: Path, archive: zipfile.ZipFile, part: str, title: str, texts: Sequence[int]) -> Extent:
    """The extent of the sheet in `part`; `texts` are the lengths of the workbook's shared texts.

    UserError when it is larger than a record's sheet, or cannot be parsed.
    """
    extent = _quick(_whole_tags(chunks(path, archive, part)))
    careful = extent is None
    if extent is None:
        extent = _careful(path, archive, part, title)
    check_size(title, extent.last_row, extent.last_column, 0)
    if (
        extent.cells * max(texts, default=0) > MOST_SHOWN
        and _shown(path, archive, part, texts, careful) > MOST_SHOWN
    ):
        raise UserError(f"工作表“{title}”里的文字太多", "请删去与填报无关的长文字，或分成几个工作簿导入")
    return extent


def text_lengths(pieces: Iterable[bytes]) -> list[int]:
    """Bytes of each text that cells share, at most (tags are counted in)."""
    lengths, rest = [0], b""
    for piece in _whole_tags(pieces):
        *whole, rest = (rest + piece).replace(b":si>", b"/si>").split(b"/si>")
        lengths.extend(map(len, whole))
    return lengths[1:]


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


def _quick(pieces: Iterable[bytes]) -> Extent | None:
    """The extent of a sheet as the common programs write it, without formulas; None when it needs care."""
    extent, columns = Extent(), set[bytes]()
    for piece in pieces:
        found, rows = _CELL.findall(piece), _ROW.findall(piece)
        if len(found) != len(_ANY_CELL.findall(piece)) or len(rows) != len(_ANY_ROW.findall(piece)):
            return None
        if _FORMULA.search(piece) or any(prefix in piece for prefix in _PREFIXED):
            return None
        # A cell's own reference counts, whatever its row says.
        letters, numbers = map(set, zip(*found, strict=True)) if found else (set(), set())
        columns |= letters
        extent.cells += len(found)
        extent.last_row = max(extent.last_row, max(map(int, numbers.union(rows)), default=0) - 1)
    extent.last_column = max((column_of(letters.decode()) for letters in columns), default=-1)
    return extent


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
        self.extent.reach(row, column)
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


def _careful(path: Path, archive: zipfile.ZipFile, part: str, title: str) -> Extent:
    walk = _Walk(title)
    parse(path, chunks(path, archive, part), walk.start, walk.end, walk.characters)
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


def _shown(path: Path, archive: zipfile.ZipFile, part: str, texts: Sequence[int], careful: bool) -> int:
    """Bytes of shared text that the sheet's cells show together; at most, where its XML is unusual."""
    counts: Counter[bytes] = Counter()
    for piece in _whole_tags(chunks(path, archive, part)):
        counts.update((_ANY_NUMBER if careful else _SHARED).findall(piece))
    known = len(texts)
    return sum(times * texts[int(index)] for index, times in counts.items() if int(index) < known)

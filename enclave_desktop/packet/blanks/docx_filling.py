"""A Word blank filled in: cells, blanks in lines, placeholders and content controls, each in the looks that it has."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.docx_blank import (
    DocxBlank,
    GridCell,
    box_of,
    names_of,
)
from enclave_desktop.packet.blanks.docx_lines import blank_lines, write_in
from enclave_desktop.packet.blanks.docx_text import chars_of, text_of, tick
from enclave_desktop.packet.blanks.labels import UNITS, boxed
from enclave_desktop.packet.blanks.mapping import CHECK, AtBlank, AtWords, Cell, InControl, InTable, Mapping
from enclave_desktop.packet.blanks.saying import Said, name_of, said
from enclave_desktop.packet.blanks.setting import TICK
from enclave_desktop.packet.cells import EMPTY_BOX, TICKED_BOX
from enclave_desktop.packet.given import Given

_CHECKED = "2612"
_UNCHECKED = "2610"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NO_TEXT = frozenset(map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20))))
"""Characters that XML cannot hold."""


def fill_docx(data: bytes, mapping: Mapping, given: Given) -> bytes:
    """The blank filled in for one finding. The same things given, the same bytes.

    UserError when the blank cannot be used or a cell of the mapping is not found in it.
    """
    blank = DocxBlank(data, mapping.blank)
    _fill_lines(blank, mapping.cells, given)
    for cell in mapping.cells:
        says = said(cell, given)
        match cell.place:
            case InTable():
                _fill_cell(_grid_cell(blank, cell, cell.place), cell, says)
            case AtWords(words):
                _fill_words(blank, cell, words, says)
            case InControl(name):
                _fill_controls(blank, cell, name, says)
    return blank.bytes()


def _fill_lines(blank: DocxBlank, cells: Sequence[Cell], given: Given) -> None:
    """All at once, before anything else is changed: a blank is known by the words before it."""
    wanted = {cell.place: cell for cell in cells if isinstance(cell.place, AtBlank)}
    lines = list(blank_lines(blank.paragraphs)) if wanted else []
    known = {one.place for line in lines for one in line.blanks}
    for place, cell in wanted.items():
        if place not in known:
            raise _not_found(cell, f"空白处（“{place.after}”后面）")
    for line in lines:
        for one in reversed(line.blanks):
            if (cell_of := wanted.get(one.place)) and (text := said(cell_of, given).text):
                write_in(line, one, _printable(text.replace("\n", "　")))


def _not_found(cell: Cell, what: str) -> UserError:
    return UserError(f"空白表里没有“{name_of(cell)}”所在的{what}。", "请重新对应这一格。")


# Cells of tables.


def _grid_cell(blank: DocxBlank, cell: Cell, place: InTable) -> GridCell:
    for found in blank.cells:
        down, across = place.row - found.row, place.column - found.column
        if found.table == place.table and 0 <= down < found.rows and 0 <= across < found.columns:
            return found
    raise _not_found(cell, "格子")


def _fill_cell(found: GridCell, cell: Cell, says: Said) -> None:
    if cell.kind == CHECK:
        _tick(found.element, cell, says)
    elif says.text:
        _write(found.element, says.text)
        _let_grow(found.element)


def _let_grow(element: Any) -> None:
    """A row of a fixed height would cut off what has no room in it."""
    row = next(above for above in element.iterancestors() if above.tag == qn("w:tr"))
    for height in row.iterfind(f"{qn('w:trPr')}/{qn('w:trHeight')}"):
        if height.get(qn("w:hRule")) == "exact":
            height.set(qn("w:hRule"), "atLeast")


def _write(element: Any, text: str) -> None:
    """In place of what stands there, or after a label that ends with a colon, or before a unit; in the looks of the
    first run.
    """
    before = text_of(element).strip()
    paragraphs = list(element.iter(qn("w:p")))
    looks = _looks(paragraphs)
    if before in UNITS:
        unit = next(char.run for p in paragraphs for char in chars_of(p) if not char.shown.isspace())
        unit.addprevious(_run(text, looks))
        return
    if before.endswith(("：", ":")):
        last = next(p for p in reversed(paragraphs) if text_of(p).strip())
        last.append(_run(text, looks))
        return
    for paragraph in paragraphs:
        for run in list(paragraph.iter(qn("w:r"))):
            run.getparent().remove(run)
    for paragraph in paragraphs[1:]:
        paragraph.getparent().remove(paragraph)
    paragraphs[0].append(_run(text, looks))


def _looks(paragraphs: list[Any]) -> Any | None:
    """How the first run is set; else how the paragraph says that what is typed in it is set."""
    for paragraph in paragraphs:
        for run in paragraph.iter(qn("w:r")):
            if run.find(qn("w:rPr")) is not None:
                return run.find(qn("w:rPr"))
    for paragraph in paragraphs:
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None and properties.find(qn("w:rPr")) is not None:
            return properties.find(qn("w:rPr"))
    return None


def _run(text: str, looks: Any | None) -> Any:
    run = OxmlElement("w:r")
    if looks is not None:
        run.append(deepcopy(looks))
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        run.append(_text(line))
    return run


def _text(words: str) -> Any:
    node = OxmlElement("w:t")
    _set(node, words)
    return node


def _printable(words: str) -> str:
    return "".join(char for char in words if char not in _NO_TEXT)


def _set(node: Any, words: str) -> None:
    node.text = _printable(words)
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _tick(element: Any, cell: Cell, says: Said) -> None:
    """The box beside the word; a cell without words is ticked itself."""
    if not text_of(element).strip():
        if says.ticked:
            _write(element, TICK)
        return
    for paragraph in element.iter(qn("w:p")):
        chars = chars_of(paragraph)
        boxes = boxed("".join(char.shown for char in chars)).boxes
        found = next((box.at for box in boxes if _is_for(box.word, cell.ticks)), None)
        if found is not None:
            if says.ticked:
                tick(chars[found], TICKED_BOX)
            return
    raise _not_found(cell, f"方框“□{cell.ticks}”")


def _is_for(word: str, ticks: str) -> bool:
    """What stands beside a box is what ticks it, perhaps with more behind."""
    wanted, rest = "".join(ticks.split()), word
    return rest == wanted or (rest.startswith(wanted) and not rest[len(wanted)].isalnum())


def _replace(nodes: list[Any], start: int, stop: int, words: str) -> None:
    """Characters `start` to `stop` of the texts together, by words in the first of them; Word cuts texts anywhere."""
    at, put = 0, False
    for node in nodes:
        text = node.text or ""
        first, last = max(start - at, 0), min(stop - at, len(text))
        at += len(text)
        if first < last:
            _set(node, text[:first] + ("" if put else words) + text[last:])
            put = True


# Placeholders.


def _fill_words(blank: DocxBlank, cell: Cell, words: str, says: Said) -> None:
    """Wherever they stand; what is not known leaves nothing behind."""
    text = (TICKED_BOX if says.ticked else EMPTY_BOX) if cell.kind == CHECK else says.text
    found = False
    for paragraph in blank.paragraphs:
        nodes = [node for node in paragraph.iter(qn("w:t")) if _paragraph_of(node) is paragraph]
        whole = "".join(node.text or "" for node in nodes)
        while words in whole:
            found = True
            start = whole.index(words)
            _replace(nodes, start, start + len(words), text.replace("\n", "　"))
            if words in text:  # it would be found again for ever
                break
            whole = "".join(node.text or "" for node in nodes)
    if not found:
        raise _not_found(cell, f"文字“{words}”")


def _paragraph_of(node: Any) -> Any:
    """The nearest: a text box has paragraphs of its own within one."""
    return next(above for above in node.iterancestors() if above.tag == qn("w:p"))


# Content controls.


def _fill_controls(blank: DocxBlank, cell: Cell, name: str, says: Said) -> None:
    controls = [control for control in blank.controls if name in names_of(control)]
    if not controls:
        raise _not_found(cell, f"内容控件“{name}”")
    for control in controls:
        _loose(control)
        box = box_of(control)
        if cell.kind == CHECK and box is not None:
            _set_box(control, box, ticked=says.ticked)
        else:
            _set_control(control, TICK if cell.kind == CHECK and says.ticked else says.text)


def _loose(control: Any) -> None:
    """It shows what it holds: no hint, and no data elsewhere that Word would put in its place."""
    properties = control.find(qn("w:sdtPr"))
    for key in ("showingPlcHdr", "dataBinding"):
        for node in properties.findall(qn(f"w:{key}")):
            properties.remove(node)


def _set_box(control: Any, box: Any, *, ticked: bool) -> None:
    state = box.find(f"{_W14}checked")
    if state is not None:
        state.set(f"{_W14}val", "1" if ticked else "0")
    glyph = box.find(f"{_W14}{'checkedState' if ticked else 'uncheckedState'}")
    usual = _CHECKED if ticked else _UNCHECKED
    code = (glyph.get(f"{_W14}val") if glyph is not None else None) or usual
    nodes = list(_content(control).iter(qn("w:t")))
    for number, node in enumerate(nodes):
        _set(node, chr(int(code, 16)) if number == 0 else "")


def _set_control(control: Any, text: str) -> None:
    content = _content(control)
    own = control.find(qn("w:sdtPr")).find(qn("w:rPr"))
    runs = list(content.iter(qn("w:r")))
    parent = runs[0].getparent() if runs else next(content.iter(qn("w:p")), content)
    at = list(parent).index(runs[0]) if runs else len(parent)
    for run in runs:
        run.getparent().remove(run)
    parent.insert(at, _run(text, own))


def _content(control: Any) -> Any:
    return control.find(qn("w:sdtContent"))

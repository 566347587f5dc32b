"""Blocks of cells to and from a spreadsheet."""

import csv
import html
import io
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from enclave_desktop.desktop.clipboard_guard import guard
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import MOST_CELLS

Block = list[list[str]]
_MOST_CHARS = 64 << 20
_BETWEEN = "\x1f"
"""Stands in no cell: control characters are not taken in."""


def copy(block: Sequence[Sequence[str]], *, sensitive: bool = False) -> None:
    """As tab-separated text, and as a table whose cells stay text: a spreadsheet would cut long numbers.

    What is `sensitive` stays for a minute only.
    """
    data = QMimeData()
    data.setText(to_text(block))
    data.setHtml(_to_html(block))
    if sensitive:
        guard().put(data)
    else:
        QApplication.clipboard().setMimeData(data)


def pasted() -> Block:
    """What a spreadsheet put there."""
    return from_text(QApplication.clipboard().text())


def to_text(block: Sequence[Sequence[str]]) -> str:
    """One cell is given as it is; a block as spreadsheets write it."""
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    out = io.StringIO()
    csv.writer(out, "excel-tab", lineterminator="\n").writerows(block)
    return out.getvalue()


def from_text(text: str) -> Block:
    """Rows of cells; the line end behind the last row makes no row. UserError when it is more than a record holds."""
    if len(text) > _MOST_CHARS or text.count("\t") + text.count("\n") > MOST_CELLS:
        raise UserError("剪贴板里的内容太多，没有粘贴。", "请分几次复制，或存成工作簿后导入。")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not text:
        return []
    limit = csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    try:
        return [row or [""] for row in csv.reader(io.StringIO(text, newline=""), "excel-tab")]
    finally:
        csv.field_size_limit(limit)


def _to_html(block: Sequence[Sequence[str]]) -> str:
    """A row is escaped at once, not cell by cell: a ledger has a million."""
    cell = """<td style="mso-number-format:'\\@'">"""
    rows = (html.escape(_BETWEEN.join(row)).replace(_BETWEEN, f"</td>{cell}") for row in block)
    return "<table>" + "".join(f"<tr>{cell}{row}</td></tr>" for row in rows) + "</table>"

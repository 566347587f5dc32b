"""The rows that have evidence or lack some, by sheet; who lacks none and has none is found by search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.evidence.lacking import Lack, missing_only
from enclave_desktop.desktop.evidence.owners import PROVABLE, Names, Row, rows_to_offer
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.table import initials
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel

ALWAYS = frozenset({"企业", "飞地", "人员"})
"""Sheets all of whose rows are listed."""
_PAD = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, or the title of a sheet above its rows."""

    words: str
    row: Row | None = None
    held: int = 0
    missing: int = 0
    wrong: int = 0
    """There, but expired, unreadable, too old or not covering the months."""

    @property
    def lacking(self) -> int:
        return self.missing + self.wrong

    @property
    def end(self) -> str:
        parts = [f"{self.held} 份"] if self.held else []
        parts += [f"缺 {self.missing}"] if self.missing else []
        parts += [f"留意 {self.wrong}"] if self.wrong else []
        return " · ".join(parts)

    @property
    def spoken(self) -> str:
        return "，".join(filter(None, (self.words, self.end)))


def entries(view: View, lacks: Mapping[Row, Sequence[Lack]], sought: str, only_lacking: bool) -> list[Entry]:
    """What is listed: of the sheets listed always every row, of others what has or lacks something.

    Rows are `sought` by their words or the pinyin initials of them.
    """
    held: dict[Row, int] = {}
    for piece in view.dossier.evidence:
        held[piece.proves] = held.get(piece.proves, 0) + 1
    names = Names(view.dossier)
    offered = {title: rows_to_offer(view.dossier, title) for title in PROVABLE if title in ALWAYS or sought}
    chars = set("".join(words for rows in offered.values() for words, _ in rows)) if sought else ()
    finds = initials.pattern(sought.lower(), chars).search
    found = []
    for title in PROVABLE:
        rows = offered.get(title)
        if rows is None:
            concerned = dict.fromkeys(row for row in (*held, *lacks) if row[0] == title)
            rows = [(names.words(row), row) for row in concerned]
        shown = [
            _entry(words, row, held.get(row, 0), lacks.get(row, ()))
            for words, row in rows
            if finds(words) and (not only_lacking or lacks.get(row))
        ]
        if shown:
            found += [Entry(title), *shown]
    return found


def _entry(words: str, row: Row, held: int, lacks: Sequence[Lack]) -> Entry:
    missing = len(missing_only(lacks))
    return Entry(words, row, held, missing, len(lacks) - missing)


class EvidenceRows(RowList):
    """The rows with how much is there and missing; `chosen` when one becomes the current one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowModel(lambda e: e.spoken, lambda e: e.words, lambda e: e.words, lambda e: e.row is None)
        super().__init__("材料的对象", model, parent)
        self.setObjectName("clear")
        self.setItemDelegate(_Delegate(self))
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_entries(self, shown: Sequence[Entry], row: Row | None) -> None:
        """List these; that row, if it is among them, or else the first stays current."""
        self.selectionModel().blockSignals(True)
        self.model_of_rows.set_rows(shown)
        rows = [entry.row for entry in shown]
        at = rows.index(row) if row in rows and row is not None else 1 if len(rows) > 1 else -1
        if at >= 0:
            self.setCurrentIndex(self.model_of_rows.index(at))
            self.scrollTo(self.currentIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self.chosen.emit(rows[at] if at >= 0 else None)

    def _moved(self, index: Index, _: Index) -> None:
        if index.isValid() and index.data(ROW).row is not None:
            self.chosen.emit(index.data(ROW).row)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, max(32, QFontMetrics(theme().font()).height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ROW)
        colours = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if entry.row is not None and (chosen or option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("sel" if chosen else "row_hover"))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 4, 4)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(rect.adjusted(6.5, 1.5, -6.5, -1.5), 4, 4)
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if entry.row is None:
            painter.setFont(colours.font("caption", 600))
            painter.setPen(colours.colour("text2"))
            painter.drawText(inside.adjusted(0, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.words)
            painter.restore()
            return
        painter.setFont(colours.font("caption"))
        painter.setPen(colours.colour("warn" if entry.lacking else "text2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, entry.end)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(entry.end) - 12
        painter.setFont(colours.font())
        painter.setPen(colours.colour("sel_text" if chosen else "text"))
        words = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inside, middle, words)
        painter.restore()

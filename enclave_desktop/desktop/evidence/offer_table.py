"""The files to be taken, one a row: whose they are, of what kind, how sure that is, and what is wrong."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from enclave_desktop.desktop.evidence.offers import Offer
from enclave_desktop.desktop.evidence.owners import Names
from enclave_desktop.desktop.table.cells import Cells
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.grid import Grid
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import Look
from enclave_desktop.desktop.widgets.labels import one_after_another
from enclave_desktop.exchange.evidence_folder import Certainty

_LOOKS = {
    Certainty.SURE: Look(Certainty.SURE, "checkmark_circle_16_filled", "ok"),
    Certainty.LIKELY: Look(Certainty.LIKELY, "question_circle_16_filled", "info"),
    Certainty.OPEN: Look(Certainty.OPEN, "warning_16_filled", "warn"),
}
_SAID = Look("已指定", "checkmark_circle_16_filled", "ok")
_REFUSED = Look("不能收", "dismiss_circle_16_filled", "bad")
_SKIPPED = Look("跳过", "subtract_circle_16_filled", "mute")
_DOUBLE = "档案里已有相同的文件"


def look_of(offer: Offer) -> Look:
    """How far a file is from being taken."""
    if offer.problem:
        return _REFUSED
    if not offer.wanted:
        return _SKIPPED
    if offer.row is None or offer.kind is None:
        return _LOOKS[Certainty.OPEN]
    return _LOOKS[offer.certainty] if offer.certainty else _SAID


def remark(offer: Offer) -> str:
    """What is to be known of a file before it is taken."""
    if offer.problem:
        return offer.problem
    parts = [_DOUBLE] if offer.doubles else []
    if offer.certainty is Certainty.OPEN or offer.certainty is Certainty.LIKELY:
        parts.append(offer.why)
    parts += offer.warnings
    return one_after_another(parts) or (f"{offer.page_count} 页" if offer.page_count else "")


class OfferTable(Grid):
    """The files; several may be chosen and changed together."""

    chosen = Signal()
    toggled = Signal()
    """Space: take or skip what is chosen."""
    opened = Signal()
    """Enter: show the file large."""

    def __init__(self, parent: QWidget) -> None:
        self._names: Names | None = None
        self.shown = TableModel(self._columns())
        self.shown.setParent(parent)
        super().__init__(self.shown, Cells(self.shown, theme().font()), lambda: None, parent)
        self.setAccessibleName("要收入的文件")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.set_widths([column.width for column in self.shown.columns])
        for at in (0, 4):
            self.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        theme().changed.connect(self._redress)

    def show_offers(self, offers: Sequence[Offer], names: Names) -> None:
        self._names = names
        self.shown.set_rows(offers)

    def replace(self, pairs: Sequence[tuple[Offer, Offer]]) -> None:
        self.shown.replace({id(before): after for before, after in pairs})

    def selected(self) -> list[Offer]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.shown.rows[row] for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def _columns(self) -> list[Column]:
        def plain(label: str, width: int, text: Callable[[Offer], str], **look: Any) -> Column:
            return Column(label, width, text, text, **look)

        def owner(offer: Offer) -> str:
            if offer.row is None or self._names is None:
                return ""
            return f"{offer.row[0]}·{self._names.words(offer.row)}"

        def where(offer: Offer) -> str:
            return offer.source.name

        return [
            plain("文件", 210, where, strong=True, tip=where),
            plain("属于", 150, owner, tip=owner),
            plain("种类", 108, lambda offer: offer.kind or ""),
            plain("把握", 92, lambda offer: look_of(offer).words, chip=look_of),
            plain("说明", 160, remark, tip=remark, tone=lambda o: "bad" if o.problem else "mute"),
        ]

    def _redress(self) -> None:
        self.cells.dress(theme().font())
        self.dress()

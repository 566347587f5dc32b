"""Every piece that a programme asks for: whether it is there, what is wrong, and the way to where it is attached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.evidence.lacking import subject_row
from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.session import View
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.proof import MISSING, NOT_COVERED, TOO_OLD, Proof, proofs

_PAD, _ICON = 16, 26
_LOOKS = {
    "ok": "checkmark_circle_16_filled",
    "warn": "warning_16_filled",
    "bad": "error_circle_16_filled",
}
_WARNS = frozenset({MISSING, NOT_COVERED, TOO_OLD})


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece."""

    name: str
    state: str
    tone: str
    """ok, warn or bad."""
    detail: str
    place: Attachment
    programmes: tuple[str, ...]

    @property
    def spoken(self) -> str:
        return "，".join(filter(None, (self.name, self.state, self.detail)))

    @property
    def hint(self) -> str:
        return "\n".join((self.name, self.detail or self.state, f"用于：{'、'.join(self.programmes)}"))


def piece_lines(findings: Sequence[Finding], view: View) -> list[PieceLine]:
    """The pieces of these findings, each once, in the programmes' order."""
    context = Context(view.dossier, view.year)
    found: dict[tuple[str, Attachment], PieceLine] = {}
    for finding in findings:
        for proof in proofs(context, finding, damaged=view.damaged):
            line = _line(finding, proof)
            before = found.get((line.name, line.place))
            if before is not None:
                titles = dict.fromkeys((*before.programmes, *line.programmes))
                line = replace(before if before.tone != "ok" else line, programmes=tuple(titles))
            found[line.name, line.place] = line
    return list(found.values())


def _line(finding: Finding, proof: Proof) -> PieceLine:
    titles = (finding.programme.title,)
    if not proof.flaws:
        first = proof.rows[0]
        place = Attachment(first.proves, first.kind, first.number)
        return PieceLine(proof.piece.name, f"{len(proof.rows)} 份", "ok", "", place, titles)
    flaw = proof.flaws[0]
    tone = "warn" if flaw.what in _WARNS else "bad"
    if flaw.row is not None:
        place = Attachment(flaw.row.proves, flaw.row.kind, flaw.row.number)
    else:
        place = Attachment(proof.where or subject_row(finding), proof.kind)
    words = "" if flaw.what == MISSING else "；".join(flaw.words for flaw in proof.flaws)
    return PieceLine(proof.piece.name, flaw.what, tone, words, place, titles)


class PieceList(RowList):
    """As high as its rows; `wanted` with an Attachment on a click or Enter."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, RowModel(attrgetter("spoken"), attrgetter("name"), attrgetter("hint")), parent)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.wanted.emit(index.data(ROW).place))
        self.opened.connect(lambda line: self.wanted.emit(line.place))
        theme().changed.connect(self._fit)

    def show_lines(self, lines: Sequence[PieceLine]) -> None:
        self.model_of_rows.set_rows(lines)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model_of_rows.index(0))
        super().focusInEvent(event)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(row_height() * len(self.model_of_rows.rows))


def row_height() -> int:
    return max(32, QFontMetrics(theme().font()).height() + 14)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: PieceLine = index.data(ROW)
        colours = theme()
        painter.save()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("row_hover"))
        if index.row():
            Sharp(painter).rule(rect.x() + _PAD, rect.right(), rect.y(), colours.colour("divider"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRect(rect.adjusted(2.5, 1.5, -2.5, -1.5))
        inside = rect.adjusted(_PAD, 0, -12, 0)
        draw_icon(painter, QRectF(inside.x(), rect.y(), 16, rect.height()), _LOOKS[line.tone], line.tone)
        draw_icon(
            painter,
            QRectF(inside.right() - 16, rect.y(), 16, rect.height()),
            "chevron_right_16_regular",
            "text2",
        )
        self._words(painter, inside.adjusted(_ICON, 0, -22, 0), line)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRectF, line: PieceLine) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text2" if line.tone == "ok" else line.tone))
        end = line.detail.removeprefix(line.name) or line.state
        end = painter.fontMetrics().elidedText(end, Qt.TextElideMode.ElideRight, int(rect.width() / 2))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, end)
        room = rect.width() - painter.fontMetrics().horizontalAdvance(end) - 12
        painter.setFont(theme().font())
        painter.setPen(theme().colour("text"))
        words = painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(rect, middle, words)

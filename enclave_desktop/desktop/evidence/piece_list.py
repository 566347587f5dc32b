"""Every piece that a programme asks for: whether it is there, what is wrong, and the way to where it is attached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.evidence.lacking import proofs_of, subject_row
from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowModel, WholeList
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.proof import MISSING, NOT_COVERED, TOO_OLD, Proof

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
        for proof in proofs_of(context, finding, view.damaged):
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


def piece_list(name: str, parent: QWidget) -> WholeList:
    """Pieces; `opened` with the line that is clicked, which says where it belongs."""
    model = RowModel(attrgetter("spoken"), attrgetter("name"), attrgetter("hint"))
    return WholeList(name, model, _Delegate(), row_height, parent)


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

"""Those whom a programme is for, each with the verdict, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.report import subject_words

_GAP = 3
_MOST_LINES = 2
_WIDEST = 260


class SubjectStrip(RowList):
    """`chosen` when another finding becomes the current one; as many lines as it needs, two at most."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowModel(_spoken, _name, lambda finding: subject_words(finding.subject))
        super().__init__("对象", model, parent)
        self.setObjectName("clear")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(_Delegate(self))
        self.selectionModel().currentChanged.connect(
            lambda index: self.chosen.emit(index.data(ROW) if index.isValid() else None)
        )
        theme().changed.connect(self._fit)

    def show_findings(self, findings: Sequence[Finding], key: str | None) -> None:
        """Show these, with the subject of that key, else the first, as the current one."""
        self.model_of_rows.set_rows(findings)
        keys = [finding.subject.key for finding in findings]
        index = self.model_of_rows.index(keys.index(key) if key in keys else 0)
        self._fit()
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()
        self.setFixedHeight(min(self._lines(), _MOST_LINES) * (_height() + _GAP) + 2 * _GAP)

    def _lines(self) -> int:
        """How many lines the items take beside a scroll bar; the view itself only knows once it has its height."""
        room = self.width() - self.verticalScrollBar().sizeHint().width() - _GAP
        lines, used = 1, 0
        for finding in self.model_of_rows.rows:
            width = _width(finding.subject.name) + _GAP
            lines, used = (lines, used + width) if used + width <= room else (lines + 1, width)
        return lines


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_width(str(index.data())), _height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRectF(option.rect)
        painter.setBrush(colours.colour("sel" if chosen else "row_hover" if hovered else "control"))
        painter.setPen(colours.colour("accent" if chosen else "control_border"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.colour("focus"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        look = STATUS[index.data(ROW).status]
        draw_icon(painter, QRectF(rect.x() + 8, rect.y(), 16, rect.height()), look.icon, look.tone)
        painter.setFont(colours.font("body", 600 if chosen else 400))
        painter.setPen(colours.colour("text"))
        words = rect.adjusted(30, 0, -8, 0)
        elided = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()


def _name(finding: Finding) -> str:
    return finding.subject.name


def _spoken(finding: Finding) -> str:
    return f"{finding.subject.name}，{finding.status.words}"


def _width(name: str) -> int:
    return min(QFontMetrics(theme().font("body", 600)).horizontalAdvance(name) + 42, _WIDEST)


def _height() -> int:
    return max(30, QFontMetrics(theme().font()).height() + 10)

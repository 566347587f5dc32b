"""Whom the packet is for: the subjects of a programme, each with its verdict, to be ticked."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS, chip_size, draw_chip
from enclave_desktop.desktop.widgets.rows import NOWHERE, Index
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.report import subject_words

_FINDING = Qt.ItemDataRole.UserRole
_MOST_ROWS = 5
_ORDER = (Status.ELIGIBLE, Status.UNDETERMINED, Status.INELIGIBLE)
_BOX, _ACROSS = 18, 16


class SubjectModel(QAbstractListModel):
    """The subjects, the eligible first. Others can be ticked for a draft only."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self._keys: set[str] = set()
        self.draft = False

    def show_findings(self, findings: Sequence[Finding], keys: Collection[str], *, draft: bool) -> None:
        """These subjects, those with one of the keys ticked."""
        self.beginResetModel()
        self._findings = sorted(findings, key=lambda finding: _ORDER.index(finding.status))
        self.draft = draft
        self._keys = {f.subject.key for f in self._findings if f.subject.key in keys and self._allowed(f)}
        self.endResetModel()

    def chosen(self) -> list[Finding]:
        """In the order of the check, as the command line prints them."""
        chosen = [finding for finding in self._findings if finding.subject.key in self._keys]
        return sorted(chosen, key=lambda finding: finding.subject.key)

    def tick_all(self, ticked: bool) -> None:
        """All that may be printed, or none."""
        self._keys = {f.subject.key for f in self._findings if ticked and self._allowed(f)}
        self.dataChanged.emit(self.index(0), self.index(len(self._findings) - 1))
        self.ticked.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        allowed = self._allowed(self._findings[index.row()])
        return flags | Qt.ItemFlag.ItemIsEnabled if allowed else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return subject_words(finding.subject)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{subject_words(finding.subject)}，{finding.status.words}"
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = finding.subject.key in self._keys
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return finding if role == _FINDING else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return False
        key = self._findings[index.row()].subject.key
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._keys.add(key)
        else:
            self._keys.discard(key)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()
        return True

    def _allowed(self, finding: Finding) -> bool:
        return self.draft or finding.status is Status.ELIGIBLE


class SubjectList(QListView):
    """The subjects as rows to tick: a click anywhere on a row, or the space bar."""

    def __init__(self, model: SubjectModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("对象")
        self.setObjectName("clear")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().changed.connect(self.scheduleDelayedItemsLayout)
        theme().changed.connect(self.fit)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """As high as its rows, up to some."""
        count = min(max(self.model().rowCount(), 1), _MOST_ROWS)
        self.setFixedHeight(count * row_height() + 2)


def row_height() -> int:
    return round(28 * max(theme().scale, 1))


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        state = option.state
        colours = theme()
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        if enabled and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("row_hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        _paint_box(painter, rect, ticked=_is_ticked(index), enabled=enabled)
        look = STATUS[index.data(_FINDING).status]
        size = chip_size(look.words)
        chip = QRectF(rect.right() - size.width() - 8, rect.center().y() - size.height() / 2, 0, 0)
        chip.setSize(size.toSizeF())
        draw_chip(painter, chip, look, radius=10)
        words = QRectF(rect)
        words.setLeft(rect.left() + _ACROSS + _BOX + 8)
        words.setRight(chip.left() - 6)
        painter.setFont(colours.font())
        painter.setPen(colours.colour("text" if enabled else "text3"))
        shown = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideMiddle, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        typed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return)
        if clicked or (typed and event.type() == QEvent.Type.KeyPress):
            turned = Qt.CheckState.Unchecked if _is_ticked(index) else Qt.CheckState.Checked
            return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)
        return False


def _is_ticked(index: Index) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def _paint_box(painter: QPainter, rect: QRectF, *, ticked: bool, enabled: bool) -> None:
    colours = theme()
    box = QRectF(rect.left() + _ACROSS, rect.center().y() - _BOX / 2, _BOX, _BOX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "accent" if ticked else "control_line" if enabled else "control_border"
    painter.setPen(colours.colour(edge))
    painter.setBrush(colours.colour("accent" if ticked else "control"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        draw_icon(painter, box, "checkmark_16_regular", "on_accent", 14)
    painter.restore()

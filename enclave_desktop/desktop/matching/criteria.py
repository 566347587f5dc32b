"""Every criterion of one finding: what is on record, what is required, the gap, on what it rests, where to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import BASIS, OUTCOME, chip_size, draw_chip, widest_basis
from enclave_desktop.desktop.widgets.rows import NOWHERE, ROW, Index, RowTable
from enclave_desktop.policy.explain import actual, answer_words, gap, required
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Check, Finding, Outcome

_LINE = ROW
CONDITION, RECORDED, REQUIRED, GAP, BASIS_COLUMN, JUMP = range(6)
_TITLES = ("条件", "档案里的", "要求", "差距", "依据", "")
_SHARES = {CONDITION: 21, RECORDED: 22, REQUIRED: 26, GAP: 31}
_WITHOUT_GAPS = {CONDITION: 26, RECORDED: 29, REQUIRED: 36, GAP: 9}
_NO_GAP = "—"
_ICON_ROOM = 40
_PAD = 8
_ROUND = {Outcome.MET: None, Outcome.UNMET: "bad", Outcome.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion in words."""

    check: Check
    cells: tuple[str, str, str, str]
    basis: str
    place: str
    cited: str
    answered: str
    """Who found out about the assumptions it rests on, when, and on which text."""


def lines(finding: Finding) -> list[Line]:
    """The finding's criteria in the pack's order."""
    measure, programme = finding.programme.measure, finding.programme
    return [
        Line(
            check,
            (
                check.criterion.label,
                actual(check, finding.case) or "未填",
                required(check),
                gap(check, finding.case) or _NO_GAP,
            ),
            "denied" if check.denied else check.basis,
            FACTS[check.criterion.fact].place,
            f"{measure.source}（{programme.topic}）",
            "；".join(map(answer_words, check.answers)),
        )
        for check in finding.checks
    ]


class CriteriaModel(QAbstractTableModel):
    """One row a criterion."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{line.cells[0]}，{OUTCOME[line.check.outcome].words}"
                if column == 0
                else _spoken(line, column)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return {BASIS_COLUMN: line.answered or line.cited, JUMP: f"到{line.place}"}.get(column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class CriteriaTable(RowTable):
    """As high as its rows; `wanted` when someone wants to go to where a criterion's fact is filled in."""

    wanted = Signal(object)
    """A Check."""
    pointed = Signal(object)
    """Another criterion, as a Check, is the current one."""
    asked_why = Signal(object)
    """Someone wants to see what a criterion, a Check, rests on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("条件", parent)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setMinimumSectionSize(24)
        self._criteria = CriteriaModel()
        self.setModel(self._criteria)
        self.setItemDelegate(_Delegate(self))
        self.opened.connect(lambda index: self.wanted.emit(index.data(_LINE).check))
        self.selectionModel().currentRowChanged.connect(self._pointed)
        theme().changed.connect(self._fit)

    def show_finding(self, finding: Finding) -> None:
        self._criteria.set_lines(lines(finding))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == JUMP:
            self.wanted.emit(index.data(_LINE).check)
        elif _rests_on_assumptions(index):
            self.asked_why.emit(index.data(_LINE).check)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        leads = index.column() == JUMP or _rests_on_assumptions(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().event(event)

    def _pointed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.pointed.emit(index.data(_LINE).check)

    def _fit(self) -> None:
        """The columns share the width, the rows take what their words need, the table shows all of them."""
        basis = widest_basis() + 2 * _PAD
        jump = 40
        room = max(self.viewport().width() - basis - jump, 400)
        gaps = any(line.cells[GAP] != _NO_GAP for line in self._criteria.lines)
        for column, share in (_SHARES if gaps else _WITHOUT_GAPS).items():
            self.setColumnWidth(column, room * share // 100)
        self.setColumnWidth(BASIS_COLUMN, basis)
        self.setColumnWidth(JUMP, jump)
        self.resizeRowsToContents()
        header = self.horizontalHeader()
        header.setFixedHeight(max(32, QFontMetrics(theme().font("caption")).height() + 10))
        self.setFixedHeight(header.height() + self.verticalHeader().length() + 2)


def _rests_on_assumptions(index: QModelIndex) -> bool:
    return index.column() == BASIS_COLUMN and bool(index.data(_LINE).check.criterion.assumptions)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line, column = index.data(_LINE), index.column()
        if column >= BASIS_COLUMN:
            return QSize(0, chip_size("").height() + 8)
        table = self.parent()
        assert isinstance(table, QTableView)
        width = table.columnWidth(column) - 2 * _PAD - (_ICON_ROOM - _PAD if column == CONDITION else 0)
        height = sum(_height(words, font, width) for words, font, _ in _texts(line, column))
        return QSize(0, max(32, height + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, column = index.data(_LINE), index.column()
        painter.save()
        rect = QRectF(option.rect)
        _paint_ground(painter, rect, option, line, column)
        if column == CONDITION:
            look = OUTCOME[line.check.outcome]
            draw_icon(painter, QRectF(rect.x() + 12, rect.y(), 20, rect.height()), look.icon, look.tone)
            rect.setLeft(rect.left() + _ICON_ROOM - _PAD)
        if column == BASIS_COLUMN:
            look = BASIS[line.basis]
            size = chip_size(look.words)
            top = rect.center().y() - size.height() / 2
            draw_chip(painter, QRectF(rect.x() + _PAD, top, size.width(), size.height()), look, radius=4)
        elif column == JUMP:
            met = line.check.outcome is Outcome.MET
            name, token = ("chevron_right_16_regular", "text2") if met else ("edit_20_regular", "accent_text")
            draw_icon(painter, rect, name, token, 16 if met else 20)
        else:
            _paint_texts(painter, rect.adjusted(_PAD, 0, -_PAD, 0), line, column)
        painter.restore()


def _texts(line: Line, column: int) -> list[tuple[str, QFont, str]]:
    """What stands in a cell, each with its font and colour; under what is required who settled that it is."""
    texts = [(line.cells[column], _font(line, column), _token(line, column))]
    if column == REQUIRED and line.answered:
        texts.append((line.answered, theme().font("caption"), BASIS[line.basis].tone))
    return texts


def _height(words: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, words).height()


def _paint_texts(painter: QPainter, rect: QRectF, line: Line, column: int) -> None:
    texts = _texts(line, column)
    heights = [_height(words, font, int(rect.width())) for words, font, _ in texts]
    top = rect.center().y() - sum(heights) / 2
    for (words, font, token), height in zip(texts, heights, strict=True):
        painter.setFont(font)
        painter.setPen(theme().colour(token))
        painter.drawText(QRectF(rect.x(), top, rect.width(), height), Qt.TextFlag.TextWordWrap, words)
        top += height


def _shown(line: Line, column: int) -> str:
    if column == JUMP:
        return ""
    return BASIS[line.basis].words if column == BASIS_COLUMN else line.cells[column]


def _spoken(line: Line, column: int) -> str:
    if column == JUMP:
        return f"到{line.place}"
    answered = f"，{line.answered}" if column == BASIS_COLUMN and line.answered else ""
    return f"{_TITLES[column]}：{_shown(line, column)}{answered}"


def _font(line: Line, column: int) -> QFont:
    strong = line.check.outcome is not Outcome.MET and column in (CONDITION, GAP)
    return theme().font("body", 600 if strong else 400)


def _token(line: Line, column: int) -> str:
    tone = _ROUND[line.check.outcome]
    if column == GAP and tone:
        return tone
    if column == RECORDED and line.cells[RECORDED] == "未填":
        return "warn"
    return "text2" if column in (REQUIRED, GAP) else "text"


def _paint_ground(
    painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, line: Line, column: int
) -> None:
    colours = theme()
    tone = _ROUND[line.check.outcome]
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, colours.colour("sel"))
    elif tone:
        painter.fillRect(rect, colours.colour(f"{tone}_row"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, colours.colour("row_hover"))
    if tone and column == CONDITION:
        painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), colours.colour(tone))
    Sharp(painter).rule(rect.left(), rect.right(), rect.bottom() - 1, colours.colour("divider"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(colours.colour("focus"))
        painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))

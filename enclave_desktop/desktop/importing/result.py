"""The third stage of the import dialog: what a dry run found, by sheet, and the wrong cells to be mended in place."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.importing.dry_run import DryRun
from enclave_desktop.desktop.importing.lines import (
    Lines,
    changed_lines,
    fault_lines,
    hint_lines,
    new_lines,
    sums,
    wrong_rows,
)
from enclave_desktop.desktop.importing.models import LinesModel, WrongRowsModel
from enclave_desktop.desktop.importing.sums_model import SumsModel
from enclave_desktop.desktop.importing.tables import LinesTable
from enclave_desktop.desktop.table.columns import field_column
from enclave_desktop.desktop.theme import theme

_SUMS_WIDTH = 336
_SUMS_COLUMNS = (100, 58, 58, 58)
_KINDS: tuple[Callable[[DryRun, str | None], Lines], ...] = (
    fault_lines,
    new_lines,
    changed_lines,
    hint_lines,
)


class ResultStage(QWidget):
    """Follows one dry run after the other, as cells are mended."""

    mended = Signal(object)
    """Texts by BookCell."""
    undo = Signal()
    report = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._run: DryRun | None = None
        self._waiting: DryRun | None = None
        self._title: str | None = None
        self._kind = 0
        self._sums, self._lines, self._wrong = SumsModel(), LinesModel(), WrongRowsModel()
        self.sums_table = LinesTable("各表的结果", self._sums)
        self.lines_table = LinesTable("核对结果", self._lines, editable=True)
        self.wrong_table = LinesTable("有错的行", self._wrong, editable=True)
        self._lay_out()
        self._listen()

    def show_run(self, run: DryRun, *, fresh: bool, undoable: bool) -> None:
        """Show what a dry run found; `fresh`: of another book. While someone types, it waits."""
        self._undo.setEnabled(undoable)
        if fresh:
            self._title, self._kind = None, 0 if run.plan.remarks.error_count else 1
        if self.lines_table.editing or self.wrong_table.editing:
            self._waiting = run
            return
        self._run, self._waiting = run, None
        row = self.lines_table.currentIndex().row()
        self._sums.show(sums(run))
        self.sums_table.selectRow(self._sums.row_of(self._title))
        self._show_lines(max(row, 0))

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.sums_table.setFixedWidth(round(_SUMS_WIDTH * theme().scale))
        self.sums_table.setSelectionBehavior(LinesTable.SelectionBehavior.SelectRows)
        self.sums_table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.sums_table.set_widths(_SUMS_COLUMNS)
        across.addWidget(self.sums_table)
        line = QFrame()
        line.setObjectName("vline")
        across.addWidget(line)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self._toolbar())
        split = QSplitter()
        split.setOrientation(split.orientation().Vertical)
        split.addWidget(self.lines_table)
        split.addWidget(self._wrong_pane())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        right.addWidget(split, 1)
        across.addLayout(right, 1)

    def _toolbar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(4)
        box = QFrame()
        box.setObjectName("segbox")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        self._segments = QButtonGroup(self)
        for number in range(len(_KINDS)):
            segment = QPushButton()
            segment.setProperty("kind", "seg")
            segment.setCheckable(True)
            segment.setAutoDefault(False)
            self._segments.addButton(segment, number)
            inside.addWidget(segment)
        bar.addWidget(box)
        bar.addStretch(1)
        self._undo = _tool("撤销修改", "arrow_undo_20_regular", self.undo.emit)
        self._leave_out = _tool("略去这一行", "subtract_16_regular", self._leave_row_out)
        self._report = _tool("写出错误…", "arrow_export_20_regular", self.report.emit)
        self._report.setToolTip("另存一份工作簿，多一列“错误原因”")
        for button in (self._undo, self._leave_out, self._report):
            bar.addWidget(button)
        return bar

    def _wrong_pane(self) -> QWidget:
        self._pane = QWidget()
        inside = QVBoxLayout(self._pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._caption = QLabel()
        self._caption.setProperty("role", "caption")
        self._caption.setAccessibleName("错在哪里")
        self._caption.setWordWrap(True)
        self._caption.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._caption)
        self.wrong_table.verticalHeader().setVisible(True)
        inside.addWidget(self.wrong_table, 1)
        return self._pane

    def _listen(self) -> None:
        self._segments.idClicked.connect(self._choose_kind)
        self.sums_table.selectionModel().currentRowChanged.connect(self._choose_sheet)
        self.lines_table.selectionModel().currentRowChanged.connect(self._point)
        for model in (self._lines, self._wrong):
            model.mended.connect(lambda place, text: self.mended.emit({place: text}))
        for table in (self.lines_table, self.wrong_table):
            table.itemDelegate().closeEditor.connect(lambda: QTimer.singleShot(0, self._show_waiting))

    def _show_waiting(self) -> None:
        if self._waiting:
            self.show_run(self._waiting, fresh=False, undoable=self._undo.isEnabled())

    def _choose_kind(self, kind: int) -> None:
        self._kind = kind
        self._show_lines(0)

    def _choose_sheet(self, now: QModelIndex) -> None:
        title = self._sums.title(now.row())
        if now.isValid() and title != self._title:
            self._title = title
            self._show_lines(0)

    def _show_lines(self, row: int) -> None:
        run = self._run
        assert run is not None
        tables = [lines(run, self._title) for lines in _KINDS]
        for number, lines in enumerate(tables):
            segment = self._segments.button(number)
            segment.setText(f"{lines.title} {len(lines.rows)}")
            segment.setChecked(number == self._kind)
        lines = tables[self._kind]
        self._lines.show(lines, run.sheets)
        self.lines_table.set_widths(lines.widths)
        self._pane.setVisible(lines.editable is not None and bool(lines.rows))
        self._report.setEnabled(bool(run.plan.remarks.error_count))
        self._leave_out.setEnabled(False)
        if lines.rows:
            column = lines.editable or 0
            self.lines_table.setCurrentIndex(self._lines.index(min(row, len(lines.rows) - 1), column))
        self._point(self.lines_table.currentIndex())

    def _point(self, now: QModelIndex) -> None:
        """Show the row that a wrong cell is in, among the wrong rows of its sheet."""
        run = self._run
        if run is None or self._lines.lines.editable is None or not now.isValid():
            return
        remark = self._lines.lines.rows[now.row()].remark
        sheet = run.sheets.get(remark.sheet)
        if sheet is not self._wrong.sheet:
            self._wrong.show(sheet, wrong_rows(run, remark.sheet))
            widths = [field_column(field).width for field in sheet.fields] if sheet else []
            self.wrong_table.set_widths(widths, fill=False)
        self._caption.setText(f"{remark}\n下面是“{remark.sheet}”中有错的行：双击格子，或按 F2，就地改正")
        row = sheet.row_of(remark) if sheet else None
        place = self._lines.place(now.row())
        self._leave_out.setEnabled(bool(sheet and row is not None and row > sheet.layout.header))
        if place:
            self.wrong_table.setCurrentIndex(self._wrong.index_of(place))

    def _leave_row_out(self) -> None:
        now = self.lines_table.currentIndex()
        if self._run and now.isValid() and self._lines.lines.editable is not None:
            remark = self._lines.lines.rows[now.row()].remark
            sheet = self._run.sheets[remark.sheet]
            row = sheet.row_of(remark)
            if row is not None and row > sheet.layout.header:
                self.mended.emit(sheet.without(row))


def _tool(words: str, name: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(icon(name, "text2"), words)
    button.setIconSize(WITH_AIR)
    button.setProperty("kind", "subtle")
    button.setAutoDefault(False)
    button.clicked.connect(act)
    return button

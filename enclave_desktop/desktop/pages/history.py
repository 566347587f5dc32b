"""历史: every change of the record, the newest first; beneath it what one of them changed, from what to what."""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import ask_save
from enclave_desktop.desktop.held import Held, View
from enclave_desktop.desktop.history.lines import MOST_ENTRIES, Line, accounts, find, of_entry
from enclave_desktop.desktop.history.search_bar import SearchBar
from enclave_desktop.desktop.history.table import ChangesTable, share_room
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import MARGIN_LEFT, Page, Surroundings
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job

if TYPE_CHECKING:
    from enclave_desktop.records.history_reading import Entry
    from enclave_desktop.records.history_search import Wanted

_WIDE = (3, 4)
"""说明 and 行数."""
_DETAIL = ("变动", "表", "行", "字段", "原为", "改为")
_XLSX = "Excel 工作簿 (*.xlsx);;CSV (*.csv)"


class HistoryPage(Page):
    """Read anew whenever the record changed or something else is looked for."""

    title = "历史"
    guide = "历史"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._job: Job | None = None
        self._place: object = None
        """Of the record that is looked through."""
        self.bar = SearchBar()
        self.bar.changed.connect(self._find)
        self._model = TableModel(_columns())
        self.entries = TableView(self._model, lambda: None, self)
        self.entries.setAccessibleName("历史")
        self.entries.setSortingEnabled(False)
        self.entries.horizontalHeader().setSectionsClickable(False)
        share_room(self.entries, _WIDE)
        self.entries.picked.connect(self._picked)
        self.entries.leave_asked.connect(self.entries.focusNextChild)
        self.detail = ChangesTable(_DETAIL, lambda: surroundings.settings.unmasked_seconds, "改了什么", self)
        self.bar.unmask_asked.connect(self.detail.unmask)
        self._about = label("strong", "", self)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setContentsMargins(MARGIN_LEFT, 10, 20, 6)
        self._shown: int | None = None
        self._export = QPushButton(icon("arrow_export_20_regular"), "导出", self)
        self._export.setIconSize(WITH_AIR)
        self._export.clicked.connect(self._ask_where)
        self._moved = QPushButton("已移出的行", self)
        self._moved.setToolTip("删除时印在已打印的申报材料里、因而留在档案里的行")
        self._moved.clicked.connect(self._show_moved)
        self.header.addWidget(self._moved)
        self.header.addWidget(self._export)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._split(), 1)
        in_order = (self._moved, self._export, *self.bar.controls, self.entries, self.detail)
        for one, following in pairwise(in_order):
            self.setTabOrder(one, following)

    def show_view(self, view: View | None) -> None:
        if view is None:
            self._model.set_rows([])
            self._show_lines(None, [])
            return
        if self.session.place != self._place:
            self._place = self.session.place
            self.bar.reset()
        self.session.with_held("查看历史", accounts, self.bar.offer_accounts)
        self._find()

    def _split(self) -> QSplitter:
        below = QWidget(self)
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._about)
        layout.addWidget(self.detail, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.entries)
        split.addWidget(below)
        split.setChildrenCollapsible(False)
        split.setSizes([320, 220])
        return split

    def _find(self) -> None:
        if self.session.view is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self.session.with_held("查看历史", partial(find, self.bar.wanted()), self._show)

    def _show(self, found: "list[Entry]") -> None:
        self._job = None
        self._model.set_rows(found)
        more = "，更早的用日期或文字查找" if len(found) == MOST_ENTRIES else ""
        self.subtitle.setText(f"{len(found)} 次更改{more}" if found else "没有找到")
        if found:
            self.entries.setCurrentIndex(self._model.index(0, 0))
        self._picked()

    def _picked(self) -> None:
        index = self.entries.currentIndex()
        entry = self._model.rows[index.row()] if index.isValid() and self._model.rows else None
        if entry is None:
            self._show_lines(None, [])
        elif entry.number != self._shown:
            self._shown = entry.number
            self.session.with_held("查看历史", partial(of_entry, entry), partial(self._show_lines, entry))

    def _show_lines(self, entry: "Entry | None", lines: list[Line]) -> None:
        if entry is None:
            self._shown = None
        elif entry.number != self._shown:  # another was chosen meanwhile
            return
        self._about.setText(_about(entry) if entry else "")
        self.detail.show_lines(lines)

    def _ask_where(self) -> None:
        folder = self.session.path.parent if isinstance(self.session.path, Path) else Path.home()
        ask_save(self, "导出历史（含完整的证件号码和账号）", folder / "更改历史.xlsx", _XLSX, self._write)

    def _write(self, path: Path) -> None:
        wanted = self.bar.wanted()
        self.session.with_held(
            "导出历史",
            lambda held, job: _write(wanted, path, held),
            lambda _: self.surroundings.say(f"已写出 {path.name}（含完整的证件号码和账号，请妥善保管）"),
        )

    def _show_moved(self) -> None:
        from enclave_desktop.desktop.history.moved_out import MovedOutDialog

        MovedOutDialog(self.session, self).open()


def _write(wanted: "Wanted", path: Path, held: Held) -> None:
    from enclave_desktop.exchange import history_table
    from enclave_desktop.records.history_reading import lines_of
    from enclave_desktop.records.history_search import search

    write = history_table.write_csv if path.suffix.lower() == ".csv" else history_table.write_xlsx
    held.record.read(
        lambda rows: write(
            history_table.rows_of((entry, lines_of(rows, entry.number)) for entry in search(rows, wanted)),
            path,
        )
    )


def _about(entry: "Entry") -> str:
    from enclave_desktop.records.history_words import title, when, who

    workbook = f"　{entry.workbook}" if entry.workbook and entry.workbook not in entry.words else ""
    return f"{title(entry)}{workbook}　{when(entry)}　{who(entry)}　第 {entry.number} 条"


def _columns() -> tuple[Column, ...]:
    from enclave_desktop.records.history_words import counts_words, title, when, who

    def number(entry: "Entry") -> int:
        return entry.number

    return (
        Column("时间", 140, when, number),
        Column("谁", 140, who, who, tip=who),
        Column("来源", 72, lambda entry: entry.action, number),
        Column("说明", 300, title, number, strong=True, tip=title),
        Column("行数", 260, counts_words, number, tip=counts_words),
        Column("工作簿", 150, lambda entry: entry.workbook or "", number),
    )

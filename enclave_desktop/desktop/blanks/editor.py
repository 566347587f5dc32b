"""The mapping editor: the blank's pages, what is suggested, and what the user says goes where."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.blanks.draft import Draft, Spot
from enclave_desktop.desktop.blanks.lists import PlaceholderModel, SpotModel, held_words
from enclave_desktop.desktop.blanks.opening import Opened
from enclave_desktop.desktop.blanks.properties import Properties
from enclave_desktop.desktop.blanks.viewer import Viewer
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.work import Job, Worker
from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.filling import filled_pdf
from enclave_desktop.packet.blanks.mapping import DOCX, Mapping, OwnBlank
from enclave_desktop.packet.given import Given

_LARGEST = (1500, 960)
_AIR = 24


class BlankEditor(QDialog):
    """The mapping is handed over to be kept; the blank itself is never changed."""

    def __init__(
        self,
        opened: Opened,
        worker: Worker,
        given: Given | None,
        values: dict[str, str],
        programme: str,
        keep: Callable[[Mapping], None],
        parent: QWidget,
    ) -> None:
        """`programme` is what the mapping is for unless it is for all; `keep` saves it, or raises UserError."""
        super().__init__(parent)
        self._programme, self._keep = programme, keep
        self._opened, self._worker, self._given = opened, worker, given
        self._draft = Draft(opened, self)
        self.setWindowTitle(f"对应空白表　{opened.mapping.blank}")
        self.setAccessibleName("对应空白表")
        window = _main_window(parent)
        self.resize(min(_LARGEST[0], window.width() - _AIR), min(_LARGEST[1], window.height() - _AIR))
        self._placeholders = PlaceholderModel(self)
        self._placeholders.show_values(values)
        self._build()
        self._listen()
        self._changed()
        self._saved = self._mapping
        self._sheet.show_draft(self._draft)
        self._draft.step(1)
        self._sheet.setFocus()
        QTimer.singleShot(0, self._viewer.fit)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar())
        self._viewer = Viewer(self._opened, self._worker, self)
        self._sheet = self._viewer.sheet
        split = QSplitter(self)
        for widget, stretch in ((self._left(), 0), (self._viewer, 1), (self._right(), 0)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([250, 800, 320])
        whole.addWidget(split, 1)
        whole.addWidget(self._foot())
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter binds

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setObjectName("bar")
        across = QHBoxLayout(bar)
        across.setContentsMargins(12, 8, 12, 8)
        across.setSpacing(4)
        self._accept = QPushButton(icon("sparkle_20_regular"), "采用全部建议", bar)
        self._accept.setIconSize(QSize(22, 18))
        self._undo = _tool("arrow_undo_20_regular", "撤销", bar)
        self._redo = _tool("arrow_redo_20_regular", "重做", bar)
        self._back = _tool("chevron_left_20_regular", "上一页", bar)
        self._on = _tool("chevron_right_20_regular", "下一页", bar)
        self._out = _tool("zoom_out_20_regular", "缩小", bar)
        self._in = _tool("zoom_in_20_regular", "放大", bar)
        self._page = QLabel(bar)
        self._page.setProperty("role", "second")
        self._filled = QPushButton(icon("eye_20_regular"), "预览填好的样子", bar)
        self._filled.setIconSize(QSize(22, 18))
        self._filled.setCheckable(True)
        self._filled.setEnabled(self._given is not None)
        for button in (self._accept, self._undo, self._redo):
            across.addWidget(button)
        across.addStretch(1)
        across.addWidget(self._back)
        across.addWidget(self._page)
        for button in (self._on, self._out, self._in):
            across.addWidget(button)
        across.addStretch(1)
        across.addWidget(self._filled)
        return bar

    def _left(self) -> QFrame:
        pane = QFrame(self)
        pane.setObjectName("paneL")
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 12, 0, 12)
        name = _strong("名称")
        self._title = QLineEdit(self._opened.mapping.title, pane)
        self._title.setCursorPosition(0)
        self._title.setAccessibleName("名称")
        name.setBuddy(self._title)
        self._for_all = QCheckBox("所有项目都可以用", pane)
        self._for_all.setChecked(not self._opened.mapping.programmes)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 12, 8)
        for widget in (name, self._title, self._for_all):
            inner.addWidget(widget)
        column.addLayout(inner)
        column.addWidget(_strong("表上的格子"))
        self._spots = QListView(pane)
        self._spots.setObjectName("clear")
        self._spots.setAccessibleName("表上的格子")
        self._spots.setUniformItemSizes(True)
        self._spots.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._spots.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._spot_model = SpotModel(self._draft)
        self._spots.setModel(self._spot_model)
        column.addWidget(self._spots, 1)
        return pane

    def _right(self) -> QFrame:
        pane = QFrame(self)
        pane.setObjectName("pane")
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self._what = _strong("")
        self._what.setWordWrap(True)
        self._holds = QLabel(pane)
        self._holds.setProperty("role", "second")
        self._holds.setWordWrap(True)
        self._search = QLineEdit(pane)
        self._search.setPlaceholderText("找数据项：名称或拼音首字母")
        self._search.setAccessibleName("找数据项")
        self._search.setClearButtonEnabled(True)
        self._list = QListView(pane)
        self._list.setAccessibleName("数据项")
        self._list.setModel(self._placeholders)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._clear = QPushButton("不填这一格", pane)
        self._clear.setProperty("kind", "link")
        self._properties = Properties(pane)
        for widget in (self._what, self._holds, self._search):
            column.addWidget(widget)
        column.addWidget(self._list, 1)
        column.addWidget(self._clear)
        column.addWidget(self._properties)
        return pane

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(16, 10, 16, 10)
        self._said = QLabel(foot)
        self._said.setProperty("role", "second")
        self._said.setWordWrap(True)
        across.addWidget(self._said, 1)
        self._save = QPushButton("保存", foot)
        self._save.setProperty("kind", "primary")
        close = QPushButton("关闭", foot)
        close.clicked.connect(self.reject)
        for button in (self._save, close):
            across.addWidget(button)
        return foot

    def _listen(self) -> None:
        self._draft.changed.connect(self._changed)
        self._draft.selected.connect(self._selected)
        self._accept.clicked.connect(self._draft.accept_all)
        self._undo.clicked.connect(self._draft.undo)
        self._redo.clicked.connect(self._draft.redo)
        self._back.clicked.connect(lambda: self._viewer.turn_by(-1))
        self._on.clicked.connect(lambda: self._viewer.turn_by(1))
        self._in.clicked.connect(lambda: self._viewer.zoom(1))
        self._out.clicked.connect(lambda: self._viewer.zoom(-1))
        self._viewer.turned.connect(self._turned)
        self._filled.toggled.connect(self._show_filled)
        self._sheet.chosen.connect(lambda: self._search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self._spots.clicked.connect(self._spot_clicked)
        self._spots.activated.connect(self._spot_clicked)
        self._search.textChanged.connect(self._searched)
        self._search.returnPressed.connect(lambda: self._bind(max(self._list.currentIndex().row(), 0)))
        self._list.clicked.connect(lambda index: self._bind(index.row()))
        self._list.activated.connect(lambda index: self._bind(index.row()))
        self._clear.clicked.connect(self._draft.unbind)
        self._properties.wanted.connect(lambda fields: self._draft.change(**fields))
        self._save.clicked.connect(self._save_now)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._draft.undo),
            (QKeySequence.StandardKey.Redo, self._draft.redo),
            (QKeySequence.StandardKey.Save, self._save_now),
            (QKeySequence.StandardKey.Find, self._search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self._search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._list.setFocus)

    # What is selected.

    def _changed(self) -> None:
        self._undo.setEnabled(self._draft.can_undo)
        self._redo.setEnabled(self._draft.can_redo)
        spots = self._draft.spots
        bound = sum(spot.cell is not None for spot in spots)
        waiting = sum(
            spot.cell is None and bool(spot.suggestion and spot.suggestion.values) for spot in spots
        )
        self._accept.setEnabled(waiting > 0)
        words = [f"已对应 {bound} 格"]
        if waiting:
            words.append(f"{waiting} 处有建议")
        if self._opened.mapping.kind == DOCX:
            words.append("这里画的是表格的结构，版面以 Word 为准；表里的每一格都可以点")
        else:
            words.append("在空白处拖动可以画出新的格子")
        self._said.setText("；".join(words) + "。")
        self._selected()
        if self._filled.isChecked():
            self._filled.setChecked(False)

    def _selected(self) -> None:
        spot = self._draft.current
        self._what.setText(spot.label if spot else "没有选中格子")
        self._holds.setText(self._held_words(spot) if spot else "在页面上点一个框，或从左边选。")
        self._clear.setVisible(spot is not None and (spot.cell is not None or spot.movable))
        self._placeholders.show_first(spot.suggestion.values if spot and spot.suggestion else ())
        self._list.setEnabled(spot is not None)
        held = spot.cell.value if spot and spot.cell else ""
        self._list.setCurrentIndex(self._placeholders.index(max(self._placeholders.row_of(held), 0), 0))
        self._properties.show_spot(spot, word=self._opened.mapping.kind == DOCX)
        row = self._spot_model.row_of(spot)
        self._spots.setCurrentIndex(self._spot_model.index(row, 0) if row >= 0 else QModelIndex())
        if spot:
            self._viewer.reveal(spot)
        self._sheet.setAccessibleDescription(f"{spot.label}，{held_words(spot)}" if spot else "")

    def _held_words(self, spot: Spot) -> str:
        """And that words printed in a cell of a Word file give way, unless they are its label or boxes."""
        place, word = spot.key
        printed = self._opened.printed_in(place)
        gives_way = printed and not word and not printed.endswith(("：", ":"))
        return held_words(spot) + ("\n格子里印着的文字会换成填的内容。" if gives_way else "")

    def _spot_clicked(self, index: QModelIndex) -> None:
        self._draft.select(self._spot_model.spot(index.row()).key)

    def _searched(self, typed: str) -> None:
        self._placeholders.search(typed)
        self._list.setCurrentIndex(self._placeholders.index(0, 0))

    def _bind(self, row: int) -> None:
        if 0 <= row < self._placeholders.rowCount() and self._draft.current:
            value = self._placeholders.name(row)
            self._search.clear()
            self._draft.bind(value)
            self._sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned(self, page: int, count: int) -> None:
        self._page.setText(f"第 {page + 1} / {count} 页")
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page < count - 1)

    # The filled blank.

    def _show_filled(self, on: bool) -> None:
        if not on:
            self._end_preview()
            return
        blank, given = OwnBlank(self._mapping, self._opened.data), self._given
        assert given
        self._filled.setText("正在填写…")
        self._submit(
            "填写空白表", lambda job: Paper(filled_pdf(blank, given)), self._filled_made, self._not_filled
        )

    def _filled_made(self, paper: Paper) -> None:
        if not self._filled.isChecked():
            paper.close()
            return
        self._filled.setText("回到对应")
        self._viewer.show_paper(paper)

    def _not_filled(self, error: Exception) -> None:
        self._filled.setChecked(False)
        show_problem(self, error)

    def _end_preview(self) -> None:
        self._filled.setText("预览填好的样子")
        if self._sheet.plain:
            self._viewer.show_paper(None)

    # Saving and closing.

    @property
    def _mapping(self) -> Mapping:
        opened = self._opened.mapping
        title = self._title.text().strip() or opened.title
        own = opened.programmes or (self._programme,)
        return replace(self._draft.mapping, title=title, programmes=() if self._for_all.isChecked() else own)

    def _save_now(self) -> None:
        mapping = self._mapping
        try:
            self._keep(mapping)
        except UserError as error:
            show_problem(self, error)
            return
        self._saved = mapping
        self._said.setText(f"已保存“{mapping.title}”。")

    def reject(self) -> None:
        """Nothing that was done is thrown away unasked."""
        if self._mapping == self._saved:
            self._leave()
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setText("还没有保存。")
        box.setInformativeText("关闭后，这次对应的改动就没有了。")
        leave = box.addButton("不保存，关闭", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("继续", QMessageBox.ButtonRole.RejectRole)
        leave.clicked.connect(self._leave)
        box.open()

    def _leave(self) -> None:
        """What is still filled in or drawn comes back before it goes."""
        self._filled.setChecked(False)
        self._submit("关闭", lambda job: self._opened.close(), lambda _: self.deleteLater())
        super().reject()

    def _submit(
        self,
        title: str,
        work: Callable[[Job], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._worker.submit(title, work, then, failed or (lambda error: show_problem(self, error)))


def _main_window(widget: QWidget) -> QWidget:
    """The window that all dialogs lie over."""
    window = widget.window()
    while (parent := window.parentWidget()) is not None:
        window = parent.window()
    return window


def _tool(name: str, words: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setIcon(icon(name))
    button.setIconSize(QSize(20, 20))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button


def _strong(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "strong")
    return label

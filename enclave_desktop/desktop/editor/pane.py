"""The pane beside a table: one row, field by field, each saved as it is left."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.editor.form import Form
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import OneLine
from enclave_desktop.desktop.writing_only import READ_ONLY
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Sheet

WIDTH = 340
_ALWAYS_SAVED = "改动随时保存"


class EditorPane(QFrame):
    """Shows a row, or the fields of one to be added."""

    edited = Signal(object, str, str)
    """A row, a field's name, and what was typed."""
    add_asked = Signal(object)
    """Texts by field name."""
    closed = Signal()
    opened = Signal(object)
    """The row's own page."""
    history_asked = Signal(object, str)
    """A row and a field's name."""

    def __init__(
        self, sheet: Sheet, session: Session, unmasked_seconds: Callable[[], int], *, has_page: bool
    ) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAccessibleName(f"{sheet.title}编辑")
        self._sheet = sheet
        self._session = session
        self.row: Any = None
        self.adding = False
        self.form = Form(sheet, unmasked_seconds, self)
        self.form.edited.connect(self._field_left)
        self.form.history_asked.connect(self._ask_history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head(has_page))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        self._area = area
        layout.addWidget(area, 1)
        self._below = layout
        layout.addWidget(self._foot())
        self._fit()
        theme().changed.connect(self._fit)
        session.changed.connect(self._show_undo)
        session.saved.connect(self._saved.setText)
        session.opened.connect(self._forget)

    def _forget(self) -> None:
        """What was saved in the record before."""
        self._saved.setText(_ALWAYS_SAVED)

    def add_strip(self, strip: QWidget) -> None:
        """Something about the row as a whole, between its fields and the foot."""
        self._below.insertWidget(self._below.count() - 1, strip)

    def show_row(
        self,
        row: Any,
        dossier: Dossier,
        *,
        words: tuple[str, str],
        wrong: Mapping[str, tuple[str, str]],
        lacking: frozenset[str],
    ) -> None:
        """Show a row: its title, what was typed wrong (text and why) by field, and what a verdict waits for."""
        self._turn(adding=False)
        self.row = row
        self._title.setText(words[0])
        self._second.setText(words[1])
        self.form.show_row(row, dossier, wrong, lacking)

    def begin(self, dossier: Dossier, given: Mapping[str, str]) -> None:
        """Ask for a new row; `given` is what is known of it already, by field name."""
        self._turn(adding=True)
        self.row = None
        self._title.setText(f"新增{self._sheet.title}")
        self._second.setText("带 * 的必须填写")
        self.form.begin(dossier, given)
        self._area.verticalScrollBar().setValue(0)

    def show_nothing(self) -> None:
        """No row is current."""
        if not self.adding:
            self.row = None
            self._title.setText("没有选中的行")
            self._second.setText("")
            self._open.hide()
            self.form.clear()
            self.form.setEnabled(False)

    def focus(self, name: str | None = None) -> None:
        """Type into a field, or into the first."""
        self.form.focus(name)

    def _turn(self, *, adding: bool) -> None:
        self.adding = adding
        self.form.setEnabled(self._session.writes)
        if not self._session.writes:
            self._saved.setText(READ_ONLY)
        for widget in (self._add, self._cancel):
            widget.setVisible(adding)
        for other in (self._saved, self._undo):
            other.setVisible(not adding)
        self._open.setVisible(self._has_page and not adding)

    def _head(self, has_page: bool) -> QHBoxLayout:
        self._has_page = has_page
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = QLabel("", self)
        self._title.setProperty("role", "subtitle")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._second = QLabel("", self)
        self._second.setProperty("role", "caption")
        self._second.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(self._title)
        words.addWidget(self._second)
        head.addLayout(words, 1)
        self._open = self._tool("open_20_regular", "打开个人页", lambda: self.opened.emit(self.row))
        head.addWidget(self._open)
        head.addWidget(self._tool("dismiss_20_regular", "关闭编辑栏", self.closed.emit))
        return head

    def _tool(self, name: str, words: str, act: Any) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(act)
        return button

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 12, 8)
        self._saved = OneLine("caption", _ALWAYS_SAVED, foot)
        self._undo = QPushButton(icon("arrow_undo_20_regular"), "撤销", foot)
        self._undo.setProperty("kind", "subtle")
        self._undo.setIconSize(WITH_AIR)
        self._undo.clicked.connect(self._session.undo)
        self._add = QPushButton("保存", foot)
        self._add.setProperty("kind", "primary")
        self._add.clicked.connect(lambda: self.add_asked.emit(self.form.texts()))
        self._cancel = QPushButton("取消", foot)
        self._cancel.clicked.connect(self.closed.emit)
        row.addWidget(self._saved, 1)
        row.addWidget(self._undo)
        row.addStretch(0)
        row.addWidget(self._add)
        row.addWidget(self._cancel)
        self._show_undo()
        self._turn(adding=False)
        return foot

    def _show_undo(self) -> None:
        words = self._session.undoable
        self._undo.setEnabled(words is not None)
        self._undo.setToolTip(f"撤销：{words}" if words else "")

    def _field_left(self, name: str, text: str) -> None:
        if not self.adding and self.row is not None:
            self.edited.emit(self.row, name, text)

    def _ask_history(self, name: str) -> None:
        if self.row is not None:
            self.history_asked.emit(self.row, name)

    def _fit(self) -> None:
        self.setFixedWidth(round(WIDTH * theme().scale))

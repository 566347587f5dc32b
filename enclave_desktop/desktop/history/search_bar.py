"""Above the history: what to look for, from when to when, by whom and from what."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QToolButton

from enclave_desktop.desktop.editor.day_input import DayInput
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT
from enclave_desktop.desktop.table.toolbar import HEIGHT
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.records.origin import Action

if TYPE_CHECKING:
    from enclave_desktop.records.history_search import Wanted

_ANY_ACTION, _ANYBODY = "全部来源", "所有人"
_TYPED_MS = 350
"""After the last letter: a search through all that was ever changed takes a moment."""
_SINCE, _UNTIL = Field("since", "起", Kind.DATE), Field("until", "止", Kind.DATE)


class SearchBar(QFrame):
    """One line of controls."""

    changed = Signal()
    unmask_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._soon = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._soon.timeout.connect(self.changed)
        self._text = QLineEdit(self)
        self._text.setPlaceholderText("查找：姓名、号码、金额、工作簿…")
        self._text.setAccessibleName("查找历史")
        self._text.setClearButtonEnabled(True)
        self._text.setMinimumWidth(160)
        self._text.setMaximumWidth(260)
        self._text.addAction(icon("search_20_regular", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._text.textChanged.connect(self._soon.start)
        self._action, self._account = self._box("来源", 112), self._box("谁", 132)
        self._action.addItem(_ANY_ACTION, "")
        for action in Action:
            self._action.addItem(action.value, action.value)
        self._account.addItem(_ANYBODY, "")
        self._since, self._until = self._day(_SINCE), self._day(_UNTIL)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_LEFT, 0, MARGIN_RIGHT, 0)
        row.setSpacing(8)
        for widget in (self._text, self._action, self._account, self._since):
            row.addWidget(widget, 2 if widget is self._text else 0)
        row.addWidget(label("second", "至", self))
        row.addWidget(self._until)
        row.addStretch(1)
        eye = QToolButton(self)
        eye.setIcon(icon("eye_20_regular"))
        eye.setToolTip("显示敏感内容")
        eye.setAccessibleName("显示敏感内容")
        eye.clicked.connect(self.unmask_asked)
        row.addWidget(eye)
        self.controls = (self._text, self._action, self._account, self._since, self._until, eye)
        """In the order in which the keyboard goes through them."""
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._text.setFocus)

    def reset(self) -> None:
        """Everything of every kind, as another record begins."""
        self._text.clear()
        self._soon.stop()
        for box in (self._action, self._account):
            box.setCurrentIndex(0)
        for day in (self._since, self._until):
            day.clear()

    def offer_accounts(self, accounts: list[str]) -> None:
        """Who may be chosen; who is chosen stays so."""
        chosen = self._account.currentData()
        self._account.clear()
        self._account.addItem(_ANYBODY, "")
        for account in accounts:
            self._account.addItem(account, account)
        self._account.setCurrentIndex(max(self._account.findData(chosen), 0))

    def wanted(self) -> "Wanted":
        from enclave_desktop.records.history_search import Wanted

        return Wanted(
            text=self._text.text().strip(),
            since=_read(self._since, _SINCE),
            until=_read(self._until, _UNTIL),
            account=self._account.currentData() or "",
            action=self._action.currentData() or "",
        )

    def _box(self, name: str, width: int) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setFixedWidth(width)
        box.activated.connect(self.changed)
        return box

    def _day(self, field: Field) -> DayInput:
        made = DayInput(field, self)
        made.setAccessibleName(f"{field.label}日期")
        made.setPlaceholderText(f"{field.label}日期")
        made.setFixedWidth(122)
        made.editingFinished.connect(self.changed)
        made.picked.connect(self.changed)
        return made


def _read(line: DayInput, field: Field) -> date | None:
    """A day that is none is marked, and not asked for."""
    day: date | None = None
    state = ""
    try:
        day = None if is_blank(line.text()) else read_value(field, line.text())
    except BadValue as bad:
        state = "error"
        line.setToolTip(f"{bad.reason}。{bad.remedy}")
    if line.property("state") != state:
        line.setProperty("state", state)
        line.style().unpolish(line)
        line.style().polish(line)
    return day

"""A sheet's fields under each other: label, input, and beneath it what is wrong or lacking."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QMenu, QWidget

from enclave_desktop.desktop.editor.day_input import DayInput
from enclave_desktop.desktop.editor.inputs import (
    Input,
    make_input,
    placeholder,
    references,
    set_text,
    text_of,
)
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.manual.terms import field_tip
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Field, Sheet
from enclave_desktop.dossier.showing import mask, show

LABEL, WIDE_LABEL, INPUT = 76, 124, 215
HISTORY = "这一项的更改"
LACKING = "未填：填写后才能判断是否符合"


class Form(QWidget):
    """All fields of one sheet."""

    edited = Signal(str, str)
    """A field's name and what was typed, once it is left."""
    history_asked = Signal(str)
    """A field's name: what was it before?"""

    def __init__(
        self, sheet: Sheet, unmasked_seconds: Callable[[], int], parent: QWidget, *, wide: bool = False
    ) -> None:
        """`wide` where there is room for long labels in one line."""
        super().__init__(parent)
        self.setObjectName("clear")
        self._label = WIDE_LABEL if wide else LABEL
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*(24, 8, 24, 16) if wide else (16, 8, 12, 16))
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.lines = {
            field.name: FormLine(field, self, at, unmasked_seconds) for at, field in enumerate(sheet.fields)
        }
        self._grid.setRowStretch(2 * len(self.lines), 1)
        for line in self.lines.values():
            line.left.connect(self.edited)
            line.history_asked.connect(self.history_asked)
        self._dossier: Dossier | None = None
        self._fit()
        theme().changed.connect(self._fit)

    def add(self, line: "FormLine", at: int) -> None:
        self._grid.addWidget(line.label, 2 * at, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(line.input, 2 * at, 1)
        self._grid.addWidget(line.message, 2 * at + 1, 1)

    def show_row(
        self,
        row: Any,
        dossier: Dossier,
        wrong: Mapping[str, tuple[str, str]],
        lacking: frozenset[str],
    ) -> None:
        self._refer(dossier)
        for name, line in self.lines.items():
            if name in wrong:
                line.show_wrong(*wrong[name], row)
            else:
                line.show_value(row, lacking=name in lacking)

    def clear(self) -> None:
        for line in self.lines.values():
            line.begin("")

    def begin(self, dossier: Dossier, given: Mapping[str, str]) -> None:
        self._refer(dossier)
        for name, line in self.lines.items():
            line.begin(given.get(name, ""))
        self.focus(next((name for name in self.lines if name not in given), None))

    def show_errors(self, wrong: Mapping[str, str]) -> None:
        """Of a row to be added; the first is where to go on."""
        for name, line in self.lines.items():
            line.say(wrong.get(name, ""), "error" if name in wrong else "")
        first = next((name for name in self.lines if name in wrong), None)
        if first:
            self.focus(first)

    def texts(self) -> dict[str, str]:
        return {name: text_of(line.input) for name, line in self.lines.items()}

    def focus(self, name: str | None = None) -> None:
        line = self.lines[name] if name in self.lines else next(iter(self.lines.values()))
        line.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refer(self, dossier: Dossier) -> None:
        if dossier is not self._dossier:
            self._dossier = dossier
            for line in self.lines.values():
                line.refer(dossier)

    def _fit(self) -> None:
        width = round(self._label * theme().scale)
        self._grid.setColumnMinimumWidth(0, width)
        for line in self.lines.values():
            line.label.setFixedWidth(width)


class FormLine(QWidget):
    """One field; itself not seen, it holds together what is."""

    left = Signal(str, str)
    history_asked = Signal(str)

    def __init__(self, field: Field, form: Form, at: int, unmasked_seconds: Callable[[], int]) -> None:
        super().__init__(form)
        self.hide()
        self.field = field
        self._row: Any = None
        self._shown = ""
        self.input: Input = make_input(field, _NOBODY if field.refers else None, form)
        self.input.setAccessibleDescription(field.help)
        self.input.setToolTip(field_tip(field))
        self.label = QLabel(f"{field.label} *" if field.required else field.label, form)
        self.label.setProperty("role", "second")
        self.label.setToolTip(field_tip(field))
        self.label.setWordWrap(True)
        self.label.setMinimumHeight(38)
        self.label.setBuddy(self.input)
        self.message = QLabel("", form)
        self.message.setWordWrap(True)
        self.message.hide()
        self._eye: QAction | None = None
        self._unmasked = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._seconds = unmasked_seconds
        self._timer.timeout.connect(self._mask)
        if isinstance(self.input, QComboBox):
            self.input.activated.connect(self._leave)
            self.input.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.input.installEventFilter(self)
            if edit := self.input.lineEdit():
                edit.editingFinished.connect(self._leave)
        else:
            self.input.editingFinished.connect(self._leave)
            if isinstance(self.input, DayInput):
                self.input.picked.connect(self._leave)
            if field.sensitive:
                self._eye = self.input.addAction(
                    icon("eye_20_regular", "text2"), QLineEdit.ActionPosition.TrailingPosition
                )
                self._eye.setText(f"显示{field.label}")
                self._eye.triggered.connect(self._toggle)
        for widget in (self.label, self.input):
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(partial(self._menu, widget))
        form.add(self, at)

    def _menu(self, widget: QWidget, at: QPoint) -> None:
        """What the input offers anyway, and what the field was before."""
        line = widget.lineEdit() if isinstance(widget, QComboBox) else widget
        shown = line.createStandardContextMenu() if isinstance(line, QLineEdit) else QMenu(widget)
        if shown.actions():
            shown.addSeparator()
        before = shown.addAction(icon("history_20_regular"), HISTORY)
        before.setEnabled(self._row is not None)
        before.triggered.connect(lambda: self.history_asked.emit(self.field.name))
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.popup(widget.mapToGlobal(at))

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Scrolling past a list must not change it."""
        if event.type() == event.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False

    def refer(self, dossier: Dossier) -> None:
        """The rows that may be referred to have changed."""
        if self.field.refers and isinstance(self.input, QComboBox):
            kept = text_of(self.input)
            self.input.blockSignals(True)
            self.input.clear()
            for words, value in references(self.field, dossier):
                self.input.addItem(words, value)
            self.input.blockSignals(False)
            set_text(self.input, kept)

    def show_value(self, row: Any, *, lacking: bool) -> None:
        text = show(self.field, getattr(row, self.field.name))
        if row is not self._row and self._eye:
            self._unmasked = not text
        busy = self.input.hasFocus() and row is self._row and text_of(self.input) != self._shown
        self._row = row
        if not busy:
            self._put(text)
        self.say(LACKING if lacking else "", "warn" if lacking else "")

    def show_wrong(self, text: str, why: str, row: Any) -> None:
        self._row = row
        self._unmasked = True
        self._put(text)
        self.say(why, "error")

    def begin(self, text: str) -> None:
        self._row = None
        self._unmasked = True
        self._put(text)
        self.say("", "")

    def say(self, words: str, state: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))
        if self.message.property("role") != state:
            self.message.setProperty("role", state)
            _restyle(self.message)
        if self.input.property("state") != state:
            self.input.setProperty("state", state)
            _restyle(self.input)

    def _put(self, text: str) -> None:
        self._full = text
        masked = self._eye is not None and not self._unmasked
        shown = mask(self.field, text) if masked else text
        if isinstance(self.input, QLineEdit):
            self.input.setReadOnly(masked)
            self.input.setPlaceholderText(placeholder(self.field))
        if self._eye:
            self._eye.setIcon(icon("eye_20_regular" if masked else "eye_off_20_regular", "text2"))
        set_text(self.input, shown)
        self._shown = text_of(self.input)

    def _toggle(self) -> None:
        if self._unmasked:
            self._mask()
            return
        self._unmasked = True
        self._put(self._full)
        self._timer.start(self._seconds() * 1000)

    def _mask(self) -> None:
        """Back to stars, unless something is being typed."""
        if self._row is None or not self._full:
            return
        if text_of(self.input) != self._shown:
            self._timer.start(self._seconds() * 1000)
            return
        self._unmasked = False
        self._put(self._full)

    def _leave(self) -> None:
        text = text_of(self.input)
        if text != self._shown and not (isinstance(self.input, QLineEdit) and self.input.isReadOnly()):
            self._shown = text
            self.left.emit(self.field.name, text)


def _restyle(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)


_NOBODY = Dossier(date.min)
"""Before the first row is shown there is nothing to refer to."""

"""The widget that a field is typed into: in the pane and in a cell the same."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from enclave_desktop.desktop.editor.day_input import DayInput
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Field, Kind, sheet_titled
from enclave_desktop.dossier.showing import mask_number

Input = QLineEdit | QComboBox
UNFILLED = "未填"
_CHOSEN = frozenset({Kind.CHOICE, Kind.YES_NO})
_BESIDE, _WIDEST = 48, 480
"""Logical pixels: beside the words of a list, for its margins and scroll bar; and of the list in all."""


def make_input(field: Field, dossier: Dossier | None, parent: QWidget | None = None) -> Input:
    """An empty input for a field, named for it."""
    made = _made(field, dossier, parent)
    made.setAccessibleName(field.label)
    made.setProperty("sensitive", field.sensitive)  # what is copied out of it leaves the clipboard again
    if isinstance(made, QComboBox) and (line := made.lineEdit()):
        line.setAccessibleName(field.label)  # the keyboard is there, and so is a screen reader
    return made


def _made(field: Field, dossier: Dossier | None, parent: QWidget | None) -> Input:
    if field.kind in _CHOSEN:
        return _choice(field, parent)
    if field.refers and dossier is not None:
        return _reference(references(field, dossier), parent)
    line = DayInput(field, parent) if field.kind is Kind.DATE else QLineEdit(parent)
    line.setPlaceholderText(placeholder(field))
    return line


def placeholder(field: Field) -> str:
    return "例：2024-01-05" if field.kind is Kind.DATE else field.help


def references(field: Field, dossier: Dossier) -> list[tuple[str, str]]:
    """What a reference may name, in words and as it is recorded; people by name, their numbers masked."""
    sheet = sheet_titled(field.refers or "")
    (key,) = sheet.key
    named = next((f for f in sheet.fields if f.name == "name" and not f.key), None)
    found = []
    for row in dossier.rows(sheet.entity):
        value = getattr(row, key.name)
        shown = mask_number(value) if key.sensitive else value
        found.append((f"{getattr(row, named.name)}　{shown}" if named else shown, value))
    return found


def text_of(widget: Input) -> str:
    """What was typed or chosen, as it is to be read."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    at = widget.currentIndex()
    text = widget.currentText()
    if not widget.isEditable():
        return "" if at < 0 else str(widget.itemData(at))
    if at < 0 or widget.itemText(at) != text:
        at = widget.findText(text, Qt.MatchFlag.MatchFixedString)
    return str(widget.itemData(at)) if at >= 0 else text


def set_text(widget: Input, text: str) -> None:
    """Show what is recorded."""
    if isinstance(widget, QLineEdit):
        widget.setText(text)
        widget.setCursorPosition(0)
        return
    at = widget.findData(text)
    if at >= 0:
        widget.setCurrentIndex(at)
        if edit := widget.lineEdit():
            edit.setCursorPosition(0)
    elif widget.isEditable():
        widget.setCurrentIndex(-1)
        widget.setEditText(text)
    elif text:
        widget.addItem(text, text)
        widget.setCurrentIndex(widget.count() - 1)
    else:
        widget.setCurrentIndex(-1)


def _choice(field: Field, parent: QWidget | None) -> QComboBox:
    box = QComboBox(parent)
    box.setEditable(field.open_choice)
    if not field.required:
        box.addItem("" if field.open_choice else UNFILLED, "")
    for choice in field.choices:
        box.addItem(choice, choice)
    box.setCurrentIndex(-1 if field.required else 0)
    if field.required:
        box.setPlaceholderText("请选择")
    if field.open_choice:
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return box


def _wide_enough(box: QComboBox) -> int:
    """For the longest choice: a cell may be narrow, and names begin alike."""
    texts = (box.itemText(at) for at in range(box.count()))
    longest = max(map(box.fontMetrics().horizontalAdvance, texts), default=0)
    return min(longest + _BESIDE, _WIDEST)


def _reference(choices: Sequence[tuple[str, str]], parent: QWidget | None) -> QComboBox:
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(-1)
    completer = box.completer() or QCompleter(box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    if popup := completer.popup():
        popup.setObjectName("offers")
        popup.setMinimumWidth(_wide_enough(box))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box

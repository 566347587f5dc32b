"""Typing a recovery code from its sheet: group by group, each checked as soon as it is whole."""

import re
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from enclave_desktop.desktop.passphrase.dress import dress
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.records.recovery_code import GROUP, GROUPS, is_group

_ACROSS = 5
"""Groups in a line, as on the sheet."""


class CodeEntry(QWidget):
    """Thirteen small lines; a whole code may be pasted into any of them. `whole` once all groups are right."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[QLineEdit] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for place in range(GROUPS):
            row, column = divmod(place, _ACROSS)
            line = QLineEdit(self)
            line.setProperty("sensitive", True)
            line.setAccessibleName(f"第 {place + 1} 组")
            line.textEdited.connect(partial(self._edited, place))
            line.returnPressed.connect(self.entered)
            number = QLabel(str(place + 1), self)
            number.setProperty("role", "caption")
            number.setBuddy(line)
            grid.addWidget(number, 2 * row, column)
            grid.addWidget(line, 2 * row + 1, column)
            self.lines.append(line)
        self._told = label("caption", "", self, wrap=True)
        self._told.setAccessibleName("恢复码核对")
        grid.addWidget(self._told, 2 * ((GROUPS - 1) // _ACROSS) + 2, 0, 1, _ACROSS)
        self._tell()
        self.setFocusProxy(self.lines[0])

    @property
    def code(self) -> str:
        return "-".join(line.text() for line in self.lines)

    @property
    def whole(self) -> bool:
        return all(is_group(place, line.text()) for place, line in enumerate(self.lines))

    def clear(self) -> None:
        for place, line in enumerate(self.lines):
            line.clear()
            self._mark(place)
        self._tell()

    def _edited(self, place: int, typed: str) -> None:
        """What does not fit into a group goes into the next ones."""
        signs = re.sub(r"[\W_]", "", typed).upper()
        cursor = self.lines[place].cursorPosition()
        if whole := _whole_in(signs):
            place, signs, cursor = 0, whole, GROUP
        elif len(signs) == GROUP + 1:  # typed into a full group: the next one stays as it is
            signs = signs[:GROUP]
        for at in range(place, GROUPS):
            self.lines[at].setText(signs[:GROUP])
            self._mark(at)
            signs = signs[GROUP:]
            if not signs:
                break
        self.lines[place].setCursorPosition(min(cursor, GROUP))
        if is_group(at, self.lines[at].text()) and at + 1 < GROUPS and cursor >= GROUP:
            self.lines[at + 1].setFocus()
        self._tell()
        self.changed.emit()

    def _mark(self, place: int) -> None:
        line = self.lines[place]
        wrong = len(line.text()) >= GROUP and not is_group(place, line.text())
        line.setAccessibleDescription("与恢复单不符" if wrong else "")
        dress(line, "state", "error" if wrong else "")

    def _tell(self) -> None:
        wrong = [str(at + 1) for at, line in enumerate(self.lines) if line.property("state") == "error"]
        right = sum(is_group(at, line.text()) for at, line in enumerate(self.lines))
        if wrong:
            words = f"第 {'、'.join(wrong)} 组与恢复单不符，请对照改正；O 与 0、I 与 1 不分"
        else:
            words = f"已对 {right} 组，共 {GROUPS} 组；可以整段粘贴"
        self._told.setText(words)
        dress(self._told, "role", "error" if wrong else "caption")


def _whole_in(signs: str) -> str:
    """The whole code among what stands in a line after pasting; empty when there is none."""
    for start in range(len(signs) - GROUPS * GROUP + 1):
        code = signs[start : start + GROUPS * GROUP]
        if all(is_group(place, code[place * GROUP :][:GROUP]) for place in range(GROUPS)):
            return code
    return ""

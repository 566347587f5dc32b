"""Which key does what in a table: as in a spreadsheet."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from enclave_desktop.desktop.table.view import TableView

Pressed = tuple[Qt.Key, Qt.KeyboardModifier]


def keys_of(table: "TableView") -> dict[Pressed, Callable[[], None]]:
    """What a table does itself; the rest is left to Qt."""
    key, held = Qt.Key, Qt.KeyboardModifier
    none, shift, control = held.NoModifier, held.ShiftModifier, held.ControlModifier
    return {
        (key.Key_Return, none): lambda: table.step(1, 0),
        (key.Key_Enter, none): lambda: table.step(1, 0),
        (key.Key_Return, shift): lambda: table.step(-1, 0),
        (key.Key_Enter, shift): lambda: table.step(-1, 0),
        (key.Key_Tab, none): lambda: table.step(0, 1),
        (key.Key_Backtab, shift): lambda: table.step(0, -1),
        (key.Key_Tab, shift): lambda: table.step(0, -1),
        (key.Key_C, control | shift): lambda: table.copy_asked.emit(True),
        (key.Key_Delete, none): table.clear_asked.emit,
        (key.Key_Delete, control): table.remove_asked.emit,
        (key.Key_Minus, control): table.remove_asked.emit,
        (key.Key_Space, shift): table.select_rows,
        (key.Key_Space, control): table.select_columns,
        (key.Key_Escape, none): table.restore_asked.emit,
        (key.Key_F6, none): table.leave_asked.emit,
    }

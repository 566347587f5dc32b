"""What stands for a key on the screen as it is."""

from collections import Counter
from itertools import chain

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget


def keys_in(window: QWidget) -> Counter[str]:
    """How many things each key would do in a window now: what is hidden has no keys."""
    seen = [
        one for one in (window, *window.findChildren(QWidget)) if one.isVisible() and one.window() is window
    ]
    shortcuts = [one for one in window.findChildren(QShortcut) if one.parent() in seen]
    held = list(chain.from_iterable(one.keys() for one in shortcuts))
    held += [key for widget in seen for action in widget.actions() for key in action.shortcuts()]
    held += [widget.shortcut() for widget in seen if isinstance(widget, QAbstractButton)]
    return Counter(key.toString() for key in held if not key.isEmpty())


def doubles_in(window: QWidget) -> list[str]:
    """The keys that stand for two things or more."""
    return [key for key, count in keys_in(window).items() if count > 1]

"""Words in one of the style sheet's roles."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QWidget


def label(role: str, words: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label; wrapped, it takes as many lines as it needs."""
    made = QLabel(words, parent)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def one_after_another(remarks: Iterable[str]) -> str:
    """Sentences and shorter remarks in one line."""
    return "；".join(filter(None, remarks)).replace("。；", "。")

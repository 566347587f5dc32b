"""A line that tells how an attempt went, in the style sheet's tones."""

from PySide6.QtWidgets import QLabel


def say(told: QLabel, tone: str, words: str) -> None:
    """Show it; `tone` is ok, info, warn or bad."""
    told.setProperty("tone", tone)
    told.setText(words)
    told.style().unpolish(told)
    told.style().polish(told)
    told.show()

"""What a style sheet goes by changes while the widget is shown."""

from PySide6.QtWidgets import QWidget


def dress(widget: QWidget, name: str, value: str) -> None:
    """Give a property that the style sheet asks for another value."""
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

"""A card: a heading with a note or buttons at its right, and what stands under it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from enclave_desktop.desktop.widgets.labels import label

PADDING = 16


class Card(QFrame):
    """Subclasses and pages fill `body`; `head` takes buttons."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 6, 1, 8)
        whole.setSpacing(2)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(PADDING, 0, 12, 0)
        self.head.setSpacing(8)
        self._heading = label("strong", title, self)
        self._note = label("caption", "", self)
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.head.addWidget(self._note)
        whole.addLayout(self.head)
        self._heading.setMinimumHeight(32)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        whole.addLayout(self.body, 1)

    def say(self, title: str, note: str = "") -> None:
        """Another heading and note."""
        self._heading.setText(title)
        self._note.setText(note)

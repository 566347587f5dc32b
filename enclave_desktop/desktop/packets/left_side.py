"""The left side of 申报材料: what is to be printed, or what was printed before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.packets.choosing import Choosing
from enclave_desktop.desktop.packets.kept_pane import KeptPane
from enclave_desktop.desktop.session import Session

WIDTH = 300


class LeftSide(QFrame):
    """`turned` from one to the other."""

    turned = Signal()
    batch_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paneL")
        self.setFixedWidth(WIDTH)
        self._path = session.place
        self._session = session
        self.choosing = Choosing(self)
        self.kept = KeptPane(session, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.choosing)
        self._stack.addWidget(self.kept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(self._stack, 1)

    @property
    def printed(self) -> bool:
        """Packets that were printed before are looked at."""
        return self._stack.currentWidget() is self.kept

    def show_new(self) -> None:
        self._new.setChecked(True)

    def show_printed(self, number: str | None = None) -> None:
        """The packets printed before; the one of that number."""
        self._printed.setChecked(True)
        self.kept.come_back(number)

    def follow(self, view: View | None) -> None:
        """What is on record now."""
        if self._path != self._session.place:
            self._path = self._session.place
            self.kept.forget()
            self.show_new()
        elif view is not None and self.printed:
            self.kept.refresh()

    def _head(self) -> QHBoxLayout:
        box = QFrame(self)
        box.setObjectName("segbox")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        group = QButtonGroup(self)
        self._new, self._printed = QPushButton("新的一册", box), QPushButton("已打印", box)
        for button in (self._new, self._printed):
            button.setProperty("kind", "seg")
            button.setCheckable(True)
            group.addButton(button)
            inside.addWidget(button)
        self._new.setChecked(True)
        self._printed.toggled.connect(self._turn)
        self._printed.clicked.connect(self._refresh)
        batch = QPushButton("批量…", self)
        batch.setToolTip("把一个项目或全部项目的材料一次生成到文件夹")
        batch.setProperty("kind", "link")
        batch.clicked.connect(self.batch_wanted)
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 12, 4)
        line.addWidget(box)
        line.addStretch(1)
        line.addWidget(batch)
        return line

    def _refresh(self) -> None:
        self.kept.come_back()

    def _turn(self, printed: bool) -> None:
        self._stack.setCurrentWidget(self.kept if printed else self.choosing)
        self.turned.emit()

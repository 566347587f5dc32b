"""What was changed since the record was opened, and a way to take the last change back."""

from PySide6.QtWidgets import QPushButton, QWidget

from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.overview.card import PADDING, Card
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label

_FEW = 4


class RecentChanges(Card):
    """The last few changes, the latest first; not seen before there is one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("最近的改动", parent)
        self._session = session
        undo = QPushButton(icon("arrow_undo_20_regular"), "撤销", self)
        undo.setIconSize(WITH_AIR)
        undo.setProperty("kind", "subtle")
        undo.setProperty("size", "s")
        undo.setAccessibleName("撤销最近的改动")
        undo.clicked.connect(session.undo)
        self.head.addWidget(undo)
        self._lines = [label("second", "", self, wrap=True) for _ in range(_FEW)]
        for line in self._lines:
            line.setContentsMargins(PADDING, 2, PADDING, 2)
            self.body.addWidget(line)
        self.show_changes()

    def show_changes(self) -> None:
        changes = self._session.steps
        for at, line in enumerate(self._lines):
            line.setText(changes[at] if at < len(changes) else "")
            line.setVisible(at < len(changes))
        self.say("最近的改动", f"共 {len(changes)} 次" if len(changes) > _FEW else "")
        self.setVisible(bool(changes))

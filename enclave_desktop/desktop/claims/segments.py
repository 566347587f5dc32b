"""Above the table: of which programme, and which of its rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.page import MARGIN_LEFT
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.table.toolbar import HEIGHT
from enclave_desktop.dossier.handing_in import RETURNED
from enclave_desktop.policy.claim_course import APPROVED, PLANNED, SUBMITTED
from enclave_desktop.policy.claim_standing import Standing

_UNDER_WAY = frozenset({PLANNED, SUBMITTED, RETURNED, APPROVED})
_ALL_PROGRAMMES = "全部项目"


def _is_under_way(one: Standing) -> bool:
    return any(held.claim.state in _UNDER_WAY for held in one.courses)


def _asks_for_attention(one: Standing) -> bool:
    returned = any(held.claim.state == RETURNED for held in one.courses)
    return returned or bool(one.doubts or one.open_reasons)


SEGMENTS: tuple[tuple[str, Callable[[Standing], bool]], ...] = (
    ("全部", lambda one: True),
    ("可申领", lambda one: bool(one.proposals)),
    ("办理中", _is_under_way),
    ("需处理", _asks_for_attention),
)


class Segments(QFrame):
    """`changed` when other rows are wanted."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setFixedHeight(HEIGHT)
        self._programme = QComboBox(self)
        self._programme.setAccessibleName("项目")
        self._programme.setMinimumContentsLength(10)
        self._programme.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._programme.activated.connect(lambda _: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_LEFT, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._programme)
        row.addWidget(self._box(), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._undo = self._tool("arrow_undo_20_regular", session.undo)
        self._redo = self._tool("arrow_redo_20_regular", session.redo)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        session.changed.connect(self._show_undo)
        session.opened.connect(self._show_undo)
        self._show_undo()

    @property
    def matches(self) -> Callable[[Standing], bool]:
        """Which rows are wanted."""
        programme = self._programme.currentData()
        of_segment = SEGMENTS[self._group.checkedId()][1]
        return lambda one: programme in (None, one.programme) and of_segment(one)

    def choose_all(self) -> None:
        """No row is left out."""
        self._programme.setCurrentIndex(0)
        self._buttons[0].setChecked(True)

    def show_standings(self, found: Sequence[Standing]) -> None:
        kept = self._programme.currentData()
        self._programme.clear()
        self._programme.addItem(_ALL_PROGRAMMES, None)
        for programme, title in {one.programme: one.title for one in found}.items():
            self._programme.addItem(title, programme)
        self._programme.setCurrentIndex(max(self._programme.findData(kept), 0) if kept else 0)
        for (words, matches), button in zip(SEGMENTS, self._buttons, strict=True):
            count = sum(map(matches, found))
            button.setText(f"{words} {count}")
            button.setAccessibleDescription(f"{count} 行")

    def _box(self) -> QFrame:
        box = QFrame(self)
        box.setObjectName("segbox")
        row = QHBoxLayout(box)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(box)
        self._buttons: list[QPushButton] = []
        for at, (words, _) in enumerate(SEGMENTS):
            button = QPushButton(words, box)
            button.setAccessibleName(words)
            button.setProperty("kind", "seg")
            button.setCheckable(True)
            button.setChecked(at == 0)
            button.clicked.connect(lambda _: self.changed.emit())
            self._group.addButton(button, at)
            self._buttons.append(button)
            row.addWidget(button)
        return box

    def _tool(self, name: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button

    def _show_undo(self) -> None:
        for button, words, verb in (
            (self._undo, self._session.undoable, "撤销"),
            (self._redo, self._session.redoable, "重做"),
        ):
            button.setEnabled(words is not None)
            button.setToolTip(f"{verb}：{words}" if words else verb)
            button.setAccessibleName(verb)

"""Field by field: mine, theirs, and a choice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.showing import show, show_masked

if TYPE_CHECKING:
    from enclave_desktop.records.conflicts import Clash

_WIDTH = 640
_EMPTY = "（空）"


class ConflictDialog(QDialog):
    """`chosen` gives a row for each clash, None where there is to be none; closed otherwise, theirs stay."""

    chosen = Signal(object)

    def __init__(self, clashes: "Sequence[Clash]", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("别人也改了")
        self.setMinimumWidth(_WIDTH)
        self._choices = [_Choice(clash, self) for clash in clashes]
        rows = "这一行" if len(clashes) == 1 else f"这 {len(clashes)} 行"
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(8)
        whole.addWidget(label("subtitle", f"您编辑时，别人也改了{rows}", self))
        whole.addWidget(
            label(
                "second",
                "还没有保存。请逐项选择留下哪一个；没有列出的项两边相同，没有列出的行照您的保存。",
                self,
                wrap=True,
            )
        )
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(12)
        for choice in self._choices:
            column.addWidget(choice)
        column.addStretch(1)
        area.setWidget(inside)
        area.setMinimumHeight(min(360, inside.sizeHint().height() + 8))
        whole.addWidget(area, 1)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        save = QPushButton("按选择保存", self)
        save.setProperty("kind", "primary")
        save.setDefault(True)
        save.clicked.connect(self._save)
        leave = QPushButton("全部用别人的", self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(save)
        return foot

    def _save(self) -> None:
        self.chosen.emit([choice.row() for choice in self._choices])
        self.accept()


class _Choice(QFrame):
    """One row: who changed it, and what each made of it."""

    def __init__(self, clash: "Clash", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._clash = clash
        self._mine: dict[str, QRadioButton] = {}
        self._whole: QRadioButton | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label("strong", f"{clash.sheet.title}　{_name(clash)}", self), 0, 0, 1, 3)
        grid.addWidget(label("second", _who(clash), self, wrap=True), 1, 0, 1, 3)
        if clash.mine is None or clash.now is None:
            self._ask_whole(grid)
        else:
            self._ask_fields(grid)

    def row(self) -> Any:
        """What was chosen."""
        clash = self._clash
        if self._whole is not None:
            return clash.mine if self._whole.isChecked() else clash.now
        mine = {name: getattr(clash.mine, name) for name, button in self._mine.items() if button.isChecked()}
        return replace(clash.now, **mine)

    def _ask_whole(self, grid: QGridLayout) -> None:
        gone = self._clash.now is None
        mine, theirs = ("照我的重新登记", "不要这一行了") if gone else ("仍然删除", "留着，用改过的")
        self._whole = QRadioButton(mine, self)
        other = QRadioButton(theirs, self)
        other.setChecked(True)
        grid.addWidget(self._whole, 2, 1)
        grid.addWidget(other, 2, 2)

    def _ask_fields(self, grid: QGridLayout) -> None:
        grid.addWidget(label("caption", "我的", self), 2, 1)
        grid.addWidget(label("caption", "别人的", self), 2, 2)
        for at, (field, mine, now, both) in enumerate(self._clash.fields(), start=3):
            named = label("", field.label, self)
            grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignVCenter)
            words = _side_by_side(field, mine, now)
            buttons = [QRadioButton(one, self) for one in words]
            group = QButtonGroup(self)
            for column, (button, whose) in enumerate(zip(buttons, ("我的", "别人的"), strict=True), start=1):
                button.setAccessibleName(f"{field.label}用{whose}：{button.text()}")
                group.addButton(button)
                grid.addWidget(button, at, column)
            changed_here = both or getattr(self._clash.before, field.name) != mine
            buttons[0 if changed_here else 1].setChecked(True)
            self._mine[field.name] = buttons[0]


def _side_by_side(field: Field, mine: Any, now: Any) -> tuple[str, str]:
    """Masked, unless the masks leave nothing to tell them apart by."""
    masked = show_masked(field, mine), show_masked(field, now)
    words = masked if masked[0] != masked[1] else (show(field, mine), show(field, now))
    return words[0] or _EMPTY, words[1] or _EMPTY


def _name(clash: "Clash") -> str:
    sheet = clash.sheet
    row = clash.now if clash.now is not None else clash.before
    named = next((field for field in sheet.fields if field.name == "name"), None)
    fields = [named] if named else list(sheet.known_by)
    return " ".join(filter(None, (show_masked(field, getattr(row, field.name)) for field in fields)))


def _who(clash: "Clash") -> str:
    did = "删除" if clash.now is None else "改过"
    if clash.who is None:
        return f"已被别人{did}。"
    return f"{clash.who.account} 在 {clash.who.machine} 上于 {clash.who.at:%m-%d %H:%M} {did}。"

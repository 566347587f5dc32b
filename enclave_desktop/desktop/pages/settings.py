"""设置: how it looks, where things go, backup, how long unmasked values stay, what the program is made of."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop import __version__
from enclave_desktop.desktop.asking import ask_folder
from enclave_desktop.desktop.backup_card import BackupCard
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.manual import KEYS, show_manual
from enclave_desktop.desktop.packs.card import PacksCard
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT, Page, Surroundings
from enclave_desktop.desktop.protection_card import ProtectionCard
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.setting import card, line, path_label

_COLUMN = 780
_APPEARANCES = (("跟随系统", "system"), ("浅色", "light"), ("深色", "dark"))
_SCALES = (("小", 0.9), ("标准", 1.0), ("大", 1.15), ("特大", 1.3))
_SECONDS = (("10 秒", 10), ("30 秒", 30), ("1 分钟", 60), ("5 分钟", 300))
PROTECTION = "protection"
"""What to look at: the passphrase."""
BACKUP = "backup"
"""What to look at: where a backup is made."""
PACKS = "packs"
"""What to look at: the rule packs."""


class SettingsPage(Page):
    """The settings; each holds as soon as it is chosen."""

    title = "设置"
    guide = "设置"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.settings = surroundings.settings
        assert surroundings.backups
        self._backup = BackupCard(self.session, self.settings, surroundings.backups, surroundings.say)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(card("外观", (self._appearance(), self._scale())))
        column.addWidget(
            card(
                "文件夹",
                (self._folder("新档案放在", "record_folder"), self._folder("申报材料存到", "packet_folder")),
            )
        )
        self._protection = ProtectionCard(surroundings)
        column.addWidget(self._protection)
        column.addWidget(self._backup)
        self._packs = PacksCard(surroundings)
        column.addWidget(self._packs)
        column.addWidget(card("证件号码、账号和薪酬", (self._unmasked(),)))
        column.addWidget(card("诊断", (self._diagnosis(),)))
        column.addWidget(card("关于", (self._about(),)))
        column.addStretch(1)
        self._scroll = _scrolling(column)
        self.body.addWidget(self._scroll)

    def show_view(self, view: View | None) -> None:
        self._protection.show_record()
        self._backup.show_record()
        self._packs.show_packs()

    def look_at(self, target: object) -> None:
        """BACKUP brings the button to back up into view, PROTECTION the passphrase, PACKS the rule packs."""
        if target == PACKS:
            self._packs.show_packs()
        if target in self._cards:
            QTimer.singleShot(0, self, lambda: self._bring(str(target)))  # once the page is laid out

    def _bring(self, target: str) -> None:
        card_, button = self._cards[target]
        self._scroll.ensureWidgetVisible(card_)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _cards(self) -> dict[object, tuple[QWidget, QPushButton]]:
        """What can be looked at, each with the button that is likeliest wanted."""
        return {
            BACKUP: (self._backup, self._backup.now),
            PROTECTION: (self._protection, self._protection.first),
            PACKS: (self._packs, self._packs.install),
        }

    def _appearance(self) -> QLayout:
        return self._segments("颜色", _APPEARANCES, self.settings.appearance, self._wear)

    def _scale(self) -> QLayout:
        return self._segments("字号", _SCALES, self.settings.scale, self._enlarge)

    def _wear(self, appearance: str) -> None:
        self.settings.appearance = appearance
        theme().wear(appearance, self.settings.scale)

    def _enlarge(self, scale: float) -> None:
        self.settings.scale = scale
        theme().wear(self.settings.appearance, scale)

    def _segments(
        self, words: str, choices: Sequence[tuple[str, Any]], now: Any, choose: Callable[[Any], None]
    ) -> QLayout:
        box = QFrame(self)
        box.setObjectName("segbox")
        box.setAccessibleName(words)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        group = QButtonGroup(box)
        for shown, value in choices:
            button = QPushButton(shown, box)
            button.setProperty("kind", "seg")
            button.setCheckable(True)
            button.setChecked(value == now)
            button.setAccessibleDescription(words)
            button.clicked.connect(lambda _=False, value=value: choose(value))
            group.addButton(button)
            inside.addWidget(button)
        return line(words, box)

    def _folder(self, words: str, name: str) -> QLayout:
        shown = path_label(words)
        shown.setText(str(self.settings.folder(name)))

        def take(folder: Path) -> None:
            self.settings.keep_text(name, str(folder))
            shown.setText(str(folder))

        change = QPushButton("更改…", self)
        change.setAccessibleName(f"更改{words}")
        change.clicked.connect(lambda: ask_folder(self, words, self.settings.folder(name), take))
        return line(words, shown, change)

    def _unmasked(self) -> QLayout:
        box = QComboBox(self)
        box.setAccessibleName("显示多久后自动遮住")
        for words, seconds in _SECONDS:
            box.addItem(words, seconds)
        box.setCurrentIndex(max(box.findData(self.settings.unmasked_seconds), 0))
        box.activated.connect(lambda: setattr(self.settings, "unmasked_seconds", box.currentData()))
        return line("显示多久后自动遮住", box)

    def _diagnosis(self) -> QLayout:
        words = label(
            "",
            "出了问题时，把版本、设置和日志存成一个文件发给我们。不含个人信息，保存前先给您看。",
            wrap=True,
        )
        show = QPushButton("诊断信息…", self)
        show.clicked.connect(self._show_diagnosis)
        across = QHBoxLayout()
        across.addWidget(words, 1)
        across.addWidget(show)
        return across

    def _show_diagnosis(self) -> None:
        from enclave_desktop.desktop.diagnostics.dialog import show_diagnosis

        show_diagnosis(self, self.session, self.settings)

    def _about(self) -> QLayout:
        words = QLabel(
            f"飞地补贴助手　{__version__}\n数据只保存在您的档案里。结论一律写“初步符合”，最终以主管部门审核为准。",
            self,
        )
        words.setWordWrap(True)
        licences = QPushButton("组件和许可…", self)
        licences.clicked.connect(self._show_licences)
        keys = QPushButton("快捷键…", self)
        keys.clicked.connect(self._show_shortcuts)
        across = QHBoxLayout()
        across.addWidget(words, 1)
        across.addWidget(keys)
        across.addWidget(licences)
        return across

    def _show_shortcuts(self) -> None:
        show_manual(self, KEYS)

    def _show_licences(self) -> None:
        from enclave_desktop.desktop.about import Licences

        dialog = Licences(self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _scrolling(column: QVBoxLayout) -> QScrollArea:
    holder = QWidget()
    holder.setObjectName("clear")
    inside = QWidget(holder)
    inside.setObjectName("clear")
    inside.setMaximumWidth(_COLUMN)
    column.setContentsMargins(0, 16, 0, 16)
    inside.setLayout(column)
    across = QHBoxLayout(holder)
    across.setContentsMargins(MARGIN_LEFT, 0, MARGIN_RIGHT, 0)
    across.addWidget(inside, 100)
    across.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area

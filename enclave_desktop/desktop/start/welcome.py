"""The very first start: what the program does, and under the ways to a record where it is kept and a word on passphrases.

It is part of 开始 until a record was opened once.
"""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import ask_folder
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.setting import card, line, path_label

_DOES = (
    ("people_20_regular", "把企业、飞地、人员、合同和研发费用登记在一份档案里，已有的工作簿可以直接导入。"),
    ("clipboard_checkmark_20_regular", "逐条核对补贴条件：初步符合什么，还差多少，依据是哪一句。"),
    ("document_pdf_20_regular", "印出整册申报材料，记下申领、获批和拨付。"),
)
_ADVICE = "新建时会问要不要设口令，强烈建议设：丢了电脑，别人也看不到身份证号和薪酬。口令和恢复单请另外收好。"
_ICON = 20


class Welcome(QWidget):
    """What the program does, in three lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label("hero", "欢迎使用飞地补贴助手", self))
        column.addSpacing(4)
        self._pictures: list[tuple[QLabel, str]] = []
        for name, words in _DOES:
            picture = QLabel(self)
            self._pictures.append((picture, name))
            across = QHBoxLayout()
            across.setSpacing(10)
            across.addWidget(picture)
            across.addWidget(label("second", words, self, wrap=True), 1)
            column.addLayout(across)
        self._colour()
        theme().changed.connect(self._colour)

    def _colour(self) -> None:
        for picture, name in self._pictures:
            picture.setPixmap(icon(name, "accent_text").pixmap(_ICON))


def keeping(settings: Settings, parent: QWidget) -> QFrame:
    """Where records are kept, to be changed at once, and what a passphrase is for."""
    shown = path_label("档案放在")
    shown.setText(str(settings.record_folder))

    def take(folder: Path) -> None:
        settings.keep_text("record_folder", str(folder))
        shown.setText(str(folder))

    change = QPushButton("更改…", parent)
    change.setAccessibleName("更改档案放在哪里")
    change.clicked.connect(lambda: ask_folder(parent, "档案放在", settings.record_folder, take))
    advice = label("", _ADVICE, parent, wrap=True)
    advice.setAccessibleName("关于口令")
    return card("档案和口令", (line("档案放在", shown, change), line("口令", advice)))

"""After an update: a quiet line above the pages that leads to what is new."""

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from enclave_desktop import __version__
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.manual import show_manual
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label

if TYPE_CHECKING:
    from enclave_desktop.desktop.main_window import MainWindow


def tell_news(window: "MainWindow") -> None:
    """Whichever page is in front: who has a record does not come by 开始."""
    settings = window.settings
    if not settings.is_new and is_older(settings.version_known, __version__):
        window.add_banner(News(settings, window))


class News(QFrame):
    """Shown until it was followed or put away."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("news")
        self._settings = settings
        link = QPushButton(f"{__version__} 版有什么新内容", self)
        link.setProperty("kind", "link")
        link.clicked.connect(self._follow)
        away = QToolButton(self)
        away.setIcon(icon("dismiss_20_regular"))
        away.setAccessibleName("收起新内容提示")
        away.setToolTip("收起")
        away.clicked.connect(self._put_away)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 4, 20, 4)
        across.setSpacing(8)
        across.addWidget(label("", "程序已更新。", self))
        across.addWidget(link)
        across.addStretch(1)
        across.addWidget(away)

    def _follow(self) -> None:
        show_manual(self, __version__)
        self._put_away()

    def _put_away(self) -> None:
        self._settings.know_version(__version__)
        self.hide()


def is_older(one: str, other: str) -> bool:
    """Whether a version comes before another; no version at all comes before any."""
    return _numbers(one) < _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]

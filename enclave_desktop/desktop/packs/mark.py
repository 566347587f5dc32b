"""The chip that says that nobody vouches for a programme's rules."""

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.widgets.chips import Chip, Look
from enclave_desktop.policy.pack import UNSIGNED

_WHY = "这些规则没有签名，是安装时经您同意才使用的；请自行核对出处"


class SumsMark(Chip):
    """Stands beside sums; shown while rules that nobody signed have a part in them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Look(f"含{UNSIGNED}", "warning_16_filled", "warn"), 4, parent)
        self.hide()

    def show_titles(self, titles: Collection[str]) -> None:
        """The programmes of those rules."""
        self.setToolTip(f"这里的金额有的依据没有签名的规则：{'、'.join(titles)}")
        self.setVisible(bool(titles))


def mark_chip(words: str = UNSIGNED) -> Chip:
    chip = Chip(Look(words, "warning_16_filled", "warn"), 4)
    chip.setToolTip(_WHY)
    return chip

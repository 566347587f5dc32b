"""Three figures by the way of paying; they are never added up."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.manual.terms import tip
from enclave_desktop.desktop.overview.card import PADDING
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.totals import Total, totals


class Figure(QWidget):
    """One sum: what it is, how much, and two lines about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = label("caption", "", self)
        self._amount = label("figure", "", self)
        self._about = label("caption", "", self, wrap=True)
        self._more = label("caption", "", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for part in (self._title, self._amount, self._about, self._more):
            column.addWidget(part)
        column.addStretch(1)

    def show_sum(self, title: str, fen: int, about: str, more: str = "") -> None:
        self._title.setText(title)
        self._amount.setText(f"¥{grouped(fen)}")
        self._amount.setAccessibleName(f"{title}：{grouped(fen)} 元")
        self._title.setToolTip(tip(title))
        self._about.setText(about)
        self._more.setText(more)


class Figures(QWidget):
    """按月, 按年 and 获批后, side by side."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._monthly, self._yearly, self._approval = (Figure(self) for _ in range(3))
        across = QHBoxLayout(self)
        across.setContentsMargins(PADDING, 0, PADDING, 8)
        across.setSpacing(16)
        for figure, room in ((self._monthly, 5), (self._yearly, 4), (self._approval, 6)):
            if across.count():
                line = QFrame(self)
                line.setObjectName("vline")
                across.addWidget(line)
            across.addWidget(figure, room)

    def show_view(self, view: View) -> None:
        found = totals(view.findings)
        monthly, yearly, once, capped = found.monthly, found.yearly, found.on_approval, found.at_most
        self._monthly.show_sum(
            f"按月补助，截至 {view.dossier.as_of} 已到期",
            monthly.due,
            _counted(monthly, "人"),
            f"今后 {grouped(monthly.to_come)}" if monthly.count else "",
        )
        self._yearly.show_sum(f"按年奖励，{view.year} 年度", yearly.total, _counted(yearly, "项"))
        most = f"另有最高 {grouped(capped.total)}{_claimed(capped)}" if capped.count else ""
        self._approval.show_sum("获批后一次性", once.total, _counted(once, "项"), most)


def _counted(total: Total, unit: str) -> str:
    return f"{total.count} {unit}{_claimed(total)}"


def _claimed(total: Total) -> str:
    return f"，已申领 {grouped(total.claimed)}" if total.claimed else ""

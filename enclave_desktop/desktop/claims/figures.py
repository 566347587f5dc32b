"""What may be claimed now, by the way of paying; the ways are never added up."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from enclave_desktop.desktop.overview.figures import Figure
from enclave_desktop.desktop.packs.mark import SumsMark
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_standing import ClaimTotal

_TITLES = {
    "monthly": "按月补助，现在可申领",
    "yearly": "按年奖励，现在可申领",
    "on_approval": "获批后一次性，可申领",
}
_AT_MOST = "获批后一次性，最高可申领"


class ClaimFigures(QFrame):
    """A figure for each way of paying that something is paid by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN_LEFT, 8, MARGIN_RIGHT, 8)
        across.setSpacing(12)
        self._figures = {basis: Figure(self) for basis in _TITLES}
        for figure, room in zip(self._figures.values(), (5, 4, 6), strict=True):
            across.addWidget(figure, room)
        self._unsigned = SumsMark(self)
        across.addWidget(self._unsigned, 0, Qt.AlignmentFlag.AlignTop)

    def show_totals(self, found: dict[str, ClaimTotal], unsigned: Collection[str]) -> None:
        """`unsigned` are the programmes with a part in them whose rules nobody signed."""
        self._unsigned.show_titles(unsigned)
        for basis in ("monthly", "yearly"):
            self._show(basis, _TITLES[basis], found[basis])
        once, capped = found["on_approval"], found["at_most"]
        if once.standings and capped.standings:
            claimed = f"（已申领 {grouped(capped.claimed)}）" if capped.claimed else ""
            more = f"另有最高可申领 {grouped(capped.claimable)}{claimed}"
            figure = self._figures["on_approval"]
            figure.show()
            figure.show_sum(_TITLES["on_approval"], once.claimable, "  ".join(_so_far(once)), more)
        else:
            title = _AT_MOST if capped.standings else _TITLES["on_approval"]
            self._show("on_approval", title, capped if capped.standings else once)
        self.setVisible(any(total.standings for total in found.values()))

    def _show(self, basis: str, title: str, total: ClaimTotal) -> None:
        figure = self._figures[basis]
        figure.setVisible(bool(total.standings))
        claimed, *decided = _so_far(total)
        figure.show_sum(title, total.claimable, claimed, "  ".join(decided))


def _so_far(total: ClaimTotal) -> list[str]:
    """What was claimed, and what of that is decided."""
    claimed = f"已申领 {grouped(total.claimed)}" if total.claimed else "还没有申领"
    decided = (("获批", total.approved), ("已拨付", total.paid))
    return [claimed, *(f"{words} {grouped(fen)}" for words, fen in decided if fen)]

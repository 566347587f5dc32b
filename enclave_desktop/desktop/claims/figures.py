"""What may be claimed now, by the way of paying; the ways are never added up."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from enclave_desktop.desktop.overview.figures import Figure
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_standing import ClaimTotal

_TITLES = {
    "monthly": "按月补助，现在可申领",
    "yearly": "按年奖励，现在可申领",
    "on_approval": "获批后一次性，可申领",
    "at_most": "获批后一次性，最高可申领",
}


class ClaimFigures(QFrame):
    """A figure for each way of paying that something is paid by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN_LEFT, 8, MARGIN_RIGHT, 8)
        across.setSpacing(12)
        self._figures = {basis: Figure(self) for basis in _TITLES}
        for figure in self._figures.values():
            across.addWidget(figure, 1)

    def show_totals(self, found: dict[str, ClaimTotal]) -> None:
        for basis, figure in self._figures.items():
            total = found[basis]
            figure.setVisible(bool(total.standings))
            figure.show_sum(
                _TITLES[basis],
                total.claimable,
                f"已申领 {grouped(total.claimed)}",
                f"获批 {grouped(total.approved)}  已拨付 {grouped(total.paid)}",
            )
        self.setVisible(any(total.standings for total in found.values()))

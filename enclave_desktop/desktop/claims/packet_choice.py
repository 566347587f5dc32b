"""Which printed packet was handed in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep

if TYPE_CHECKING:
    from enclave_desktop.records.packets import FrozenPacket

PACKET = KEPT[ClaimStep].field("packet")
_NONE = "没有，或不是本程序打印的"


def packet_choice(packets: Sequence["FrozenPacket"], programmes: set[str], parent: QWidget) -> QComboBox:
    """Those of the programmes, the newest first; the first choice is none."""
    box = QComboBox(parent)
    box.setAccessibleName(PACKET.label)
    box.addItem(_NONE, None)
    for packet in packets:
        if packet.programme in programmes:
            box.addItem(f"{packet.number}　{packet.made_at.replace('T', ' ')}", packet.number)
    return box

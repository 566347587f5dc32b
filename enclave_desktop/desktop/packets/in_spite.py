"""Asking once, calmly, whether a packet that contradicts itself is to be printed all the same."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from enclave_desktop.packet.consistency import Remark

_FIRST = 5
_GO_ON, _BACK = "仍要打印，并在材料清单上注明", "先去改"


def ask_in_spite(parent: QWidget, remarks: "Sequence[Remark]", then: Callable[[], None]) -> None:
    """The first of them in words; `then` when the user wants it printed."""
    told = [f"·{remark.words}{f'（{remark.where}）' if remark.where else ''}" for remark in remarks[:_FIRST]]
    if len(remarks) > _FIRST:
        told.append(f"其余 {len(remarks) - _FIRST} 处见左边的清单。")
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("打印前核对")
    box.setText(f"这册材料里有 {len(remarks)} 处前后矛盾。")
    box.setInformativeText("\n".join(told))
    back = box.addButton(_BACK, QMessageBox.ButtonRole.RejectRole)
    go_on = box.addButton(_GO_ON, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    go_on.clicked.connect(then)
    box.finished.connect(box.deleteLater)
    box.open()

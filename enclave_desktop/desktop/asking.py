"""Asking for a file or a folder: the system's own dialog, which does not stop the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

RECORDS = "档案 (*.enclave)"
PDF = "PDF (*.pdf)"
_UNTRANSLATED = (
    (QFileDialog.DialogLabel.LookIn, "位置："),
    (QFileDialog.DialogLabel.FileType, "文件类型："),
)
"""What Qt's own dialog says in English."""


def ask_save(
    parent: QWidget,
    title: str,
    suggested: Path,
    kind: str,
    then: Callable[[Path], None],
    *,
    replaces: bool = True,
) -> None:
    """Where to write a file; the system asks before one that is there is replaced, if that is what happens to it."""
    dialog = QFileDialog(parent, title, str(suggested.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not replaces)
    dialog.selectFile(suggested.name)
    _ask(dialog, then)


def ask_open(parent: QWidget, title: str, folder: Path, kind: str, then: Callable[[Path], None]) -> None:
    """Which file to read."""
    dialog = QFileDialog(parent, title, str(folder), kind)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, then)


def ask_folder(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> None:
    """Which folder to use."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _ask(dialog, then)


def _ask(dialog: QFileDialog, then: Callable[[Path], None]) -> None:
    for part, words in _UNTRANSLATED:
        dialog.setLabelText(part, words)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

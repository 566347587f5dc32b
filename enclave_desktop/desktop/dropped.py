"""A file that was dropped on the window, double-clicked or passed as an argument: to whom it goes."""

from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.desktop.page import Surroundings

if TYPE_CHECKING:
    from enclave_desktop.desktop.main_window import MainWindow

RECORD_SUFFIX = ".enclave"
_SCANS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".docx", ".doc"})
"""What is rather evidence than a workbook."""


def take(window: "MainWindow", surroundings: Surroundings, path: Path) -> None:
    """Whatever it is: the import says what it cannot read, and why."""
    from enclave_desktop.desktop.packs.installing import begin_install, is_installable

    if path.suffix.lower() == RECORD_SUFFIX:
        window.open_record(path)
    elif is_installable(path):
        begin_install(surroundings, window, path, window.show_packs)
    elif window.session.view is not None and (path.is_dir() or path.suffix.lower() in _SCANS):
        from enclave_desktop.desktop.evidence.attaching import offer

        offer(surroundings, window, [path])
    else:
        from enclave_desktop.desktop.importing import begin_import

        begin_import(surroundings, window, path)

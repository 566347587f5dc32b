"""Importing a workbook in the window: what pages and the main window call. The dialog is made when asked for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from enclave_desktop.desktop.asking import RECORDS, ask_save
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.writing_only import only_to_write


def import_button(surroundings: Surroundings) -> QPushButton:
    """导入, for a page's header."""
    button = QPushButton(icon("arrow_import_20_regular"), "导入")
    button.setIconSize(WITH_AIR)
    button.setToolTip("从工作簿导入；也可以把工作簿拖到窗口上")
    button.clicked.connect(lambda: begin_import(surroundings, button.window()))
    only_to_write(button, surroundings.session)
    return button


def export_button(export: Callable[[], None]) -> QPushButton:
    """导出, for the header of a page of tables."""
    button = QPushButton(icon("arrow_export_20_regular"), "导出")
    button.setIconSize(WITH_AIR)
    button.setToolTip("把表里显示的行写成工作簿")
    button.clicked.connect(export)
    return button


def begin_import(surroundings: Surroundings, window: QWidget, book: Path | None = None) -> None:
    """Ask for a workbook unless `book` is given, and hold it against the record; without a record make one first."""
    session = surroundings.session

    def show() -> None:
        from enclave_desktop.desktop.importing.dialog import ImportDialog

        dialog = ImportDialog(session, window)
        dialog.open()
        if book:
            dialog.take(book)

    if session.path:
        show()
        return
    from enclave_desktop.desktop.passphrase.creating import create_record

    folder = book.parent if book else Path.home()
    create = partial(create_record, session, surroundings.settings, window, show)
    ask_save(window, "先新建一份档案", folder / "本企业.enclave", RECORDS, create)

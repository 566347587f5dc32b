"""Writing the rows of a table as a workbook."""

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from enclave_desktop.dossier.values import Person
from enclave_desktop.exchange.workbook import read_book
from tests.desktop.screen import answer_file_dialog, click, named
from tests.desktop.sheet import on_record


def export(window, qtbot, settled, path) -> str:
    """Choose a file in the dialog; what its title says."""
    click(qtbot, window, "导出")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    title = dialog.windowTitle()
    settled(lambda: answer_file_dialog(qtbot, path))
    return title


def test_that_the_rows_shown_are_written_in_full_as_one_sheet(
    people, window, qtbot, settled, record_file, tmp_path
):
    search = named(window, QLineEdit, "查找人员")
    search.setText("潘野")
    title = export(window, qtbot, settled, tmp_path / "一人.xlsx")
    assert "导出人员 1 行" in title
    assert "完整的证件号码" in title
    book = read_book(tmp_path / "一人.xlsx")
    number = next(row for row in on_record(record_file, Person) if row.name == "潘野").id_number
    assert [sheet.title for sheet in book.sheets] == ["人员"]
    cells = [cell for row in book.sheets[0].rows for cell in row]
    assert number in cells
    assert "沈知遥" not in cells


def test_that_a_sheet_with_nothing_sensitive_needs_no_warning(agreements, window, qtbot, settled, tmp_path):
    assert "妥善保管" not in export(window, qtbot, settled, tmp_path / "合同.xlsx")
    assert (tmp_path / "合同.xlsx").exists()

"""Importing a workbook in the window: by hand on what is on the screen, told by what the record holds afterwards."""

import threading
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Contract, Enclave, Firm, Person
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.screen import answer_file_dialog, click, drop, named, type_words

BOOK = "填好的工作簿.xlsx"


def _some() -> Dossier:
    """The sample firm with all its enclaves, and the first three people with their contracts."""
    sample = sample_dossier(DAY)
    people = sample.people[:3]
    numbers = {person.id_number for person in people}
    contracts = [contract for contract in sample.contracts if contract.person in numbers]
    rows = {Firm: [sample.firm], Enclave: sample.enclaves, Person: people, Contract: contracts}
    return Dossier.of(DAY, rows)


SOME = _some()


@pytest.fixture
def book(tmp_path) -> Path:
    """A workbook with nothing wrong in it."""
    path = tmp_path / BOOK
    export_book(SOME, path)
    return path


@pytest.fixture
def empty(window, settled, tmp_path) -> Path:
    """A new record, open in the window."""
    path = tmp_path / "本企业.enclave"
    settled(lambda: window.session.open(path, create=True))
    return path


@pytest.fixture
def checked(window, qtbot):
    """Drop a workbook on the window; the dialog, once it was held against the record."""

    def check(path: Path) -> QDialog:
        drop(window, path)
        qtbot.waitUntil(lambda: not waiting(dialog(window)))
        return dialog(window)

    return check


@pytest.fixture
def import_by(window, qtbot):
    """Press a button of the dialog, and wait until the dialog is gone."""

    def press(found: QDialog, name: str) -> None:
        click(qtbot, found, name)
        qtbot.waitUntil(lambda: not any(child.isVisible() for child in window.findChildren(QDialog)))

    return press


@pytest.fixture
def rechecked(qtbot):
    """Do something to a dialog, and wait until the book was checked again."""

    def do(found: QDialog, act) -> None:
        act()
        verdict = named(found, QLabel, "核对结论")
        qtbot.waitUntil(lambda: verdict.text() != "正在重新核对…")

    return do


def waiting(found: QDialog) -> bool:
    return any(bar.isVisible() for bar in found.findChildren(QProgressBar))


def dialog(window) -> QDialog:
    return named(window, QDialog, "导入工作簿")


def spoil(path: Path, sheet: str, row: int, header: str, value: object) -> None:
    """Put a value into a cell of a workbook."""
    book = load_workbook(path)
    labels = [str(cell.value) for cell in book[sheet][1]]
    at = next(at for at, label in enumerate(labels, 1) if label.startswith(header))
    book[sheet].cell(row, at).value = value
    book.save(path)


def table(parent: QWidget, name: str) -> QTableView:
    return named(parent, QTableView, name)


def shown(view: QTableView) -> list[list[str]]:
    """All cells of a table as they stand on the screen."""
    model = view.model()
    return [
        [model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def mend(qtbot, view: QTableView, index: QModelIndex, text: str) -> None:
    """Go to a cell by mouse, open it by F2, type and press Enter."""
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    qtbot.keyClick(view, Qt.Key.Key_F2)
    (line,) = [line for line in view.viewport().findChildren(QLineEdit) if line.isVisible()]
    assert line.selectedText() == line.text()
    type_words(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    # Enter is taken up by a cell's editor only after the event.
    QApplication.processEvents()


def on_record(path: Path) -> Dossier:
    """What the file holds for another program."""
    with Record.open(path, read_only=True) as record:
        return record.dossier(DAY)


def rows(dossier: Dossier) -> dict:
    return {entity: set(dossier.rows(entity)) for entity in SHEETS}


def test_that_an_imported_workbook_is_on_the_screen_and_on_record(window, empty, book, checked, import_by):
    import_by(checked(book), "全部导入")
    window.go("people")
    names = table(window, "人员表")
    assert sorted(row[0] for row in shown(names)) == sorted(person.name for person in SOME.people)
    assert rows(on_record(empty)) == rows(SOME)


def test_that_a_dry_run_counts_what_is_new_changed_equal_and_wrong_in_each_sheet(
    empty, book, checked, import_by
):
    import_by(checked(book), "全部导入")
    spoil(book, "人员", 2, "手机", "13800000001")
    spoil(book, "人员", 3, "手机", "无")
    spoil(book, "人员", 5, "姓名", "新人")
    spoil(book, "人员", 5, "证件号码", sample_dossier(DAY).people[3].id_number)
    sums = shown(table(checked(book), "各表的结果"))
    assert ["人员", "1", "1", "1", "1"] in sums
    assert ["飞地", "0", "0", str(len(SOME.enclaves)), "0"] in sums


def test_that_a_dry_run_writes_nothing(empty, book, checked):
    checked(book)
    assert rows(on_record(empty)) == rows(Dossier.of(DAY, {}))


def test_that_a_changed_row_is_shown_as_it_was_and_as_it_will_be(qtbot, empty, book, checked, import_by):
    import_by(checked(book), "全部导入")
    spoil(book, "人员", 2, "手机", "13800000001")
    found = checked(book)
    click(qtbot, found, "更改 1")
    ((sheet, who, change),) = shown(table(found, "核对结果"))
    person = SOME.people[0]
    assert (sheet, person.name in who) == ("人员", True)
    assert change == f"手机：{person.mobile} → 13800000001"


@pytest.fixture
def wrong(book, empty, checked) -> QDialog:
    """The dialog on a workbook with three wrong cells."""
    spoil(book, "人员", 2, "证件号码", SOME.people[0].id_number[:-1] + "0")
    spoil(book, "人员", 3, "学位", "研究生")
    spoil(book, "劳动合同", 2, "起始日期", "2024-02-30")
    return checked(book)


def test_that_a_wrong_cell_is_listed_with_where_it_is_and_what_to_do(wrong):
    lines = shown(table(wrong, "核对结果"))
    assert [
        "人员",
        "3",
        "学位",
        "研究生",
        "不在可选范围内（博士、硕士、学士、无）",
        "从下拉列表中选择",
    ] in lines


def test_that_a_wrong_number_is_masked_in_the_list_and_in_the_row(wrong):
    number = SOME.people[0].id_number[:-1] + "0"
    seen = [cell for name in ("核对结果", "有错的行") for row in shown(table(wrong, name)) for cell in row]
    assert number not in seen
    assert f"{number[:3]}***********{number[-4:]}" in seen


def test_that_nothing_wrong_is_imported_with_all(wrong):
    assert not named(wrong, QPushButton, "全部导入").isEnabled()


def test_that_wrong_cells_mended_in_place_are_checked_and_imported(wrong, qtbot, empty, import_by, rechecked):
    lines = table(wrong, "核对结果")
    for text in (SOME.people[0].id_number, "博士", SOME.contracts[0].starts_on.isoformat()):
        rechecked(wrong, lambda text=text: mend(qtbot, lines, lines.model().index(0, 3), text))
    assert shown(lines) == []
    import_by(wrong, "全部导入")
    people = {person.id_number: person.degree for person in on_record(empty).people}
    assert people[SOME.people[0].id_number] == SOME.people[0].degree
    assert people[SOME.people[1].id_number] == "博士"
    assert len(on_record(empty).contracts) == len(SOME.contracts)


def test_that_a_cell_is_mended_in_the_table_of_wrong_rows(wrong, qtbot, rechecked):
    wrong_rows = table(wrong, "有错的行")
    header = [wrong_rows.model().headerData(at, Qt.Orientation.Horizontal) for at in range(8)]
    rechecked(
        wrong, lambda: mend(qtbot, wrong_rows, wrong_rows.model().index(1, header.index("学位")), "硕士")
    )
    assert "学位" not in [line[2] for line in shown(table(wrong, "核对结果"))]


def test_that_a_mended_cell_that_is_still_wrong_says_why(wrong, qtbot, rechecked):
    lines = table(wrong, "核对结果")
    at = [line[2] for line in shown(lines)].index("起始日期")
    rechecked(wrong, lambda: mend(qtbot, lines, lines.model().index(at, 3), "2024-13-01"))
    assert shown(lines)[at][3] == "2024-13-01"


def test_that_the_last_mending_can_be_taken_back(wrong, qtbot, rechecked):
    lines = table(wrong, "核对结果")
    before = shown(lines)
    rechecked(wrong, lambda: mend(qtbot, lines, lines.model().index(1, 3), "博士"))
    rechecked(wrong, lambda: click(qtbot, wrong, "撤销修改"))
    assert shown(lines) == before


def test_that_a_row_left_out_bars_nothing_and_is_not_imported(
    qtbot, empty, book, checked, import_by, rechecked
):
    spoil(book, "人员", 4, "手机", "无")
    found = checked(book)
    # Her contracts refer to her: they go too.
    gone = SOME.people[2]
    hers = [contract for contract in SOME.contracts if contract.person == gone.id_number]
    for _ in range(1 + len(hers)):
        rechecked(found, lambda: click(qtbot, found, "略去这一行"))
    import_by(found, "全部导入")
    assert {person.name for person in on_record(empty).people} == {person.name for person in SOME.people[:2]}


def test_that_only_rows_without_an_error_are_imported_when_asked(wrong, empty, import_by):
    import_by(wrong, "只导入没有错误的行")
    imported = on_record(empty)
    assert [person.id_number for person in imported.people] == [SOME.people[2].id_number]
    assert {contract.person for contract in imported.contracts} <= {SOME.people[2].id_number}


def test_that_an_import_is_undone_as_one_change(window, qtbot, empty, book, checked, import_by):
    import_by(checked(book), "全部导入")
    assert window.session.undoable == f"导入 {BOOK}"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.session.saved):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(on_record(empty)) == rows(Dossier.of(DAY, {}))


@pytest.fixture
def gate(window):
    """Hold the record's thread wherever it tells its progress, until let go."""
    opened, reached = threading.Event(), []

    def wait(what: str, done: int, total: int) -> None:
        reached.append(what)
        opened.wait(5)

    window.session.worker.progressed.connect(wait, Qt.ConnectionType.DirectConnection)
    yield opened, reached
    opened.set()


def test_that_an_import_cancelled_while_it_is_checked_leaves_the_record_as_it_was(
    window, qtbot, empty, book, gate
):
    opened, reached = gate
    drop(window, book)
    qtbot.waitUntil(lambda: bool(reached))
    click(qtbot, dialog(window), "取消")
    opened.set()
    qtbot.waitUntil(lambda: not waiting(dialog(window)))
    assert named(dialog(window), QPushButton, "选择工作簿…")
    assert rows(on_record(empty)) == rows(Dossier.of(DAY, {}))


def test_that_an_import_cancelled_while_it_is_written_leaves_the_record_as_it_was(
    window, qtbot, empty, book, checked, gate
):
    opened, reached = gate
    opened.set()
    found = checked(book)
    opened.clear()
    click(qtbot, found, "全部导入")
    qtbot.waitUntil(lambda: "写入档案" in reached)
    click(qtbot, found, "取消")
    opened.set()
    qtbot.waitUntil(lambda: not waiting(found))
    assert named(found, QPushButton, "全部导入").isEnabled()
    assert window.session.undoable is None
    assert rows(on_record(empty)) == rows(Dossier.of(DAY, {}))


def test_that_the_window_says_what_is_done_while_it_waits(window, qtbot, empty, book, gate):
    opened, reached = gate
    drop(window, book)
    qtbot.waitUntil(lambda: bool(reached))
    QApplication.processEvents()
    said = [label.text() for label in dialog(window).findChildren(QLabel) if label.isVisible()]
    assert f"读取 {BOOK}" in said
    opened.set()
    qtbot.waitUntil(lambda: not waiting(dialog(window)))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"nothing of the kind", "表.xlsx 不是 Excel 工作簿，或者已经损坏"),
        ("表.et", b"\xd0\xcf\x11\xe0", "不能直接导入WPS 表格（.et）"),
        ("空.xlsx", b"", "空.xlsx 是空文件（0 字节）"),
    ],
)
def test_that_a_file_that_cannot_be_read_says_why_where_another_is_chosen(
    empty, tmp_path, checked, name, content, words
):
    path = tmp_path / name
    path.write_bytes(content)
    found = checked(path)
    assert named(found, QLabel, "读不了的原因").text().startswith(words)
    assert named(found, QPushButton, "选择工作簿…")


def test_that_a_workbook_of_other_things_is_refused(empty, tmp_path, checked, book):
    other = load_workbook(book)
    for title in other.sheetnames[1:]:
        del other[title]
    other.worksheets[0].title = "考勤"
    other.save(tmp_path / "考勤.xlsx")
    found = checked(tmp_path / "考勤.xlsx")
    assert "没有可以导入的表" in named(found, QLabel, "读不了的原因").text()


def test_that_a_workbook_without_a_record_first_makes_one(window, qtbot, tmp_path, book, import_by):
    drop(window, book)
    answer_file_dialog(qtbot, tmp_path / "新的.enclave")
    click(qtbot, window, "不加密，直接新建")
    qtbot.waitUntil(
        lambda: any(child.accessibleName() == "导入工作簿" for child in window.findChildren(QDialog))
    )
    found = dialog(window)
    qtbot.waitUntil(lambda: not waiting(found))
    import_by(found, "全部导入")
    assert rows(on_record(tmp_path / "新的.enclave")) == rows(SOME)


def test_that_mended_cells_are_not_thrown_away_unasked(wrong, qtbot, rechecked):
    lines = table(wrong, "核对结果")
    rechecked(wrong, lambda: mend(qtbot, lines, lines.model().index(1, 3), "博士"))
    qtbot.keyClick(wrong, Qt.Key.Key_Escape)
    assert wrong.isVisible()
    click(qtbot, wrong, "关闭")
    assert not wrong.isVisible()


def test_that_an_export_can_be_imported_again_without_a_change(
    window, qtbot, record_file, tmp_path, settled, checked
):
    settled(lambda: window.session.open(record_file))
    window.go("people")
    click(qtbot, window, "导入")
    click(qtbot, dialog(window), "把现有档案导出为工作簿…")
    with qtbot.waitSignal(window.session.saved):
        answer_file_dialog(qtbot, tmp_path / "导出.xlsx")
    click(qtbot, dialog(window), "取消")
    found = checked(tmp_path / "导出.xlsx")
    assert named(found, QLabel, "核对结论").text() == "没有要导入的：工作簿里的内容档案里都有。"


def test_that_the_models_keep_qts_rules(wrong):
    for name in ("各表的结果", "核对结果", "有错的行"):
        QAbstractItemModelTester(
            table(wrong, name).model(), QAbstractItemModelTester.FailureReportingMode.Fatal
        )

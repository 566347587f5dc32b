"""The history on the screen: every change of a day's work, from what to what, masked until somebody asks."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
)

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.history.moved_out import MovedOutDialog
from enclave_desktop.desktop.people.erasing import ErasingDialog, ask_to_erase, erase
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.dossier.values import Claim, Contract, Person
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.contents import digest
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard, verify
from tests.desktop.conftest import DAY
from tests.desktop.screen import answer_file_dialog, click, named, type_words

NAME = "许南乔"


@pytest.fixture
def history(window, settled, record_file):
    """Goes to the page."""
    settled(lambda: window.session.open(record_file))
    return lambda: settled(lambda: window.go("history"))


@pytest.fixture
def until(qtbot, window):
    """Waits until a table of that name holds what is asked."""

    def wait(name, holds, parent=None):
        qtbot.waitUntil(lambda: holds(cells(named(parent or window, QTableView, name))))
        return cells(named(parent or window, QTableView, name))

    return wait


def somebody(window):
    return next(row for row in window.session.view.dossier.people if row.name == NAME)


def change_degree(window, settled):
    """As somebody types it."""
    before = somebody(window)
    pair = (before, replace(before, degree="学士"))
    settled(lambda: window.session.apply(f"修改{NAME}的学位", Changes(updated={Person: [pair]})))


def change_salary(window, settled):
    number = somebody(window).id_number
    row = next(row for row in window.session.view.dossier.contracts if row.person == number)
    pair = (row, replace(row, salary=3_210_000))
    settled(lambda: window.session.apply("修改月薪", Changes(updated={Contract: [pair]})))


def cells(view):
    model = view.model()
    return [
        [model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_that_what_was_typed_and_taken_back_is_listed_the_newest_first(window, settled, history, until):
    history()
    change_degree(window, settled)
    settled(window.session.undo)
    listed = until("历史", lambda rows: len(rows) == 4)
    assert [row[2:4] for row in listed[:2]] == [
        ["撤销", f"撤销：修改{NAME}的学位"],
        ["录入", f"修改{NAME}的学位"],
    ]
    assert listed[0][4] == "人员 更改 1"
    assert listed[-1][3] == "新建档案"


def test_that_an_entry_tells_from_what_to_what_and_masks_pay_until_asked(
    window, settled, history, qtbot, until
):
    history()
    change_salary(window, settled)
    detail = named(window, QTableView, "改了什么")
    (row,) = until("改了什么", lambda rows: len(rows) == 1)
    assert row[0:2] == ["更改", "劳动合同"]
    assert row[3:] == ["月薪", "***", "***"]
    click(qtbot, window, "显示敏感内容")
    assert cells(detail)[0][-1] == "32,100.00"
    window.go("people")
    window.go("history")
    until("改了什么", lambda rows: rows[0][-1] == "***")


def test_that_a_search_leaves_what_holds_the_word(window, settled, history, qtbot, until):
    history()
    change_degree(window, settled)
    change_salary(window, settled)
    qtbot.keyClicks(named(window, QLineEdit, "查找历史"), "32100")
    until("历史", lambda rows: [row[3] for row in rows] == ["修改月薪"])
    named(window, QLineEdit, "查找历史").clear()
    box = named(window, QComboBox, "来源")
    box.setCurrentText("新建")
    box.activated.emit(box.currentIndex())
    until("历史", lambda rows: [row[3] for row in rows] == ["新建档案"])


def test_that_no_entry_is_of_days_to_come_and_a_wrong_day_is_marked(window, history, until):
    history()
    line = named(window, QLineEdit, "起日期")
    line.setText("2099-01-01")
    line.editingFinished.emit()
    until("历史", lambda rows: rows == [])
    line.setText("昨天")
    line.editingFinished.emit()
    until("历史", bool)
    assert line.property("state") == "error"


def test_that_the_history_is_exported_in_full(window, settled, history, qtbot, tmp_path):
    history()
    change_salary(window, settled)
    out = tmp_path / "历史.xlsx"
    click(qtbot, window, "导出")
    settled(lambda: answer_file_dialog(qtbot, out))
    rows = list(load_workbook(out)["历史"].iter_rows(values_only=True))
    assert "32,100.00" in rows[1]
    assert somebody(window).id_number in str(rows[1])


def test_that_the_tables_fill_the_page_however_wide_it_is(window, settled, history, qtbot, until):
    history()
    window.resize(1700, 800)
    change_degree(window, settled)
    for name in ("历史", "改了什么"):
        view = named(window, QTableView, name)
        qtbot.waitUntil(lambda view=view: view.horizontalHeader().length() == view.viewport().width())


def test_that_a_programme_is_told_by_its_title(window, settled, history, until):
    history()
    claim = next(row for row in window.session.view.dossier.claims if row.programme == "nx-phd-allowance")
    settled(lambda: window.session.apply("删除申领", Changes(removed={Claim: [claim]})))
    (row,) = until("改了什么", lambda rows: len(rows) == 1)
    assert row[2].startswith("全日制博士补助　")
    assert "nx-" not in str(row)


def test_that_another_record_is_not_searched_for_what_was_looked_for_in_the_last(
    window, settled, history, qtbot, until, record_file, tmp_path
):
    history()
    qtbot.keyClicks(named(window, QLineEdit, "查找历史"), "nobody")
    until("历史", lambda rows: rows == [])
    other = Path(copyfile(record_file, tmp_path / "另一份.enclave"))
    settled(lambda: window.session.open(other))
    until("历史", bool)
    assert named(window, QLineEdit, "查找历史").text() == ""


def test_that_a_person_has_her_own_record_of_changes(window, settled, history, until):
    history()
    change_degree(window, settled)
    window.go("people")
    window._pages["people"].open_person(somebody(window))
    told = until("更改记录", bool)
    assert told[0][2:] == ["更改", "人员", "学位", "博士", "学士"]
    assert "劳动合同" in {row[3] for row in told}


def test_that_a_field_tells_what_it_was(window, settled, history, qtbot, until):
    history()
    change_degree(window, settled)
    window.go("people")
    table = window._pages["people"].table()
    table.look_at(somebody(window))
    table.open_pane()
    line = table.pane.form.lines["degree"]
    line._menu(line.input, QPoint(4, 4))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = [action for action in menu.actions() if action.text() == "这一项的更改"]
    action.trigger()
    dialog = QApplication.activeModalWidget()
    told = until("学位的更改", bool, dialog)
    assert [row[2:] for row in told] == [["更改", "博士", "学士"], ["新增", "", "博士"]]
    click(qtbot, dialog, "关闭")


def keep_packet(record, number):
    frozen = freeze(record.dossier(DAY))
    manifest = {"subjects": [number], "year": 2024, "dossier": digest(frozen), "evidence": []}
    with record.transaction() as transaction:
        transaction.freeze(
            number="P-1",
            made_at=datetime(2025, 6, 30, 9).isoformat(timespec="minutes"),
            programme="nx-phd-allowance",
            manifest=manifest,
            parts=[frozen],
            pdf=b"%PDF",
        )


@pytest.fixture
def printed(window, settled, record_file):
    """A record with a kept packet of somebody, open."""
    with Record.open(record_file) as record:
        people = record.dossier(DAY).people
        keep_packet(record, next(row.id_number for row in people if row.name == NAME))
    settled(lambda: window.session.open(record_file))
    return window


def test_that_a_removed_person_of_a_packet_is_listed_as_moved_out_and_comes_back(
    printed, settled, qtbot, until
):
    from enclave_desktop.desktop.table.removal import removal

    her, view = somebody(printed), printed.session.view
    what = removal(Person, [her], view.dossier)
    assert "不删除而移出" in what.words
    settled(lambda: printed.session.apply(f"删除人员{NAME}", what.changes))
    settled(lambda: printed.go("history"))
    click(qtbot, printed, "已移出的行")
    dialog = printed.findChild(MovedOutDialog)
    listed = until("已移出的行", bool, dialog)
    assert [row[0] for row in listed] == ["人员", "劳动合同"]
    assert "P-1" in listed[0][3]
    assert her.id_number not in str(listed)
    for at in (1, 3):  # nothing of it is cut off
        room = dialog.table.columnWidth(at) - 16
        assert all(dialog.table.fontMetrics().horizontalAdvance(row[at]) <= room for row in listed)
    dialog.table.selectAll()
    click(qtbot, dialog, "移回")
    until("已移出的行", lambda rows: rows == [], dialog)
    assert her in printed.session.view.dossier.people
    click(qtbot, dialog, "关闭")


def test_that_a_person_is_erased_after_a_reason_and_a_word(printed, settled, qtbot, record_file):
    her = somebody(printed)
    change_degree(printed, settled)
    printed.go("people")
    printed._pages["people"].open_person(somebody(printed))
    click(qtbot, printed, "清除个人信息…")
    qtbot.waitUntil(lambda: printed.findChild(ErasingDialog) is not None)
    dialog = printed.findChild(ErasingDialog)
    assert isinstance(dialog, QDialog)
    go = named(dialog, QPushButton, "清除")
    assert not go.isEnabled()
    type_words(named(dialog, QLineEdit, "理由"), "本人申请")
    assert not go.isEnabled()
    type_words(named(dialog, QLineEdit, "输入“清除”确认"), "清除")
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: her.name not in {row.name for row in printed.session.view.dossier.people})
    assert printed.session.undoable is None
    settled(printed.session.close)
    assert her.id_number.encode() not in record_file.read_bytes()
    assert verify(record_file, date.today()).history.erased > 2


def test_that_copies_which_stay_are_told_before_a_person_is_erased(printed, qtbot, record_file):
    folder = record_file.parent / "备份"
    folder.mkdir()
    aside = folder / f"{record_file.stem}-恢复前-20260101-080000.enclave"
    copyfile(record_file, aside)
    ask_to_erase(printed.session, somebody(printed), printed)
    qtbot.waitUntil(lambda: printed.findChild(ErasingDialog) is not None)
    dialog = printed.findChild(ErasingDialog)
    assert aside.name in " ".join(one.text() for one in dialog.findChildren(QLabel))
    dialog.reject()


def test_that_an_erasure_once_begun_is_ended_with_a_new_backup_for_the_old_one(record_file):
    folder = record_file.parent / "备份"
    with Record.open(record_file) as record:
        old = record.backup(folder, datetime(2026, 1, 1, 8), unheard).path
        held = Held(record, record.dossier(DAY), 2024)
        her = next(row for row in held.dossier.people if row.name == NAME)
        job = Job("", lambda *_: job.cancel())
        words = erase(her.id_number, "本人申请", record_file, held, job)
    (new,) = folder.glob("*.enclave")
    assert new != old
    assert her.id_number.encode() not in new.read_bytes()
    assert "已另做一份备份，删去旧备份 1 份" in words


def test_that_every_control_of_the_page_says_what_it_is(window, history):
    history()
    page = window._pages["history"]
    for kind in (QAbstractButton, QLineEdit, QComboBox, QToolButton, QTableView):
        for widget in page.findChildren(kind):
            if widget.isVisible() and not isinstance(widget.parent(), QLineEdit):
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text, widget


def test_that_the_list_of_printed_packets_tells_of_an_erased_one(printed, settled, record_file):
    from enclave_desktop.desktop.packets.kept import list_kept, read_kept

    number = somebody(printed).id_number
    settled(printed.session.close)
    with Record.open(record_file) as record:
        record.erase(number, "本人申请", DAY, {"P-1": {"total": "290000.00"}})
        held = Held(record, record.dossier(DAY), 2024)
        (kept,) = list_kept(held, Job("", lambda *_: None))
        assert kept.subjects == "1 个对象，合计 290000.00 元，个人信息已清除"
        with pytest.raises(UserError, match="已按要求在 2025-06-30 清除"):
            read_kept(held, kept)

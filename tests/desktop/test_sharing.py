"""Two at one shared record: a real window, a real server, and somebody else in another connection."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QRadioButton

from enclave_desktop.desktop.held import Held, Opening
from enclave_desktop.desktop.sharing.conflict_dialog import ConflictDialog
from enclave_desktop.desktop.sharing.connect_dialog import ConnectDialog
from enclave_desktop.desktop.sharing.together import Together
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.postgres_errors import lost
from enclave_desktop.records.postgres_sharing import share
from enclave_desktop.records.record import Record
from enclave_desktop.records.server_password import ServerPassword
from tests.postgres_server import PASSWORD
from tests.unit.records.filled import EVERYTHING, adding, change
from tests.unit.rows import TODAY, expense


@pytest.fixture(scope="session")
def shared_template(postgres):
    """A shared record with a row of every sheet, and 李四, a clerk."""
    name = postgres.new_database("模板")
    share(postgres.address(name))
    with Record.open(postgres.address(name)) as record:
        change(record, adding(*EVERYTHING))
    return name


@pytest.fixture
def address(postgres, shared_template):
    name = postgres.new_database(template=shared_template)
    yield postgres.address(name)
    postgres.drop_database(name)


@pytest.fixture
def together(window, qtbot, address):
    """The window on the shared record."""
    with qtbot.waitSignal(window.session.opened):
        window.session.begin(Opening(address))
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    found = window.findChild(Together)
    assert found is not None
    found._timer.stop()  # the tests say when it looks
    return found


def shown(window):
    return window.session.view.dossier


def by_another(address, changes, words="修改示例𬭎的毕业院校"):
    """As 李四 does at another desk."""
    with Record.open(address) as record, record.transaction(Origin(Action.TYPED, words)) as transaction:
        record._store.place = replace(address, user="李四")  # type: ignore[misc]  # as whom the server lets in
        transaction.apply(changes)


def edited(person, **more):
    return Changes(updated={type(person): [(person, replace(person, **more))]})


def on_record(address):
    with Record.open(address, read_only=True) as record:
        return record.dossier(TODAY)


def test_that_the_window_shows_where_the_record_is_shared(window, together, address):
    assert window.windowTitle().startswith(f"{address.database}（本机）")
    assert window.sidebar.record.text() == f"{address.database}（本机）"
    assert window.settings.recent[0] == address
    assert not window.status.backup.isVisible()


def test_that_what_another_changed_appears_with_a_quiet_word(window, together, qtbot, address):
    (person,) = shown(window).people
    by_another(address, edited(person, school="宁夏大学"))
    together.look()
    qtbot.waitUntil(lambda: shown(window).people[0].school == "宁夏大学")
    assert window.status.currentMessage() == "李四：修改示例𬭎的毕业院校。表格已更新"


def test_that_what_was_changed_here_is_not_told_as_anothers(window, together, qtbot):
    (person,) = shown(window).people
    with qtbot.waitSignal(window.session.saved):
        window.session.apply("修改学校", edited(person, school="宁夏大学"))
    together.look()
    qtbot.waitUntil(lambda: not together._looking)
    assert window.status.currentMessage() == ""
    assert shown(window).people[0].school == "宁夏大学"


@pytest.fixture
def conflict(window, together, qtbot, address):
    """Both changed the person: the school here and there, and here the major, there the title."""
    (person,) = shown(window).people
    by_another(address, edited(person, school="宁夏大学", title="教授"))
    window.session.apply("修改示例𬭎", edited(person, school="清华大学", major="材料"))
    qtbot.waitUntil(lambda: window.findChild(ConflictDialog) is not None)
    dialog = window.findChild(ConflictDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def radio(dialog, name):
    (found,) = [one for one in dialog.findChildren(QRadioButton) if one.accessibleName() == name]
    return found


def button(dialog, words):
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == words]
    return found


def test_that_two_who_changed_one_person_are_told_who_and_choose_field_by_field(
    window, conflict, qtbot, address
):
    words = " ".join(label.text() for label in conflict.findChildren(type(window.status._saved)))
    assert "李四" in words
    assert "人员　示例𬭎" in words
    assert radio(conflict, "毕业院校用我的：清华大学").isChecked()
    assert radio(conflict, "专业用我的：材料").isChecked()
    assert radio(conflict, "职称用别人的：教授").isChecked()
    qtbot.mouseClick(radio(conflict, "毕业院校用别人的：宁夏大学"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.session.saved):
        qtbot.mouseClick(button(conflict, "按选择保存"), Qt.MouseButton.LeftButton)
    (person,) = on_record(address).people
    assert (person.school, person.major, person.title) == ("宁夏大学", "材料", "教授")
    assert shown(window).people == (person,)
    assert window.session.undoable == "修改示例𬭎"


def test_that_one_may_leave_it_as_the_other_made_it(window, conflict, qtbot, address):
    qtbot.mouseClick(button(conflict, "全部用别人的"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    (person,) = on_record(address).people
    assert (person.school, person.major, person.title) == ("宁夏大学", None, "教授")
    assert shown(window).people == (person,)


@pytest.fixture
def undone(window, together, qtbot, address):
    """Two vouchers were changed here in one step, one of them then by another, and the step is to be taken back."""
    mine, theirs, *_ = shown(window).expenses
    pairs = [(row, replace(row, summary="这里写的")) for row in (mine, theirs)]
    with qtbot.waitSignal(window.session.saved):
        window.session.apply("粘贴 2 行", Changes(updated={type(mine): pairs}))
    seen = pairs[1][1]
    by_another(address, Changes(updated={type(seen): [(seen, replace(seen, summary="别人写的"))]}))
    window.session.undo()
    qtbot.waitUntil(lambda: window.findChild(ConflictDialog) is not None)
    dialog = window.findChild(ConflictDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog, mine, theirs


@pytest.mark.usefixtures("undone")
def test_that_undo_takes_back_nothing_that_another_changed_since_without_a_word(address):
    assert {row.summary for row in on_record(address).expenses} >= {"这里写的", "别人写的"}


def test_that_leaving_a_row_to_the_other_still_saves_what_nobody_else_touched(window, undone, qtbot, address):
    dialog, mine, theirs = undone
    with qtbot.waitSignal(window.session.saved):
        qtbot.mouseClick(button(dialog, "全部用别人的"), Qt.MouseButton.LeftButton)
    rows = on_record(address).expenses
    assert mine in rows
    assert replace(theirs, summary="别人写的") in rows


def test_that_an_undo_waits_for_a_lost_server(window, together, qtbot, address, postgres):
    (person,) = shown(window).people
    with qtbot.waitSignal(window.session.saved):
        window.session.apply("修改学校", edited(person, school="清华大学"))
    with postgres.superuser() as connection:
        connection.execute(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS false")
    postgres.end_connections(address.database)
    window.session.undo()
    qtbot.waitUntil(lambda: together.unsaved == 1, timeout=10_000)
    with postgres.superuser() as connection:
        connection.execute(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS true")
    with qtbot.waitSignal(window.session.saved):
        together.try_again()
    assert on_record(address).people == (person,)
    assert window.session.undoable is None


def test_that_what_the_other_removed_may_be_entered_again(window, together, qtbot, address):
    project = next(row for row in shown(window).projects)
    expenses = [row for row in shown(window).expenses if row.project == project.number]
    by_another(address, Changes(removed={type(expenses[0]): expenses[:1]}))
    mine = replace(expenses[0], summary="试剂")
    window.session.apply("修改摘要", Changes(updated={type(mine): [(expenses[0], mine)]}))
    qtbot.waitUntil(lambda: window.findChild(ConflictDialog) is not None)
    dialog = window.findChild(ConflictDialog)
    (again,) = [one for one in dialog.findChildren(QRadioButton) if one.text() == "照我的重新登记"]
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.session.saved):
        qtbot.mouseClick(button(dialog, "按选择保存"), Qt.MouseButton.LeftButton)
    assert mine in on_record(address).expenses


def test_that_what_is_on_record_as_it_was_to_be_is_no_conflict(window, together, qtbot, address):
    (person,) = shown(window).people
    by_another(address, edited(person, school="清华大学"))
    window.session.apply("修改学校", edited(person, school="清华大学"))
    qtbot.waitUntil(lambda: shown(window).people[0].school == "清华大学")
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    assert window.findChild(ConflictDialog) is None


def test_that_a_lost_connection_keeps_what_was_typed_and_saves_it_afterwards(
    window, together, qtbot, address, postgres
):
    (person,) = shown(window).people
    with postgres.superuser() as connection:
        connection.execute(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS false")
    postgres.end_connections(address.database)
    window.session.apply("修改学校", edited(person, school="清华大学"))
    qtbot.waitUntil(lambda: together.unsaved == 1, timeout=10_000)
    assert together.banner.isVisible()
    assert "有 1 处改动还没有保存，都留着" in together.banner._words.text()
    assert not window.close()
    box = window.findChild(QMessageBox)
    assert "还有 1 处改动没有保存" in box.text()
    qtbot.mouseClick(button(box, "先不关闭"), Qt.MouseButton.LeftButton)
    with postgres.superuser() as connection:
        connection.execute(f"ALTER DATABASE {address.database} ALLOW_CONNECTIONS true")
    with qtbot.waitSignal(window.session.saved):
        qtbot.mouseClick(button(together.banner, "重新连接"), Qt.MouseButton.LeftButton)
    assert on_record(address).people[0].school == "清华大学"
    together.look()
    qtbot.waitUntil(lambda: not together.banner.isVisible())


def test_that_a_field_that_is_being_typed_in_is_not_shown_anew(window, together, qtbot, address):
    (person,) = shown(window).people
    line = QLineEdit(window)
    line.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "half")
    by_another(address, edited(person, school="宁夏大学"))
    together.look()
    assert not together._looking
    line.deleteLater()


def test_that_a_server_is_asked_for_tried_and_opened(window, qtbot, tls_postgres):
    name = tls_postgres.new_database()
    there = tls_postgres.address(name)
    Record.create(there, key=ServerPassword(PASSWORD)).close()
    window.sidebar.record.shared_wanted.emit()
    dialog = window.findChild(ConnectDialog)

    def line(called):
        return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == called)

    for called, words in (
        ("服务器", there.server),
        ("数据库", name),
        ("用户名", there.user),
        ("密码", "wrong"),
    ):
        qtbot.keyClicks(line(called), words)
    line("端口").setText(str(there.port))
    line("根证书").setText(str(there.root_certificate))
    qtbot.mouseClick(button(dialog, "测试连接"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "不接受这个用户或密码" in dialog._told.text())
    qtbot.waitUntil(lambda: dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width()))
    line("密码").setText(PASSWORD)
    qtbot.mouseClick(button(dialog, "测试连接"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "连接正常。您的权限：管理" in dialog._told.text())
    with qtbot.waitSignal(window.session.opened):
        qtbot.mouseClick(button(dialog, "连接"), Qt.MouseButton.LeftButton)
    assert window.session.place == there
    assert PASSWORD not in str(window.settings._kept.value("recent"))
    qtbot.waitUntil(lambda: not window.session.worker.busy)


@pytest.fixture
def people_of(postgres, shared_template, address):
    """Opens the shared record as somebody of a role."""
    with Record.open(address):
        share(address)  # roles belong to the database's name

    def opening(role):
        name = f"{role} {address.database}"
        postgres.new_person(name, f"{address.database}_{role}")
        return replace(address, user=name)

    return opening


def open_as(window, qtbot, place):
    with qtbot.waitSignal(window.session.opened):
        window.session.begin(Opening(place))
    qtbot.waitUntil(lambda: not window.session.worker.busy)


def test_that_a_reader_is_told_so_and_can_change_nothing(window, qtbot, people_of, address):
    open_as(window, qtbot, people_of("reader"))
    window.go("people")
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("权限是“查看”：可以查看、核对、导出，不能修改" in one for one in words)
    (person,) = shown(window).people
    with qtbot.waitSignal(window.session.failed):
        window.session.apply("修改学校", edited(person, school="宁夏大学"))
    window.findChild(QMessageBox).close()
    assert on_record(address).people == (person,)


@pytest.mark.parametrize(("role", "may"), [("clerk", False), ("approver", True)])
def test_that_only_an_approver_is_offered_to_answer_assumptions(window, qtbot, people_of, role, may):
    open_as(window, qtbot, people_of(role))
    window.go("matching")
    answers = [one for one in window.findChildren(QPushButton) if one.text() in ("确认…", "查看…")]
    assert answers
    assert all(one.isEnabled() is may for one in answers)


def test_that_a_row_that_was_saved_before_the_answer_was_lost_is_not_added_twice(
    window, together, qtbot, address, monkeypatch
):
    new = expense(voucher="记-88")
    apply = Held.apply

    def lost_at_the_end(held, changes, origin, job, files=()):
        apply(held, changes, origin, job, files)
        raise lost(address)

    monkeypatch.setattr(Held, "apply", lost_at_the_end)
    window.session.apply("新增研发费用", adding(new))
    qtbot.waitUntil(lambda: together.unsaved == 1)
    monkeypatch.undo()
    with qtbot.waitSignal(window.session.saved):
        together.try_again()
    assert on_record(address).expenses.count(new) == 1
    assert together.unsaved == 0

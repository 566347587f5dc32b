"""申领: where each programme stands with each subject, and every step recorded with the row of 申领 in one change."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim
from enclave_desktop.records.changes import Changes
from tests.desktop.conftest import DAY
from tests.desktop.screen import click, click_row, named, said
from tests.desktop.sheet import Sheet, on_record, open_sheet, type_into
from tests.unit import rows

PHD = "全日制博士补助"
MISSING = "缺少的信息"


class Board:
    """The page under the hands of a clerk."""

    def __init__(self, window, qtbot, settled, record_file) -> None:
        self.window, self.qtbot, self.settled, self.file = window, qtbot, settled, record_file
        self.view: QTableView = named(window, QTableView, "申领进度")

    def labels(self) -> list[str]:
        self.view.model()
        return [self.view.model().headerData(at, Qt.Orientation.Horizontal) for at in range(10)]

    def row(self, name: str, programme: str) -> int:
        model = self.view.model()
        found = (
            row
            for row in range(model.rowCount())
            if (model.index(row, 0).data(), model.index(row, 1).data()) == (name, programme)
        )
        return next(found)

    def figure(self, name: str, programme: str, label: str) -> str:
        at = self.labels().index(label)
        return self.view.model().index(self.row(name, programme), at).data()

    def choose(self, name: str, programme: str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        index = self.view.model().index(self.row(name, programme), 1)
        self.view.scrollTo(index)
        at = self.view.visualRect(index).center()
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
        QApplication.processEvents()

    @property
    def pane(self) -> QWidget:
        return named(self.window, QWidget, "申领经过")

    def told(self) -> list[str]:
        """What the pane says."""
        return [label.text() for label in self.pane.findChildren(QLabel) if label.isVisible()]

    def buttons(self) -> list[str]:
        return [button.text() for button in self.pane.findChildren(QPushButton) if button.isVisible()]

    def ask(self, words: str) -> QDialog:
        """Click the button that begins with the words, and the dialog that it opens."""
        button = next(b for b in self.pane.findChildren(QPushButton) if b.text() == words)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self.dialog()

    def dialog(self) -> QDialog:
        """The one that opens, once the keyboard is there."""
        self.qtbot.waitUntil(lambda: bool(self.dialogs()))
        dialog = self.dialogs()[0]
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def come_back(self) -> None:
        """To the window itself, once no dialog lies over it."""
        self.qtbot.waitUntil(lambda: not self.dialogs())
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, words: str) -> None:
        """Click a button that changes the record at once."""
        button = next(b for b in self.pane.findChildren(QPushButton) if b.text() == words)
        self.settled(lambda: self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton))

    def dialogs(self) -> list[QDialog]:
        return [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]

    def step(self, words: str, on: str, amount: str = "", reason: str = "") -> None:
        """Record a step by its dialog."""
        dialog = self.ask(words)
        type_into(self.qtbot, named(dialog, QLineEdit, "日期"), on)
        if amount:
            type_into(self.qtbot, named(dialog, QLineEdit, "金额"), amount)
        if reason:
            named(dialog, QPlainTextEdit, "说明").setPlainText(reason)
        self.settled(lambda: click(self.qtbot, dialog, "保存"))
        self.come_back()

    def claim(self, name: str, first: str) -> Claim:
        """The row of 申领, as another opening of the file finds it."""
        number = next(p.id_number for p in self.window.session.view.dossier.people if p.name == name)
        return next(c for c in on_record(self.file, Claim) if (c.subject, c.period_from) == (number, first))

    def state(self, name: str, first: str) -> tuple[str, int | None]:
        claim = self.claim(name, first)
        return claim.state, claim.amount


@pytest.fixture
def board(window, qtbot, settled, record_file) -> Board:
    window.sidebar.set_record_open(True)
    window.go("claims")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    window.go("claims")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Board(window, qtbot, settled, record_file)


@pytest.fixture
def light():
    """Leaves the theme as it was."""
    yield
    theme().apply("light", 1.0)


def test_that_each_row_says_due_claimed_claimable_approved_paid_and_outstanding(board):
    labels = ("应得（元）", "已申领（元）", "可申领（元）", "获批（元）", "已拨付（元）", "未到账（元）")
    figures = [board.figure("陈𬭎", PHD, label) for label in labels]
    assert figures == ["75,000.00", "60,000.00", "15,000.00", "45,000.00", "45,000.00", "15,000.00"]
    assert board.figure("陈𬭎", PHD, "可申领期间") == "2025-04 至 2025-06"


def test_that_the_ways_of_paying_have_figures_of_their_own(board, window):
    shown = {label.accessibleName() for label in window.findChildren(QLabel) if label.isVisible()}
    assert {
        "按月补助，现在可申领：277,000.00 元",
        "按年奖励，现在可申领：466,470.81 元",
        "获批后一次性，可申领：1,950,000.00 元",
    } <= shown
    told = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "另有最高可申领 4,000,000.00（已申领 500,000.00）" in told


def test_that_an_imported_claim_is_one_step_from_its_row(board):
    board.choose("王𠅤", PHD)
    told = board.told()
    assert told.count("获批") == 1
    assert "2025-01-27" in told
    assert "来自申领表" in told
    assert "撤回上一步" not in board.buttons()


def test_that_who_is_not_eligible_any_more_is_said(board):
    board.choose("孙临川", PHD)
    assert "按现在的档案，核对结论是“不符合”。" in board.told()


def test_that_the_pane_tells_the_tables_sum_and_what_of_it_is_not_planned_yet(board):
    board.choose("周㼆", PHD)
    assert board.figure("周㼆", PHD, "可申领（元）") == "45,000.00"
    assert "可申领 45,000.00 元，其中 30,000.00 元还没有登记" in board.told()


def test_that_the_months_recorded_already_stand_beside_those_that_are_not(board):
    assert board.figure("周㼆", PHD, "可申领期间") == "2025-01 至 2025-06；已登记 2024-10 至 2024-12"
    index = board.view.model().index(board.row("周㼆", PHD), board.labels().index("可申领期间"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "还没登记 2025-01 至 2025-06\n已登记 2024-10 至 2024-12"
    board.choose("周㼆", PHD)
    assert "2025-01 至 2025-06\n已登记 2024-10 至 2024-12" in board.told()


def test_that_another_day_is_another_sum(board, qtbot, settled):
    day = named(board.window, QLineEdit, "截至日期")
    type_into(qtbot, day, "2025-07-31")
    settled(lambda: qtbot.keyClick(day, Qt.Key.Key_Return))
    assert board.figure("方拾", PHD, "可申领（元）") == "20,000.00"


def test_that_several_claims_are_recorded_at_once_filled_in(board, qtbot, settled, record_file):
    board.choose("方拾", PHD)
    board.choose("ELENA SHILIOVA", PHD, Qt.KeyboardModifier.ControlModifier)
    click(qtbot, board.window, "记录申领")
    dialog = board.dialog()
    assert "2 条申领，按月 50,000.00 元" in [label.text() for label in dialog.findChildren(QLabel)]
    state = named(dialog, QComboBox, "状态")
    state.setFocus()
    qtbot.keyClick(state, Qt.Key.Key_Down)
    type_into(qtbot, named(dialog, QLineEdit, "日期"), "2025-07-05")
    settled(lambda: click(qtbot, dialog, "保存"))
    board.come_back()
    claims = [board.claim("方拾", "2025-04"), board.claim("ELENA SHILIOVA", "2024-12")]
    assert [(c.period_to, c.state, c.on, c.amount) for c in claims] == [
        ("2025-06", "已提交", date(2025, 7, 5), 15_000_00),
        ("2025-06", "已提交", date(2025, 7, 5), 35_000_00),
    ]
    assert len(on_record(record_file, ClaimStep)) == 2
    assert board.figure("方拾", PHD, "可申领（元）") == "0.00"
    settled(lambda: qtbot.keyClick(board.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert on_record(record_file, ClaimStep) == ()
    assert board.figure("方拾", PHD, "可申领（元）") == "15,000.00"


def test_that_what_is_wrong_with_a_new_claim_is_said_and_nothing_recorded(board, qtbot, record_file):
    board.choose("陈𬭎", PHD)
    click(qtbot, board.window, "记录申领")
    dialog = board.dialog()
    table = named(dialog, QTableView, "要记录的申领")
    table.model().setData(table.model().index(0, 2), "2025-01", Qt.ItemDataRole.EditRole)
    before = on_record(record_file, Claim)
    click(qtbot, dialog, "保存")
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert [words for words in told if "已经有一条申领" in words]
    assert dialog.isVisible()
    assert on_record(record_file, Claim) == before


def test_that_a_claim_goes_its_whole_way_and_its_row_with_it(board, record_file):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    first = "2024-10"
    board.step("登记退回", "2025-05-06", reason="缺 2024 年 12 月社保记录\n申请表没有盖章")
    assert board.state("黄敬澜", first) == ("退回", 18_000_00)
    board.step("再次提交", "2025-05-20", "17,000")
    assert board.state("黄敬澜", first) == ("已提交", 17_000_00)
    board.step("登记获批", "2025-06-01", "16,000")
    assert board.state("黄敬澜", first) == ("获批", 16_000_00)
    board.step("登记拨付", "2025-06-10", "6,000")
    assert board.state("黄敬澜", first) == ("获批", 16_000_00)
    assert "获批 16,000.00，已拨付 6,000.00，还差 10,000.00" in board.told()
    board.step("登记拨付", "2025-06-20")
    assert board.state("黄敬澜", first) == ("已拨付", 16_000_00)
    assert board.claim("黄敬澜", first).on == date(2025, 6, 20)
    steps = on_record(record_file, ClaimStep)
    assert [step.state for step in steps] == [
        "已提交",
        "退回",
        "退回",
        "已提交",
        "获批",
        "已拨付",
        "已拨付",
    ]
    assert steps[-1].amount == 10_000_00


def test_that_the_claims_of_several_rows_take_a_step_at_once(board, qtbot, settled):
    board.choose("澜朔上海研发中心", "人才小高地")
    board.choose("王𠅤", PHD, Qt.KeyboardModifier.ControlModifier)
    board.choose("陈𬭎", PHD, Qt.KeyboardModifier.ControlModifier)
    assert "选中 3 行" in board.told()
    assert board.buttons() == ["登记退回（1 条）", "登记获批（1 条）", "登记拨付（2 条）"]
    dialog = board.ask("登记拨付（2 条）")
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert "金额按各自获批而未拨付的登记，合计 545,000.00 元；有不同的，请单独登记。" in told
    type_into(qtbot, named(dialog, QLineEdit, "日期"), "2025-06-20")
    settled(lambda: click(qtbot, dialog, "保存"))
    assert board.state("王𠅤", "2024-04") == ("已拨付", 45_000_00)
    paid = [c for c in on_record(board.file, Claim) if c.on == date(2025, 6, 20)]
    assert [(c.state, c.amount) for c in paid] == [("已拨付", 45_000_00), ("已拨付", 500_000_00)]
    undo = named(board.window, QToolButton, "撤销")
    settled(lambda: qtbot.mouseClick(undo, Qt.MouseButton.LeftButton))
    assert board.state("王𠅤", "2024-04") == ("获批", 45_000_00)


def test_that_only_what_may_follow_is_offered_and_what_may_is_said(board):
    board.choose("陈𬭎", PHD)
    assert "登记拨付" not in [words for words in board.buttons() if words.startswith("登记")][:2]
    assert "现在是“已提交”，下一步可以登记获批或登记退回。" in board.told()
    assert "现在是“已拨付”，下一步可以再记一笔拨付或更正获批。" in board.told()


def test_that_a_step_before_the_last_is_refused_at_its_field(board, qtbot, record_file):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    dialog = board.ask("登记获批")
    type_into(qtbot, named(dialog, QLineEdit, "日期"), "2025-04-14")
    click(qtbot, dialog, "保存")
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "早于上一步（2025-04-15 已提交）；核对日期；上一步记错了可以先撤回" in told
    assert QApplication.focusWidget() is named(dialog, QLineEdit, "日期")
    assert on_record(record_file, ClaimStep) == ()


def test_that_a_wrong_step_is_taken_back_and_that_undone(board, qtbot, settled):
    board.choose("王𠅤", PHD)
    board.step("登记拨付", "2025-02-20")
    assert board.state("王𠅤", "2024-04") == ("已拨付", 45_000_00)
    board.press("撤回上一步")
    assert board.state("王𠅤", "2024-04") == ("获批", 45_000_00)
    assert board.claim("王𠅤", "2024-04").on == date(2025, 1, 27)
    undo = named(board.window, QToolButton, "撤销")
    settled(lambda: qtbot.mouseClick(undo, Qt.MouseButton.LeftButton))
    assert board.state("王𠅤", "2024-04") == ("已拨付", 45_000_00)


@pytest.mark.parametrize("words", ["撤回上一步", "标为已解决"])
def test_that_a_double_click_is_one_click(board, qtbot, words):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    board.step("登记退回", "2025-05-06", reason="缺社保记录")
    told: list[Exception] = []
    board.window.session.failed.connect(told.append)
    button = next(b for b in board.pane.findChildren(QPushButton) if b.text() == words)
    for _ in range(2):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not board.window.session.worker.busy)
    assert told == []


def test_that_the_keyboard_stays_in_the_pane_after_a_step(board):
    board.choose("王𠅤", PHD)
    board.step("登记拨付", "2025-02-20", "20,000")
    board.view.setFocus()
    board.qtbot.keyClick(board.view, Qt.Key.Key_F6)
    assert board.pane.isAncestorOf(QApplication.focusWidget())
    board.press("撤回上一步")
    assert board.pane.isAncestorOf(board.window.focusWidget())


def test_that_tab_leaves_a_table_to_read(board, qtbot):
    board.choose("王𠅤", PHD)
    board.view.setFocus()
    qtbot.keyClick(board.view, Qt.Key.Key_Tab)
    assert board.pane.isAncestorOf(QApplication.focusWidget())


def test_that_a_reason_is_settled_and_not_settled_after_all(board, record_file):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    board.step("登记退回", "2025-05-06", reason="缺社保记录")
    board.press("标为已解决")
    assert on_record(record_file, ClaimStep)[-1].settled_on == date.today()
    board.press("改为未解决")
    assert on_record(record_file, ClaimStep)[-1].settled_on is None


def test_that_an_open_reason_is_missing_on_the_overview_and_leads_here(board, qtbot, window):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    board.step("登记退回", "2025-05-06", reason="缺社保记录")
    board.choose("方拾", PHD)
    window.go("overview")
    QApplication.processEvents()
    view = named(window, QAbstractItemView, MISSING)
    assert "黄敬澜，2025-05-06 退回：缺社保记录，1 个项目，影响：重点院校重点学科硕士补助" in said(view)
    click_row(qtbot, view, "黄敬澜，2025-05-06")
    assert window.sidebar.buttons["claims"].isChecked()
    assert "黄敬澜" in board.told()


def test_that_an_open_reason_is_on_the_checklist_of_the_next_packet(board, qtbot, window):
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    board.step("登记退回", "2025-05-06", reason="缺社保记录")
    finding = next(
        f
        for f in window.session.view.findings
        if f.subject.name == "黄敬澜" and f.programme.title == "重点院校重点学科硕士补助"
    )
    window.go("packets", finding)
    view = named(window, QAbstractItemView, "还缺什么")
    words = "2025-05-06 退回的意见尚未解决：缺社保记录"
    qtbot.waitUntil(lambda: any(told.startswith(words) for told in said(view)), timeout=10_000)
    click_row(qtbot, view, words)
    assert window.sidebar.buttons["claims"].isChecked()
    assert "黄敬澜" in board.told()


def test_that_what_is_changed_in_the_table_is_the_last_step(board, window, qtbot, settled, record_file):
    sheet = open_sheet(window, qtbot, settled, record_file, "claims", "申领")
    assert isinstance(sheet, Sheet)
    number = next(p.id_number for p in window.session.view.dossier.people if p.name == "王𠅤")
    at = next(
        row for row in range(sheet.view.model().rowCount()) if sheet.view.model().rows[row].subject == number
    )
    settled(lambda: sheet.view.model().setData(sheet.index(at, "状态"), "已拨付", Qt.ItemDataRole.EditRole))
    assert board.state("王𠅤", "2024-04") == ("已拨付", 45_000_00)
    window.go("claims", rows.claim_step(claim=("nx-phd-allowance", number, "2024-04")))
    assert "已拨付" in board.told()
    assert board.figure("王𠅤", PHD, "已拨付（元）") == "45,000.00"


def test_that_a_claim_is_shown_in_the_table(board, window, qtbot):
    board.choose("王𠅤", PHD)
    button = next(b for b in board.pane.findChildren(QPushButton) if b.text() == "在表中查看")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    view = named(window, QTableView, "申领表")
    assert view.model().rows[view.currentIndex().row()].state == "获批"


def test_that_months_claimed_twice_are_hinted_at(board, window, settled):
    known = board.claim("陈𬭎", "2025-01")
    twice = rows.claim(subject=known.subject, period_from="2025-02", amount=5_000_00)
    settled(lambda: window.session.apply("申领", Changes(added={Claim: [twice]})))
    board.choose("陈𬭎", PHD)
    assert "请核对：2025-02 申领了不止一次" in board.told()


def test_that_the_segments_show_what_can_be_claimed_and_what_asks_for_attention(board, qtbot, window):
    click(qtbot, window, "可申领")
    assert board.view.model().rowCount() == 18
    click(qtbot, window, "需处理")
    names = {board.view.model().index(row, 0).data() for row in range(board.view.model().rowCount())}
    assert names == {"澜朔上海研发中心", "赵𫖯"}


def test_that_the_printed_packet_handed_in_is_kept_with_the_step(board, window, qtbot, settled, record_file):
    def freeze(held, job):
        from enclave_desktop.records import packets

        with held.record.transaction() as transaction:
            packets.freeze(
                transaction._connection,
                number="3f9a2c",
                made_at="2025-05-01T09:30",
                programme="nx-master-allowance",
                manifest={},
                parts=(),
                pdf=b"%PDF-1.7",
            )

    settled(lambda: window.session.with_held("打印", freeze, lambda _: None))
    board.choose("黄敬澜", "重点院校重点学科硕士补助")
    board.step("登记退回", "2025-05-06", reason="缺社保记录")
    dialog = board.ask("再次提交")
    box = named(dialog, QComboBox, "材料编号")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText().startswith("3f9a2c")
    settled(lambda: click(qtbot, dialog, "保存"))
    assert on_record(record_file, ClaimStep)[-1].packet == "3f9a2c"
    assert "材料 3f9a2c" in board.told()


def test_that_a_saved_step_is_told(board, window):
    board.choose("王𠅤", PHD)
    board.step("登记拨付", "2025-02-20")
    shown = [label.text() for label in window.status.findChildren(QLabel)]
    assert [words for words in shown if words.startswith("登记拨付：王𠅤 2024-04 至 2024-12")]


def test_that_the_models_keep_qts_rules(board):
    model = board.view.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() > 0


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.15, 1.3])
@pytest.mark.parametrize("size", [(1024, 600), (1280, 640), (1366, 688)])
def test_that_nothing_is_cut_off(board, window, light, size, scale):
    window.resize(*size)
    theme().apply("light", scale)
    board.choose("王𠅤", PHD)
    QApplication.processEvents()
    page = window.centralWidget()
    for label in page.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    for button in board.pane.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()

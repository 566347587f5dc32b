"""补贴匹配: what a clerk does on it by mouse and keys, and what the record holds afterwards."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.page import Page
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.values import Confirmation, Contract
from enclave_desktop.policy.as_json import findings_data
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY

PHD = "全日制博士补助"
SHORT_BY_A_DAY = "赵\U0002b5af"
"""Her contract lacks one day of five years, and nothing else."""


class Asked(Page):
    """Stands where the packets' page would, and says what it was asked to show."""

    def look_at(self, target: object) -> None:
        assert isinstance(target, Finding)
        self.asked = [(target.programme.title, target.subject.name)]


def named(parent: QWidget, kind: type[QWidget], name: str):
    """The visible widget of that accessible name or text."""
    for widget in parent.findChildren(kind):
        text = widget.text() if isinstance(widget, QPushButton) else ""
        if widget.isVisible() and name in (widget.accessibleName(), text):
            return widget
    raise AssertionError(f"no visible {kind.__name__} {name}")


def rows(view: QAbstractItemView, column: int = 0) -> list[str]:
    """What a view says of its rows to those who cannot see it."""
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, column).data(role) for row in range(model.rowCount())]


def click_row(qtbot, view: QAbstractItemView, words: str, column: int = 0) -> None:
    (row,) = [at for at, text in enumerate(rows(view)) if text.startswith(words)]
    index = view.model().index(row, column)
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def type_into(qtbot, line: QLineEdit, text: str) -> None:
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def page(window, settled, record_file):
    """The page on the sample record, as of the sample's day."""
    window.sidebar.set_record_open(True)
    window.go("matching")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    return window.centralWidget()


@pytest.fixture
def open_case(page, qtbot):
    """Click a programme, then a subject; the table of criteria."""

    def click(programme: str, subject: str) -> QAbstractItemView:
        click_row(qtbot, named(page, QAbstractItemView, "补贴项目"), programme)
        click_row(qtbot, named(page, QAbstractItemView, "对象"), subject)
        return named(page, QAbstractItemView, "条件")

    return click


def contract_of(record_file, name: str) -> Contract:
    with Record.open(record_file, read_only=True) as record:
        dossier = record.dossier(DAY)
    (person,) = [person for person in dossier.people if person.name == name]
    (contract,) = [contract for contract in dossier.contracts if contract.person == person.id_number]
    return contract


def test_that_programmes_stand_by_status_with_what_they_come_to(page):
    texts = rows(named(page, QAbstractItemView, "补贴项目"))
    assert texts[0] == "初步符合　13"
    assert f"{PHD}，初步符合，7 人，1,865,000.00" in texts
    assert "科技创新团队，初步符合，2 个研发中心，最高 4,000,000.00" in texts


def test_that_a_click_shows_every_criterion_with_what_is_lacking(open_case):
    table = open_case(PHD, SHORT_BY_A_DAY)
    assert len(rows(table)) == 11
    at = rows(table).index("合同期限，未达到")
    assert [rows(table, column)[at] for column in range(1, 6)] == [
        "档案里的：4 年 11 个月 30 天",
        "要求：不少于 5 年",
        "差距：还差 1 天：合同须签至 2029-03-31",
        "依据：原文",
        "到“劳动合同”的“终止日期”",
    ]


def test_that_the_pencil_leads_to_the_very_field(open_case, window, qtbot):
    table = open_case(PHD, SHORT_BY_A_DAY)
    click_row(qtbot, table, "合同期限", column=5)
    page = window.centralWidget()
    assert named(page, QAbstractButton, "人员").isChecked()
    current = [view.currentIndex().data() for view in page.findChildren(QTableView) if view.isVisible()]
    assert "2029-03-30" in current


def test_that_the_button_leads_to_the_packet_of_the_finding(open_case, window, qtbot):
    open_case(PHD, SHORT_BY_A_DAY)
    packets = Asked(window._surroundings)
    window._pages["packets"] = packets
    window._stack.addWidget(packets)
    press(window.centralWidget(), qtbot, "做申报材料")
    assert packets.isVisible()
    assert packets.asked == [(PHD, SHORT_BY_A_DAY)]


def test_that_another_day_changes_what_is_found(page, qtbot, settled):
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "截至日期"), "2020.1.1"))
    texts = rows(named(page, QAbstractItemView, "补贴项目"))
    assert f"{PHD}，初步符合，7 人，1,865,000.00" not in texts
    assert any(text.startswith("不符合") for text in texts)


def test_that_another_year_changes_the_reward(page, qtbot, settled):
    view = named(page, QAbstractItemView, "补贴项目")
    (before,) = [text for text in rows(view) if text.startswith("飞地研发中心研发费用奖励")]
    year = named(page, QComboBox, "费用年度")
    year.setFocus()
    settled(lambda: qtbot.keyClick(year, Qt.Key.Key_Down))
    (after,) = [text for text in rows(view) if text.startswith("飞地研发中心研发费用奖励")]
    assert year.currentText() == "2023"
    assert before != after


def test_that_a_trial_says_what_it_would_bring_and_saves_nothing(
    open_case, page, qtbot, settled, record_file
):
    before = contract_of(record_file, SHORT_BY_A_DAY)
    open_case(PHD, SHORT_BY_A_DAY)
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "如果终止日期改为"), "2029-03-31"))
    assert named(page, QLabel, "试算结果").text() == "多得 300,000.00 元（60 个月），第一笔 2024-04"
    assert contract_of(record_file, SHORT_BY_A_DAY) == before


def test_that_a_trial_that_is_not_enough_says_so(open_case, page, qtbot, settled):
    open_case(PHD, SHORT_BY_A_DAY)
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "如果终止日期改为"), "2028-03-31"))
    assert named(page, QLabel, "试算结果").text() == "未达到：合同期限"


def test_that_a_value_that_could_not_be_saved_is_told_at_the_field(open_case, page, qtbot):
    open_case(PHD, SHORT_BY_A_DAY)
    line = named(page, QLineEdit, "如果终止日期改为")
    type_into(qtbot, line, "2029-02-30")
    assert "没有这一天" in line.accessibleDescription()
    assert not [
        button
        for button in page.findChildren(QPushButton, "")
        if button.text() == "改到档案" and button.isVisible()
    ]


def test_that_keeping_a_trial_changes_the_record_and_the_finding(
    open_case, page, qtbot, settled, record_file
):
    open_case(PHD, SHORT_BY_A_DAY)
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "如果终止日期改为"), "2029-03-31"))
    settled(lambda: qtbot.mouseClick(named(page, QPushButton, "改到档案"), Qt.MouseButton.LeftButton))
    assert str(contract_of(record_file, SHORT_BY_A_DAY).ends_on) == "2029-03-31"
    assert f"{PHD}，初步符合，8 人，2,165,000.00" in rows(named(page, QAbstractItemView, "补贴项目"))
    assert f"{SHORT_BY_A_DAY}，初步符合" in rows(named(page, QAbstractItemView, "对象"))


def test_that_a_dropped_trial_leaves_no_answer(open_case, page, qtbot, settled):
    open_case(PHD, SHORT_BY_A_DAY)
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "如果终止日期改为"), "2029-03-31"))
    qtbot.mouseClick(named(page, QPushButton, "丢弃"), Qt.MouseButton.LeftButton)
    assert not any(
        label.isVisible() for label in page.findChildren(QLabel) if label.accessibleName() == "试算结果"
    )


def test_that_the_keyboard_walks_through_programmes_subjects_and_criteria(page, qtbot):
    programmes = named(page, QAbstractItemView, "补贴项目")
    programmes.setFocus()
    first = programmes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(programmes, Qt.Key.Key_Down)
    second = programmes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.startswith("企业飞地研发中心备案")
    assert second.startswith("人才小高地")
    strip = named(page, QAbstractItemView, "对象")
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.currentIndex().row() == 1


@pytest.mark.parametrize("name", ["补贴项目", "对象", "条件"])
def test_that_the_models_keep_the_rules_of_models(page, open_case, name):
    model = named(page, QAbstractItemView, name).model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    open_case(PHD, SHORT_BY_A_DAY)
    assert tester.model() is model


REWARD = "飞地研发中心研发费用奖励"
FILING = "研发费用奖励、载体认定奖励是否以备案为前提（只有办法标题提到备案）"
CAP = "年度上限按每个中心还是按企业计算"


@pytest.fixture
def reward(open_case):
    """The criteria of the reward for a centre that lacks nothing but the filing, which is only assumed."""
    return open_case(REWARD, "澜朔北京研发中心")


def basis_of_filing(table: QAbstractItemView) -> str:
    return rows(table, 4)[[row.partition("，")[0] for row in rows(table)].index("备案")]


def open_form(page, qtbot, button: str) -> QDialog:
    qtbot.mouseClick(named(page, QPushButton, button), Qt.MouseButton.LeftButton)
    (form,) = [dialog for dialog in page.window().findChildren(QDialog) if dialog.isVisible()]
    return form


def fill(form: QDialog, qtbot, **typed: str) -> None:
    for label, text in typed.items():
        line = named(form, QLineEdit, label)
        line.selectAll()
        qtbot.keyClicks(line, text)


def press(form: QWidget, qtbot, words: str) -> None:
    qtbot.mouseClick(named(form, QPushButton, words), Qt.MouseButton.LeftButton)


def answers_on_record(record_file) -> tuple[Confirmation, ...]:
    with Record.open(record_file, read_only=True) as record:
        return record.dossier(DAY).confirmations


def check_data(record_file) -> dict:
    """What `check --json` says of the reward's filing, by subject, from the record reopened."""
    with Record.open(record_file, read_only=True) as record:
        dossier = record.dossier(DAY)
    data = findings_data(dossier, DAY.year - 1, check(dossier, load_packs(), DAY.year - 1, {"yc-rnd-reward"}))
    return {
        finding["subject"]["key"]: (
            finding["status"],
            *((held["outcome"], held["basis"]) for held in finding["checks"] if held["criterion"] == "filed"),
        )
        for finding in data["findings"]
    }


def test_that_a_click_on_what_a_criterion_rests_on_leads_to_the_assumption(reward, page, qtbot):
    row = [words.partition("，")[0] for words in rows(reward)].index("备案")
    spot = reward.visualRect(reward.model().index(row, 4)).center()
    qtbot.mouseClick(reward.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == f"确认：{FILING}"
    qtbot.waitUntil(lambda: not focused.visibleRegion().isEmpty())


def test_that_a_confirmed_assumption_is_on_record_on_the_badge_and_in_the_data(
    reward, page, qtbot, settled, record_file
):
    assert basis_of_filing(reward) == "依据：假设"
    form = open_form(page, qtbot, f"确认：{FILING}")
    fill(form, qtbot, 确认人="Wang", 确认日期="2025-6-12", 依据="phone")
    settled(lambda: press(form, qtbot, "保存"))
    (answer,) = answers_on_record(record_file)
    expected = Confirmation(
        measure="yc",
        assumption="filing-required",
        answer="确认",
        instead=None,
        answered_by="Wang",
        answered_on=date(2025, 6, 12),
        source="phone",
    )
    assert answer == expected
    assert basis_of_filing(reward) == "依据：已确认，用户确认（Wang，2025-06-12，phone）"
    assert check_data(record_file)["澜朔北京研发中心"] == ("ineligible", ("unmet", "user"))


def test_that_a_denied_assumption_lets_its_criterion_fall_away(reward, page, qtbot, settled, record_file):
    form = open_form(page, qtbot, f"改为：{FILING}")
    fill(form, qtbot, 改为="not needed", 确认人="Wang")
    settled(lambda: press(form, qtbot, "保存"))
    assert basis_of_filing(reward).startswith("依据：已否定，用户否定（Wang，")
    assert check_data(record_file)["澜朔北京研发中心"] == ("eligible", ("met", "user"))
    assert "澜朔北京研发中心，初步符合" in rows(named(page, QAbstractItemView, "对象"))


def test_that_a_denied_ground_of_the_amount_leaves_the_amount_open(reward, page, qtbot, settled):
    form = open_form(page, qtbot, f"改为：{CAP}")
    fill(form, qtbot, 确认人="Wang")
    settled(lambda: press(form, qtbot, "保存"))
    assert f"{REWARD}，初步符合，2 个研发中心，金额待核" in rows(named(page, QAbstractItemView, "补贴项目"))
    click_row(qtbot, named(page, QAbstractItemView, "对象"), "澜朔深圳研发中心")
    told = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert [words for words in told if "金额待核；金额所依据的假定：用户否定（Wang，" in words]


def test_that_the_keyboard_stays_at_the_assumption_that_was_answered(reward, page, qtbot, settled, window):
    def at() -> str:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        focused = window.focusWidget()
        return focused.accessibleName() if focused else ""

    form = open_form(page, qtbot, f"确认：{FILING}")
    fill(form, qtbot, 确认人="Wang")
    settled(lambda: press(form, qtbot, "保存"))
    assert at() == f"查看：{FILING}"
    form = open_form(page, qtbot, f"查看：{FILING}")
    settled(lambda: press(form, qtbot, "撤回答复"))
    assert at() == f"确认：{FILING}"
    settled(window.session.undo)
    assert at() == f"查看：{FILING}"


def test_that_an_answer_without_a_name_is_told_at_the_field_and_not_saved(reward, page, qtbot, record_file):
    form = open_form(page, qtbot, f"确认：{FILING}")
    press(form, qtbot, "保存")
    assert form.isVisible()
    assert "必须填写" in named(form, QLineEdit, "确认人").accessibleDescription()
    assert answers_on_record(record_file) == ()


def test_that_an_answer_can_be_taken_back_and_that_undone(reward, page, qtbot, settled, window, record_file):
    form = open_form(page, qtbot, f"确认：{FILING}")
    fill(form, qtbot, 确认人="Wang")
    settled(lambda: press(form, qtbot, "保存"))
    form = open_form(page, qtbot, f"查看：{FILING}")
    settled(lambda: press(form, qtbot, "撤回答复"))
    assert answers_on_record(record_file) == ()
    assert basis_of_filing(reward) == "依据：假设"
    settled(window.session.undo)
    assert len(answers_on_record(record_file)) == 1


def test_that_a_click_on_a_criterion_offers_its_field(open_case, page, qtbot):
    table = open_case(PHD, SHORT_BY_A_DAY)
    click_row(qtbot, table, "学位")
    assert named(page, QComboBox, "如果学位改为").currentText() == "博士"


def test_that_a_click_on_a_criterion_without_a_field_of_its_own_leaves_the_trial(
    open_case, page, qtbot, settled
):
    table = open_case(PHD, SHORT_BY_A_DAY)
    settled(lambda: type_into(qtbot, named(page, QLineEdit, "如果终止日期改为"), "2029-03-31"))
    click_row(qtbot, table, "备案")
    assert named(page, QLabel, "试算结果").text().startswith("多得")


MORE_SPEND = "如果2024 年度再投入研发费用（元）为"


def test_that_more_spend_is_tried_and_then_entered_where_spend_is_kept(
    open_case, page, window, qtbot, settled, record_file
):
    open_case(REWARD, "澜朔深圳研发中心")
    settled(lambda: type_into(qtbot, named(page, QLineEdit, MORE_SPEND), "200000"))
    assert named(page, QLabel, "试算结果").text() == "多得 30,000.00 元"
    press(page, qtbot, "去登记研发费用…")
    pane = named(window.centralWidget(), QWidget, "研发费用编辑")
    assert named(pane, QLineEdit, "金额").text() == "200000"
    assert named(pane, QComboBox, "飞地名称").currentText() == "澜朔深圳研发中心"
    with Record.open(record_file, read_only=True) as record:
        assert all(row.voucher != "试算" for row in record.dossier(DAY).expenses)


@pytest.mark.parametrize("scale", [1.0, 1.15])
def test_that_the_list_of_fields_shows_the_whole_name(open_case, page, scale):
    theme().apply("light", scale)
    for programme, subject in ((PHD, SHORT_BY_A_DAY), (REWARD, "澜朔深圳研发中心")):
        open_case(programme, subject)
        box = named(page, QComboBox, "如果改动的字段")
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = box.style().subControlRect(control, option, part, box).width()
        assert room >= box.fontMetrics().horizontalAdvance(box.currentText())
    theme().apply("light", 1.0)


def test_that_a_trial_with_a_denied_ground_of_the_amount_leaves_the_amount_open(reward, page, qtbot, settled):
    form = open_form(page, qtbot, f"改为：{CAP}")
    fill(form, qtbot, 确认人="Wang")
    settled(lambda: press(form, qtbot, "保存"))
    click_row(qtbot, named(page, QAbstractItemView, "对象"), "澜朔深圳研发中心")
    settled(lambda: type_into(qtbot, named(page, QLineEdit, MORE_SPEND), "200000"))
    assert named(page, QLabel, "试算结果").text() == "可以申报（金额待核）"


def test_that_the_pencil_of_a_missing_filing_begins_one_with_its_office(open_case, window, qtbot):
    table = open_case(REWARD, "澜朔北京研发中心")
    click_row(qtbot, table, "备案", column=5)
    pane = named(window.centralWidget(), QWidget, "备案编辑")
    shown = [named(pane, QComboBox, label).currentText() for label in ("飞地名称", "备案机关")]
    assert shown == ["澜朔北京研发中心", "银川市科技局"]

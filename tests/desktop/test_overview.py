"""总览: its figures are the report's, its rows lead to where they are seen to, its charts say their numbers."""

import re
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from enclave_desktop.desktop.overview.chart import Chart
from enclave_desktop.desktop.overview.series import draw_part, look
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import THEMES, contrast
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.report import report
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.screen import click, click_row, named, said
from tests.unit import rows

MISSING = "缺少的信息"
ENDING = "即将到期"
PROGRAMMES = "可以申报的项目"
FORECAST = "预计每月补助　2025-07 至 2030-06"
CAPS = "研发费用与年度上限　2024 年度"


@pytest.fixture
def page(window, settled, record_file):
    """The page on the sample record, as of the sample's day."""
    settled(lambda: window.session.open(record_file))
    window.go("overview")
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    return window.centralWidget()


@pytest.fixture
def light():
    """Leaves the theme as it was."""
    yield
    theme().apply("light", 1.0)


def reported(record_file, day: date = DAY, year: int = DAY.year - 1) -> list[str]:
    """The report's lines on the record."""
    with Record.open(record_file, read_only=True) as record:
        dossier = record.dossier(day)
    return [line.strip() for line in report(dossier, year, check(dossier, load_packs(), year))]


def sum_of(lines: list[str], start: str) -> str:
    """The money in a line of the report."""
    (line,) = [line for line in lines if line.startswith(start)]
    return line.partition("：")[2].partition(" 元")[0]


def labels(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def show_all_missing(page: QWidget) -> int:
    """Show all that is missing, not only its beginning; as many as the button promises."""
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    (button, count), *_ = [
        (button, int(words[1]))
        for button in buttons
        if (words := re.fullmatch(r"全部 (\d+) 条", button.text()))
    ]
    button.click()
    return count


def chart_named(page: QWidget, name: str) -> Chart:
    chart = named(page, Chart, name)
    assert isinstance(chart, Chart)
    return chart


def hover(qtbot, chart: Chart, x: int) -> None:
    """Put the mouse over the middle of the plot."""
    qtbot.mouseMove(chart, QPoint(1, 1))
    qtbot.mouseMove(chart, QPoint(x, chart.height() // 2))
    QApplication.processEvents()


def test_that_the_figures_are_the_reports(page, record_file):
    lines = reported(record_file)
    shown = labels(page)
    for start, amount in (
        (f"按月补助，截至 {DAY} 已到期", "¥{}"),
        ("按月补助，今后", "今后 {}"),
        ("按年奖励，2024 年度", "¥{}"),
        ("获批后一次性：", "¥{}"),
    ):
        assert amount.format(sum_of(lines, start)) in shown
    most = sum_of(lines, "获批后一次性，最高")
    assert [words for words in shown if words.startswith(f"另有最高 {most}")]


def test_that_unlike_money_is_never_added_up(page, record_file):
    lines = reported(record_file)
    starts = ("按月补助，今后", "按年奖励", "获批后一次性：", "获批后一次性，最高")
    fen = [round(float(sum_of(lines, start).replace(",", "")) * 100) for start in starts]
    sums = {f"{(fen[a] + fen[b]) / 100:,.2f}" for a in range(4) for b in range(4) if a != b}
    assert [words for words in labels(page) for one in sums if one in words] == []


def test_that_programmes_say_for_how_many_how_and_how_much(page, window, qtbot):
    model = named(page, QAbstractItemView, PROGRAMMES).model()
    window.resize(1366, 1400)
    qtbot.waitUntil(lambda: model.rowCount() == 13)
    shown = [[model.index(row, at).data() for at in range(4)] for row in range(model.rowCount())]
    assert ["人才小高地", "2 个研发中心", "获批后", "1,000,000.00"] in shown
    assert ["科技创新团队", "2 个研发中心", "获批后，最高", "4,000,000.00"] in shown
    assert ["全日制博士补助", "7 人", "按月，合同期内合计", "1,865,000.00"] in shown


def test_that_a_higher_window_shows_more_programmes(page, window, qtbot):
    view = named(page, QAbstractItemView, PROGRAMMES)
    qtbot.waitUntil(lambda: view.model().rowCount() < 13)
    few = view.model().rowCount()
    click_through = named(page, QPushButton, f"另有 {13 - few} 个，看全部")
    window.resize(1366, 1400)
    qtbot.waitUntil(lambda: view.model().rowCount() == 13)
    assert click_through.text() == "看全部项目"


@pytest.mark.parametrize("size", [(1366, 688), (1280, 640), (1920, 1000)])
def test_that_no_fold_cuts_the_chart_of_months(page, window, qtbot, size):
    window.resize(*size)
    (area,) = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    chart = chart_named(page, FORECAST)

    def whole() -> bool:
        foot = chart.mapTo(area.viewport(), QPoint(0, chart.height())).y()
        return chart.height() >= 150 and foot <= area.viewport().height()

    qtbot.waitUntil(whole)


def test_that_a_low_window_shows_less_of_what_is_missing(page, window, qtbot):
    view = named(page, QAbstractItemView, MISSING)
    window.resize(1366, 688)
    qtbot.waitUntil(lambda: view.model().rowCount() < 5)
    window.resize(1366, 1000)
    qtbot.waitUntil(lambda: view.model().rowCount() == 5)


def test_that_a_click_on_a_programme_shows_its_criteria(page, window, qtbot):
    view = named(page, QAbstractItemView, PROGRAMMES)
    index = next(
        view.model().index(row, 0)
        for row in range(view.model().rowCount())
        if view.model().index(row, 0).data() == "博士后工作站"
    )
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert window.sidebar.buttons["matching"].isChecked()
    current = named(page, QAbstractItemView, "补贴项目").currentIndex()
    assert current.data(Qt.ItemDataRole.AccessibleTextRole).startswith("博士后工作站")


def test_that_enter_on_a_programme_does_the_same(page, window, qtbot):
    view = named(page, QAbstractItemView, PROGRAMMES)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    current = named(page, QAbstractItemView, "补贴项目").currentIndex()
    assert current.data(Qt.ItemDataRole.AccessibleTextRole).startswith("博士后工作站")


def test_that_each_missing_thing_is_told_once(page):
    promised = show_all_missing(page)
    told = said(named(page, QAbstractItemView, MISSING))
    assert len(told) == len(set(told)) == promised
    one, pieces = [one for one in told if one.startswith("冯既白")]
    assert pieces.startswith("冯既白，请附上身份证件、学位学历证书、")
    assert one.startswith("冯既白，请在“劳动合同”登记此人的合同，2 个项目，影响：全日制博士补助、")


@pytest.mark.parametrize(
    ("item", "key", "table"),
    [("唐弈", "people", "人员表"), ("澜朔杭州研发中心", "firm", "飞地表")],
)
def test_that_a_missing_thing_leads_to_its_row(page, window, qtbot, item, key, table):
    click_row(qtbot, named(page, QAbstractItemView, MISSING), item)
    assert window.sidebar.buttons[key].isChecked()
    view = named(page, QAbstractItemView, table)
    assert view.model().index(view.currentIndex().row(), 0).data() == item


def test_that_what_is_filled_in_is_missed_no_more(page, window, settled, record_file):
    person = next(person for person in window.session.view.dossier.people if person.name == "唐弈")
    changes = Changes(updated={type(person): [(person, replace(person, rnd_staff=True))]})
    settled(lambda: window.session.apply("研发人员", changes))
    assert [one for one in said(named(page, QAbstractItemView, MISSING)) if one.startswith("唐弈")] == []


def test_that_what_ends_soon_leads_to_its_page(page, window, settled, qtbot):
    settled(lambda: window.session.look(date(2025, 9, 25), 2024))
    view = named(page, QAbstractItemView, ENDING)
    told = said(view)
    assert "吴霁月·劳动合同，离职日期 2025-09-30，5 天" in told
    assert "吴霁月·全日制博士补助，最后一个补助月止于 2025-09-30，5 天" in told
    click_row(qtbot, view, "吴霁月·劳动合同")
    assert window.sidebar.buttons["people"].isChecked()
    row = named(page, QAbstractItemView, "劳动合同表").currentIndex()
    assert row.model().index(row.row(), 0).data() == "吴霁月"


def test_that_nothing_ending_is_said(page, window, settled):
    settled(lambda: window.session.look(date(2040, 1, 1), 2039))
    assert "90 天内没有到期的合同、备案和补助。" in labels(page)


def test_that_a_month_says_its_numbers_on_hover(page, window, qtbot):
    chart = chart_named(page, FORECAST)
    qtbot.waitUntil(lambda: chart.visibleRegion().boundingRect() == chart.rect())
    assert chart.accessibleDescription().startswith("60 个月合计 1,801,000.00 元；")
    before = chart.grab().toImage()
    hover(qtbot, chart, 52)  # right of the numbers along the axis
    assert chart.accessibleDescription() == (
        "2025 年 7 月 41,000.00 元；全日制博士补助 35,000.00 元；重点院校重点学科硕士补助 6,000.00 元"
    )
    assert chart.grab().toImage() != before
    hover(qtbot, chart, chart.width() - 3)
    assert chart.accessibleDescription().startswith("2030 年 6 月 0.00 元；")


def test_that_the_arrow_keys_go_from_month_to_month(page, qtbot):
    chart = chart_named(page, FORECAST)
    chart.setFocus()
    months = []
    keys = (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
    )
    for key in keys:
        qtbot.keyClick(chart, key)
        months.append(chart.accessibleDescription().partition(" 月")[0])
    assert months == ["2025 年 7", "2025 年 8", "2025 年 7", "2025 年 7", "2030 年 6", "2025 年 7"]
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.accessibleDescription().startswith("60 个月合计")


def test_that_the_year_of_each_centre_says_its_distance_from_the_cap(page, qtbot):
    chart = chart_named(page, CAPS)
    told = chart.accessibleDescription().splitlines()
    assert told[0] == (
        "澜朔上海研发中心（初步符合）：2024 年度费用 9,459,667.57 × 15% = 1,418,950.14 元；"
        "上限 1,000,000.00 元；已到上限，超出 418,950.14"
    )
    assert told[1].endswith("；再有 3,556,861.26 费用到上限")
    assert told[2].startswith("澜朔杭州研发中心（不符合）")
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == told[1]


def test_that_another_year_is_another_chart(page, settled, qtbot):
    year = named(page, QComboBox, "费用年度")
    year.setFocus()
    settled(lambda: qtbot.keyClick(year, Qt.Key.Key_Down))
    assert year.currentText() == "2023"
    assert chart_named(page, "研发费用与年度上限　2023 年度").accessibleDescription()


@pytest.mark.parametrize(("title", "name"), [("预计每月补助", FORECAST), ("研发费用与年度上限", CAPS)])
def test_that_a_chart_can_be_copied_as_a_picture(page, qtbot, title, name):
    QApplication.clipboard().clear()
    click(qtbot, page, f"复制为图片：{title}")
    picture = QApplication.clipboard().image()
    chart = chart_named(page, name)
    assert picture.width() >= 2 * chart.width()
    assert picture.height() >= 2 * chart.height()
    found = {picture.pixelColor(x, picture.height() // 2).name() for x in range(0, picture.width(), 3)}
    assert len(found) > 1


def test_that_a_picture_is_light_in_the_dark_too(page, light):
    chart = chart_named(page, FORECAST)
    theme().apply("dark", 1.0)
    image = chart.picture().toImage()
    middle = image.height() * 3 // 4
    found = {image.pixelColor(x, middle).name() for x in range(image.width())}
    assert image.pixelColor(0, 0).name() == THEMES["light"]["card"].lower()
    assert THEMES["light"]["c1"].lower() in found
    assert THEMES["dark"]["c1"].lower() not in found
    assert theme().colour("c1").name() == THEMES["dark"]["c1"].lower()


def test_that_money_without_a_date_is_said_not_drawn(page):
    assert "按年和获批后的金额没有发放日期（原文未写明），不画在图上。" in labels(page)


def test_that_an_empty_record_offers_one_way_to_begin(window, settled, qtbot, tmp_path):
    settled(lambda: window.session.open(tmp_path / "空.enclave", create=True))
    window.go("overview")
    page = window.centralWidget()
    primary = [
        button
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.property("kind") == "primary"
    ]
    assert [button.text() for button in primary] == ["登记企业"]
    qtbot.mouseClick(primary[0], Qt.MouseButton.LeftButton)
    assert window.sidebar.buttons["firm"].isChecked()


def test_that_another_theme_is_on_the_screen_at_once(page, light):
    chart = chart_named(page, FORECAST)
    colours: dict[str, set[str]] = {"light": set(), "dark": set()}
    for name, found in colours.items():
        theme().apply(name, 1.0)
        QApplication.processEvents()
        image = chart.grab().toImage()
        column = next(
            x for x in range(60, 90) if image.pixelColor(x, image.height() - 40).name() != "#ffffff"
        )
        found |= {image.pixelColor(x, image.height() - 40).name() for x in range(column, column + 12)}
    assert THEMES["light"]["c1"].lower() in colours["light"] - colours["dark"]
    assert THEMES["dark"]["c1"].lower() in colours["dark"] - colours["light"]


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.15, 1.3])
@pytest.mark.parametrize("width", [1024, 1280, 1366, 1920])
def test_that_nothing_is_cut_off_at_the_right(page, light, window, width, scale):
    window.resize(width, 640)
    theme().apply("light", scale)
    QApplication.processEvents()
    (area,) = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    assert area.widget().width() <= area.viewport().width()
    for label in area.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_that_bars_are_sharp_at_every_scale(qapp, ratio):
    canvas = QPixmap(200, 200)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    painter.translate(QPointF(3.3, 1.7))
    for place in range(6):
        draw_part(Sharp(painter), QRectF(place * 15.37, 20.21, 9.13, 40.77), look(0))
    painter.end()
    image = canvas.toImage()
    seen = {image.pixelColor(x, y).name() for x in range(200) for y in range(0, 200, 2)}
    assert seen == {"#ffffff", theme().hex("c1").lower()}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_the_parts_of_a_stack_differ_in_grey_too(name):
    tokens = THEMES[name]
    assert contrast(tokens["c1"], tokens["c3"]) >= 3
    assert contrast(tokens["c1"], tokens["card"]) >= 3


def test_that_the_models_keep_qts_rules(page):
    for name in (PROGRAMMES, MISSING, ENDING):
        model = named(page, QAbstractItemView, name).model()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.rowCount() > 0


def test_that_a_missing_contract_leads_to_a_new_one_for_that_person(page, window, qtbot):
    show_all_missing(page)
    click_row(qtbot, named(page, QAbstractItemView, MISSING), "冯既白")
    pane = named(page, QWidget, "劳动合同编辑")
    assert "新增劳动合同" in labels(pane)
    assert named(pane, QComboBox, "证件号码").currentText().startswith("冯既白")


def test_that_the_last_changes_are_told_and_can_be_taken_back(page, window, settled, qtbot):
    def seen() -> list[str]:
        return [words for words in labels(page) if words.startswith(("改甲", "改乙"))]

    people = window.session.view.dossier.people
    assert "最近的改动" not in labels(page)
    for words, person in zip(("改甲", "改乙"), people, strict=False):
        changes = Changes(updated={type(person): [(person, replace(person, position="岗位"))]})
        settled(lambda words=words, changes=changes: window.session.apply(words, changes))
    assert seen() == ["改乙", "改甲"]
    (area,) = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    area.ensureWidgetVisible(named(page, QPushButton, "撤销最近的改动"))
    settled(lambda: click(qtbot, page, "撤销最近的改动"))
    assert seen() == ["改甲"]


def test_that_the_cap_says_who_settled_what_it_rests_on(page, window, settled):
    answer = rows.confirmation(measure="yc", assumption="cap-per-centre", answer="否定", source="科技局答复")
    settled(lambda: window.session.apply("否定假定", Changes(added={type(answer): [answer]})))
    told = chart_named(page, CAPS).accessibleDescription().splitlines()
    assert told[0].endswith("；金额所依据的假定：用户否定（示例人，2025-05-06，科技局答复）")

"""申报材料: choosing, what is missing, the preview, saving and printing."""

import re
import tempfile
import threading
import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QAbstractItemModel, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
)

from enclave_desktop.desktop.packets.checklist_view import wrapping
from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.packets.preview import Pages
from enclave_desktop.desktop.packets.stages import WHOLE
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import LIGHT
from enclave_desktop.dossier.values import Firm
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.before_print import looked_through
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.progress import READING_BACK
from enclave_desktop.policy.findings import Status
from enclave_desktop.records.changes import Changes
from tests.desktop.packets import change, choose_programme, page_of, save, wait_for_packet, words_of
from tests.desktop.screen import answer_file_dialog, click, click_row, named, row_of, said, type_words

FILING, PHD = "企业飞地研发中心备案", "全日制博士补助"
ELIGIBLE, UNDETERMINED = "澜朔北京研发中心", "澜朔成都研发中心"


@pytest.fixture
def page(window, settled, record_file, qtbot):
    """The page on the sample record, with the first packet on show."""
    return page_of(window, settled, record_file, qtbot)


@pytest.fixture
def preview(page):
    return named(page, Pages, "材料预览")


def tick(qtbot, page, name):
    click_row(qtbot, named(page, QAbstractItemView, "对象"), name)


def ticked(page):
    view = named(page, QAbstractItemView, "对象")
    role = Qt.ItemDataRole.CheckStateRole
    indexes = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    return [index.data() for index in indexes if Qt.CheckState(index.data(role)) == Qt.CheckState.Checked]


def labels(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_that_the_file_saved_is_what_the_command_line_prints(page, window, qtbot, tmp_path):
    saved = save(qtbot, page, tmp_path / "saved.pdf")
    view = window.session.view
    findings = [f for f in view.findings if f.programme.title == FILING and f.status is Status.ELIGIBLE]
    printed = tmp_path / "printed.pdf"
    write_packet(looked_through(Application.of(view.dossier, findings, view.year)).application, printed)
    assert saved.read_bytes() == printed.read_bytes()


def test_that_a_name_without_its_ending_gets_it(page, qtbot, tmp_path):
    click(qtbot, page, "保存 PDF")
    answer_file_dialog(qtbot, tmp_path / "saved")
    qtbot.waitUntil((tmp_path / "saved.pdf").exists)


def test_that_a_page_is_shown_pixel_by_pixel(page, preview, qtbot, tmp_path):
    saved = save(qtbot, page, tmp_path / "saved.pdf")
    zoom = named(page, QComboBox, "缩放")
    zoom.setCurrentIndex(zoom.findText("100%"))
    zoom.activated.emit(zoom.currentIndex())
    paper = Paper(saved.read_bytes())
    ratio = preview.devicePixelRatioF()
    expected = paper.image(0, 96 / 72 * ratio)
    paper.close()
    left = max(round((preview.viewport().width() - expected.width() / ratio) / 2), 16)

    def same() -> bool:
        found = preview.viewport().grab(QRect(left + 200, 200, 300, 200)).toImage()
        wanted = expected.copy(round(200 * ratio), round((200 - 12) * ratio), found.width(), found.height())
        return all(
            found.pixelColor(x, y).rgb() == wanted.pixelColor(x, y).rgb()
            for x in range(0, found.width(), 3)
            for y in range(found.height())
        )

    qtbot.waitUntil(same)


def test_that_nothing_of_a_packet_stays_on_disk(window, settled, record_file, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(record_file))
    wait_for_packet(qtbot, window.centralWidget())
    assert list(folder.iterdir()) == []


def test_that_only_eligible_subjects_can_be_ticked(page, qtbot):
    tick(qtbot, page, UNDETERMINED)
    assert ticked(page) == [ELIGIBLE]


def test_that_a_draft_takes_others_too_and_says_that_it_is_one(page, qtbot, tmp_path):
    change(qtbot, page, lambda: named(page, QCheckBox, "草稿：也列出尚不符合的对象").click())
    change(qtbot, page, lambda: tick(qtbot, page, UNDETERMINED))
    assert ticked(page) == [ELIGIBLE, UNDETERMINED]
    saved = words_of(save(qtbot, page, tmp_path / "draft.pdf"))
    assert all("草稿" in text for text in saved)
    assert any(UNDETERMINED in text for text in saved)


def test_that_giving_up_the_draft_unticks_who_is_not_eligible(page, qtbot):
    draft = named(page, QCheckBox, "草稿：也列出尚不符合的对象")
    change(qtbot, page, draft.click)
    change(qtbot, page, lambda: tick(qtbot, page, UNDETERMINED))
    change(qtbot, page, draft.click)
    assert ticked(page) == [ELIGIBLE]


def test_that_the_space_bar_ticks(page, qtbot):
    view = named(page, QAbstractItemView, "对象")
    view.setCurrentIndex(row_of(view, ELIGIBLE))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert ticked(page) == []
    qtbot.waitUntil(lambda: "还没有选对象" in labels(page))


def test_that_eligible_people_share_one_packet(page, qtbot, tmp_path):
    choose_programme(qtbot, page, PHD)
    assert len(ticked(page)) == 7
    saved = words_of(save(qtbot, page, tmp_path / "people.pdf"))
    assert all(
        any(words.partition("（")[0].replace(" ", "") in text for text in saved) for words in ticked(page)
    )


def test_that_a_suggested_name_holds_no_document_number(page, qtbot, window):
    choose_programme(qtbot, page, PHD)
    name = window.findChild(type(window._pages["packets"]))._file_name()
    assert PHD in name
    assert not any(person.id_number in name for person in window.session.view.dossier.people)


def test_that_the_list_says_what_is_on_record_and_what_is_not(page, qtbot):
    change(qtbot, page, lambda: named(page, QCheckBox, "草稿：也列出尚不符合的对象").click())
    change(qtbot, page, lambda: tick(qtbot, page, UNDETERMINED))
    change(qtbot, page, lambda: tick(qtbot, page, ELIGIBLE))
    lines = said(named(page, QAbstractItemView, "还缺什么"))
    assert any(line.startswith("营业执照复印件，已有") for line in lines)
    assert any("，缺，请填写" in line for line in lines)


def test_that_a_line_leads_to_where_it_is_filled_in(page, window, qtbot):
    view = named(page, QAbstractItemView, "还缺什么")
    with qtbot.waitSignal(window._pages["packets"].choosing.wanted) as went:
        click_row(qtbot, view, "营业执照复印件")
    assert went.args[0] == "firm"
    assert (went.args[1].entity, went.args[1].field) == (Firm, "credit_code")


def test_that_words_are_found_and_marked(page, preview, qtbot, tmp_path):
    saved = save(qtbot, page, tmp_path / "saved.pdf")
    total = sum(text.count("研发") for text in words_of(saved))
    line = named(page, QLineEdit, "在材料中查找")
    type_words(line, "研发")
    qtbot.waitUntil(lambda: f"1 / {total}" in labels(page))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert f"2 / {total}" in labels(page)
    qtbot.waitUntil(lambda: has_colour(preview.viewport().grab().toImage(), LIGHT["warn_bd"]))


def has_colour(image: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize("scale", [1.0, 1.15])
def test_that_nothing_is_clipped_beside_what_was_found(page, window, qtbot, scale):
    theme().apply("light", scale)
    window.resize(1024, 600)
    line = named(page, QLineEdit, "在材料中查找")
    type_words(line, "研发")
    qtbot.waitUntil(lambda: any(re.fullmatch(r"1 / \d+", words) for words in labels(page)))
    QApplication.processEvents()
    assert line.mapTo(window, line.rect().topRight()).x() < window.width()
    theme().apply("light", 1.0)


def test_that_words_that_are_not_there_are_said_not_to_be(page, qtbot):
    type_words(named(page, QLineEdit, "在材料中查找"), "没有的词")
    qtbot.waitUntil(lambda: "没有找到" in labels(page))


def test_that_a_page_is_reached_by_the_number_printed_on_it(page, preview, qtbot):
    line = named(page, QLineEdit, "页码")
    line.selectAll()
    qtbot.keyClicks(line, "5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert preview.current == 6  # behind the cover and the contents
    assert named(page, QAbstractItemView, "缩略图").currentIndex().row() == 6


def test_that_a_number_that_no_page_bears_leads_nowhere(page, preview, qtbot):
    preview.go(6)
    line = named(page, QLineEdit, "页码")
    line.selectAll()
    qtbot.keyClicks(line, "999")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (preview.current, line.text()) == (6, "5")


def test_that_a_thumbnail_leads_to_its_page(page, preview, qtbot):
    click_row(qtbot, named(page, QAbstractItemView, "缩略图"), "第 3 页")
    assert preview.current == 4
    assert named(page, QLineEdit, "页码").text() == "3"


def test_that_zooming_keeps_the_page(page, preview, qtbot):
    preview.go(6)
    before = preview.factor
    click(qtbot, page, "放大")
    assert preview.factor > before
    assert abs(preview.current - 6) <= 1


def test_that_the_keyboard_turns_pages(page, preview, qtbot):
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_End)
    assert f"/ {named(page, QLineEdit, '页码').text()}" in labels(page)
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    assert named(page, QLineEdit, "页码").text() == "封面"


def test_that_a_packet_finished_while_the_window_closes_is_let_go(page, qtbot):
    press = page.window().findChild(Press)
    making = qtbot.waitSignal(
        press._worker.started, check_params_cb=lambda job: job.title == "生成申报材料", timeout=10_000
    )
    with making:
        named(page, QCheckBox, "草稿：也列出尚不符合的对象").click()
        tick(qtbot, page, UNDETERMINED)
    done = threading.Event()
    press._worker.beforehand(done.set)
    assert done.wait(30)  # it is made, and the window has not heard of it yet
    press.close()
    with qtbot.captureExceptions() as raised:
        qtbot.wait(50)
    assert raised == []


def everyone(qtbot, page):
    """Begin a packet of everyone, which takes a while."""
    named(page, QComboBox, "补贴项目").setCurrentIndex(5)
    named(page, QCheckBox, "草稿：也列出尚不符合的对象").click()
    click(qtbot, page, "全不选")
    click(qtbot, page, "全选")


@pytest.fixture
def held(page, qtbot):
    """Begin another packet, and hold it where it tells its progress; give what is told, and what lets it go on."""
    press = page.window().findChild(Press)
    told, opened = [], threading.Event()

    def wait(what, done, total):
        told.append((what, done, total))
        if what == READING_BACK:
            opened.wait(10)

    press._worker.progressed.connect(wait, Qt.ConnectionType.DirectConnection)
    everyone(qtbot, page)
    qtbot.waitUntil(lambda: any(step[0] == READING_BACK for step in told), timeout=10_000)
    yield told, opened
    opened.set()


def test_that_pages_come_into_view_while_another_packet_is_made(held, preview, qtbot):
    with qtbot.waitSignal(preview._images.ready, timeout=10_000, check_params_cb=lambda number: number == 9):
        preview.go(9)


def test_that_progress_is_one_percentage_with_the_time_that_remains(held, page, qtbot):
    told, opened = held
    done = [step[1] for step in told if step[2] == WHOLE]
    assert done == sorted(done)
    assert done[-1] >= WHOLE // 3
    time.sleep(1.1)  # a pace says nothing before
    opened.set()
    qtbot.waitUntil(lambda: any(re.search(r"正在核对　\d+%，约剩 \d+ 秒", words) for words in labels(page)))


def test_that_it_can_be_cancelled(page, qtbot):
    everyone(qtbot, page)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in page.findChildren(QProgressBar)))
    click(qtbot, page, "取消生成")
    qtbot.waitUntil(lambda: "已取消" in labels(page))
    assert not named(page, QPushButton, "保存 PDF").isEnabled()
    click(qtbot, page, "重新生成")
    wait_for_packet(qtbot, page)


def test_that_the_window_answers_while_a_packet_is_made(page, qtbot):
    beats = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(10)
    everyone(qtbot, page)
    wait_for_packet(qtbot, page)
    timer.stop()
    pauses = [after - before for before, after in pairwise(beats)]
    assert max(pauses) < sum(pauses) / 3


def test_that_a_change_on_record_prints_anew_for_the_same_subjects(page, window, settled, qtbot, tmp_path):
    choose_programme(qtbot, page, PHD)
    click(qtbot, page, "全不选")
    change(qtbot, page, lambda: tick(qtbot, page, "陈"))
    firm = window.session.view.dossier.firm
    renamed = Firm(**{name: getattr(firm, name) for name in firm.__slots__} | {"name": "改名后的企业"})
    settled(lambda: window.session.apply("改名", Changes(updated={Firm: [(firm, renamed)]})))
    wait_for_packet(qtbot, page)
    assert len(ticked(page)) == 1
    assert any("改名后的企业" in text for text in words_of(save(qtbot, page, tmp_path / "renamed.pdf")))


@pytest.mark.parametrize("name", ["对象", "还缺什么", "缩略图"])
def test_that_the_models_keep_the_rules(page, qtbot, name):
    model = named(page, QAbstractItemView, name).model()
    assert isinstance(model, QAbstractItemModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    choose_programme(qtbot, page, PHD)


def test_that_a_click_on_the_desk_beside_the_pages_does_no_harm(preview, qtbot):
    qtbot.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(2, 2).toPoint())
    assert preview.current == 0


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("2024-05-06 签订，2024-05-06 至 2029-05-05", Qt.TextFlag.TextWordWrap),
        ("RD" * 200, Qt.TextFlag.TextWrapAnywhere),
    ],
)
def test_that_a_line_is_broken_inside_a_word_only_where_the_word_does_not_fit(qapp, words, how):
    assert wrapping(words, QFontMetrics(qapp.font()), 200) == how

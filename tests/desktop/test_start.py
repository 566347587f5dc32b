"""Starting the program, and 开始: recent records, the guide to a new one, the sample."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from enclave_desktop.desktop.doorbell import Doorbell, ring
from enclave_desktop.desktop.start.guide import Guide
from enclave_desktop.desktop.start.recent import RecentRow
from enclave_desktop.desktop.start.sample import free_path
from enclave_desktop.desktop.unclean import Marker
from enclave_desktop.desktop.when import when_words
from enclave_desktop.dossier.values import Enclave, Filing, Firm
from enclave_desktop.records.record import Record
from tests.desktop.screen import answer_file_dialog, click, named, type_words

NOT_BEFORE_FIRST_PAINT = ("sqlalchemy", "reportlab", "openpyxl", "alembic", "pypinyin", "cn2an")
_LOOK = """
import os, sys
from enclave_desktop.desktop import app as start
from PySide6.QtCore import QEvent

class Window(start.MainWindow):
    def event(self, event):
        if event.type() == QEvent.Type.Paint:
            print(*{name.partition(".")[0] for name in sys.modules}, flush=True)
            os._exit(0)
        return super().event(event)

start.MainWindow = Window
start.main(None)
"""
_LOOK_AT_ROWS = """
import os, sys
from enclave_desktop.desktop import app as start
from PySide6.QtCore import QTimer

class Window(start.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.session.changed.connect(lambda: QTimer.singleShot(0, self.look))

    def look(self):
        self.repaint()
        assert self.session.view.dossier.people
        print(*{name.partition(".")[0] for name in sys.modules}, flush=True)
        os._exit(0)

start.MainWindow = Window
start.main(None)
"""
_WAIT_UNTIL_READY = """
import os, sys
from enclave_desktop.desktop import app as start
from PySide6.QtCore import QTimer

class Window(start.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.often = QTimer(self, interval=50)
        self.often.timeout.connect(self.look)
        self.often.start()

    def look(self):
        if "enclave_desktop.records.writing" in sys.modules and self.session.view:
            print("sqlalchemy" in sys.modules, flush=True)
            os._exit(0)

start.MainWindow = Window
start.main(None)
"""


@pytest.fixture
def folder(window, tmp_path):
    """Where new records go."""
    folder = tmp_path / "records"
    folder.mkdir()
    window.settings.keep_text("record_folder", str(folder))
    return folder


def own_homes(tmp_path):
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(homes, str(tmp_path))}


@pytest.fixture
def remembering(tmp_path, record_file):
    """The environment of a user whose last record is the sample firm's."""
    remember = (
        "import sys, pathlib; from enclave_desktop.desktop.settings import Settings;"
        "Settings().remember_record(pathlib.Path(sys.argv[1]))"
    )
    environment = own_homes(tmp_path)
    subprocess.run([sys.executable, "-c", remember, str(record_file)], env=environment, check=True)
    return environment


def imported(program, environment):
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    return set(done.stdout.split())


def test_that_nothing_heavy_is_imported_before_the_first_paint(remembering):
    modules = imported(_LOOK, remembering)
    assert "PySide6" in modules
    assert modules.isdisjoint(NOT_BEFORE_FIRST_PAINT)


def test_that_the_rows_of_the_last_record_are_shown_before_anything_heavy_is_imported(remembering):
    modules = imported(_LOOK_AT_ROWS, remembering)
    assert "sqlite3" in modules
    assert modules.isdisjoint(NOT_BEFORE_FIRST_PAINT)


def test_that_what_the_first_change_needs_is_loaded_while_nobody_waits(remembering):
    assert imported(_WAIT_UNTIL_READY, remembering) == {"True"}


def recent(window):
    QApplication.processEvents()
    return [row for row in window.findChildren(RecentRow) if row.isVisible()]


def labels(parent):
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]


def test_that_the_sample_opens_with_one_click(window, folder, settled, qtbot):
    click(qtbot, window, "看看示例")
    qtbot.waitUntil(lambda: window.session.view is not None)
    assert window.session.path == folder / "示例企业.enclave"
    assert len(window.session.view.dossier.people) > 20


def test_that_the_sample_never_replaces_a_file(tmp_path):
    assert free_path(tmp_path).name == "示例企业.enclave"
    (tmp_path / "示例企业.enclave").write_text("mine")
    assert free_path(tmp_path).name == "示例企业 2.enclave"


def test_that_a_record_opened_is_listed_with_its_folder_and_day(window, settled, record_file, qtbot):
    settled(lambda: window.session.open(record_file))
    window.go("start")
    (row,) = recent(window)
    assert row.accessibleName() == "示例企业"
    words = row.accessibleDescription()
    assert str(record_file.parent) in words
    assert "今天" in words
    assert "还没有备份" in words


def test_that_a_click_on_a_row_opens_the_record(window, settled, record_file, qtbot):
    window.settings.remember_record(record_file)
    window._pages["start"].show_view(None)
    (row,) = recent(window)
    settled(lambda: qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 10)))
    assert window.session.path == record_file


def test_that_a_record_that_is_gone_is_greyed_and_can_be_removed(window, tmp_path, qtbot):
    window.settings.remember_record(tmp_path / "没有了.enclave")
    window._pages["start"].show_view(None)
    (row,) = recent(window)
    qtbot.waitUntil(lambda: row.gone)
    assert "找不到文件" in row.accessibleDescription()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert window.session.path is None
    click(qtbot, window, "移除 没有了")
    assert recent(window) == []
    assert window.settings.recent == []


def test_that_delete_takes_a_row_off_the_list(window, record_file, qtbot):
    window.settings.remember_record(record_file)
    window._pages["start"].show_view(None)
    qtbot.keyClick(recent(window)[0], Qt.Key.Key_Delete)
    assert recent(window) == []
    assert record_file.exists()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2025, 6, 30, 9, 5), "今天 09:05"),
        (datetime(2025, 6, 29, 23, 59), "昨天 23:59"),
        (datetime(2025, 6, 28, 12, 0), "6 月 28 日"),
        (datetime(2024, 12, 31, 12, 0), "2024-12-31"),
    ],
)
def test_that_days_are_told_as_people_do(moment, words):
    assert when_words(moment, date(2025, 6, 30)) == words


def test_that_a_record_is_opened_from_the_dialog(window, folder, settled, record_file, qtbot):
    click(qtbot, window, "打开档案")
    settled(lambda: answer_file_dialog(qtbot, record_file))
    assert window.session.path == record_file


def test_that_a_record_dropped_on_the_window_opens(window, settled, record_file):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(record_file))])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entering = QDragEnterEvent(QPoint(300, 300), event.dropAction(), data, event.buttons(), event.modifiers())
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    settled(lambda: QApplication.sendEvent(window, event))
    assert window.session.path == record_file


@pytest.fixture
def guide(window, folder, qtbot):
    click(qtbot, window, "新建档案")
    return window.findChild(Guide)


def fill(guide, **words):
    for label, text in words.items():
        widget = named(guide, QComboBox if label in ("类型", "备案机关") else QLineEdit, label)
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findText(text))
        else:
            widget.clear()
            type_words(widget, text)
            widget.editingFinished.emit()


FIRM = {
    "企业名称": "新企业",
    "统一社会信用代码": "91640100MA7EXAMP48",
    "注册省份": "宁夏",
    "注册城市": "银川",
}


def test_that_the_guide_leads_to_a_record_with_firm_enclave_and_filing(window, guide, folder, qtbot):
    fill(guide, **FIRM)
    click(qtbot, guide, "下一步")
    click(qtbot, guide, "不加密，直接新建")
    fill(guide, 名称="新中心", 类型="研发中心", 所在省份="上海", 所在城市="上海")
    click(qtbot, guide, "下一步")
    fill(guide, 备案机关="自治区科技厅", 备案日期="2024-03-15")
    click(qtbot, guide, "下一步")
    qtbot.waitUntil(lambda: bool(window.session.view and window.session.view.dossier.filings))
    click(qtbot, guide, "以后再说")
    with Record.open(folder / "新企业.enclave", read_only=True) as record:
        dossier = record.dossier(date.today())
    assert [row.name for row in dossier.rows(Firm)] == ["新企业"]
    assert [row.type for row in dossier.rows(Enclave)] == ["研发中心"]
    assert [(row.enclave, row.filed_on) for row in dossier.rows(Filing)] == [("新中心", date(2024, 3, 15))]


def test_that_the_guide_says_under_the_field_what_is_wrong(guide, folder, qtbot):
    fill(guide, **FIRM | {"统一社会信用代码": "91640100MA7EXAMP40"})
    click(qtbot, guide, "下一步")
    assert any("校验" in words or "营业执照" in words for words in labels(guide))
    assert "第 1 步，共 4 步" in labels(guide)
    assert list(folder.iterdir()) == []


def test_that_the_guide_says_how_a_field_left_empty_is_filled(guide, qtbot):
    click(qtbot, guide, "下一步")
    told = [words for words in labels(guide) if "必须填写；" in words]
    assert told[:3] == [
        "企业名称必须填写；营业执照上的全称",
        "统一社会信用代码必须填写；18 位",
        "注册省份必须填写；例：宁夏",
    ]


def test_that_the_guides_labels_stand_in_one_line_under_its_title(guide):
    title = next(one for one in guide.findChildren(QLabel) if one.isVisible() and one.text() == "企业")
    fields = [line.label for line in guide._forms[0].lines.values()]
    starts = {one.mapTo(guide, one.contentsRect().topLeft()).x() for one in (title, *fields)}
    assert len(starts) == 1
    assert all(one.fontMetrics().horizontalAdvance(one.text()) <= one.width() for one in fields)


def test_that_the_guide_never_replaces_a_record(guide, folder, qtbot):
    (folder / "新企业.enclave").write_text("mine")
    fill(guide, **FIRM)
    click(qtbot, guide, "下一步")
    assert "已有同名的档案；请换一个名字" in labels(guide)
    assert (folder / "新企业.enclave").read_text() == "mine"


def test_that_leaving_the_guide_at_once_leaves_nothing(guide, folder, qtbot):
    fill(guide, **FIRM)
    click(qtbot, guide, "取消")
    assert list(folder.iterdir()) == []


def test_that_enclave_and_filing_may_wait(window, guide, folder, qtbot):
    fill(guide, **FIRM)
    click(qtbot, guide, "下一步")
    click(qtbot, guide, "不加密，直接新建")
    click(qtbot, guide, "跳过")
    assert "第 4 步，共 4 步" in labels(guide)
    qtbot.waitUntil(lambda: bool(window.session.view and window.session.view.dossier.firm))
    click(qtbot, guide, "逐条录入")
    assert window._stack.currentWidget().title == "人员"


def test_that_a_second_start_rings_at_the_window_that_has_the_record(window, settled, record_file, qtbot):
    settled(lambda: window.session.open(record_file))
    window.showMinimized()
    done = subprocess.Popen([sys.executable, "-c", _RING, str(record_file)])
    qtbot.waitUntil(lambda: done.poll() is not None)
    assert done.returncode == 0
    qtbot.waitUntil(lambda: not window.isMinimized())


_RING = """
import sys, pathlib
from PySide6.QtCore import QCoreApplication
from enclave_desktop.desktop.doorbell import ring
app = QCoreApplication([])
sys.exit(0 if ring(pathlib.Path(sys.argv[1])) else 1)
"""


def test_that_a_record_as_argument_opens_the_window_and_a_second_time_does_not(
    qapp, tmp_path, record_file, qtbot
):
    start = [sys.executable, "-m", "enclave_desktop", str(record_file)]
    with subprocess.Popen(start, env=own_homes(tmp_path), stderr=subprocess.DEVNULL) as first:
        try:
            qtbot.waitUntil(lambda: ring(record_file))
            assert subprocess.run(start, env=own_homes(tmp_path), check=False, timeout=20).returncode == 0
            assert first.poll() is None
        finally:
            first.kill()


def test_that_a_window_that_is_closing_answers_no_more(tmp_path, record_file):
    """It may still be making a backup: who starts the program then wants a window."""
    ended = subprocess.run([sys.executable, "-c", _CLOSING, str(record_file)], check=False, timeout=20)
    assert ended.returncode == 0


def test_that_a_closed_window_answers_no_more(window, settled, qtbot, record_file):
    settled(lambda: window.session.open(record_file))
    qtbot.waitUntil(lambda: ring(record_file))
    window.close()
    assert not ring(record_file)


_CLOSING = """
import sys, pathlib
from PySide6.QtCore import QCoreApplication, QTimer
from enclave_desktop.desktop.doorbell import Doorbell, ring
app = QCoreApplication([])
bell, record = Doorbell(), pathlib.Path(sys.argv[1])
bell.hang(record)
QTimer.singleShot(0, lambda: app.exit(0 if ring(record) else 2))
sys.exit(app.exec() or ring(record))
"""


def test_that_nobody_answers_for_another_record(qapp, tmp_path):
    bell = Doorbell()
    bell.hang(tmp_path / "one.enclave")
    assert not ring(tmp_path / "another.enclave")
    assert ring(tmp_path / "one.enclave")
    bell.hang(None)
    assert not ring(tmp_path / "one.enclave")


_KILLED = """
import os, sys, pathlib
from enclave_desktop.desktop.unclean import Marker
from enclave_desktop.desktop.when import when_words
marker = Marker(pathlib.Path(sys.argv[1]))
marker.begin()
if sys.argv[2] == "clean":
    marker.end()
elif sys.argv[2] == "fault":
    import ctypes
    ctypes.string_at(0)
os._exit(1)
"""


@pytest.mark.parametrize(("end", "noticed"), [("clean", 0), ("killed", 1), ("fault", 1)])
def test_that_an_unclean_end_is_noticed_once(tmp_path, end, noticed):
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), end], check=False, capture_output=True)
    marker = Marker(tmp_path)
    marker.begin()
    logs = marker.left_behind()
    assert len(logs) == noticed
    assert any("Fatal Python error" in log for log in logs) == (end == "fault")
    assert marker.left_behind() == []
    marker.end()
    assert list(tmp_path.iterdir()) == []


def test_that_a_program_still_running_is_not_an_unclean_end(tmp_path):
    waiting = _KILLED.replace("os._exit(1)", "print('running', flush=True); sys.stdin.read()")
    other = subprocess.Popen(
        [sys.executable, "-c", waiting, str(tmp_path), "killed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "running\n"
        assert Marker(tmp_path).others
        assert Marker(tmp_path).left_behind() == []
        other.stdin.close()


def test_that_size_and_page_come_back(window, settled, record_file, qtbot):
    settled(lambda: window.session.open(record_file))
    window.resize(1024, 650)  # a screen that is not there is small
    window.go("packets")
    window.close()
    again = type(window)(window.session, window.settings)
    qtbot.addWidget(again)
    assert again.size() == window.size()
    again.show()
    settled(lambda: again.session.open(record_file))
    assert again._stack.currentWidget().title == "申报材料"
    again.close()


def test_that_the_programs_icon_is_there_in_every_size_that_is_asked_for(qapp):
    sizes = {size.width() for size in qapp.windowIcon().availableSizes()}
    assert {16, 32, 48, 256} <= sizes


def test_that_standard_buttons_are_chinese(qapp):
    assert QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_that_every_control_has_a_name(window):
    nameless = [
        button
        for button in window._pages["start"].findChildren(QAbstractButton)
        if button.isVisible() and not (button.accessibleName() or button.text())
    ]
    assert nameless == []
    assert window._pages["start"].findChildren(QPushButton)


def suggested_name(qapp):
    """What the file dialog that is open suggests; it is closed."""
    dialog = qapp.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    name = Path(dialog.selectedFiles()[0]).name
    dialog.reject()
    return name


def test_that_the_blank_workbook_bears_one_name_everywhere(window, settled, record_file, qapp, qtbot):
    click(qtbot, window, "空白工作簿…")
    at_the_start = suggested_name(qapp)
    settled(lambda: window.session.open(record_file))
    window.go("people")
    click(qtbot, window, "导入")
    click(qtbot, window, "保存空白工作簿…")
    assert suggested_name(qapp) == at_the_start

"""Putting the pages of a piece right: by mouse and by keys, saved as numbers, taken back; the file stays as it is."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QListWidget, QSlider, QWidget

from enclave_desktop.desktop.evidence import editing
from enclave_desktop.desktop.evidence.viewer import Viewer
from enclave_desktop.desktop.main_window import LOCK_KEY
from enclave_desktop.dossier.evidence import Evidence, PageEdit
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.keys import doubles_in, keys_in
from tests.desktop.scans import scan
from tests.desktop.screen import click, named
from tests.desktop.sheet import on_record

ROW = {"number": "one", "kind": "营业执照", "file_name": "执照.pdf"}


@pytest.fixture
def viewer(window, settled, qtbot, record_file, tmp_path):
    """The large view of a piece of three pages."""
    data = scan(tmp_path / "执照.pdf", pages=3).read_bytes()
    with Record.open(record_file) as record, record.transaction() as transaction:
        (sha,) = transaction.keep([data])
        transaction.apply(Changes(added={Evidence: [Evidence(content=sha, **ROW)]}))
    window.sidebar.set_record_open(True)
    window.go("evidence")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    (row,) = window.session.view.dossier.evidence
    panel = window._pages["evidence"].panel
    panel.open(row)
    shown = named(window, QDialog, "营业执照的页面")
    pages = named(shown, QListWidget, "页")
    qtbot.waitUntil(lambda: pages.count() == 3, timeout=4000)
    yield shown
    for left in window.findChildren(Viewer):
        left.reject()


@pytest.fixture
def edits(record_file):
    """What is on record of the pages."""

    def read() -> tuple[PageEdit, ...]:
        (row,) = on_record(record_file, Evidence)
        return row.edits

    return read


def drag(qtbot, view: QWidget, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Between two places of the page, as fractions."""
    page = view._page

    def at(place: tuple[float, float]) -> QPoint:
        return QPoint(round(page.x() + place[0] * page.width()), round(page.y() + place[1] * page.height()))

    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at(start))
    qtbot.mouseMove(view, at(end))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(end))


def test_that_a_page_is_turned_and_turned_back(viewer, window, qtbot, settled, edits):
    settled(lambda: click(qtbot, viewer, "右转"))
    assert edits() == (PageEdit(0, turn=90), PageEdit(1), PageEdit(2))
    settled(lambda: qtbot.keyClick(viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert edits() == ()


@pytest.mark.parametrize(
    ("held", "turn"),
    [
        (Qt.KeyboardModifier.ControlModifier, 90),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, 270),
    ],
)
def test_that_a_page_is_turned_by_keys(viewer, window, qtbot, edits, held, turn):
    qtbot.keyClick(viewer, Qt.Key.Key_R, held)
    qtbot.waitUntil(lambda: edits()[:1] == (PageEdit(0, turn=turn),))
    qtbot.waitUntil(lambda: not window.session.saving)


def test_that_no_key_stands_for_two_things_over_a_page(viewer):
    assert doubles_in(viewer) == []
    assert LOCK_KEY not in keys_in(viewer)


@pytest.mark.parametrize("pause", range(0, 60, 12))
def test_that_a_page_is_turned_as_often_as_is_clicked(viewer, window, qtbot, edits, pause):
    told: list[Exception] = []
    window.session.failed.connect(told.append)
    for _ in range(7):
        click(qtbot, viewer, "右转")
        QTest.qWait(pause)
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    assert told == []
    assert edits() == (PageEdit(0, turn=270), PageEdit(1), PageEdit(2))


def test_that_what_is_typed_while_pages_are_saved_is_kept_too(viewer, window, qtbot, record_file):
    note = named(viewer, QLineEdit, "备注")
    click(qtbot, viewer, "右转")
    note.setFocus()
    note.setText("副本")
    click(qtbot, viewer, "右转")
    note.clearFocus()
    click(qtbot, viewer, "右转")
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    (row,) = on_record(record_file, Evidence)
    assert (row.note, row.edits[0].turn) == ("副本", 270)


def test_that_the_file_stays_as_it_came(viewer, qtbot, settled, record_file, tmp_path):
    settled(lambda: click(qtbot, viewer, "左转"))
    (row,) = on_record(record_file, Evidence)
    with Record.open(record_file, read_only=True) as record:
        assert record.content(row.content) == (tmp_path / "执照.pdf").read_bytes()


def test_that_a_part_is_kept_by_dragging(viewer, qtbot, edits):
    click(qtbot, viewer, "裁剪")
    drag(qtbot, named(viewer, QWidget, "页面"), (0.1, 0.2), (0.9, 0.8))
    qtbot.waitUntil(lambda: bool(edits()))
    crop = edits()[0].crop
    assert crop is not None
    assert [round(float(side), 1) for side in crop] == [0.1, 0.2, 0.9, 0.8]


def test_that_a_part_is_kept_by_keys(viewer, qtbot, edits):
    click(qtbot, viewer, "裁剪")
    view = named(viewer, QWidget, "页面")
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    qtbot.waitUntil(lambda: bool(edits()))
    assert edits()[0].crop == (Decimal("0.02"), 0, 1, Decimal("0.99"))


def test_that_numbers_are_covered_by_mouse_and_keys(viewer, qtbot, edits):
    click(qtbot, viewer, "遮盖号码")
    view = named(viewer, QWidget, "页面")
    drag(qtbot, view, (0.2, 0.2), (0.5, 0.25))
    qtbot.waitUntil(lambda: bool(edits()) and len(edits()[0].masks) == 1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(edits()[0].masks) == 2)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(edits()[0].masks) == 1)


def test_that_a_page_is_straightened_by_the_slider(viewer, qtbot, edits):
    slider = named(viewer, QSlider, "扶正的角度")
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(edits()))
    assert edits()[0].straighten == Decimal("0.1")


def test_that_pages_are_put_in_order_by_keys(viewer, qtbot, settled, edits):
    pages = named(viewer, QListWidget, "页")
    settled(lambda: qtbot.keyClick(pages, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier))
    assert [edit.page for edit in edits()] == [1, 0, 2]
    assert pages.currentRow() == 1


def test_that_pages_are_put_in_order_by_dragging(viewer, settled, edits):
    pages = named(viewer, QListWidget, "页")
    parent = pages.rootIndex()
    settled(lambda: pages.model().moveRow(parent, 0, parent, 3))
    assert [edit.page for edit in edits()] == [1, 2, 0]


def test_that_a_page_is_left_out_but_not_the_last(viewer, qtbot, settled, edits):
    pages = named(viewer, QListWidget, "页")
    settled(lambda: qtbot.keyClick(pages, Qt.Key.Key_Delete))
    settled(lambda: qtbot.keyClick(pages, Qt.Key.Key_Delete))
    assert [edit.page for edit in edits()] == [2]
    qtbot.keyClick(pages, Qt.Key.Key_Delete)
    assert [edit.page for edit in edits()] == [2]


def test_that_everything_goes_back_to_how_it_came(viewer, qtbot, settled, edits):
    settled(lambda: click(qtbot, viewer, "右转"))
    settled(lambda: click(qtbot, viewer, "全部恢复原样"))
    assert edits() == ()


def test_that_what_is_known_of_a_piece_is_filled_in(viewer, qtbot, settled, record_file):
    kind = named(viewer, QComboBox, "种类")
    kind.setCurrentText("信用报告")
    settled(lambda: kind.activated.emit(kind.currentIndex()))
    assert on_record(record_file, Evidence)[0].kind == "信用报告"


def test_that_enter_in_a_field_presses_no_button(viewer, qtbot, settled, record_file):
    note = named(viewer, QLineEdit, "备注")
    note.setText("原件在柜中")
    settled(lambda: qtbot.keyClick(note, Qt.Key.Key_Return))
    (row,) = on_record(record_file, Evidence)
    assert row.note == "原件在柜中"
    assert viewer.isVisible()


def test_that_a_removed_piece_closes_its_view(viewer, qtbot, settled, record_file):
    settled(lambda: click(qtbot, viewer, "移除"))
    assert QApplication.activeModalWidget() is None
    assert on_record(record_file, Evidence) == ()


def test_that_what_is_cropped_turns_with_the_page():
    left_half = editing.rectangle(0, 0, 0.5, 1)
    turned = editing.turned(PageEdit(0, crop=left_half, masks=(left_half,)), 90)
    assert turned.crop == editing.rectangle(0, 0, 1, 0.5)
    assert editing.turned(turned, 270) == PageEdit(0, crop=left_half, masks=(left_half,))


@pytest.mark.parametrize(
    ("corners", "part"),
    [
        ((0.9, 0.8, 0.1, 0.2), tuple(map(Decimal, ("0.1", "0.2", "0.9", "0.8")))),
        ((-1, -1, 2, 2), (0, 0, 1, 1)),
        ((0.5, 0.5, 0.51, 0.9), None),
    ],
)
def test_that_a_part_lies_within_the_page_and_is_not_tiny(corners, part):
    assert editing.rectangle(*corners) == part


def test_that_a_page_is_straightened_within_bounds():
    assert editing.straightened(PageEdit(0), Decimal(40)).straighten == 15
    assert editing.straightened(PageEdit(0), Decimal(-15)).straighten == -15


def test_that_unchanged_pages_are_not_recorded():
    assert editing.kept(editing.whole(3), 3) == ()
    assert editing.kept(editing.whole(2), 3) == editing.whole(2)

"""The offices' blanks in the window: brought, mapped by mouse and keys, used in the packet, handed on."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QWidget,
)

from enclave_desktop import paths
from enclave_desktop.desktop.blanks.editor import BlankEditor
from enclave_desktop.desktop.blanks.sheet import Sheet
from enclave_desktop.desktop.blanks.shelf import BlankShelf
from enclave_desktop.desktop.main_window import LOCK_KEY
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.packet.blanks import library
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.docx_text import text_of
from enclave_desktop.packet.blanks.mapping import (
    Area,
    AtBlank,
    InField,
    InTable,
    Mapping,
    OnPage,
    load_mapping,
)
from enclave_desktop.pdfium import PDFIUM
from tests.desktop.conftest import DAY
from tests.desktop.keys import doubles_in, keys_in
from tests.desktop.screen import answer_file_dialog, click, named, said, type_words
from tests.packet.blanks import data_of, mapping_of, path_of
from tests.packet.office_forms import word_form

PHD = "全日制博士补助"
COMB, RULED, WORD = "groups-and-comb", "libreoffice-ruled", "word-like"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the user's blanks are."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return paths.blanks()


@pytest.fixture
def page(window, settled, record_file, qtbot, folder):
    """申报材料 with the packet of one doctor."""
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    page = window.centralWidget()
    box = named(page, QComboBox, "补贴项目")
    box.setCurrentIndex(next(at for at in range(box.count()) if box.itemText(at).startswith(PHD)))
    click(qtbot, page, "全不选")
    view = named(page, QAbstractItemView, "对象")
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    wait_for_packet(qtbot, page)
    yield page
    quiet(qtbot, page)


def wait_for_packet(qtbot, page):
    qtbot.waitUntil(lambda: named(page, QPushButton, "保存 PDF").isEnabled(), timeout=20_000)


def quiet(qtbot, page):
    press = page.window().findChild(Press)
    qtbot.waitUntil(lambda: not press._worker._waiting and not press._drawer._waiting)


def shown_text(page) -> list[str]:
    paper = page.window().findChild(Press).paper
    with PDFIUM, pypdfium2.PdfDocument(paper.data) as document:
        return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


@pytest.fixture
def shelf(page, qtbot):
    click(qtbot, page, "空白表…")
    found = page.window().findChild(BlankShelf)
    assert found.isVisible()
    return found


@pytest.fixture
def bring(shelf, qtbot):
    """Bring a blank; the editor for it."""

    def act(path: Path) -> BlankEditor:
        click(qtbot, shelf, "新的空白表…")
        answer_file_dialog(qtbot, path)
        qtbot.waitUntil(lambda: shelf.findChild(BlankEditor) is not None)
        editor = shelf.findChild(BlankEditor)
        still(qtbot, editor)
        return editor

    return act


def still(qtbot, editor):
    qtbot.waitUntil(lambda: not editor._worker._waiting, timeout=20_000)
    QApplication.processEvents()


def kept(folder) -> Mapping:
    (one,) = library.kept(folder)
    assert one.mapping
    return one.mapping


def close(qtbot, editor):
    click(qtbot, editor, "关闭")
    still(qtbot, editor)


def finish(qtbot, page, shelf):
    click(qtbot, shelf, "完成")
    QApplication.processEvents()


def middle_of(sheet: Sheet, label: str) -> QPoint:
    spot = next(spot for spot in sheet._spots if spot.label == label)
    return sheet.rect_of(spot.area).center().toPoint()


def choose(qtbot, editor, words):
    """Type what to look for, and take the first that is found."""
    line = named(editor, QLineEdit, "找数据项")
    type_words(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_that_no_key_stands_for_two_things_over_a_blank(bring, qtbot):
    editor = bring(path_of(COMB))
    assert doubles_in(editor) == []
    assert LOCK_KEY not in keys_in(editor)
    close(qtbot, editor)


@pytest.mark.parametrize("shown", [False, True])
def test_that_a_blank_is_closed_while_a_page_of_it_is_filled_or_drawn(shelf, bring, qtbot, shown):
    editor = bring(path_of(COMB))
    click(qtbot, editor, "预览填好的样子")
    if shown:
        qtbot.waitUntil(lambda: editor._sheet.plain, timeout=20_000)
    click(qtbot, editor, "关闭")
    qtbot.waitUntil(lambda: shelf.findChild(BlankEditor) is None, timeout=20_000)
    qtbot.waitUntil(lambda: not shelf._worker.busy, timeout=20_000)


def test_that_a_brought_blank_is_filled_in_the_packet_in_place_of_ours(page, shelf, bring, folder, qtbot):
    editor = bring(path_of(COMB))
    click(qtbot, editor, "采用全部建议")
    click(qtbot, editor, "保存")
    close(qtbot, editor)
    assert kept(folder).cells == mapping_of(COMB).cells
    named(shelf, QRadioButton, "用下面选中的空白表代替").click()
    finish(qtbot, page, shelf)
    qtbot.waitUntil(lambda: not named(page, QPushButton, "保存 PDF").isEnabled())
    wait_for_packet(qtbot, page)
    (form,) = [text for text in shown_text(page) if "全日制博士补助申请表姓名" in text]
    person = named(page, QAbstractItemView, "对象").model().index(0, 0).data().partition("（")[0]
    assert person.replace(" ", "") in form
    assert not any("飞地研发中心研发人员补助申请表" in text for text in shown_text(page))


def test_that_it_can_stand_after_ours_and_the_choice_is_remembered(page, shelf, folder, qtbot):
    library.keep(mapping_of(COMB), data_of(COMB), folder)
    finish(qtbot, page, shelf)
    click(qtbot, page, "空白表…")
    again = page.window().findChildren(BlankShelf)[-1]
    named(again, QRadioButton, "两份都要，空白表排在参考样表后面").click()
    finish(qtbot, page, again)
    qtbot.waitUntil(lambda: not named(page, QPushButton, "保存 PDF").isEnabled())
    wait_for_packet(qtbot, page)
    forms = [("研发人员补助申请表" in text, "全日制博士补助申请表姓名" in text) for text in shown_text(page)]
    assert (True, False) in forms
    assert (False, True) in forms
    click(qtbot, page, "空白表…")
    third = page.window().findChildren(BlankShelf)[-1]
    assert named(third, QRadioButton, "两份都要，空白表排在参考样表后面").isChecked()
    finish(qtbot, page, third)


def test_that_a_box_is_clicked_and_bound_by_pinyin_initials(bring, folder, qtbot):
    editor = bring(path_of(RULED))
    sheet = named(editor, Sheet, "空白表页面")
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=middle_of(sheet, "联系电话"))
    assert named(editor, QLineEdit, "找数据项").hasFocus()
    choose(qtbot, editor, "txdz")
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert (cell.value, cell.label) == ("firm.address", "联系电话")
    close(qtbot, editor)


def test_that_a_rectangle_is_drawn_moved_by_keys_and_bound(bring, folder, qtbot):
    editor = bring(path_of(RULED))
    sheet = named(editor, Sheet, "空白表页面")
    start, end = (sheet.rect_of(area(300, 500)).topLeft(), sheet.rect_of(area(400, 520)).topLeft())
    drag(qtbot, sheet, start, end)
    choose(qtbot, editor, "飞地 负责人")
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert isinstance(cell.place, OnPage)
    box = cell.place.area
    assert cell.value == "enclave.head"
    assert (box.left, box.top) == pytest.approx((301, 500), abs=1.5)
    assert (box.width, box.height) == pytest.approx((100, 21), abs=1.5)
    close(qtbot, editor)


def area(left: float, top: float):
    return Area(left, top, 1, 1)


def drag(qtbot, sheet, start: QPointF, end: QPointF):
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=start.toPoint())
    qtbot.mouseMove(sheet, end.toPoint())
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=end.toPoint())


def test_that_a_suggestion_that_was_moved_is_not_taken_a_second_time(bring, folder, qtbot):
    editor = bring(path_of(RULED))
    sheet = named(editor, Sheet, "空白表页面")
    at = QPointF(middle_of(sheet, "联系人"))
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at.toPoint())
    drag(qtbot, sheet, at, at + QPointF(30, 40))
    click(qtbot, editor, "采用全部建议")
    click(qtbot, editor, "保存")
    assert len(kept(folder).cells) == len(mapping_of(RULED).cells)
    assert [cell.value for cell in kept(folder).cells].count("firm.contact") == 1
    close(qtbot, editor)


def test_that_everything_can_be_taken_back_and_done_again(bring, folder, qtbot):
    editor = bring(path_of(COMB))
    click(qtbot, editor, "采用全部建议")
    sheet = named(editor, Sheet, "空白表页面")
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Delete)
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor._draft.mapping.cells == mapping_of(COMB).cells
    click(qtbot, editor, "撤销")
    assert editor._draft.mapping.cells == ()
    click(qtbot, editor, "重做")
    click(qtbot, editor, "重做")
    assert len(editor._draft.mapping.cells) == len(mapping_of(COMB).cells) - 1
    click(qtbot, editor, "保存")
    close(qtbot, editor)


def test_that_keys_alone_reach_and_bind_every_place(bring, folder, qtbot):
    editor = bring(path_of(COMB))
    sheet = named(editor, Sheet, "空白表页面")
    sheet.setFocus()
    labels = []
    for _ in range(6):
        labels.append(editor._draft.current.label)
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
        qtbot.keyClick(named(editor, QLineEdit, "找数据项"), Qt.Key.Key_Return)
        assert sheet.hasFocus()
        qtbot.keyClick(sheet, Qt.Key.Key_Down)
    assert labels == ["姓名", "证件号码", "统一社会信用代码", "学位：博士", "学位：硕士", "学位：学士"]
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert kept(folder).cells == mapping_of(COMB).cells
    close(qtbot, editor)


def test_that_how_a_cell_is_set_can_be_changed(bring, folder, qtbot):
    editor = bring(path_of(RULED))
    spots = named(editor, QListView, "表上的格子")
    at = next(n for n, words in enumerate(said(spots)) if words.startswith("毕业时间"))
    spots.clicked.emit(spots.model().index(at, 0))
    choose(qtbot, editor, "")
    format_ = named(editor, QComboBox, "写法")
    format_.setCurrentIndex(format_.findText("年.月.日"))
    format_.activated.emit(format_.currentIndex())
    face = named(editor, QComboBox, "字体")
    face.setCurrentIndex(face.findText("仿宋"))
    face.activated.emit(face.currentIndex())
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert (cell.value, cell.kind, cell.format, cell.face) == (
        "person.graduated_on",
        "date",
        "年.月.日",
        "fang",
    )
    close(qtbot, editor)


def test_that_name_and_programmes_can_be_said(bring, folder, qtbot):
    editor = bring(path_of(COMB))
    line = named(editor, QLineEdit, "名称")
    line.clear()
    type_words(line, "厅里的新表")
    named(editor, QCheckBox, "所有项目都可以用").click()
    click(qtbot, editor, "保存")
    assert (kept(folder).title, kept(folder).programmes) == ("厅里的新表", ())
    close(qtbot, editor)


def test_that_the_preview_shows_the_filled_blank(bring, qtbot):
    editor = bring(path_of(RULED))
    click(qtbot, editor, "采用全部建议")
    sheet = named(editor, Sheet, "空白表页面")
    still(qtbot, editor)
    before = sheet._image.copy()
    click(qtbot, editor, "预览填好的样子")
    qtbot.waitUntil(
        lambda: sheet.plain and sheet._image is not None and sheet._image != before, timeout=20_000
    )
    assert darkness(sheet._image) > darkness(before)
    click(qtbot, editor, "回到对应")
    still(qtbot, editor)
    assert not sheet.plain
    click(qtbot, editor, "撤销")
    close(qtbot, editor)


def darkness(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_that_what_is_not_saved_is_not_thrown_away_unasked(bring, qtbot):
    editor = bring(path_of(COMB))
    click(qtbot, editor, "采用全部建议")
    click(qtbot, editor, "关闭")
    box = editor.findChild(QMessageBox)
    assert box.isVisible()
    click(qtbot, box, "继续")
    assert editor.isVisible()
    click(qtbot, editor, "关闭")
    click(qtbot, next(b for b in editor.findChildren(QMessageBox) if b.isVisible()), "不保存，关闭")
    still(qtbot, editor)


def test_that_nothing_is_called_saved_that_could_not_be(bring, folder, qtbot):
    editor = bring(path_of(COMB))
    click(qtbot, editor, "采用全部建议")
    folder.rmdir()
    folder.write_text("stands where the folder was")
    click(qtbot, editor, "保存")
    box = editor.findChild(QMessageBox)
    click(qtbot, box, "知道了")
    assert not any("已保存" in words for words in labels(editor))
    click(qtbot, editor, "关闭")
    asked = next(b for b in editor.findChildren(QMessageBox) if b.isVisible())
    assert "还没有保存" in asked.text()
    click(qtbot, asked, "不保存，关闭")
    still(qtbot, editor)


def test_that_a_word_blank_is_mapped_on_its_sketch(bring, folder, qtbot):
    editor = bring(path_of(WORD))
    sheet = named(editor, Sheet, "空白表页面")
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=middle_of(sheet, "工作单位"))
    choose(qtbot, editor, "")
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert (cell.value, cell.place) == ("contract.employer", mapping_of(WORD).cells[-3].place)
    close(qtbot, editor)


def test_that_any_cell_of_a_word_files_table_can_be_bound(bring, folder, qtbot, tmp_path):
    form = tmp_path / "表.docx"
    form.write_bytes(word_form([["单位名称", "备注栏", "（另附）"]]))
    editor = bring(form)
    sheet = named(editor, Sheet, "空白表页面")
    _, area = editor._opened.places[InTable(1, 1, 3)]
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect_of(area).center().toPoint())
    assert "印着的文字会换成" in "".join(labels(editor))
    choose(qtbot, editor, "飞地 负责人")
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert (cell.value, cell.place, cell.label) == ("enclave.head", InTable(1, 1, 3), "（另附）")
    close(qtbot, editor)


def test_that_a_line_to_write_on_in_a_word_file_is_clicked_and_bound(bring, folder, qtbot, tmp_path):
    form = tmp_path / "表.docx"
    form.write_bytes(word_form([], "推荐单位：______________"))
    editor = bring(form)
    sheet = named(editor, Sheet, "空白表页面")
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=middle_of(sheet, "推荐单位"))
    choose(qtbot, editor, "企业 名称")
    click(qtbot, editor, "保存")
    (cell,) = kept(folder).cells
    assert (cell.value, cell.place) == ("firm.name", AtBlank("推荐单位："))
    close(qtbot, editor)


def test_that_a_file_that_is_no_blank_is_refused_with_what_to_do(shelf, qtbot, tmp_path):
    bad = tmp_path / "旧表.pdf"
    bad.write_bytes(b"%PDF- broken")
    click(qtbot, shelf, "新的空白表…")
    answer_file_dialog(qtbot, bad)
    qtbot.waitUntil(lambda: shelf.findChild(QMessageBox) is not None)
    box = shelf.findChild(QMessageBox)
    assert "不是完好的 PDF" in box.text()
    click(qtbot, box, "知道了")


def act(shelf: QWidget, words: str) -> None:
    (menu,) = [
        menu for menu in shelf.findChildren(QMenu) if menu.parent() is named(shelf, QAbstractButton, "更多")
    ]
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_that_a_mapping_is_handed_on_and_asks_for_its_blank(shelf, folder, qtbot, tmp_path):
    file = library.keep(mapping_of(COMB), data_of(COMB), tmp_path)
    act(shelf, "导入别人的对应关系…")
    answer_file_dialog(qtbot, file)
    listed = named(shelf, QListWidget, "空白表")
    assert "缺空白表文件" in listed.item(0).text()
    assert not named(shelf, QRadioButton, "用下面选中的空白表代替").isEnabled()
    act(shelf, "补上空白表文件…")
    answer_file_dialog(qtbot, path_of(RULED))
    box = shelf.findChild(QMessageBox)
    assert "重新对应一次" in box.informativeText()
    click(qtbot, box, "知道了")
    act(shelf, "补上空白表文件…")
    answer_file_dialog(qtbot, path_of(COMB))
    assert named(shelf, QRadioButton, "用下面选中的空白表代替").isEnabled()
    act(shelf, "导出对应关系…")
    answer_file_dialog(qtbot, tmp_path / "给别人.toml")
    assert load_mapping(tmp_path / "给别人.toml") == mapping_of(COMB)


def test_that_the_filled_word_file_can_be_had(page, shelf, folder, qtbot, tmp_path):
    library.keep(mapping_of(WORD), data_of(WORD), folder)
    finish(qtbot, page, shelf)
    click(qtbot, page, "空白表…")
    again = page.window().findChildren(BlankShelf)[-1]
    out = tmp_path / "out"
    out.mkdir()
    act(again, "另存填好的空白表…")
    answer_file_dialog(qtbot, out)
    qtbot.waitUntil(lambda: any("已另存 1 份" in label for label in labels(again)))
    (file,) = out.iterdir()
    assert file.suffix == ".docx"
    person = named(page, QAbstractItemView, "对象").model().index(0, 0).data().partition("（")[0]
    assert person not in file.name
    text = "".join(text_of(p) for p in DocxBlank(file.read_bytes(), "x").paragraphs)
    assert person in text
    finish(qtbot, page, again)


def test_that_cells_are_kept_when_the_office_hands_out_a_newer_blank(page, shelf, folder, qtbot):
    library.keep(mapping_of(COMB), data_of(COMB), folder)
    finish(qtbot, page, shelf)
    click(qtbot, page, "空白表…")
    again = page.window().findChildren(BlankShelf)[-1]
    act(again, "主管部门换了新表…")
    answer_file_dialog(qtbot, path_of(RULED))
    qtbot.waitUntil(lambda: again.findChild(BlankEditor) is not None)
    editor = again.findChild(BlankEditor)
    still(qtbot, editor)
    assert editor._draft.mapping.cells == mapping_of(COMB).cells
    assert editor._draft.mapping.sha256 == mapping_of(RULED).sha256
    close(qtbot, editor)
    finish(qtbot, page, again)


def test_that_a_choice_whose_blank_is_gone_is_said_on_the_page(page, shelf, folder, qtbot):
    file = library.keep(mapping_of(COMB), data_of(COMB), folder)
    finish(qtbot, page, shelf)
    click(qtbot, page, "空白表…")
    again = page.window().findChildren(BlankShelf)[-1]
    named(again, QRadioButton, "用下面选中的空白表代替").click()
    file.unlink()
    finish(qtbot, page, again)
    qtbot.waitUntil(lambda: any("已经不在了" in label for label in labels(page)), timeout=10_000)


def labels(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_that_the_models_keep_the_rules(bring, qtbot):
    editor = bring(path_of(RULED))
    for view in (named(editor, QListView, "表上的格子"), named(editor, QListView, "数据项")):
        model = view.model()
        assert isinstance(model, QAbstractItemModel)
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    click(qtbot, editor, "采用全部建议")
    type_words(named(editor, QLineEdit, "找数据项"), "qymc")
    assert any("企业名称" in words for words in said(named(editor, QListView, "数据项")))
    click(qtbot, editor, "撤销")
    close(qtbot, editor)


def test_that_every_control_of_the_editor_has_a_name(bring, qtbot):
    editor = bring(path_of(COMB))
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
        for widget in editor.findChildren(kind):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            inside = (
                isinstance(widget.parent(), QComboBox | QLineEdit | QAbstractItemView)
                or not widget.isVisible()
            )
            assert inside or widget.accessibleName() or text, widget
    assert InField("degree", "博士") in [spot.key[0] for spot in editor._draft.spots]
    close(qtbot, editor)

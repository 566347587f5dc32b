"""申报材料: how a packet is printed for a purpose, kept in the record and undone."""

import pytest
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QLineEdit, QSpinBox

from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.packets import choose_programme, page_of, save, wait_for_packet, words_of
from tests.desktop.screen import click, click_row, named, said, type_words
from tests.unit.rows import print_setting

PHD = "全日制博士补助"


@pytest.fixture
def page(window, settled, record_file, qtbot):
    return page_of(window, settled, record_file, qtbot)


@pytest.fixture
def dialog(page, window, qtbot):
    """The options of the filing's packets."""
    click(qtbot, page, "选项…")
    return shown(window)


def shown(window):
    from enclave_desktop.desktop.packets.options_dialog import OptionsDialog

    (dialog,) = [one for one in window.findChildren(OptionsDialog) if one.isVisible()]
    return dialog


def on_record(record_file):
    with Record.open(record_file, read_only=True) as record:
        return record.dossier(DAY).print_settings


def test_that_what_is_set_is_kept_in_the_record_and_printed(
    page, dialog, window, settled, qtbot, record_file
):
    named(dialog, QSpinBox, "份数").setValue(3)
    named(dialog, QCheckBox, "双面").click()
    before = len(window._pages["packets"]._press.paper.sizes)
    settled(lambda: click(qtbot, dialog, "确定"))
    wait_for_packet(qtbot, page)
    assert on_record(record_file) == (
        print_setting(programme="nx-filing", purpose="报送主管部门", copies=3, double_sided=True),
    )
    assert len(window._pages["packets"]._press.paper.sizes) > before  # blank backs


def test_that_the_receiver_is_the_forms_until_another_is_entered(
    page, dialog, window, settled, qtbot, record_file, tmp_path
):
    receiver = named(dialog, QLineEdit, "受理单位")
    assert (receiver.text(), receiver.placeholderText()) == ("", "宁夏回族自治区科学技术厅")
    type_words(receiver, " 示例市\n科技局 ")
    settled(lambda: click(qtbot, dialog, "确定"))
    wait_for_packet(qtbot, page)
    assert [setting.receiver for setting in on_record(record_file)] == ["示例市 科技局"]
    pages = words_of(save(qtbot, page, tmp_path / "packet.pdf"))
    assert sum("受理单位示例市科技局" in text.replace("：", "") for text in pages) == 2


def test_that_a_receiver_for_handing_in_holds_for_the_other_purposes_too(
    page, dialog, window, settled, qtbot, record_file
):
    type_words(named(dialog, QLineEdit, "受理单位"), "示例市科技局")
    settled(lambda: click(qtbot, dialog, "确定"))
    click(qtbot, page, "选项…")
    again = shown(window)
    assert named(again, QLineEdit, "受理单位").text() == "示例市科技局"
    named(again, QComboBox, "用途").setCurrentText("企业留存")
    receiver = named(again, QLineEdit, "受理单位")
    assert (receiver.text(), receiver.placeholderText()) == ("", "示例市科技局")
    click(qtbot, again, "确定")
    wait_for_packet(qtbot, page)
    assert [setting.purpose for setting in on_record(record_file)] == ["报送主管部门"]


def test_that_a_receiver_no_form_names_is_said_to_be_left_to_a_hand(page, window, qtbot):
    choose_programme(qtbot, page, PHD)
    click(qtbot, page, "选项…")
    assert named(shown(window), QLineEdit, "受理单位").placeholderText() == "留空，由人填写"
    shown(window).reject()


def test_that_it_can_be_undone(page, dialog, window, settled, qtbot, record_file):
    named(dialog, QCheckBox, "印章位置圈").click()
    settled(lambda: click(qtbot, dialog, "确定"))
    assert window.session.undoable.startswith("打印选项：企业飞地研发中心备案")
    settled(window.session.undo)
    assert on_record(record_file) == ()


def test_that_the_usual_way_takes_the_setting_off_the_record(
    page, dialog, window, settled, qtbot, record_file
):
    named(dialog, QSpinBox, "份数").setValue(3)
    settled(lambda: click(qtbot, dialog, "确定"))
    click(qtbot, page, "选项…")
    again = shown(window)
    assert named(again, QSpinBox, "份数").value() == 3
    click(qtbot, again, "恢复默认")
    assert named(again, QSpinBox, "份数").value() == 1
    settled(lambda: click(qtbot, again, "确定"))
    assert on_record(record_file) == ()


def test_that_a_purpose_masks_numbers_on_paper_and_is_remembered(page, window, qtbot, tmp_path):
    choose_programme(qtbot, page, PHD)
    numbers = [person.id_number for person in window.session.view.dossier.people]
    assert any(
        number in text for text in words_of(save(qtbot, page, tmp_path / "full.pdf")) for number in numbers
    )
    click(qtbot, page, "选项…")
    dialog = shown(window)
    named(dialog, QComboBox, "用途").setCurrentText("公示或传阅")
    assert not named(dialog, QCheckBox, "显示证件号码").isChecked()
    click(qtbot, dialog, "确定")
    wait_for_packet(qtbot, page)
    masked = words_of(save(qtbot, page, tmp_path / "masked.pdf"))
    assert not any(number in text for text in masked for number in numbers)
    click(qtbot, page, "选项…")
    assert named(shown(window), QComboBox, "用途").currentText() == "公示或传阅"
    shown(window).reject()


def test_that_parts_are_moved(page, dialog, window, settled, qtbot, record_file):
    parts = named(dialog, QAbstractItemView, "材料次序")
    click_row(qtbot, parts, "证明材料")
    click(qtbot, dialog, "上移")
    assert said(parts) == ["申请表", "承诺书", "条件对照表", "证明材料", "附表"]
    settled(lambda: click(qtbot, dialog, "确定"))
    (setting,) = on_record(record_file)
    assert setting.part_order == "申请表、承诺书、条件对照表、证明材料、附表"


def test_that_backs_are_offered_only_where_both_sides_are_printed(dialog):
    right, both = (named(dialog, QCheckBox, words) for words in ("各部分从右页起", "双面"))
    assert not right.isEnabled()
    both.click()
    assert right.isEnabled()


def test_that_the_print_dialog_begins_with_what_is_set(page, dialog, window, settled, qtbot):
    from enclave_desktop.desktop.printing.dialog import PrintDialog

    named(dialog, QSpinBox, "份数").setValue(4)
    named(dialog, QCheckBox, "双面").click()
    settled(lambda: click(qtbot, dialog, "确定"))
    wait_for_packet(qtbot, page)
    click(qtbot, page, "打印…")
    (printing,) = [one for one in window.findChildren(PrintDialog) if one.isVisible()]
    assert named(printing, QSpinBox, "份数").value() == 4
    assert named(printing, QComboBox, "单面或双面").currentText() == "双面，沿长边翻"
    assert not named(printing, QCheckBox, "彩色").isChecked()
    printing.reject()

"""Blocks of cells: copied, cleared, added up, and the menu over them."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
)

from enclave_desktop.desktop.table.columns import columns_of
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import (
    Agreement,
    Expense,
)
from tests.desktop.screen import click
from tests.desktop.sheet import dialog, on_record, person, status

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WHO = "潘野"


def test_that_a_block_is_copied_with_its_headers(agreements, record_file):
    agreements.click(0, "合同编号")
    agreements.click(1, "类型", SHIFT)
    agreements.keys(KEY.Key_C, modifier=CONTROL | SHIFT)
    rows = [f"{row.number}\t{row.type}\n" for row in on_record(record_file, Agreement)[:2]]
    assert QApplication.clipboard().text() == "合同编号\t类型\n" + "".join(rows)


def test_that_a_copy_is_masked_like_the_screen(people, window, qtbot, record_file):
    people.click(WHO, "证件号码")
    people.keys(KEY.Key_C, modifier=CONTROL)
    assert "*" in QApplication.clipboard().text()
    assert "遮盖" in status(window)
    click(qtbot, window, "显示选中的敏感内容")
    people.view.setFocus()
    people.keys(KEY.Key_C, modifier=CONTROL)
    assert QApplication.clipboard().text() == person(record_file, WHO).id_number


def test_that_a_pasted_block_is_previewed_and_saved_once_confirmed(agreements, settled, qtbot, record_file):
    before = on_record(record_file, Agreement)
    QApplication.clipboard().setText("单位甲\t\r\n单位乙\t澜朔杭州研发中心\r\n")
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_V, modifier=CONTROL)
    assert on_record(record_file, Agreement) == before
    settled(lambda: click(qtbot, dialog(), "粘贴 2 行"))
    first, second = on_record(record_file, Agreement)[:2]
    assert (first.counterparty, first.enclave) == ("单位甲", None)
    assert (second.counterparty, second.enclave) == ("单位乙", "澜朔杭州研发中心")


BAD_BLOCK = "单位甲\t没有的飞地\t2024-01-10\n单位乙\t澜朔杭州研发中心\t2024-02-30\n单位丙\t澜朔杭州研发中心\t2023-01-10\n"


def paste(agreements, block: str) -> Any:
    QApplication.clipboard().setText(block)
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_V, modifier=CONTROL)
    return dialog()


def test_that_the_good_rows_of_a_block_can_be_saved_alone(agreements, settled, qtbot, record_file):
    before = on_record(record_file, Agreement)
    asked = paste(agreements, BAD_BLOCK)
    settled(lambda: click(qtbot, asked, "只粘贴无误的 1 行"))
    after = on_record(record_file, Agreement)
    assert after[:2] == before[:2]
    assert after[2].counterparty == "单位丙"


def test_that_nothing_is_pasted_when_it_is_declined(agreements, qtbot, record_file):
    before = on_record(record_file, Agreement)
    click(qtbot, paste(agreements, BAD_BLOCK), "都不粘贴")
    assert on_record(record_file, Agreement) == before


def test_that_a_block_with_headers_finds_rows_by_their_keys_and_adds_new_ones(
    agreements, settled, qtbot, record_file
):
    block = "对方单位\t合同编号\t类型\n单位甲\tHT-2024-002\t场地租赁\n单位乙\tHT-9\t其他\n"
    asked = paste(agreements, block)
    settled(lambda: click(qtbot, asked, "粘贴 2 行"))
    rows = {row.number: row for row in on_record(record_file, Agreement)}
    assert rows["HT-2024-002"].counterparty == "单位甲"
    assert rows["HT-9"].type == "其他"


def test_that_delete_empties_the_selected_cells(agreements, settled, record_file):
    agreements.click(0, "金额（元）")
    agreements.click(1, "已付金额（元）", SHIFT)
    settled(lambda: agreements.keys(KEY.Key_Delete))
    assert [(row.amount, row.paid) for row in on_record(record_file, Agreement)[:2]] == [(None, None)] * 2


def test_that_what_must_be_filled_is_not_emptied(agreements, window, record_file):
    before = on_record(record_file, Agreement)
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_Delete)
    assert "对方单位必须填写" in status(window)
    assert on_record(record_file, Agreement) == before


def test_that_the_status_bar_adds_up_the_selected_amounts(agreements, window, qtbot, record_file):
    first, second = (row.amount for row in on_record(record_file, Agreement)[:2])
    agreements.click(0, "金额（元）")
    agreements.click(1, "金额（元）", SHIFT)

    def sums():
        words = [label.text() for label in window.status.findChildren(QLabel)]
        assert any(f"合计 {grouped(first + second)} 元" in text for text in words)

    qtbot.waitUntil(sums)


def test_that_masked_pay_is_not_added_up(open_page, window, qtbot):
    contracts = open_page("people", "劳动合同")
    contracts.click(0, "月薪（元）")
    contracts.click(3, "月薪（元）", SHIFT)

    def sums():
        words = "".join(label.text() for label in window.status.findChildren(QLabel))
        assert "已选 4 行" in words
        assert "合计" not in words

    qtbot.waitUntil(sums)


def test_that_the_menu_offers_what_can_be_done_with_the_cells(people):
    people.click(WHO, "姓名")
    where = people.view.visualRect(people.index(WHO, "证件号码")).center()
    people.view.customContextMenuRequested.emit(where)
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    words = [action.text() for action in shown.actions()]
    assert {"复制", "复制（带表头）", "粘贴…", "打开个人页", "删除 1 行…"} <= set(words)
    shown.close()


def test_that_a_whole_column_is_selected_and_added_up_by_key(open_page, window, qtbot, record_file):
    sheet = open_page("spend", "研发费用")
    sheet.click(0, "金额（元）")
    sheet.keys(KEY.Key_Space, modifier=CONTROL)
    spent = sum(row.amount for row in on_record(record_file, Expense))

    def sums():
        words = [label.text() for label in window.status.findChildren(QLabel)]
        assert any(f"合计 {grouped(spent)} 元" in text for text in words)

    qtbot.waitUntil(sums)


def test_that_selecting_a_long_ledger_asks_nothing_of_each_row(qtbot, record_file):
    class Asked(TableModel):
        times = 0

        def flags(self, index):
            self.times += 1
            return super().flags(index)

    model = Asked(columns_of(SHEETS[Expense]))
    view = TableView(model, lambda: None, None)
    qtbot.addWidget(view)
    model.set_rows([*on_record(record_file, Expense)] * 50)
    view.show()
    view.selectAll()
    QApplication.processEvents()
    assert len(view.selected_rows(0)) == model.rowCount() > 2000 > model.times


def test_that_a_copied_block_stays_text_in_a_spreadsheet(open_page, qtbot):
    sheet = open_page("spend", "研发费用")
    sheet.click(0, "凭证号")
    sheet.click(1, "飞地名称", SHIFT)
    sheet.keys(KEY.Key_C, modifier=CONTROL)
    table = QApplication.clipboard().mimeData().html()
    assert table.count("<tr><td style=") == 2
    assert f"""mso-number-format:'\\@'">{sheet.text(0, "凭证号")}</td>""" in table
    assert table.count("<td ") == table.count("</td>") == 6

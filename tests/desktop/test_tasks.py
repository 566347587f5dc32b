"""Whole tasks by mouse, keys, clipboard and drops; told by the screen, and by the record in another process."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QProgressBar, QTableView, QWidget

from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.sample import sample_dossier
from tests.desktop.clerk import Clerk, checked, exported, labels
from tests.desktop.conftest import DAY
from tests.desktop.screen import answer_file_dialog, click_row, drop, named
from tests.desktop.sheet import Sheet

CONTROL = Qt.KeyboardModifier.ControlModifier
PHD, PHD_ID = "全日制博士补助", "nx-phd-allowance"
NEW = "新的.enclave"
NUMBER = "64010419900101123X"
SHORT_BY_A_DAY = "赵\U0002b5af"
THIS = date.today().year


@pytest.fixture
def clerk(window, qtbot) -> Clerk:
    return Clerk(window, qtbot)


@pytest.fixture
def sample(clerk, record_file) -> Clerk:
    """The clerk with the sample record, opened by a drop, at 补贴匹配 as of the sample's day."""
    drop(clerk.window, record_file)
    clerk.qtbot.waitUntil(lambda: clerk.window.session.view is not None)
    clerk.go("补贴匹配")
    clerk.look_as_of(DAY)
    return clerk


@pytest.fixture
def book(tmp_path):
    """The sample firm as a workbook."""
    path = tmp_path / "花名册.xlsx"
    export_book(sample_dossier(DAY), path)
    return path


@pytest.fixture
def dry_run(clerk, tmp_path, book) -> QDialog:
    """The workbook was dropped, a new record made for it, and one held against the other."""
    drop(clerk.window, book)
    answer_file_dialog(clerk.qtbot, tmp_path / NEW)
    clerk.click("不加密，直接新建", clerk.dialog("给档案设一个口令"))
    asked = clerk.dialog("导入工作簿")
    at_rest(clerk, asked)
    return asked


def begin_by_guide(clerk, folder) -> None:
    """Firm, first enclave and filing."""
    clerk.click("新建档案")
    guide = clerk.dialog("新建档案")
    firm = {"统一社会信用代码": "91640100MA7EXAMP48", "注册省份": "宁夏", "注册城市": "银川"}
    clerk.fill(guide, 企业名称="新企业", **firm, 保存在=str(folder / "新企业.enclave"))
    clerk.click("下一步", guide)
    clerk.click("不加密，直接新建", guide)
    guide.activateWindow()  # as a window manager does
    clerk.qtbot.waitUntil(guide.isActiveWindow)
    clerk.fill(guide, 名称="上海中心", 类型="研发中心", 所在省份="上海", 所在城市="上海", 独立研发机构="是")
    clerk.click("下一步", guide)
    clerk.fill(guide, 备案机关="自治区科技厅", 备案日期=f"{THIS - 1}-03-15")
    clerk.click("下一步", guide)
    clerk.qtbot.waitUntil(lambda: clerk.window.windowTitle().startswith("新企业"))
    clerk.click("逐条录入", guide)
    clerk.come_back()


def at_rest(clerk, asked: QWidget) -> None:
    """Nothing is under way in the dialog."""
    clerk.qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in asked.findChildren(QProgressBar)))


def test_that_typing_leads_from_nothing_to_a_packet(clerk, settled, tmp_path):
    begin_by_guide(clerk, tmp_path)
    clerk.click("新增人员")
    pane = named(clerk.window, QWidget, "人员编辑")
    clerk.fill(pane, 姓名="林清", 证件号码=NUMBER, 学位="博士", 培养方式="全日制", 研发人员="是")
    settled(lambda: clerk.click("保存", pane))
    clerk.go("人员", "劳动合同")
    clerk.click("新增劳动合同")
    pane = named(clerk.window, QWidget, "劳动合同编辑")
    clerk.fill(pane, 证件号码="林清", 飞地名称="上海中心", 用工形式="全职")
    clerk.fill(pane, 起始日期=f"{THIS - 1}.1.1", 终止日期=f"{THIS + 5}年12月31日")
    settled(lambda: clerk.click("保存", pane))
    clerk.go("补贴匹配")
    assert f"{PHD}，初步符合，1 人，300,000.00" in clerk.programmes()
    click_row(clerk.qtbot, named(clerk.window, QAbstractItemView, "补贴项目"), PHD)
    clerk.click("做申报材料")
    assert "林清" in clerk.save_packet(tmp_path / "林清.pdf")
    (finding,) = checked(tmp_path / "新企业.enclave", PHD_ID, date.today()).values()
    assert (finding["subject"]["key"], finding["status"]) == (NUMBER, "eligible")
    assert finding["award"]["total"] == "300000.00"


def test_that_an_import_leads_from_nothing_to_a_packet(clerk, dry_run, tmp_path):
    clerk.click("全部导入", dry_run)
    clerk.come_back()
    clerk.go("补贴匹配")
    clerk.look_as_of(DAY)
    assert f"{PHD}，初步符合，7 人，1,865,000.00" in clerk.programmes()
    clerk.go("申报材料")
    clerk.pick("补贴项目", PHD)
    words = clerk.save_packet(tmp_path / "材料.pdf")
    findings = checked(tmp_path / NEW, PHD_ID, DAY).values()
    eligible = [finding["subject"]["name"] for finding in findings if finding["status"] == "eligible"]
    assert len(eligible) == 7
    assert all(name.replace(" ", "") in words for name in eligible)


def test_that_a_block_with_two_bad_cells_is_pasted_once_it_is_mended(sample, settled, record_file):
    sample.go("合同")
    sheet = Sheet(sample.window, sample.qtbot, "合同")
    block = "单位甲\t没有的飞地\t2024-01-10\r\n单位乙\t澜朔杭州研发中心\t2024-02-30\r\n"
    before = exported(record_file, "合同")

    def paste(text: str):
        QApplication.clipboard().setText(text)
        sheet.click(0, "对方单位")
        sheet.keys(Qt.Key.Key_V, modifier=CONTROL)
        return sample.dialog("粘贴到“合同”")

    asked = paste(block)
    assert "2 行里有 2 处有误，双击改正；没改正的行不会保存。" in labels(asked)
    preview = named(asked, QTableView, "粘贴预览").model()
    assert [preview.index(row, 0).data() for row in (0, 1)] == ["有误", "有误"]
    sample.click("都不粘贴", asked)
    assert exported(record_file, "合同") == before
    asked = paste(block.replace("没有的飞地", "澜朔上海研发中心").replace("02-30", "02-29"))
    settled(lambda: sample.click("粘贴 2 行", asked))
    assert [sheet.text(row, "对方单位") for row in (0, 1)] == ["单位甲", "单位乙"]
    rows = {row["对方单位"]: row for row in exported(record_file, "合同")}
    assert rows["单位甲"]["飞地名称"] == "澜朔上海研发中心"
    assert str(rows["单位乙"]["签订日期"]).startswith("2024-02-29")


def test_that_a_changed_contract_changes_the_finding_and_undo_changes_it_back(sample, settled, record_file):
    def told() -> str:
        (words,) = [words for words in sample.programmes() if words.startswith(PHD)]
        return words.removeprefix(f"{PHD}，")

    def statuses() -> list[str]:
        findings = checked(record_file, PHD_ID, DAY).values()
        return [one["status"] for one in findings if one["subject"]["name"] == SHORT_BY_A_DAY]

    assert (told(), statuses()) == ("初步符合，7 人，1,865,000.00", ["ineligible"])
    sample.go("人员", "劳动合同")
    sheet = Sheet(sample.window, sample.qtbot, "劳动合同")
    settled(lambda: sheet.type_into_cell(SHORT_BY_A_DAY, "终止日期", "2029.3.31"))
    sample.go("补贴匹配")
    assert (told(), statuses()) == ("初步符合，8 人，2,165,000.00", ["eligible"])
    settled(lambda: sample.key(Qt.Key.Key_Z, CONTROL))
    assert (told(), statuses()) == ("初步符合，7 人，1,865,000.00", ["ineligible"])
    sample.go("人员", "劳动合同")
    assert sheet.text(SHORT_BY_A_DAY, "终止日期") == "2029-03-30"


def cancel(clerk, asked: QDialog) -> None:
    """While it is at work: the button beside the progress."""
    clerk.click("取消", named(asked, QProgressBar, "进度").parentWidget())
    at_rest(clerk, asked)


def import_all(clerk, asked: QDialog) -> list[str]:
    """Everything, after all; whom the window shows then."""
    clerk.click("全部导入", asked)
    clerk.come_back()
    clerk.go("人员")
    return Sheet(clerk.window, clerk.qtbot, "人员").column("姓名")


def test_that_an_import_cancelled_while_it_is_written_leaves_nothing(clerk, dry_run, tmp_path):
    clerk.click("全部导入", dry_run)
    cancel(clerk, dry_run)
    assert exported(tmp_path / NEW, "人员") == []
    shown = import_all(clerk, dry_run)
    assert sorted(shown) == sorted(str(row["姓名"]) for row in exported(tmp_path / NEW, "人员"))


def test_that_an_import_cancelled_while_it_is_read_leaves_nothing(clerk, dry_run, tmp_path, book):
    clerk.click("取消", dry_run)
    drop(clerk.window, book)
    asked = clerk.dialog("导入工作簿")
    cancel(clerk, asked)
    assert exported(tmp_path / NEW, "人员") == []
    clerk.click("选择工作簿…", asked)
    answer_file_dialog(clerk.qtbot, book)
    at_rest(clerk, asked)
    shown = import_all(clerk, asked)
    assert sorted(shown) == sorted(str(row["姓名"]) for row in exported(tmp_path / NEW, "人员"))

"""The keyboard alone: it reaches everything, shows where it is, and leads from nothing to a packet."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTabBar, QWidget

from enclave_desktop.desktop.main_window import ENTRIES, PAGE_KEYS
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.policy.findings import Status
from tests.desktop.clerk import DRAWN_MS, Clerk, checked
from tests.desktop.conftest import DAY
from tests.desktop.screen import named, said

CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = "64010419900101123X"
PHD, PHD_ID = "全日制博士补助", "nx-phd-allowance"
THIS = date.today().year
KEYS = {entry.title: ord(key) for key, entry in zip(PAGE_KEYS, ENTRIES, strict=True)}
MOST_STEPS, FEW = 150, 4


class Typist(Clerk):
    """A clerk without a mouse."""

    def go(self, title: str, tab: str = "") -> None:
        self.key(Qt.Key(KEYS[title]), CONTROL)
        if tab:
            bar = named(self.window, QTabBar, f"{title}的表")
            self.reach(bar)
            while bar.tabText(bar.currentIndex()) != tab:
                self.key(Qt.Key.Key_Right)

    def click(self, name: str, parent: QWidget | None = None) -> None:
        self.reach(named(parent or self.window, QAbstractButton, name))
        self.key(Qt.Key.Key_Space)

    def choose(self, view: QAbstractItemView, words: str) -> None:
        """The row that begins with the words, by the arrow keys."""
        self.reach(view)
        self.key(Qt.Key.Key_Home)
        for _ in said(view):
            if said(view)[view.currentIndex().row()].startswith(words):
                return
            self.key(Qt.Key.Key_Down)
        raise AssertionError(f"the arrow keys do not reach {words}")

    def reach(self, widget: QWidget) -> None:
        for _ in range(MOST_STEPS):
            if QApplication.focusWidget() in (widget, widget.focusProxy()) and QApplication.focusWidget():
                return
            self.step()
        raise AssertionError(f"{widget.accessibleName() or widget} is not reached")

    def step(self) -> None:
        """On; out of a table of cells, where Tab goes from cell to cell, by F6."""
        in_cells = isinstance(QApplication.focusWidget(), TableView)
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
            self.window.nextInFocusChain().setFocus(Qt.FocusReason.TabFocusReason)
        self.key(Qt.Key.Key_F6 if in_cells else Qt.Key.Key_Tab)


@pytest.fixture
def typist(window, qtbot) -> Typist:
    return Typist(window, qtbot)


@pytest.fixture
def sample(typist, settled, record_file) -> Typist:
    settled(lambda: typist.window.session.open(record_file))
    settled(lambda: typist.window.session.look(DAY, DAY.year - 1))
    return typist


def test_that_the_keyboard_alone_leads_from_nothing_to_a_packet(typist, settled, tmp_path):
    typist.click("新建档案")
    guide = typist.dialog("新建档案")
    firm = {"统一社会信用代码": "91640100MA7EXAMP48", "注册省份": "宁夏", "注册城市": "银川"}
    typist.fill(guide, 企业名称="新企业", **firm, 保存在=str(tmp_path / "新企业.enclave"))
    typist.click("下一步", guide)
    typist.click("不加密，直接新建", guide)
    guide.activateWindow()  # as a window manager does
    typist.qtbot.waitUntil(guide.isActiveWindow)
    typist.fill(guide, 名称="上海中心", 类型="研发中心", 所在省份="上海", 所在城市="上海", 独立研发机构="是")
    typist.click("下一步", guide)
    typist.fill(guide, 备案机关="自治区科技厅", 备案日期=f"{THIS - 1}-03-15")
    typist.click("下一步", guide)
    typist.qtbot.waitUntil(lambda: typist.window.windowTitle().startswith("新企业"))
    typist.click("逐条录入", guide)
    typist.come_back()
    typist.click("新增人员")
    pane = named(typist.window, QWidget, "人员编辑")
    typist.fill(pane, 姓名="林清", 证件号码=NUMBER, 学位="博士", 培养方式="全日制", 研发人员="是")
    settled(lambda: typist.click("保存", pane))
    typist.go("人员", "劳动合同")
    typist.click("新增劳动合同")
    pane = named(typist.window, QWidget, "劳动合同编辑")
    typist.fill(pane, 证件号码="林清", 飞地名称="上海中心", 用工形式="全职")
    typist.fill(pane, 起始日期=f"{THIS - 1}.1.1", 终止日期=f"{THIS + 5}年12月31日")
    settled(lambda: typist.click("保存", pane))
    typist.go("补贴匹配")
    typist.choose(named(typist.window, QAbstractItemView, "补贴项目"), PHD)
    typist.click("做申报材料")
    assert "林清" in typist.save_packet(tmp_path / "林清.pdf")
    (finding,) = checked(tmp_path / "新企业.enclave", PHD_ID, date.today()).values()
    assert (finding["subject"]["key"], finding["status"]) == (NUMBER, "eligible")


def show(typist, page: str) -> None:
    """A page with something on it."""
    window = typist.window
    found = (one for one in window.session.view.findings if one.status is Status.ELIGIBLE)
    window.go(page, next(found) if page == "packets" else None)
    if page == "packets":
        typist.qtbot.waitUntil(named(window, QAbstractButton, "保存 PDF").isEnabled, timeout=DRAWN_MS)
        typist.qtbot.wait(DRAWN_MS // 10)
    QApplication.processEvents()


def picture(window, widget: QWidget):
    area = widget.rect().adjusted(-3, -3, 3, 3)
    return window.grab(area.translated(widget.mapTo(window, widget.rect().topLeft()))).toImage()


@pytest.mark.parametrize("page", [entry.key for entry in ENTRIES])
def test_that_it_can_be_seen_where_the_keyboard_is(sample, page):
    window = sample.window
    show(sample, page)
    window.activateWindow()
    sample.qtbot.waitUntil(window.isActiveWindow)
    if QApplication.focusWidget():
        QApplication.focusWidget().clearFocus()
    named(window, QWidget, "导航").buttons[page].setFocus(Qt.FocusReason.TabFocusReason)
    unseen, seen = [], []
    for _ in range(MOST_STEPS):
        widget = QApplication.focusWidget()
        if widget in seen:
            break
        seen.append(widget)
        there = picture(window, widget)
        sample.step()
        if picture(window, widget) == there:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert len(seen) > FEW
    assert unseen == []

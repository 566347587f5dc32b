"""Which keys do what: what would otherwise have to be found out."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.main_window import ENTRIES, PAGE_KEYS

Keys = Sequence[tuple[str, str]]
_BEYOND_NINE = "".join(f"、Ctrl+{key}" for key in PAGE_KEYS[9 : len(ENTRIES)])
IN_TABLES: Keys = (
    ("直接输入 / F2", "改写 / 修改这一格"),
    ("Enter、Shift+Enter", "下一行、上一行"),
    ("Tab、Shift+Tab", "右边、左边的格子"),
    ("Esc", "放弃正在输入的，或还原填错的"),
    ("Del", "清除内容"),
    ("Ctrl+C、Ctrl+V", "复制、粘贴（可与 WPS、Excel 互贴）"),
    ("Ctrl+Shift+C", "连同表头复制"),
    ("Shift+Space、Ctrl+Space", "选中整行、整列"),
    ("Ctrl+-、Ctrl+Del", "删除选中的行"),
    ("Ctrl+F", "查找"),
    ("F6", "离开表格，到编辑栏"),
    ("Shift+F10", "打开右键菜单"),
)
ELSEWHERE: Keys = (
    (f"Ctrl+1 … Ctrl+9{_BEYOND_NINE}", f"{ENTRIES[0].title} … {ENTRIES[-1].title}"),
    ("Ctrl+O", "打开别的档案"),
    ("F1", "这张表"),
    ("Tab、Shift+Tab", "下一处、上一处"),
    ("空格", "按下按钮，勾选"),
    ("Ctrl+Z、Ctrl+Y", "撤销、重做"),
    ("F4", "打开日历或下拉列表"),
    ("Alt+←", "从一个人的页面回到人员表"),
    ("PgUp、PgDn", "预览：上一屏、下一屏"),
    ("Ctrl+F、F3", "预览：查找、下一处"),
    ("Ctrl+=、Ctrl+-", "预览：放大、缩小"),
)


class Shortcuts(QDialog):
    """Two lists side by side: it stays low enough for a small screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        lists = QHBoxLayout()
        lists.setSpacing(32)
        for title, keys in (("在表格里", IN_TABLES), ("其他地方", ELSEWHERE)):
            lists.addLayout(_list(title, keys))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(16)
        whole.addLayout(lists)
        whole.addWidget(buttons)


def _list(title: str, keys: Keys) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    heading = QLabel(title)
    heading.setProperty("role", "subtitle")
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, (pressed, does) in enumerate(keys, 1):
        label = QLabel(pressed)
        label.setProperty("role", "strong")
        grid.addWidget(label, at, 0)
        grid.addWidget(QLabel(does), at, 1)
    grid.setRowStretch(len(keys) + 1, 1)
    return grid

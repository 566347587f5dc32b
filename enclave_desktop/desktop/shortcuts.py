"""Which keys do what: what would otherwise have to be found out. The guide lists them."""

from collections.abc import Sequence

from enclave_desktop.desktop.main_window import ENTRIES, LOCK_KEY, PAGE_KEYS

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
    (LOCK_KEY, "锁定设了口令的档案"),
    ("F1", "用户手册，翻到这一页的说明"),
    ("Shift+F1", "这张表"),
    ("Tab、Shift+Tab", "下一处、上一处"),
    ("空格", "按下按钮，勾选"),
    ("Ctrl+Z、Ctrl+Y", "撤销、重做"),
    ("F4", "打开日历或下拉列表"),
    ("Alt+←", "从一个人的页面回到人员表"),
    ("Ctrl+↑、Ctrl+↓", "证明材料：一份、一页前移、后移"),
    ("Ctrl+R、Ctrl+Shift+R", "证明材料：图片右转、左转"),
    ("C、M", "证明材料：裁剪、遮盖号码"),
    ("PgUp、PgDn", "预览：上一屏、下一屏"),
    ("Ctrl+F、F3", "预览：查找、下一处"),
    ("Ctrl+=、Ctrl+-", "预览：放大、缩小"),
)

"""What is said where a table shows no row: that none is recorded yet, or that none was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.widgets.labels import label


class Empty(QWidget):
    """Lies over the table's middle while it is empty."""

    all_asked = Signal()
    """To show every row again."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._title = title
        self._what = label("subtitle", parent=self)
        self._how = label("second", parent=self)
        self._all = QPushButton(self)
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(self.all_asked)
        column = QVBoxLayout(self)
        for part in (self._what, self._how, self._all):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def tell(self, shown: int, recorded: int, *, writes: bool) -> None:
        """So many rows are shown of so many on record, where something may be written or not."""
        found = "请换一个词；汉字、拼音首字母、号码的一段都可以。"
        begin = f"按右上角的“新增{self._title}”逐条录入，或按“导入”选择填好的工作簿。" if writes else ""
        self._what.setText("没有找到" if recorded else f"还没有登记{self._title}")
        self._how.setText(found if recorded else begin)
        self._how.setVisible(bool(self._how.text()))
        self._all.setText(f"显示全部 {recorded} 行")
        self._all.setVisible(bool(recorded))
        self.setVisible(not shown)

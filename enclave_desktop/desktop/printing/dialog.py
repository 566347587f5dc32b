"""The print dialog: printer, pages, copies, sides, and how a page will lie on its sheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.packets.paper import POINTS_AN_INCH, Paper, page_words
from enclave_desktop.desktop.printing.cups import takes_pdf
from enclave_desktop.desktop.printing.drawn import Draw
from enclave_desktop.desktop.printing.margins import MarginCheck
from enclave_desktop.desktop.printing.order import Order, Sides, sheet_sides
from enclave_desktop.desktop.printing.page_choice import PageChoice
from enclave_desktop.desktop.printing.page_turner import PageTurner
from enclave_desktop.desktop.printing.parts import parts
from enclave_desktop.desktop.printing.printer import printer_names, unprintable
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.packet.options import Options

PRINTER_SETTING, SIDES_SETTING = "printer", "printer_sides"
_SIDES = {
    Sides.ONE: "单面",
    Sides.LONG_EDGE: "双面，沿长边翻",
    Sides.SHORT_EDGE: "双面，沿短边翻",
}
_MOST_COPIES = 99
_SIZE = (860, 560)
_AIR = 60
"""Of the window that stays visible round the dialog, in logical pixels."""
_COLUMN = 380
_NAMED = 6
"""Pages that a warning names one by one."""
_MM_AN_INCH = 25.4
_TRUE_SIZE = "按实际大小打印，不缩放。"


class PrintDialog(QDialog):
    """Window-modal; says what is wanted and prints nothing by itself."""

    ordered = Signal(object)
    """An Order."""
    test_wanted = Signal(object)
    """The Order for a test page."""
    system_wanted = Signal(object)
    """An Order to be looked over in the system's own dialog: trays, colours and the like."""

    def __init__(self, paper: Paper, current: int, draw: Draw, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._labels = paper.labels
        self._margins = QMarginsF()
        self._cut: set[int] = set()
        self._check = MarginCheck(paper, draw, self)
        self.setWindowTitle("打印申报材料")
        self.setAccessibleName("打印申报材料")
        self._choice = PageChoice(self._labels, current, parts(paper.bookmarks, len(self._labels)), self)
        self._turner = PageTurner(paper, draw, self)
        self._build()
        self._listen()
        self.resize(
            *(min(most, side - _AIR) for most, side in zip(_SIZE, window.size().toTuple(), strict=True))
        )
        self._printer_chosen()

    def preset(self, options: "Options") -> None:
        """Offer what is set for such a packet; what the user set last of the paper's edge stays."""
        self._copies.setValue(options.copies)
        self._colour.setChecked(options.colour)
        both = Sides(self._sides.currentData()) is not Sides.ONE
        if both is not options.double_sided:
            sides = Sides.LONG_EDGE if options.double_sided else Sides.ONE
            self._sides.setCurrentIndex(self._sides.findData(sides))

    def _build(self) -> None:
        self._printer, self._sides = QComboBox(self), QComboBox(self)
        self._printer.setAccessibleName("打印机")
        self._printer.addItems(printer_names())
        self._printer.setCurrentIndex(max(self._printer.findText(self._settings.text(PRINTER_SETTING)), 0))
        for box in (self._printer, self._sides):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._copies = QSpinBox(self)
        self._copies.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._copies.setAccessibleName("份数")
        self._copies.setRange(1, _MOST_COPIES)
        self._collated = QCheckBox("逐份打印", self)
        self._collated.setToolTip("打完一份再打下一份；不选则每一页连打几张")
        self._collated.setChecked(True)
        self._colour = QCheckBox("彩色", self)
        self._colour.setToolTip("不选则印成黑白；扫描的证件照片也是")
        self._colour.setChecked(True)
        self._sides.setAccessibleName("单面或双面")
        for sides, words in _SIDES.items():
            self._sides.addItem(words, sides)
        kept = self._sides.findData(self._settings.text(SIDES_SETTING))
        self._sides.setCurrentIndex(max(kept, 0))
        self._sum = QLabel(self)
        self._sum.setProperty("role", "second")
        self._banner = QLabel(self)
        self._banner.setObjectName("banner")
        self._banner.setAccessibleName("打印提示")
        self._banner.setWordWrap(True)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._options())
        across.addWidget(self._turner, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(across, 1)
        whole.addWidget(self._foot())

    def _options(self) -> QWidget:
        column = QWidget(self)
        column.setFixedWidth(_COLUMN)
        copies = QHBoxLayout()
        copies.addWidget(self._copies)
        copies.addWidget(self._collated, 1)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("打印机", self._printer)
        form.addRow("页", self._choice)
        form.addRow("份数", copies)
        form.addRow("纸面", self._sides)
        form.addRow("", self._colour)
        form.addRow("", self._sum)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 20, 20, 12)
        inside.setSpacing(12)
        inside.addLayout(form)
        inside.addStretch(1)
        inside.addWidget(self._banner)
        return column

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        self._test = QPushButton("打印一张测试页", foot)
        self._test.setToolTip("四边有毫米尺，量一量就知道打印机有没有缩放、页边打不到多少")
        self._test.setProperty("kind", "link")
        self._system = QPushButton("用系统的打印对话框…", foot)
        self._system.setToolTip("选纸盒、彩色等打印机自己的设置")
        self._system.setProperty("kind", "link")
        self._system.setVisible(not takes_pdf())
        self._ok = QPushButton("打印", foot)
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._close = QPushButton("取消", foot)
        for button in (self._test, self._system, self._close):
            button.setAutoDefault(False)
        inside = QHBoxLayout(foot)
        inside.setContentsMargins(24, 12, 16, 12)
        inside.addWidget(self._test)
        inside.addWidget(self._system)
        inside.addStretch(1)
        inside.addWidget(self._ok)
        inside.addWidget(self._close)
        return foot

    def _listen(self) -> None:
        self._printer.currentIndexChanged.connect(self._printer_chosen)
        self._choice.changed.connect(self._pages_chosen)
        self._copies.valueChanged.connect(self._show_sum)
        self._collated.toggled.connect(self._show_sum)
        self._sides.currentIndexChanged.connect(self._show_sum)
        self._check.cut.connect(self._found_cut)
        self._close.clicked.connect(self.reject)
        self._ok.clicked.connect(lambda: self._order(self.ordered))
        self._system.clicked.connect(lambda: self._order(self.system_wanted))
        self._test.clicked.connect(lambda: self.test_wanted.emit(self._wanted([0], copies=1)))
        self.finished.connect(self._check.stop)
        self.finished.connect(self.deleteLater)

    def _printer_chosen(self) -> None:
        name = self._printer.currentText()
        self._margins = unprintable(name) if name else QMarginsF()
        self._test.setEnabled(bool(name))
        self._pages_chosen()

    def _pages_chosen(self) -> None:
        self._cut.clear()
        problem, pages = None, list[int]()
        try:
            pages = self._choice.pages()
        except UserError as error:
            problem = error
        self._choice.show_problem(problem)
        self._turner.show_pages(pages, self._margins)
        for button in (self._ok, self._system):
            button.setEnabled(bool(pages) and bool(self._printer.currentText()))
        self._show_sum()
        if not self._printer.currentText():
            self._say("warn", "这台电脑上没有打印机。可以先保存 PDF，拿到有打印机的电脑上打印。")
        elif problem:
            self._say("warn", f"{problem.message}。{'；'.join(problem.details)}。")
        else:
            unreached = "" if self._margins.isNull() else "红线外打印机打不到。"
            self._say("info", _TRUE_SIZE + unreached)
        self._check.begin(pages, self._margins)

    def _show_sum(self) -> None:
        try:
            pages = self._choice.pages()
        except UserError:
            self._sum.setText("")
            return
        order = self._wanted(pages, self._copies.value())
        sides = len(sheet_sides(order))
        sheets = sides if order.sides is Sides.ONE else (sides + 1) // 2
        self._collated.setEnabled(order.copies > 1)
        self._sum.setText(f"{len(pages)} 页，{order.copies} 份，用纸 {sheets} 张")

    def _found_cut(self, page: int) -> None:
        self._cut.add(page)
        named = sorted(self._cut)
        words = "、".join(page_words(self._labels[number]) for number in named[:_NAMED])
        more = f"等 {len(named)} 页" if len(named) > _NAMED else ""
        self._say(
            "warn",
            f"{words}{more}有内容落在这台打印机打不到的页边里，会被切掉：{_in_mm(self._margins)}。{_TRUE_SIZE}",
        )
        self._turner.show_cut(named)

    def _say(self, tone: str, words: str) -> None:
        self._banner.setText(words)
        self._banner.setProperty("tone", tone)
        self._banner.style().unpolish(self._banner)
        self._banner.style().polish(self._banner)

    def _wanted(self, pages: list[int], copies: int) -> Order:
        collated, sides = self._collated.isChecked(), Sides(self._sides.currentData())
        colour = self._colour.isChecked()
        return Order(self._printer.currentText(), tuple(pages), copies, collated, sides, colour)

    def _order(self, tell: SignalInstance) -> None:
        order = self._wanted(self._choice.pages(), self._copies.value())
        self._settings.keep_text(PRINTER_SETTING, order.printer)
        self._settings.keep_text(SIDES_SETTING, order.sides)
        self.accept()
        tell.emit(order)


def _in_mm(margins: QMarginsF) -> str:
    sides = {"上": margins.top(), "下": margins.bottom(), "左": margins.left(), "右": margins.right()}
    return "，".join(
        f"{side} {points / POINTS_AN_INCH * _MM_AN_INCH:.1f} 毫米" for side, points in sides.items()
    )

"""How a page will lie on its sheet: what the printer's margins cut off is marked."""

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.printing.drawn import Draw
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import LIGHT

_PAPER, _CUT = QColor(LIGHT["card"]), QColor(LIGHT["bad"])
_AIR = 12


class SheetView(QWidget):
    """One page of a paper, as large as there is room."""

    def __init__(self, paper: Paper, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._draw = draw
        self._number = 0
        self._image: QImage | None = None
        self._asked: tuple[int, float] | None = None
        self.margins = QMarginsF()
        """That the printer does not reach, in points."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("打印预览")
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 440)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 240)

    def show_page(self, number: int, margins: QMarginsF) -> None:
        """A page from 0, and what the printer does not reach."""
        if number != self._number:
            self._image = None
        self._number, self.margins = number, margins
        self.setAccessibleDescription(f"第 {number + 1} 页")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._paper.sizes[self._number]
        room = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR)
        scale = min(room.width() / size.width(), room.height() / size.height())
        sheet = QRectF(0, 0, size.width() * scale, size.height() * scale)
        sheet.moveCenter(room.center())
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("paper_desk"))
        painter.fillRect(sheet, _PAPER)
        self._want(scale * self.devicePixelRatioF())
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self._image)
        painter.setPen(QPen(theme().colour("card_border"), 0))
        painter.drawRect(sheet)
        if not self.margins.isNull():
            painter.setPen(QPen(_CUT, 0, Qt.PenStyle.DashLine))
            painter.drawRect(sheet.marginsRemoved(self.margins * scale))
        painter.end()

    def _want(self, scale: float) -> None:
        wanted = self._number, scale
        if wanted != self._asked:
            self._asked = wanted

            def take(image: QImage) -> None:
                if self._asked == wanted:
                    self._image = image
                    self.update()

            self._draw(self._paper, self._number, scale, take)

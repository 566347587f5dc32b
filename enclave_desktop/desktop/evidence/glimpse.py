"""The first page of a file that is about to be taken: a picture's name often says nothing of what it shows."""

from collections import OrderedDict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.offers import Offer
from enclave_desktop.desktop.evidence.standing import PRIVATE
from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.work import Job
from enclave_desktop.errors import UserError

_HIGH, _LARGE = 168, 1200
"""Logical pixels of the picture here, and device pixels of the one that is drawn once for both sizes."""
_MOST = 40
"""Pictures that are kept, some two megabytes each."""
_HIDDEN = "证件、社保、个税的图片在这里不显示"


class Glimpse(QLabel):
    """Small; a click shows it large."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._offer: Offer | None = None
        self._drawing = ""
        self._ended = False
        self.setObjectName("glimpse")
        self.setAccessibleName("文件的第一页")
        self.setProperty("role", "caption")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(round(_HIGH * theme().scale))

    def show_offer(self, offer: Offer | None) -> None:
        """Of one file; None shows nothing."""
        self._offer = offer if offer is not None and offer.page_count else None
        self._show()

    def end(self) -> None:
        """What is still being drawn is for nobody."""
        self._ended = True

    @property
    def _hidden(self) -> bool:
        return self._offer is not None and self._offer.kind in PRIVATE

    def _show(self) -> None:
        offer = self._offer
        picture = self._pictures.get(offer.content) if offer else None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip("")
        if offer is None or self._hidden:
            self.setText(_HIDDEN if offer else "")
        elif picture is None:
            self.setText("")
            self._draw(offer)
        elif picture.isNull():
            self.setText("这一页画不出来")
        else:
            self.setPixmap(_fitting(picture, self.size(), self.devicePixelRatioF()))
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("点一下，或在表里按回车，放大")

    def _draw(self, offer: Offer) -> None:
        """One at a time; what is chosen meanwhile is drawn next."""
        if self._drawing:
            return
        self._drawing = offer.content

        def work(held: Held, job: Job) -> QImage:
            return _first_page(offer)

        self._session.with_held("画缩略图", work, self._drawn, lambda error: self._drawn(QImage()))

    def _drawn(self, picture: QImage) -> None:
        if self._ended:
            return
        self._pictures[self._drawing] = picture
        self._drawing = ""
        while len(self._pictures) > _MOST:
            self._pictures.popitem(last=False)
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.enlarge()

    def enlarge(self) -> None:
        """Show it as large as the window."""
        offer = self._offer
        picture = self._pictures.get(offer.content) if offer and not self._hidden else None
        if offer and picture and not picture.isNull():
            _Large(offer.source.name, picture, self.window()).open()


class _Large(QDialog):
    """One page as large as the window; a click or Esc closes it."""

    def __init__(self, name: str, picture: QImage, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(name)
        self.setAccessibleName("文件的第一页，放大")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        label = QLabel(self)
        label.setPixmap(_fitting(picture, window.size() - QSize(24, 24), self.devicePixelRatioF()))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(label)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.accept()


def _first_page(offer: Offer) -> QImage:
    """In the background; a null picture when it cannot be drawn."""
    from enclave_desktop.dossier.evidence import PageEdit
    from enclave_desktop.packet.attached.reading import inspect
    from enclave_desktop.packet.attached.rendering import thumbnail

    try:
        content = offer.read()
        return QImage.fromData(thumbnail(content, inspect(content), PageEdit(0), (_LARGE, _LARGE)))
    except UserError:
        return QImage()


def _fitting(picture: QImage, room: QSize, ratio: float) -> QPixmap:
    """No larger than it is, with the edge of the paper."""
    size = picture.size().scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(picture.size())
    smooth = Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth))
    painter = QPainter(pixmap)
    painter.setPen(theme().colour("control_line"))
    painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

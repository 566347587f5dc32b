"""The guide's text on the screen: Markdown in the program's type and colours, with pictures of the theme in force."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QPainter,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from enclave_desktop.desktop.manual.text import AUTHORS, authors_chapter, in_dark, pictures
from enclave_desktop.desktop.theme import theme
from enclave_desktop.paths import docs

WIDEST = 780
_MARGIN = 24
_ABOVE = 8
_HEADINGS = {1: "title", 2: "title", 3: "subtitle", 4: "body"}
_SHARES = (40, 60)
"""Of the width, of a table of two columns; others are as wide as their words."""
_PICTURE = "picture"
"""The scheme of the link of a picture to itself, in full size."""
_PLACEHOLDER = "\ufffc"
"""Stands in the text for a picture."""
_INDENT = 22
_RESIZED_MS = 120


class Reader(QTextBrowser):
    """Shows Markdown; `followed` tells the section of a link, `picture_wanted` a picture to be seen in full."""

    followed = Signal(str)
    picture_wanted = Signal(Path)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setAccessibleName("说明")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(_MARGIN)
        self.document().setIndentWidth(_INDENT)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._markdown = ""
        self._marked: list[str] = []
        self._marks: list[int] = []
        """Where in the text they end."""
        self._resized = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._resized.timeout.connect(self._render)
        theme().changed.connect(self._render)

    def show_text(self, markdown: str) -> None:
        if markdown != self._markdown:
            self._markdown = markdown
            self._render()
            self.verticalScrollBar().setValue(0)

    def go(self, title: str) -> None:
        """Bring a heading to the top, and what is marked below it into view."""
        block = self.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == title):
            block = block.next()
        self._bring_up(block)
        start = max(block.position(), 0)
        if mark := next((at for at in self._marks if at > start), None):
            cursor = QTextCursor(self.document())
            cursor.setPosition(mark)
            where = self.cursorRect(cursor)
            if not self.viewport().rect().contains(where):
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + where.top() - self.viewport().height() // 3)

    def mark(self, words: list[str]) -> None:
        """Set off every place where one of the words stands."""
        self._marked = words
        places = []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                place = QTextEdit.ExtraSelection()
                place.cursor = cursor
                place.format = _format(background="warn_bg", foreground="warn")
                places.append(place)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(places)
        self._marks = sorted(place.cursor.position() for place in places)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the guide, as wide as the text and sharp on any screen; nothing else is loaded."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = self._picture(name if isinstance(name, str) else name.path())
        if path not in pictures():
            return None
        image = QImage(str(path))
        ratio = self.devicePixelRatioF()
        # Not the viewport's: while the text is exchanged there is no bar beside it.
        width = min(self.lineWrapColumnOrWidth() - 2 * _MARGIN, image.width())
        image = image.scaledToWidth(max(round(width * ratio), 1), Qt.TransformationMode.SmoothTransformation)
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setPen(QPen(theme().colour("card_border"), ratio))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.lineWrapColumnOrWidth() != self._width():
            self._resized.start()

    def _bring_up(self, block: QTextBlock) -> None:
        """To the upper edge."""
        begins = block.blockNumber() <= 0
        top = 0 if begins else self.document().documentLayout().blockBoundingRect(block).top() - _ABOVE
        self.verticalScrollBar().setValue(int(top))

    def _picture(self, name: str) -> Path:
        path = docs() / name
        return in_dark(path) if theme().name == "dark" else path

    def _width(self) -> int:
        return min(self.viewport().width(), WIDEST)

    def _render(self) -> None:
        above = self.cursorForPosition(QPoint(_MARGIN, _MARGIN)).blockNumber()
        self.setLineWrapColumnOrWidth(self._width())
        self.document().setDefaultFont(theme().font())
        self.document().setMarkdown(self._markdown)
        _dress(self.document())
        self.mark(self._marked)
        self._bring_up(self.document().findBlockByNumber(above))

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == _PICTURE:
            self.picture_wanted.emit(self._picture(url.path()))
        elif url.path() == AUTHORS:
            self.followed.emit(authors_chapter())
        elif url.hasFragment():
            self.followed.emit(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))


def _dress(document: QTextDocument) -> None:
    """Give what Markdown made the program's type, colours and distances."""
    whole = QTextCursor(document)
    whole.beginEditBlock()  # laid out once, not at each change
    block = document.begin()
    while block.isValid():
        _dress_block(block, first=block == document.begin())
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    whole.endEditBlock()


def _dress_block(block: QTextBlock, *, first: bool) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    shape = QTextBlockFormat()
    in_table = cursor.currentTable() is not None
    tight = level or in_table or _PLACEHOLDER in block.text()  # a picture's height counts as a line's
    shape.setLineHeight(100 if tight else 145, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin(0 if first or in_table or not level else 22)
    shape.setBottomMargin(0 if in_table else 4 if block.textList() else 8)
    if block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence.value):
        shape.setBackground(theme().colour("subtle"))
        shape.setNonBreakableLines(False)
        shape.setLeftMargin(0)
        shape.setTopMargin(0)
        following = block.next()
        fenced = following.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence.value)
        shape.setBottomMargin(0 if fenced else 12)
        _set_font(block, theme().font())
    cursor.mergeBlockFormat(shape)
    if level:
        _set_font(block, theme().font(_HEADINGS[level], 600))
        return
    pieces = block.begin()
    while not pieces.atEnd():
        fragment = pieces.fragment()
        shown = fragment.charFormat()
        if shown.isImageFormat():
            link = f"{_PICTURE}:{shown.toImageFormat().name()}"
            _merge(fragment.position(), fragment.length(), block.document(), _format(link=link))
        elif shown.isAnchor():
            style = _format(foreground="accent_text")
            _merge(fragment.position(), fragment.length(), block.document(), style)
        elif shown.fontWeight() > QFont.Weight.Normal:
            style = QTextCharFormat()
            style.setFontWeight(QFont.Weight.DemiBold)
            _merge(fragment.position(), fragment.length(), block.document(), style)
        elif shown.fontFixedPitch():
            style = _format(background="subtle")
            style.setFontFamilies(theme().font().families())
            _merge(fragment.position(), fragment.length(), block.document(), style)
        pieces += 1


def _dress_table(table: QTextTable) -> None:
    shape = QTextTableFormat(table.format())
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderBrush(QBrush(theme().colour("card_border")))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setCellPadding(6)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setBottomMargin(12)
    if table.columns() == len(_SHARES):
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in _SHARES]
        )
    table.setFormat(shape)


def _set_font(block: QTextBlock, font: QFont) -> None:
    """In place of what Markdown gave: its sizes would go before ours."""
    style = QTextCharFormat()
    style.setFont(font)
    _select(block.position(), block.length() - 1, block.document()).setCharFormat(style)


def _merge(at: int, length: int, document: QTextDocument, style: QTextCharFormat) -> None:
    _select(at, length, document).mergeCharFormat(style)


def _select(at: int, length: int, document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(at)
    cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _format(*, foreground: str = "", background: str = "", link: str = "") -> QTextCharFormat:
    style = QTextCharFormat()
    if foreground:
        style.setForeground(theme().colour(foreground))
    if background:
        style.setBackground(theme().colour(background))
    if link:
        style.setAnchor(True)
        style.setAnchorHref(link)
        style.setToolTip("点开看大图")
    return style

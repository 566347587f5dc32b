"""The guide beside the work: contents and search at the left, text and pictures at the right."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.manual.reader import Reader
from enclave_desktop.desktop.manual.text import Section, authors_chapter, chapter, find, sections
from enclave_desktop.desktop.table import initials
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label

_SIZE = (1040, 640)
_EDGE = (80, 60)
"""Of the screen, left free."""
_CONTENTS = 236
_SECTION = Qt.ItemDataRole.UserRole


class Manual(QDialog):
    """One for a window; it stays open while one goes on working."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("用户手册")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width() - _EDGE[0]), min(_SIZE[1], room.height() - _EDGE[1]))
        self.setMinimumSize(640, 400)
        self._search = QLineEdit(self)
        self._search.setAccessibleName("在手册里查找")
        self._search.setPlaceholderText("词，或标题的拼音首字母")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._find)
        self._search.returnPressed.connect(self._next)
        self._none = label("caption", "没有找到。换一个词试试。", self, wrap=True)
        self._none.hide()
        self._contents = QTreeWidget(self)
        self._contents.setObjectName("clear")
        self._contents.setAccessibleName("目录")
        self._contents.setHeaderHidden(True)
        self._contents.setRootIsDecorated(False)
        self._contents.setItemsExpandable(False)
        self._contents.setIndentation(16)
        self._contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._contents.currentItemChanged.connect(self._show)
        self._items: dict[str, QTreeWidgetItem] = {}
        for section in sections():
            self._add(section)
        self._contents.expandAll()
        self._reader = Reader(self)
        self._reader.followed.connect(self.go)
        self._reader.picture_wanted.connect(self._show_picture)
        self._lay_out()
        initials.load()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self._ask)
        QShortcut(QKeySequence("F3"), self).activated.connect(self._next)

    def go(self, title: str) -> None:
        """Show the section of that title; the first where there is none."""
        item = self._items.get(title) or self._contents.topLevelItem(0)
        assert item is not None
        self._search.clear()
        if item is self._contents.currentItem():
            self._show(item)
        self._contents.setCurrentItem(item)

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setFixedWidth(round(_CONTENTS * theme().scale))
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._none)
        column.addWidget(self._contents, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(left)
        across.addWidget(self._reader, 1)
        self._search.setFocus()

    def _add(self, section: Section) -> None:
        begins = section.title == section.chapter
        parent = self._contents.invisibleRootItem() if begins else self._items[section.chapter]
        item = QTreeWidgetItem(parent, [section.title])
        item.setData(0, _SECTION, section)
        self._items[section.title] = item

    def _show(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        if item is None:
            return
        section: Section = item.data(0, _SECTION)
        self._reader.show_text(chapter(section.chapter))
        self._reader.mark(self._search.text().split())
        self._reader.go(section.title)

    def _find(self, words: str) -> None:
        found = find(words)
        looking = bool(words.strip())
        for title, item in self._items.items():
            below = {section.title for section in sections() if section.chapter == title}
            item.setHidden(looking and not found.keys() & {title, *below})
            item.setText(0, title if title not in found else f"{title}　{found[title]} 处")
        self._none.setVisible(looking and not found)
        if found:
            best = max(found, key=lambda title: self._rank(title, words.strip(), found[title]))
            self._contents.setCurrentItem(self._items[best])
        self._show(self._contents.currentItem())

    def _rank(self, title: str, words: str, count: int) -> tuple[bool, bool, int]:
        """What everybody reads goes before what authors of rule packs do."""
        section: Section = self._items[title].data(0, _SECTION)
        return section.chapter != authors_chapter(), words in title, count

    def _next(self) -> None:
        """The next section found."""
        titles = list(find(self._search.text()))
        item = self._contents.currentItem()
        if titles and item:
            now = item.data(0, _SECTION).title
            at = titles.index(now) + 1 if now in titles else 0
            self._contents.setCurrentItem(self._items[titles[at % len(titles)]])

    def _ask(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _show_picture(self, path: Path) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("图")
        picture = QLabel(dialog)
        picture.setPixmap(QPixmap(str(path)))
        picture.setAccessibleName("图")
        area = QScrollArea(dialog)
        area.setWidget(picture)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        room = self.screen().availableSize()
        size = picture.sizeHint()
        dialog.resize(
            min(size.width() + 16, room.width() - _EDGE[0]), min(size.height() + 16, room.height() - _EDGE[1])
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

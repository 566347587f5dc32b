"""The shelf of one row: its pieces and what is missing, with all that can be done to them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.attaching import ask_files, paste
from enclave_desktop.desktop.evidence.cards import Card, cards
from enclave_desktop.desktop.evidence.dropping import Drops
from enclave_desktop.desktop.evidence.gallery import Gallery
from enclave_desktop.desktop.evidence.lacks import lacks_of_record
from enclave_desktop.desktop.evidence.owners import Attachment, Row
from enclave_desktop.desktop.evidence.piece_order import fellows, moved
from enclave_desktop.desktop.evidence.shelf import shelf_of
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import may_write, only_to_write
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.policy.proof import MISSING


class EvidencePanel(QWidget):
    """Follows the record as its owner shows it."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._session = surroundings.session
        self._lacks = lacks_of_record(self._session)
        self.row: Row | None = None
        self.setAccessibleName("证明材料栏")
        self.gallery = Gallery(shelf_of(self._session), self)
        self._words = label("second", "", self)
        self._eye = self._tool("eye_20_regular", "显示打了码的图片", self._unmask)
        self._paste = self._tool("clipboard_paste_20_regular", "粘贴图片或文件（Ctrl+V）", self._paste_here)
        self._add = QPushButton(icon("add_20_regular"), "添加…", self)
        self._add.setIconSize(WITH_AIR)
        self._add.setToolTip("也可以把文件拖到这里")
        self._add.clicked.connect(lambda _=False: self.ask())
        for button in (self._paste, self._add):
            only_to_write(button, self._session)
        self._nothing = label(
            "second",
            "还没有材料。把扫描件拖到这里，或点“添加”；从微信、截图复制的图片可以直接粘贴。",
            self,
            wrap=True,
        )
        self._nothing.setContentsMargins(0, 12, 0, 12)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._words, 1)
        for part in (self._eye, self._paste, self._add):
            head.addWidget(part)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self._nothing)
        inside.addWidget(self.gallery, 1)
        self._listen()

    def show_row(self, row: Row | None, view: View | None) -> None:
        """Show what is there for a row, and what is missing."""
        self.row = row
        self.setEnabled(row is not None)
        lacks = self._lacks.of(view).get(row, []) if view is not None and row is not None else []
        shown = cards(view, row, lacks) if view is not None and row is not None else []
        self.gallery.show_cards(shown)
        there = sum(card.row is not None for card in shown)
        missing = sum(lack.what == MISSING for lack in lacks)
        wrong = len(lacks) - missing
        parts = [f"{there} 份"] if there else []
        parts += [f"缺 {missing} 份"] if missing else []
        parts += [f"{wrong} 份要留意"] if wrong else []
        self._words.setText("，".join(parts))
        self._eye.setVisible(any(card.private and card.row for card in shown))
        self._nothing.setVisible(not shown)
        self.gallery.setVisible(bool(shown))

    def look_at(self, place: Attachment) -> None:
        """Bring a piece, or the frame of a missing one, into view."""
        self.gallery.choose(place.number, place.kind)

    def ask(self, kind: str | None = None) -> None:
        """Choose files for this row."""
        if self.row is not None:
            ask_files(self._surroundings, self, self.row, kind)

    def open(self, row: Evidence) -> None:
        """Large, with all its pages."""
        from enclave_desktop.desktop.evidence.viewer import Viewer

        viewer = Viewer(self._surroundings, row.number, self.window())
        viewer.finished.connect(lambda _: viewer.deleteLater())
        viewer.open()

    def remove(self, row: Evidence) -> None:
        """Take a piece off the row; undone, it is there again."""
        from enclave_desktop.records.changes import Changes

        if self._session.saving or not may_write(self._session, self._surroundings.say):
            return
        self._session.apply(f"移除{row.kind}", Changes(removed={Evidence: [row]}))
        self._surroundings.say(f"已移除{row.kind}，可以撤销")

    def reorder(self, row: Evidence, step: int) -> None:
        """Bind a piece earlier or later among those of its kind."""
        view = self._session.view
        assert view is not None
        if self._session.saving or not may_write(self._session, self._surroundings.say):
            return
        changes = moved(view.dossier.evidence, row, step)
        if changes is None:
            self._surroundings.say(f"已经是{row.kind}里的{'第一份' if step < 0 else '最后一份'}")
        else:
            self._session.apply(f"调整{row.kind}的次序", changes)

    def _listen(self) -> None:
        self._lacks.ready.connect(self._lacks_known)
        self.gallery.opened.connect(self._opened)
        self.gallery.removed.connect(self.remove)
        self.gallery.moved.connect(self.reorder)
        self.gallery.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.gallery.customContextMenuRequested.connect(self._menu)
        Drops(self._surroundings, self, lambda _: self.row)
        Drops(self._surroundings, self.gallery.viewport(), lambda _: self.row)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._paste_here)

    def _lacks_known(self) -> None:
        if self.isVisible():
            self.show_row(self.row, self._session.view)

    def _opened(self, card: Card) -> None:
        if card.place is not None:
            ask_files(self._surroundings, self, card.place.row, card.kind)
        elif card.row is not None:
            self.open(card.row)

    def _paste_here(self) -> None:
        if self.row is not None:
            current = self.gallery.current_card()
            kind = current.kind if current is not None and current.row is None else None
            paste(self._surroundings, self, self.row, kind)

    def _unmask(self) -> None:
        self.gallery.unmask(0 if self.gallery.unmasked else self._surroundings.settings.unmasked_seconds)

    def _menu(self, at: QPoint) -> None:
        index = self.gallery.indexAt(at)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card: Card | None = self.gallery.current_card() if index.isValid() else None
        writes = self._session.writes
        if card is not None and card.row is not None:
            menu.addAction("查看和调整页面…", partial(self.open, card.row))
            self._offer_moves(menu, card.row)
            menu.addAction("移除", partial(self.remove, card.row)).setEnabled(writes)
            menu.addSeparator()
        menu.addAction("添加文件…", self.ask).setEnabled(writes)
        menu.addAction("粘贴", self._paste_here).setEnabled(writes)
        menu.popup(self.gallery.viewport().mapToGlobal(at))

    def _offer_moves(self, menu: QMenu, row: Evidence) -> None:
        view = self._session.view
        assert view is not None
        order = fellows(view.dossier.evidence, row)
        for words, keys, step, end in (("前移", "Ctrl+Up", -1, 0), ("后移", "Ctrl+Down", 1, -1)):
            action = menu.addAction(words, partial(self.reorder, row, step))
            action.setShortcut(QKeySequence(keys))  # to be read; the gallery has the keys
            action.setEnabled(order[end] != row and self._session.writes)

    def _tool(self, name: str, words: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: act())
        return button

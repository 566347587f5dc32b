"""One piece, large: its pages are put right without touching the file, and what is known of it is filled in."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence import editing
from enclave_desktop.desktop.evidence.details import Details
from enclave_desktop.desktop.evidence.editing import Edits
from enclave_desktop.desktop.evidence.form import no_button_on_enter
from enclave_desktop.desktop.evidence.page_list import PageList
from enclave_desktop.desktop.evidence.page_tools import PageTools
from enclave_desktop.desktop.evidence.page_view import Mode, PageView
from enclave_desktop.desktop.evidence.shelf import shelf_of
from enclave_desktop.desktop.evidence.standing import PRIVATE
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.writing_only import READ_ONLY, may_write
from enclave_desktop.dossier.evidence import Evidence, PageEdit, words_of_edits

_SIZE, _AIR = (1240, 760), 40
_SAVE_MS = 500
"""After the last key: a run of them is one change."""
_STEP = 1.25
_NEAREST, _FARTHEST = 6.0, 0.2
_POINTS_TO_PIXELS = 96 / 72


class Viewer(QDialog):
    """Each change is saved as it is made, and taken back by undo."""

    def __init__(self, surroundings: Surroundings, number: str, window: QWidget) -> None:
        super().__init__(window)
        self._surroundings = surroundings
        self._session = surroundings.session
        self._number = number
        self._shelf = shelf_of(self._session)
        self._row: Evidence | None = None
        self._on_their_way: list[Evidence] = []
        """What it is to be once all is saved; the last is what the next change builds on."""
        self._edits: Edits = ()
        self._at = 0
        self._zoom: float | None = None
        """Logical pixels a point; None for the whole page."""
        self._unmasked = False
        self._unsaved = False
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save_soon.timeout.connect(self._save)
        self._mask = QTimer(self, singleShot=True)
        self._mask.timeout.connect(lambda: self._unmask(False))
        sides = window.width(), window.height()
        self.resize(*(min(most, side - _AIR) for most, side in zip(_SIZE, sides, strict=True)))
        self._build()
        self._listen()
        self._show_record()

    def done(self, result: int) -> None:
        """Nothing that was done is left behind."""
        self._save()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        super().closeEvent(event)

    def _build(self) -> None:
        self._tools = PageTools(self)
        self._list = PageList(self._shelf, self)
        self._view = PageView()
        self._area = QScrollArea(self)
        self._area.setWidget(self._view)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setObjectName("desk")
        self._details = Details(self._session, lambda: self._surroundings.settings.unmasked_seconds, self)
        self._eye = QPushButton(icon("eye_20_regular"), "显示图片", self)
        self._eye.setIconSize(WITH_AIR)
        self._eye.clicked.connect(lambda: self._unmask(not self._unmasked))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._tools)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._list)
        across.addWidget(self._area, 1)
        middle.addLayout(across, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._details)
        self._details.add(self._eye)
        if not self._session.writes:
            self._tools.only_look(READ_ONLY)
            self._list.stay_in_order()
        no_button_on_enter(self)

    def _listen(self) -> None:
        self._session.changed.connect(self._show_record)
        self._shelf.ready.connect(self._drawn)
        self._tools.turned.connect(lambda degrees: self._edit(editing.turned(self._page, degrees)))
        self._tools.straightening.connect(self._straighten)
        self._tools.straightened.connect(self._straightened)
        self._tools.mode_chosen.connect(self._set_mode)
        self._tools.reset.connect(lambda: self._set(editing.as_it_was(self._edits, self._at)))
        self._tools.left_out.connect(self._leave_out)
        self._tools.zoomed.connect(self._zoom_by)
        self._list.chosen.connect(self._choose)
        self._list.moved.connect(self._move)
        self._list.reordered.connect(self._reorder)
        self._list.left_out.connect(self._leave_out)
        self._view.cropped.connect(lambda part: self._edit(editing.cropped(self._page, part), soon=True))
        self._view.covered.connect(lambda masks: self._edit(replace(self._page, masks=masks), soon=True))
        self._details.changed.connect(self._apply)
        self._details.removed.connect(self._remove)
        self._details.restored.connect(self._restore)
        keys: list[tuple[Any, Any]] = [
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._session.redo),
            (QKeySequence(Qt.Key.Key_PageDown), lambda: self._choose(self._at + 1)),
            (QKeySequence(Qt.Key.Key_PageUp), lambda: self._choose(self._at - 1)),
        ]
        for pressed, act in keys:
            QShortcut(pressed, self).activated.connect(act)

    @property
    def _page(self) -> PageEdit:
        return self._edits[self._at] if self._edits else PageEdit(0)

    def _show_record(self) -> None:
        """The piece as it is on record now; closed when it is not there any more."""
        view = self._session.view
        rows = view.dossier.evidence if view else ()
        saved = next((row for row in rows if row.number == self._number), None)
        if saved in self._on_their_way:
            del self._on_their_way[: self._on_their_way.index(saved) + 1]
        if self._on_their_way and self._session.saving:
            return
        self._on_their_way.clear()
        self._row = saved
        if self._row is None or view is None:
            self._unsaved = False
            self.reject()
            return
        self.setWindowTitle(self._row.kind)
        self.setAccessibleName(f"{self._row.kind}的页面")
        self._details.show_row(self._row, view)
        self._eye.setVisible(self._row.kind in PRIVATE)
        if not self._unsaved:
            self._edits = self._row.edits or self._as_filed()
            self._show_pages()

    def _as_filed(self) -> Edits:
        """All pages; until the file was read the first."""
        assert self._row is not None
        inspected = self._shelf.inspected(self._row.content)
        return editing.whole(len(inspected.pages) if inspected else 1)

    def _drawn(self, content: str) -> None:
        if self._row is not None and content == self._row.content:
            if not self._row.edits and not self._unsaved:
                self._edits = self._as_filed()
            self._show_pages()

    def _show_pages(self) -> None:
        if self._row is None:
            return
        self._at = max(0, min(self._at, len(self._edits) - 1))
        hidden = self._row.kind in PRIVATE and not self._unmasked
        self._list.hidden = self._view.hidden = hidden
        self._list.show_pages(self._row.content, self._edits, self._at)
        self._tools.show_straighten(self._page.straighten)
        self._tools.setEnabled(not hidden)
        self._details.say_pages(len(self._edits), self._shelf.inspected(self._row.content))
        self._show_page()

    def _show_page(self) -> None:
        assert self._row is not None
        inspected = self._shelf.inspected(self._row.content)
        edit = self._page
        if inspected is None or edit.page >= len(inspected.pages):
            self._shelf.picture(self._row.content, PageEdit(edit.page), (168, 220))
            self._view.show_page(None, edit, QSize(420, 594))
            return
        size = inspected.pages[edit.page]
        width, height = (size.width, size.height) if edit.turn % 180 == 0 else (size.height, size.width)
        scale = self._zoom or self._fit(width, height)
        shown = QSize(round(width * scale), round(height * scale))
        ratio = self.devicePixelRatioF()
        box = round(shown.width() * ratio), round(shown.height() * ratio)
        image = self._shelf.picture(self._row.content, PageEdit(edit.page, edit.turn), box)
        self._view.show_page(image, edit, shown)

    def _fit(self, width: float, height: float) -> float:
        room = self._area.viewport().size() - QSize(40, 40)
        return max(_FARTHEST, min(room.width() / width, room.height() / height))

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._edits) and at != self._at:
            self._save()
            self._at = at
            self._show_pages()

    def _edit(self, edit: PageEdit, *, soon: bool = False) -> None:
        self._set(editing.changed(self._edits, self._at, edit), soon=soon)

    def _set(self, edits: Edits, *, soon: bool = False) -> None:
        """Show it at once; save it now, or after the last of several keys."""
        if not may_write(self._session, self._details.say):
            return
        self._edits = edits
        self._unsaved = True
        self._show_pages()
        if soon:
            self._save_soon.start()
        else:
            self._save()

    def _straighten(self, degrees: Decimal) -> None:
        self._view.grid = True
        self._edits = editing.changed(self._edits, self._at, editing.straightened(self._page, degrees))
        self._unsaved = True
        self._save_soon.start()
        self._show_page()

    def _straightened(self) -> None:
        self._save()

    def _set_mode(self, mode: Mode) -> None:
        self._view.grid = False
        self._view.set_mode(mode)
        if mode is not Mode.LOOK:
            self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_out(self) -> None:
        if len(self._edits) > 1:
            self._set(editing.left_out(self._edits, self._at))
        else:
            self._details.say("只剩这一页；整份不用的话请移除")

    def _move(self, at: int, to: int) -> None:
        if 0 <= to < len(self._edits):
            self._at = to
            self._set(editing.moved(self._edits, at, to))

    def _reorder(self, edits: Edits) -> None:
        if edits != self._edits and sorted(e.page for e in edits) == sorted(e.page for e in self._edits):
            page = self._page
            self._at = edits.index(page)
            self._set(edits)

    def _restore(self) -> None:
        """Every page as it was filed."""
        self._set(self._as_filed())

    def _zoom_by(self, step: int) -> None:
        if not step:
            self._zoom = None
        else:
            now = self._zoom or self._view.width() / max(1.0, self._page_width())
            self._zoom = max(_FARTHEST, min(_NEAREST, now * _STEP**step))
        self._show_page()

    def _page_width(self) -> float:
        inspected = self._shelf.inspected(self._row.content) if self._row else None
        if inspected is None:
            return 1.0
        size = inspected.pages[self._page.page]
        return size.width if self._page.turn % 180 == 0 else size.height

    def _save(self) -> None:
        """Keep the edits, unless they are kept already."""
        waiting, self._unsaved = self._unsaved, False
        self._save_soon.stop()
        if self._view.grid:
            self._view.grid = False
            self._view.update()
        if self._row is None or not waiting:
            return
        inspected = self._shelf.inspected(self._row.content)
        edits = editing.kept(self._edits, len(inspected.pages)) if inspected else self._edits
        words = words_of_edits(edits)
        if words != self._row.pages:
            after = replace(self._row, pages=words)
            self._apply(f"调整{self._row.kind}的页面", after)

    def _apply(self, words: str, after: Evidence) -> None:
        from enclave_desktop.records.changes import Changes

        before, self._row = self._row, after
        self._details.build_on(after)
        self._on_their_way.append(after)
        self._session.apply(words, Changes(updated={Evidence: [(before, after)]}), self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        """Nothing that was to come after it can be either."""
        self._on_their_way.clear()
        self._unsaved = False
        self._show_record()
        self._session.failed.emit(error)

    def _remove(self) -> None:
        from enclave_desktop.records.changes import Changes

        if self._row is not None:
            self._unsaved = False
            self._session.apply(f"移除{self._row.kind}", Changes(removed={Evidence: [self._row]}))

    def _undo(self) -> None:
        self._save()
        self._session.undo()

    def _unmask(self, unmasked: bool) -> None:
        self._unmasked = unmasked
        self._eye.setText("打上码" if unmasked else "显示图片")
        if unmasked:
            self._mask.start(self._surroundings.settings.unmasked_seconds * 1000)
        self._show_pages()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is None and self._row is not None:
            QTimer.singleShot(0, self._show_page)

"""A sheet of the record as a clerk works on it: toolbar, table and editor pane, saved through the session."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from enclave_desktop.desktop.editor.pane import EditorPane
from enclave_desktop.desktop.evidence.dropping import take_drops_on_rows
from enclave_desktop.desktop.evidence.owners import PROVABLE, row_of
from enclave_desktop.desktop.evidence.strip import EvidenceStrip
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.table import actions
from enclave_desktop.desktop.table.editing import built, with_typed
from enclave_desktop.desktop.table.empty import Empty
from enclave_desktop.desktop.table.filtering import Filtering
from enclave_desktop.desktop.table.layout import Layout
from enclave_desktop.desktop.table.look import SheetLook
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.pending import Pending
from enclave_desktop.desktop.table.sums import sum_words
from enclave_desktop.desktop.table.toolbar import Toolbar
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.reading import BadValue


class SheetTable(QWidget):
    """One table with all that belongs to it."""

    page_asked = Signal(object)
    """The row's own page."""

    def __init__(self, look: SheetLook, surroundings: Surroundings) -> None:
        super().__init__()
        self.look = look
        self.sheet = look.sheet
        self.session = surroundings.session
        self.surroundings = surroundings
        self.view: View | None = None
        self.pending = Pending()
        self.model = TableModel(look.columns)
        self.filtering = Filtering(look)
        self._late = False
        self.setAccessibleName(look.sheet.title)
        self._build()
        self.layout_kept = Layout(self.table, surroundings.settings, look.sheet.title)
        self._restore()
        self._listen()

    @property
    def dossier(self) -> Dossier:
        assert self.view is not None
        return self.view.dossier

    def show_view(self, view: View | None, lacking: frozenset[tuple[int, str]] = frozenset()) -> None:
        """Show what is on record; while a cell is being edited the rows wait."""
        self.view = view
        self.model.editable = self.session.writes
        self.model.lacking = lacking
        if self.table.is_editing():
            self._late = True
            return
        self._late = False
        rows = self.pending.laid_over(view.dossier.rows(self.sheet.entity)) if view else ()
        place = self.table.currentIndex()
        current, at = self.current_row(), max(place.column(), 0)
        across = self.table.horizontalScrollBar().value()
        down = self.table.verticalScrollBar().value()
        if view:
            self.toolbar.set_counts(self.filtering.counts(view, rows))
            self.model.filter = self.filtering.filter(view, self.toolbar.search.text())
        self.model.update_rows(rows)
        if not self.table.currentIndex().isValid() and self.model.rows:
            again = self.model.place_of(current) if current is not None else None
            row = again if again is not None else min(max(place.row(), 0), len(self.model.rows) - 1)
            self.table.show_cell(row, at)
            self.table.horizontalScrollBar().setValue(across)
            self.table.verticalScrollBar().setValue(down)
        self.show_in_pane()

    def current_row(self) -> Any:
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def look_at(self, row: Any, field: str | None = None) -> None:
        """Bring a row, and a field of it, into view, whatever the filter hides."""
        if self.model.place_of(row) is None:
            self._show_all()
        place = self.model.place_of(row)
        if place is None:
            return
        names = [column.field.name if column.field else None for column in self.model.columns]
        at = names.index(field) if field in names else 0
        self.table.setColumnHidden(at, False)
        self.table.show_cell(place, at)
        self.open_pane()
        if field:
            self.pane.focus(field)

    def add(self) -> None:
        """Ask for a new row."""
        if self.view is not None:
            given = self.look.given(self.current_row()) if self.current_row() is not None else {}
            self.open_pane()
            self.strip.show_row(None)
            self.pane.begin(self.dossier, given)

    def open_pane(self) -> None:
        self.pane.show()

    def export(self) -> None:
        """Write the rows that are shown as a workbook."""
        from enclave_desktop.desktop.importing.saving import save_rows

        save_rows(self.session, self.window(), self.sheet, self.model.rows)

    def choose_segment(self, at: int) -> None:
        self.filtering.segment = at
        self.toolbar.choose_segment(at)
        self._filter()

    def _show_all(self) -> None:
        self.toolbar.search.clear()
        self.choose_segment(0)

    def leave(self) -> None:
        """Keep how the table stood."""
        search = "" if self.session.encrypted else self.toolbar.search.text()
        self.layout_kept.keep(search, self.filtering.segment)

    def apply(self, words: str, pairs: Sequence[tuple[Any, Any]]) -> None:
        """Save other values of rows; they are shown at once."""
        from enclave_desktop.records.changes import Changes

        for before, after in pairs:
            self.pending.note(before, after)
        self.model.replace({id(before): after for before, after in pairs})
        self.session.apply(words, Changes(updated={self.sheet.entity: list(pairs)}), self.refused)
        self.show_in_pane()

    def refused(self, error: Exception) -> None:
        """A change was not saved: what is on record is shown again."""
        self.pending.forget()
        self.show_view(self.session.view, self.model.lacking)
        self.session.failed.emit(error)

    def show_in_pane(self) -> None:
        """The current row, as it stands."""
        self.empty.tell(len(self.model.rows), len(self.model.everything), writes=self.session.writes)
        if self.pane.adding or self.view is None:
            return
        row = self.current_row()
        self.strip.show_row(row_of(row) if row is not None else None)
        if row is None:
            self.pane.show_nothing()
            return
        wrong = {name: (held.text, held.why) for name, held in self.model.wrong_in(row).items()}
        lacking = frozenset(name for key, name in self.model.lacking if key == id(row))
        self.pane.show_row(row, self.dossier, words=self.look.words(row), wrong=wrong, lacking=lacking)

    def _build(self) -> None:
        self.toolbar = Toolbar(self.sheet.title, self.look.hint, self.look.segments, self.session)
        self.table = TableView(self.model, lambda: self.view.dossier if self.view else None, self)
        self.table.setAccessibleName(f"{self.sheet.title}表")
        settings = self.surroundings.settings
        self.pane = EditorPane(
            self.sheet, self.session, lambda: settings.unmasked_seconds, has_page=self.look.has_page
        )
        self.strip = EvidenceStrip(self.surroundings, self.pane)
        self.pane.add_strip(self.strip)
        if self.sheet.title in PROVABLE:
            for grid in self.table.grids:
                take_drops_on_rows(self.surroundings, grid, lambda at: self.model.rows[at], self.table.hover)
        wrap = QFrame(self)
        wrap.setObjectName("tablewrap")
        inside = QGridLayout(wrap)
        inside.setContentsMargins(0, 1, 0, 0)
        inside.addWidget(self.table, 0, 0)
        self.empty = Empty(self.sheet.title, wrap)
        inside.addWidget(self.empty, 0, 0, Qt.AlignmentFlag.AlignCenter)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.toolbar)
        left.addWidget(wrap, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(self.pane)
        self._sums = _timer(self, 60, self._show_sums)
        self._mask = _timer(self, 0, lambda: self.model.unmask(set()))

    def _listen(self) -> None:
        self.model.edited.connect(lambda row, column, text: self._edited(row, column.field.name, text))
        self.pane.edited.connect(self._edited)
        self.pane.add_asked.connect(self._add)
        self.pane.closed.connect(self._close_pane)
        self.pane.opened.connect(self.page_asked)
        self.pane.history_asked.connect(self._show_history)
        self.toolbar.searched.connect(lambda _: self._filter())
        self.toolbar.segment_chosen.connect(self.choose_segment)
        self.toolbar.unmask_asked.connect(self.unmask)
        self.toolbar.remove_asked.connect(lambda: actions.remove(self))
        self.toolbar.columns_menu.connect(self.layout_kept.fill_menu)
        self.table.moved.connect(self._moved)
        self.table.picked.connect(self._sums.start)
        self.table.edit_ended.connect(self._edit_ended)
        self.table.copy_asked.connect(
            lambda heads: actions.copy(self.table, self.surroundings.say, heads=heads)
        )
        self.table.paste_asked.connect(lambda: actions.paste(self))
        self.table.clear_asked.connect(lambda: actions.clear(self))
        self.table.remove_asked.connect(lambda: actions.remove(self))
        self.table.leave_asked.connect(self._to_pane)
        self.table.menu_asked.connect(lambda where: actions.menu(self).popup(where))
        self.table.restore_asked.connect(self._restore_cell)
        self.empty.all_asked.connect(self._show_all)

    def _restore(self) -> None:
        text, self.filtering.segment = self.layout_kept.restore(len(self.look.segments))
        self.toolbar.search.setText(text)
        self.toolbar.choose_segment(self.filtering.segment)

    def _edited(self, row: Any, name: str, text: str) -> None:
        """Save a field, together with what was typed wrong in this row before, if that makes sense now."""
        at = next(i for i, c in enumerate(self.model.columns) if c.field and c.field.name == name)
        row = self.pending.latest(row)
        typed = {**{one: wrong.text for one, wrong in self.model.wrong_in(row).items()}, name: text}
        try:
            try:
                after = with_typed(row, typed, self.dossier)
            except BadValue:
                typed = {name: text}
                after = with_typed(row, typed, self.dossier)
        except BadValue as bad:
            why = f"{bad.reason}。{bad.remedy}"
            self.model.mark_wrong(row, at, text, why)
            self.surroundings.say(f"没有保存：{why}")
            self.show_in_pane()
            return
        for other, column in enumerate(self.model.columns):
            if column.field and column.field.name in typed:
                self.model.unmark(row, other)
        if after == row:
            self.show_in_pane()
        else:
            self.apply(f"修改{self.look.words(row)[0]}的{self.sheet.field(name).label}", [(row, after)])

    def _add(self, texts: Mapping[str, str]) -> None:
        from enclave_desktop.records.changes import Changes

        row, wrong = built(self.sheet, texts, self.dossier)
        if row is None:
            self.pane.form.show_errors({name: f"{bad.reason}。{bad.remedy}" for name, bad in wrong.items()})
            return
        words = f"新增{self.sheet.title}{self.look.words(row)[0]}"
        self.pane.adding = False
        self._wanted = row
        self.session.apply(words, Changes(added={self.sheet.entity: [row]}), self.refused)
        self.session.changed.connect(self._show_added, Qt.ConnectionType.SingleShotConnection)

    def _show_added(self) -> None:
        QTimer.singleShot(0, self, lambda: self.look_at(self._wanted))

    def _close_pane(self) -> None:
        if self.pane.adding:
            self.pane.adding = False
            self.show_in_pane()
            if self.current_row() is not None:
                return
        self.pane.hide()
        self.table.setFocus()

    def _show_history(self, row: Any, name: str) -> None:
        from enclave_desktop.desktop.history.dialog import show_field_history

        show_field_history(self.surroundings, row, name, self.look.words(row)[0], self)

    def _to_pane(self) -> None:
        self.open_pane()
        self.pane.focus()

    def _moved(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and self.pane.adding:
            self.pane.adding = False
        self.show_in_pane()
        if index.isValid() and (wrong := self.model.wrong_at(index.row(), index.column())):
            self.surroundings.say(f"没有保存：{wrong.why}")

    def _edit_ended(self) -> None:
        if self._late:
            self.show_view(self.session.view, self.model.lacking)

    def _restore_cell(self) -> None:
        """What was typed wrong is given up."""
        index = self.table.currentIndex()
        if index.isValid():
            self.model.unmark(self.model.rows[index.row()], index.column())
            self.show_in_pane()

    def unmask(self) -> None:
        """Show the selected sensitive cells in full, for a while."""
        rows, columns = self.table.selected_block()
        hidden = [at for at in columns if self.model.columns[at].sensitive]
        hidden = hidden or [at for at, column in enumerate(self.model.columns) if column.sensitive]
        self.model.unmask({(id(self.model.rows[row]), at) for row in rows for at in hidden})
        self._mask.start(self.surroundings.settings.unmasked_seconds * 1000)
        self._sums.start()

    def hideEvent(self, event: Any) -> None:
        """Nothing stays unmasked out of sight."""
        self.model.unmask(set())
        self.surroundings.show_sums("")
        super().hideEvent(event)

    def _filter(self) -> None:
        if self.view is None:
            return
        self.model.set_filter(self.filtering.filter(self.view, self.toolbar.search.text()))
        if self.model.rows and not self.table.currentIndex().isValid():
            self.table.show_cell(0, 0)
        elif not self.model.rows:
            self.show_in_pane()
        self._sums.start()

    def _show_sums(self) -> None:
        rows, _ = self.table.selected_block()
        self.toolbar.set_removable(len(rows))
        if self.isVisible():
            self.surroundings.show_sums(sum_words(self.model, self.table.selectionModel().selection()))


def _timer(parent: QWidget, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer

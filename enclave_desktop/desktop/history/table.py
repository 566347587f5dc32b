"""A table of changes to read; what is sensitive is masked until it is asked for, and masks itself again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from enclave_desktop.desktop.history.lines import Line
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView

NARROW = {"谁": 96, "变动": 56, "表": 80, "字段": 84, "原为": 104, "改为": 104}
"""Widths where there is less room."""
_WIDTHS = {"时间": 132, "谁": 128, "变动": 60, "表": 84, "行": 260, "字段": 112, "原为": 168, "改为": 168}
_FIELDS = {
    "时间": "when",
    "谁": "who",
    "变动": "what",
    "表": "sheet",
    "行": "row",
    "字段": "field",
    "原为": "was",
    "改为": "became",
}
_WIDE = {"行", "原为", "改为"}
"""Which share what room there is."""
_TONES = {"删除": "bad", "移出": "warn", "其他": "mute"}


class ChangesTable(TableView):
    """Lines of the history under those of the columns that are wanted."""

    def __init__(
        self,
        columns: Sequence[str],
        unmasked_seconds: Callable[[], int],
        name: str,
        parent: QWidget,
        widths: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        held = {**_WIDTHS, **widths}
        super().__init__(TableModel([_column(label, held[label]) for label in columns]), lambda: None, parent)
        self.setAccessibleName(name)
        self.setSortingEnabled(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.leave_asked.connect(self.focusNextChild)
        share_room(self, [at for at, label in enumerate(columns) if label in _WIDE])
        self._lines: Sequence[Line] = ()
        self._seconds = unmasked_seconds
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.hide_again)

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.hide_again()

    def unmask(self) -> None:
        """Everything in full, for a while."""
        self._put([line.clear or line for line in self._lines])
        self._again.start(self._seconds() * 1000)

    def hide_again(self) -> None:
        self._again.stop()
        self._put(self._lines)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing stays unmasked out of sight."""
        if self._again.isActive():
            self.hide_again()
        super().hideEvent(event)

    def _put(self, lines: Sequence[Line]) -> None:
        model = self.model()
        assert isinstance(model, TableModel)
        model.set_rows(lines)


def share_room(table: TableView, columns: Iterable[int]) -> None:
    """Let these columns be as wide as there is room for."""
    for at in columns:
        table.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)


def _column(label: str, width: int) -> Column:
    text = attrgetter(_FIELDS[label])
    tone = (lambda line: _TONES.get(line.what)) if label == "变动" else None
    return Column(label, width, text, text, tone=tone, strong=label == "改为", tip=text)

"""How the selected cell is set: its kind, what ticks it, how it is written, where, how large."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from enclave_desktop.desktop.blanks.draft import Spot
from enclave_desktop.packet.blanks.mapping import CHECK, FORMATS, KINDS, LARGEST_SIZE, TEXT, Cell
from enclave_desktop.packet.blanks.vocabulary import placeholders
from enclave_desktop.packet.style import SMALLEST

_ALIGNS: dict[Any, str] = {None: "自动", "left": "左", "centre": "中", "right": "右"}
_FACES = {
    "song": "宋体",
    "fang": "仿宋",
    "kai": "楷体",
    "hei": "黑体",
    "song-bold": "宋体加粗",
    "hei-bold": "黑体加粗",
}
_SIZES = ("7.5", "9", "10.5", "12", "14", "15", "16", "18")


class Properties(QWidget):
    """`wanted` says what is to be otherwise: names and values of a cell's fields."""

    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        self._label = QLineEdit(self)
        self._kind = self._combo("类型", KINDS, self._kind_chosen)
        self._ticks = self._combo("打勾的值", {}, lambda word: self._want(ticks=word))
        self._typed = QLineEdit(self)
        self._ticks.setLineEdit(self._typed)
        self._format = self._combo("写法", {}, lambda word: self._want(format=word))
        self._align = self._combo("对齐", _ALIGNS, lambda align: self._want(align=align))
        self._size = self._combo("字号", {float(size): size for size in _SIZES}, self._size_chosen)
        self._face = self._combo("字体", _FACES, lambda face: self._want(face=face))
        self._comb = QLineEdit(self)
        self._row("表上的名称", self._label)
        for words, box in (
            ("类型", self._kind),
            ("打勾的值", self._ticks),
            ("写法", self._format),
            ("对齐", self._align),
            ("最大字号", self._size),
            ("字体", self._face),
        ):
            self._row(words, box)
        self._row("每格一字的格数", self._comb)
        self._label.editingFinished.connect(lambda: self._want(label=self._label.text().strip()))
        self._typed.editingFinished.connect(self._ticks_typed)
        self._comb.editingFinished.connect(self._comb_typed)

    def show_spot(self, spot: Spot | None, *, word: bool) -> None:
        """Of a Word file only kind, tick and format are ours: the rest is as the cell is."""
        cell = spot.cell if spot else None
        self.setEnabled(cell is not None)
        cell = cell or Cell("firm.name", spot.key[0]) if spot else None
        if cell is None:
            return
        self._showing = True
        self._label.setText(cell.label)
        _choose(self._kind, cell.kind)
        _fill(self._ticks, {word: word for word in placeholders()[cell.value].choices})
        self._ticks.setEditText(cell.ticks)
        self._typed.setReadOnly(placeholders()[cell.value].closed)
        formats = FORMATS.get(cell.kind, ())
        _fill(self._format, {word: word for word in formats})
        _choose(self._format, cell.format or (formats[0] if formats else ""))
        _choose(self._align, cell.align)
        if self._size.findData(cell.size) < 0:
            self._size.addItem(f"{cell.size:g}", cell.size)
        _choose(self._size, cell.size)
        _choose(self._face, cell.face)
        self._comb.setText(str(cell.comb or ""))
        self._show_row(self._ticks, cell.kind == CHECK)
        self._show_row(self._format, cell.kind in FORMATS)
        drawn = not word and cell.kind != CHECK
        for widget in (self._align, self._size, self._face):
            self._show_row(widget, drawn)
        self._show_row(self._comb, drawn and cell.kind == TEXT)
        self._showing = False

    def _combo(self, name: str, choices: dict[Any, str], take: Callable[[Any], None]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        _fill(box, choices)
        box.activated.connect(lambda at: take(box.itemData(at)))
        return box

    def _row(self, words: str, widget: QWidget) -> None:
        label = QLabel(words, self)
        label.setBuddy(widget)
        label.setProperty("role", "second")
        widget.setAccessibleName(words)
        self._form.addRow(label, widget)

    def _show_row(self, widget: QWidget, visible: bool) -> None:
        self._form.setRowVisible(widget, visible)

    def _want(self, **fields: Any) -> None:
        if not self._showing:
            self.wanted.emit(fields)

    def _kind_chosen(self, kind: str) -> None:
        ticks = self._ticks.currentText() or (self._ticks.itemText(0) if self._ticks.count() else "")
        self._want(kind=kind, format="", ticks=ticks if kind == CHECK else "")

    def _size_chosen(self, size: float) -> None:
        if SMALLEST <= size <= LARGEST_SIZE:
            self._want(size=size)

    def _ticks_typed(self) -> None:
        if self._ticks.currentText():
            self._want(ticks=self._ticks.currentText())

    def _comb_typed(self) -> None:
        text = self._comb.text().strip()
        if not text or text.isdecimal():
            self._want(comb=int(text or 0))


def _fill(box: QComboBox, choices: dict[Any, str]) -> None:
    box.clear()
    for value, words in choices.items():
        box.addItem(words, value)


def _choose(box: QComboBox, value: Any) -> None:
    box.setCurrentIndex(next((n for n in range(box.count()) if box.itemData(n) == value), -1))

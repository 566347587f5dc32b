"""The tools over a page: turn, straighten, crop, cover, leave out, put back, zoom."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from enclave_desktop.desktop.evidence.editing import MOST_ASKEW
from enclave_desktop.desktop.evidence.page_view import Mode
from enclave_desktop.desktop.icons import icon

_TENTHS = 10


class PageTools(QFrame):
    """A bar of buttons and the slider; what they mean is for its owner."""

    turned = Signal(int)
    straightening = Signal(object)
    """Degrees, while the slider moves."""
    straightened = Signal()
    mode_chosen = Signal(object)
    reset = Signal()
    left_out = Signal()
    zoomed = Signal(int)
    """1 nearer, -1 farther, 0 the whole page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 6, 12, 6)
        across.setSpacing(2)
        self._across = across
        self._add(
            "arrow_rotate_counterclockwise_20_regular",
            "左转（Ctrl+Shift+R）",
            lambda: self.turned.emit(270),
            "Ctrl+Shift+R",
        )
        self._add(
            "arrow_rotate_clockwise_20_regular", "右转（Ctrl+R）", lambda: self.turned.emit(90), "Ctrl+R"
        )
        self._straighten()
        self._modes = QButtonGroup(self)
        self._modes.setExclusive(False)
        self._mode("crop_20_regular", "裁剪：在页面上拖出要留下的部分（C）", Mode.CROP, "C")
        self._mode("eraser_20_regular", "遮盖号码：拖出放着号码的地方（M）", Mode.COVER, "M")
        self._add("arrow_reset_20_regular", "这一页恢复原样", self.reset.emit)
        self._add("delete_20_regular", "这一页不用（Delete）", self.left_out.emit)
        self._changing = [part for part in self.findChildren(QWidget) if not isinstance(part, QLabel)]
        across.addStretch(1)
        self._add("zoom_out_20_regular", "缩小（Ctrl+-）", lambda: self.zoomed.emit(-1), "Ctrl+-")
        self._add("page_fit_20_regular", "看整页（Ctrl+0）", lambda: self.zoomed.emit(0), "Ctrl+0")
        self._add("zoom_in_20_regular", "放大（Ctrl+=）", lambda: self.zoomed.emit(1), "Ctrl+=")

    def only_look(self, why: str) -> None:
        """Leave what changes nothing: the zoom."""
        for part in self._changing:
            part.setEnabled(False)
            part.setToolTip(why)

    def show_straighten(self, degrees: Decimal) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(degrees * _TENTHS))
        self._slider.blockSignals(False)
        self._say(degrees)

    def _straighten(self) -> None:
        label = QLabel("扶正", self)
        label.setProperty("role", "second")
        label.setContentsMargins(10, 0, 4, 0)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setAccessibleName("扶正的角度")
        self._slider.setRange(-MOST_ASKEW * _TENTHS, MOST_ASKEW * _TENTHS)
        self._slider.setSingleStep(1)
        self._slider.setPageStep(_TENTHS)
        self._slider.setFixedWidth(150)
        label.setBuddy(self._slider)
        self._degrees = QLabel(self)
        self._degrees.setProperty("role", "second")
        self._degrees.setFixedWidth(52)
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderReleased.connect(self.straightened)
        for part in (label, self._slider, self._degrees):
            self._across.addWidget(part)
        self._say(Decimal(0))

    def _slid(self, tenths: int) -> None:
        degrees = Decimal(tenths) / _TENTHS
        self._say(degrees)
        self.straightening.emit(degrees)

    def _say(self, degrees: Decimal) -> None:
        self._degrees.setText(f"{degrees:+.1f}°" if degrees else "0°")

    @property
    def sliding(self) -> bool:
        return self._slider.isSliderDown() or self._slider.hasFocus()

    def _mode(self, name: str, words: str, mode: Mode, keys: str) -> None:
        button = self._add(name, words, lambda: None, keys)
        button.setCheckable(True)
        self._modes.addButton(button)

        def toggled(on: bool) -> None:
            if on:
                for other in self._modes.buttons():
                    if other is not button:
                        other.setChecked(False)
            if on or not any(other.isChecked() for other in self._modes.buttons()):
                self.mode_chosen.emit(mode if on else Mode.LOOK)

        button.toggled.connect(toggled)

    def _add(self, name: str, words: str, act: Callable[[], None], keys: str | None = None) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setToolTip(words)
        button.setAccessibleName(words.partition("（")[0].partition("：")[0])
        if keys:
            button.setShortcut(keys)
        button.clicked.connect(lambda _=False: act())
        self._across.addWidget(button)
        return button

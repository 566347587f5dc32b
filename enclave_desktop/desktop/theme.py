"""Palette, style sheet and fonts from the tokens. What is painted by hand asks `colour` when it paints."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir, QEvent, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication

from enclave_desktop.desktop.tokens import POINTS, THEMES
from enclave_desktop.paths import own_folder, resources, spoilt_program, writable

FAMILIES = ["Microsoft YaHei UI", "Noto Sans SC"]
SCREEN_FONTS = ("NotoSansSC_400Regular.ttf", "NotoSansSC_600SemiBold.ttf")
_FONT_FOLDER = "noto-sans-sc"
_ICONS = "icons"
"""What a style sheet calls the folder of coloured copies: a path may hold what it has other uses for."""

_ROLES = {
    QPalette.ColorRole.Window: "layer",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "subtle",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "control",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "sel_text",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.Light: "card",
    QPalette.ColorRole.Midlight: "subtle",
    QPalette.ColorRole.Mid: "control_border",
    QPalette.ColorRole.Dark: "control_line",
    QPalette.ColorRole.Shadow: "text_dis",
    QPalette.ColorRole.Accent: "accent",
}
_IMAGES = {
    "chev": ("chevron_down_16_regular", "text2"),
    "chev_dis": ("chevron_down_16_regular", "text_dis"),
    "chev_up": ("chevron_up_16_regular", "text2"),
    "check": ("checkmark_16_regular", "on_accent"),
    "dash": ("subtract_16_regular", "on_accent"),
    "cal": ("calendar_16_regular", "text2"),
}


class Theme(QObject):
    """The theme in force; `changed` after every switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = "light"
        self.scale = 1.0
        """Of all type: 0.9, 1, 1.15 or 1.3."""
        self._applied: tuple[str, float] | None = None
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int], QFont] = {}

    def hex(self, token: str) -> str:
        return THEMES[self.name][token]

    def colour(self, token: str) -> QColor:
        """The colour of a token; made once, since cells ask for it thousands of times."""
        if token not in self._colours:
            self._colours[token] = QColor(self.hex(token))
        return self._colours[token]

    def font(self, role: str = "body", weight: int = 400) -> QFont:
        """The font of a role, made once."""
        if (role, weight) not in self._fonts:
            font = QFont()
            font.setFamilies(FAMILIES)
            font.setPointSizeF(POINTS[role] * self.scale)
            font.setWeight(QFont.Weight(weight))
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[role, weight] = font
        return self._fonts[role, weight]

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """The light colours for what is painted meanwhile: it goes on paper. Nothing on the screen changes."""
        kept = self.name, self._colours
        self.name, self._colours = "light", {}
        try:
            yield
        finally:
            self.name, self._colours = kept

    def wear(self, appearance: str, scale: float) -> None:
        """Switch to light or dark; 'system' is what the system has now."""
        hints = QGuiApplication.styleHints()
        if appearance == "system":
            hints.unsetColorScheme()
            dark = hints.colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = appearance == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self.apply("dark" if dark else "light", scale)

    def apply(self, name: str, scale: float) -> None:
        """Switch the whole program."""
        if (name, scale) == self._applied:
            return
        self._applied = name, scale
        self.name, self.scale = name, scale
        self._colours.clear()
        self._fonts.clear()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setFont(self.font())
        app.setPalette(_palette(self))
        app.setStyleSheet(_style_sheet(self))
        self.changed.emit()


@cache
def theme() -> Theme:
    """The program's one theme."""
    return Theme()


def load_fonts() -> None:
    """The bundled screen fonts: a bare machine has no Chinese one. UserError when one is missing or spoilt."""
    for name in SCREEN_FONTS:
        path = resources() / "fonts" / _FONT_FOLDER / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise spoilt_program(path)


def svg(name: str) -> str:
    """The source of an icon."""
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")


def coloured_svg(name: str, colour: str) -> str:
    return svg(name).replace("<svg ", f'<svg fill="{colour}" ', 1)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(QPalette.ColorGroup.All, role, theme.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("text_dis"))
    return palette


def _style_sheet(theme: Theme) -> str:
    values = dict(THEMES[theme.name])
    values |= {f"pt_{role}": f"{points * theme.scale:g}pt" for role, points in POINTS.items()}
    own = own_folder()
    kept = (
        own / "缓存"
        if own
        else QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    )
    folder = Path(kept) / "icons"
    QDir.setSearchPaths(_ICONS, [str(folder)])
    values |= {key: _image(folder, icon, theme.hex(token)) for key, (icon, token) in _IMAGES.items()}
    source = (resources() / "desktop" / "style.qss").read_text("utf-8")
    return re.sub(r"\$(\w+)", lambda match: values[match[1]], source)


def _image(folder: Path, icon: str, colour: str) -> str:
    """A style sheet cannot colour an image: a coloured copy lies in the cache. What a style sheet calls it."""
    path = folder / f"{icon}-{colour.lstrip('#')}.svg"
    if not path.exists():
        writable(folder)
        path.write_text(coloured_svg(icon, colour), "utf-8")
    return f"{_ICONS}:{path.name}"


BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""How the keyboard brings the focus somewhere."""


class KeyboardFocus(QObject):
    """Buttons show where the keyboard is only when the keyboard brought it there: [kbd="true"]."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(watched, QAbstractButton):
            by_key = kind == QEvent.Type.FocusIn and event.reason() in BY_KEY  # type: ignore[attr-defined]
            if bool(watched.property("kbd")) != by_key:
                watched.setProperty("kbd", by_key)
                watched.style().unpolish(watched)
                watched.style().polish(watched)
        return False

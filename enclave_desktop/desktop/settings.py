"""What the window remembers from one start to the next. Never anything of the record but its path."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

MOST_RECENT = 8


class Settings:
    """The user's settings, kept by the system."""

    def __init__(self) -> None:
        self._kept = QSettings("EnclaveDesktop", "EnclaveDesktop")

    @property
    def appearance(self) -> str:
        """system, light or dark."""
        return str(self._kept.value("appearance", "system"))

    @appearance.setter
    def appearance(self, name: str) -> None:
        self._kept.setValue("appearance", name)

    @property
    def scale(self) -> float:
        """Of the type: 0.9, 1, 1.15 or 1.3."""
        return float(str(self._kept.value("scale", 1.0)))

    @scale.setter
    def scale(self, scale: float) -> None:
        self._kept.setValue("scale", scale)

    @property
    def unmasked_seconds(self) -> int:
        """How long sensitive values stay visible once asked for."""
        return int(str(self._kept.value("unmasked_seconds", 30)))

    @unmasked_seconds.setter
    def unmasked_seconds(self, seconds: int) -> None:
        self._kept.setValue("unmasked_seconds", seconds)

    @property
    def recent(self) -> list[Path]:
        """The records opened last, the last first; those that are gone too."""
        kept: Any = self._kept.value("recent", [])
        names = [kept] if isinstance(kept, str) else list(kept or [])
        return [Path(name) for name in names]

    def remember_record(self, path: Path) -> None:
        others = [other for other in self.recent if other != path]
        self._kept.setValue("recent", [str(name) for name in [path, *others][:MOST_RECENT]])

    def forget_record(self, path: Path) -> None:
        self._kept.setValue("recent", [str(other) for other in self.recent if other != path])

    def layout(self, name: str) -> QByteArray | None:
        """How a window, splitter or table header stood."""
        kept: Any = self._kept.value(f"layout/{name}")
        return kept if isinstance(kept, QByteArray) else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._kept.setValue(f"layout/{name}", state)

    def text(self, name: str, default: str = "") -> str:
        return str(self._kept.value(name, default))

    def keep_text(self, name: str, text: str) -> None:
        self._kept.setValue(name, text)

"""What the window remembers from one start to the next. Never anything of the record but its path."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

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
        self._note("opened", path)

    def forget_record(self, path: Path) -> None:
        self._kept.setValue("recent", [str(other) for other in self.recent if other != path])

    def opened_at(self, path: Path) -> datetime | None:
        return self._noted("opened", path)

    def backed_up_at(self, path: Path) -> datetime | None:
        """When the record was last backed up from here."""
        return self._noted("backed_up", path)

    def remember_backup(self, path: Path) -> None:
        self._note("backed_up", path)

    def second_backup_at(self, path: Path) -> datetime | None:
        """When the record was last backed up to the second place that is chosen now."""
        return self._noted("second_backup", path)

    def remember_second_backup(self, path: Path) -> None:
        self._note("second_backup", path)

    def forget_second_backups(self) -> None:
        self._kept.remove("second_backup")

    @property
    def second_backup_days(self) -> int:
        """After how many days without a backup to the second place one is reminded."""
        return int(str(self._kept.value("second_backup_days", 7)))

    @second_backup_days.setter
    def second_backup_days(self, days: int) -> None:
        self._kept.setValue("second_backup_days", days)

    @property
    def record_folder(self) -> Path:
        """Where new records go."""
        return self.folder("record_folder")

    def folder(self, name: str) -> Path:
        """A folder the user chose, or the documents."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(self.text(name) or documents)

    def layout(self, name: str) -> QByteArray | None:
        """How a window, splitter or table header stood."""
        kept: Any = self._kept.value(f"layout/{name}")
        return kept if isinstance(kept, QByteArray) else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._kept.setValue(f"layout/{name}", state)

    def _note(self, what: str, path: Path) -> None:
        recent = {str(name) for name in self.recent}
        notes = {name: when for name, when in self._notes(what).items() if name in recent}
        notes[str(path)] = datetime.now().isoformat(timespec="seconds")
        self._kept.setValue(what, notes)

    def _noted(self, what: str, path: Path) -> datetime | None:
        when = self._notes(what).get(str(path))
        return datetime.fromisoformat(when) if when else None

    def _notes(self, what: str) -> dict[str, str]:
        kept: Any = self._kept.value(what)
        return dict(kept) if isinstance(kept, dict) else {}

    def text(self, name: str, default: str = "") -> str:
        return str(self._kept.value(name, default))

    def keep_text(self, name: str, text: str) -> None:
        self._kept.setValue(name, text)

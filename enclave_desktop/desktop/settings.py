"""What the window remembers from one start to the next. Never anything of the record but its path."""

import os
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from enclave_desktop import __version__
from enclave_desktop.errors import UserError
from enclave_desktop.paths import own_folder
from enclave_desktop.records.places import Place, read_place

MOST_RECENT = 8


class Settings:
    """The user's settings, kept by the system."""

    def __init__(self) -> None:
        own = own_folder()
        if own is None:
            self._kept = QSettings("EnclaveDesktop", "EnclaveDesktop")
        else:
            self._kept = QSettings(str(own / "settings.ini"), QSettings.Format.IniFormat)

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
        return self._number("scale", 1.0, least=0.5, most=3)

    @scale.setter
    def scale(self, scale: float) -> None:
        self._kept.setValue("scale", scale)

    @property
    def unmasked_seconds(self) -> int:
        """How long sensitive values stay visible once asked for."""
        return int(self._number("unmasked_seconds", 30, most=86_400))

    @unmasked_seconds.setter
    def unmasked_seconds(self, seconds: int) -> None:
        self._kept.setValue("unmasked_seconds", seconds)

    @property
    def lock_minutes(self) -> int:
        """Without a key or click for so long, an encrypted record is locked; 0 for never."""
        return int(self._number("lock_minutes", 15, most=1_440))

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._kept.setValue("lock_minutes", minutes)

    def remembers_key(self, path: Path) -> bool:
        """Whether the record's key was put into the system's credential store."""
        return self._kept.contains(f"remembered/{_digest(path)}")

    def set_remembers_key(self, path: Path, *, remembers: bool) -> None:
        self._mark("remembered", path, remembers)

    def code_kept(self, path: Path) -> bool:
        """Whether nobody put off keeping the record's recovery code."""
        return not self._kept.contains(f"code_not_kept/{_digest(path)}")

    def set_code_kept(self, path: Path, *, kept: bool) -> None:
        self._mark("code_not_kept", path, not kept)

    @property
    def recent(self) -> list[Place]:
        """The records opened last, the last first; those that are gone too."""
        kept: Any = self._kept.value("recent", [])
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        found = []
        for name in names:
            with suppress(UserError):  # written by something else
                found.append(read_place(str(name)))
        return found

    @property
    def is_new(self) -> bool:
        """Whether no record was ever opened."""
        return not self._kept.contains("opened")

    @property
    def version_known(self) -> str:
        """The last version of the program of which the user knows what is new; empty before there was any."""
        return self.text("version")

    def know_version(self, version: str) -> None:
        self.keep_text("version", version)

    def remember_record(self, path: Place) -> None:
        if self.is_new:  # nothing is new to who begins with it
            self.know_version(__version__)
        others = [other for other in self.recent if other != path]
        self._kept.setValue("recent", [str(name) for name in [path, *others][:MOST_RECENT]])
        self._note("opened", path)

    def forget_record(self, path: Place) -> None:
        self._kept.setValue("recent", [str(other) for other in self.recent if other != path])

    def opened_at(self, path: Place) -> datetime | None:
        return self._noted("opened", path)

    def backed_up_at(self, path: Place) -> datetime | None:
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
        return int(self._number("second_backup_days", 7, most=36_500))

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
        return Path(self.text(name) or own_folder() or documents)

    def layout(self, name: str) -> QByteArray | None:
        """How a window, splitter or table header stood."""
        kept: Any = self._kept.value(f"layout/{name}")
        return kept if isinstance(kept, QByteArray) else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._kept.setValue(f"layout/{name}", state)

    def _mark(self, what: str, path: Path, marked: bool) -> None:
        name = f"{what}/{_digest(path)}"
        if marked:
            self._kept.setValue(name, 1)
        else:
            self._kept.remove(name)

    def _note(self, what: str, path: Place) -> None:
        recent = {str(name) for name in self.recent}
        notes = {name: when for name, when in self._notes(what).items() if name in recent}
        notes[str(path)] = datetime.now().isoformat(timespec="seconds")
        self._kept.setValue(what, notes)

    def _noted(self, what: str, path: Place) -> datetime | None:
        try:
            return datetime.fromisoformat(str(self._notes(what)[str(path)]))
        except (KeyError, ValueError):
            return None

    def _notes(self, what: str) -> dict[str, str]:
        kept: Any = self._kept.value(what)
        return dict(kept) if isinstance(kept, dict) else {}

    def _number(self, name: str, usual: float, *, least: float = 0, most: float) -> float:
        """What is kept; the usual where that is no such number."""
        try:
            number = float(str(self._kept.value(name, usual)))
        except ValueError:
            return usual
        return number if least <= number <= most else usual

    def names(self) -> list[str]:
        """Of all that is kept."""
        return self._kept.allKeys()

    def text(self, name: str, default: str = "") -> str:
        return str(self._kept.value(name, default))

    def keep_text(self, name: str, text: str) -> None:
        self._kept.setValue(name, text)


def _digest(path: Path) -> str:
    return sha256(os.fsencode(path.resolve())).hexdigest()[:24]

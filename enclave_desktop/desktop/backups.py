"""The open record's backups: when asked, once a day, and before it is closed; to a folder and a second place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.when import backup_words
from enclave_desktop.desktop.work import Cancelled, Job
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.record import Record

_FIRST_LOOK_MS = 60_000
"""After a record is opened: whether it was backed up today. Nobody waits for a backup while beginning to work."""
_LOOK_MS = 600_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where backups go."""

    folder: Path
    second: bool
    """The memory stick, which need not be there."""
    used_before: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a backup."""

    made: tuple[tuple[Place, "Backup"], ...] = ()
    failed: tuple[UserError, ...] = ()
    missing: tuple[Place, ...] = ()

    @property
    def words(self) -> str:
        """One line for the status bar, which may cut it off at the end."""
        told = [
            f"已备份到 {backup.path}" if backup.new else f"没有变化，上一份备份仍然完好：{backup.path}"
            for _, backup in self.made
        ]
        spoilt = [f"注意：{self.spoilt}，备份里也是坏的，请重新附上"] if self.spoilt else []
        missing = [f"第二处 {place.folder} 没有接上" for place in self.missing]
        return "；".join([*spoilt, *missing, *told])

    @property
    def spoilt(self) -> str:
        """Which kept files were damaged already and are so in the backup; empty when none is."""
        from enclave_desktop.records.verify import damaged_words

        return next(filter(None, (damaged_words(backup.contents) for _, backup in self.made)), "")


class Backups(QObject):
    """Follows the session's record."""

    told = Signal()
    """What there is to tell of backups is new."""

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.problem: UserError | None = None
        """Why the last backup did not succeed."""
        self._look_soon = QTimer(self, singleShot=True, interval=_FIRST_LOOK_MS)
        self._look_soon.timeout.connect(self.back_up_daily)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.back_up_daily)
        self._declined = False
        session.leaving.connect(self._back_up_at_leaving)
        session.opened.connect(self._record_opened)

    @property
    def folder(self) -> Path | None:
        """Where they go; None while that depends on which record is open, and none is."""
        if chosen := self._settings.text("backup_folder"):
            return Path(chosen)
        from enclave_desktop.records.backup import folder_beside

        return folder_beside(self._session.path) if self._session.path else None

    @property
    def second(self) -> Path | None:
        """The second place, if one was chosen."""
        chosen = self._settings.text("second_backup_folder")
        return Path(chosen) if chosen else None

    def choose_folder(self, folder: Path) -> None:
        self._settings.keep_text("backup_folder", str(folder))
        self.told.emit()

    def choose_second(self, folder: Path | None) -> None:
        """Another second place, or none; what is known of the former one is forgotten."""
        self._settings.keep_text("second_backup_folder", str(folder or ""))
        self._settings.forget_second_backups()
        self.told.emit()

    @property
    def words(self) -> str:
        """When the record was last backed up, and what is amiss with it."""
        path = self._session.path
        if path is None:
            return ""
        if self.problem:
            return "备份没有成功"
        last = backup_words(self._settings.backed_up_at(path))
        return "　".join(filter(None, (last, self.reminder)))

    @property
    def reminder(self) -> str:
        """That the second place has not been there for too long; empty while it has."""
        path = self._session.path
        if path is None or self.second is None:
            return ""
        last = self._settings.second_backup_at(path)
        if last is None:
            return "第二处还没有备份过"
        days = (date.today() - last.date()).days
        if days < 0:  # the clock ran ahead then
            return "第二处上次备份时电脑的日期不对，请再备份一次"
        return f"第二处已 {days} 天没有备份" if days >= self._settings.second_backup_days else ""

    def back_up(
        self,
        then: Callable[[Outcome], None] = lambda outcome: None,
        failed: Callable[[Exception], None] | None = None,
        *,
        only_changed: bool = False,
    ) -> Job:
        """Back up the open record now; `only_changed`, if anything was changed here.

        `failed` takes a UserError as well when one of the places could not be used.
        """
        path = self._session.path
        assert path is not None
        refused = failed or self._session.failed.emit
        places = self._places(path)

        def done(outcome: Outcome) -> None:
            self._remember(path, outcome)
            if outcome.failed:
                refused(outcome.failed[0])
            else:
                then(outcome)

        def work(held: Held, job: Job) -> Outcome:
            if only_changed and not held.record.unbacked:
                return Outcome()
            return _back_up(held.record, places, job)

        return self._session.with_held("备份", work, done, refused)

    def back_up_under(
        self, key: "Key", folder: Path, then: Callable[["Backup"], None], failed: Callable[[Exception], None]
    ) -> Job:
        """Back up a record that is not encrypted into a folder, encrypted by this key."""

        def work(held: Held, job: Job) -> "Backup":
            return held.record.backup(folder, datetime.now(), job.progress, key=key)

        return self._session.with_held("备份", work, then, failed)

    def back_up_daily(self) -> None:
        """Once a day; when it fails, that stands in the status bar and in the settings."""
        path = self._session.path
        if path is None:
            return
        last = self._settings.backed_up_at(path)
        if last is None or last.date() != date.today():  # a clock may have run ahead
            self.back_up(failed=self._failed_unasked)

    def _failed_unasked(self, error: Exception) -> None:
        if not isinstance(error, UserError | Cancelled):
            self._session.failed.emit(error)

    def decline(self) -> None:
        """The record is closed without one."""
        self._declined = True

    def _places(self, path: Path) -> list[Place]:
        places = [Place(self.folder, False, False)] if self.folder else []
        if self.second:
            places.append(Place(self.second, True, self._settings.second_backup_at(path) is not None))
        return places

    def _back_up_at_leaving(self) -> None:
        if not self._declined and self._session.unbacked:
            self.back_up(only_changed=True)

    def _record_opened(self) -> None:
        self.problem, self._declined = None, False
        if self._session.path:
            self._look_soon.start()
            self._look.start()
        else:
            self._look_soon.stop()
            self._look.stop()

    def _remember(self, path: Path, outcome: Outcome) -> None:
        for place, _ in outcome.made:
            if place.second:
                self._settings.remember_second_backup(path)
            else:
                self._settings.remember_backup(path)
        if outcome.made or outcome.failed:
            self.problem = outcome.failed[0] if outcome.failed else None
        self.told.emit()


def _back_up(record: "Record", places: Sequence[Place], job: Job) -> Outcome:
    """To each place, whatever becomes of the others; a second place that is not there is no failure."""
    from enclave_desktop.records.made import is_there

    made: list[tuple[Place, Any]] = []
    failed: list[UserError] = []
    missing: list[Place] = []
    now = datetime.now()  # one name in all of them
    for place in places:
        if place.second and not is_there(place.folder, used_before=place.used_before):
            missing.append(place)
            continue
        try:
            made.append((place, record.backup(place.folder, now, job.progress)))
        except UserError as error:
            failed.append(error)
    return Outcome(tuple(made), tuple(failed), tuple(missing))

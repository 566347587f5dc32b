"""One open record: hands out frozen dossiers, takes changes in one transaction.

It opens and reads without SQLAlchemy, which takes longer to load than a record to read; all else goes through it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.file_store import FileStore
from enclave_desktop.records.history_reading import Head, head
from enclave_desktop.records.lock import WRITING
from enclave_desktop.records.notice import Notice
from enclave_desktop.records.origin import UNTOLD, Action, Origin, account
from enclave_desktop.records.places import Place
from enclave_desktop.records.reading import Rows, read_rows
from enclave_desktop.records.rights import Rights
from enclave_desktop.records.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.erasing import Erasure, Sums
    from enclave_desktop.records.packets import FrozenPacket
    from enclave_desktop.records.server_password import ServerPassword
    from enclave_desktop.records.transaction import Transaction
    from enclave_desktop.records.verify import Told


T = TypeVar("T")


class Record:
    """An open record, in a file or on a server."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.unbacked = False
        """Whether something was changed here since it was opened or backed up."""

    @classmethod
    def create(
        cls, place: Place, *, key: "Key | ServerPassword | None" = None, purpose: str = WRITING
    ) -> Self:
        """Make an empty record and open it; UserError when the place is taken or cannot be written.

        A file with a key is encrypted.
        """
        if isinstance(place, Path):
            return cls(FileStore.create(place, key if isinstance(key, Key) else None, purpose=purpose))
        from enclave_desktop.records.postgres import ServerStore

        return cls(ServerStore.create(place, None if isinstance(key, Key) else key))

    @classmethod
    def open(
        cls,
        place: Place,
        *,
        key: "Key | ServerPassword | None" = None,
        read_only: bool = False,
        purpose: str = WRITING,
    ) -> Self:
        """Open a record; UserError when it is missing, barred, held, foreign, damaged or newer than the program.

        Reading only, a file may lie where nothing can be written, and others may write meanwhile. PassphraseWanted
        and WrongPassphrase (`cipher`) where a file is encrypted and `key` does not open it. UpgradeWanted where it is
        an older program's. `purpose` is told to whoever wants to write meanwhile.
        """
        if isinstance(place, Path):
            opener = key if isinstance(key, Key) else None
            return cls(FileStore.open(place, opener, read_only=read_only, purpose=purpose))
        from enclave_desktop.records.postgres import ServerStore

        return cls(ServerStore.open(place, None if isinstance(key, Key) else key, read_only=read_only))

    @property
    def place(self) -> Place:
        """What names it."""
        return self._store.place

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What there is to know of where it lies and who had it before."""
        return self._store.notices

    @property
    def account(self) -> str:
        """Who writes here, as the history names them."""
        return self._store.account or account()

    @property
    def is_encrypted(self) -> bool:
        """Whether it is a file that is worth nothing without its key."""
        return isinstance(self._store, FileStore) and self._store.key is not None

    @property
    def rights(self) -> Rights:
        """What whoever opened it may do."""
        return self._store.rights

    def close(self) -> None:
        """Let go of it."""
        self._store.close()

    def get_ready(self) -> None:
        """Load what the first change would otherwise wait for."""
        from enclave_desktop.records import transaction  # noqa: F401

        with self._reading():
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, in one consistent reading."""
        with self._store.explained(), self._store.reading(), self._store.snapshot() as rows:
            return Dossier.of(as_of, read_rows(rows))

    def head(self) -> Head:
        """The last entry of the history; cheap enough to ask again and again."""
        return self.read(head)

    def read(self, work: Callable[[Rows], T]) -> T:
        """What `work` makes of rows, all of them of one moment; it reads the history so (`history_reading`)."""
        with self._store.explained(), self._store.reading(), self._store.snapshot() as rows:
            return work(rows)

    def content(self, sha: str) -> bytes:
        """A file that the record keeps; UserError when it is not there or no longer what it was."""
        from enclave_desktop.records import contents

        with self._reading() as connection:
            return contents.read(connection, sha)

    def damaged(self, shas: Sequence[str]) -> list[str]:
        """Those of the kept files that are missing or no longer what they were."""
        from enclave_desktop.records import contents

        with self._reading() as connection:
            return contents.damaged(connection, shas)

    def packets(self) -> list["FrozenPacket"]:
        """Every packet that was printed, the newest first."""
        from enclave_desktop.records import packets

        with self._reading() as connection:
            return packets.frozen_packets(connection)

    def packet(self, number: str) -> "FrozenPacket":
        """The printed packet of that number; UserError when there is none."""
        from enclave_desktop.records import packets

        with self._reading() as connection:
            return packets.frozen_packet(connection, number)

    def backup(self, folder: Path, now: datetime, told: "Told", *, key: Key | None = None) -> "Backup":
        """Back up what is on record now into a folder; what it takes stands at `backup.back_up`.

        An encrypted record's backup has the record's key; with `key`, that of one that is not encrypted has this.
        """
        made = self._store.back_up(folder, now, told, key)
        self.unbacked = False
        return made

    def erased_figures(self) -> dict[str, dict[str, Any]]:
        """What is still known of packets that a person's data were erased from, by their numbers."""
        from enclave_desktop.records import packets

        with self._reading() as connection:
            return packets.erased_figures(connection)

    def erase(self, number: str, reason: str, today: date, sums: "Sums") -> "Erasure":
        """Erase a person, and what is left of them in the file itself; see `erasing`. Older backups stay."""
        with self.transaction(Origin(Action.ERASED, "按要求清除一名人员的个人信息")) as transaction:
            done = transaction.erase(number, reason, today, sums)
        self._store.forget_traces()
        return done

    @contextmanager
    def transaction(self, origin: Origin = UNTOLD) -> Iterator["Transaction"]:
        """Everything inside happens, or on any error nothing; nobody else writes meanwhile.

        What was done is put down in the history as `origin` says.
        """
        from enclave_desktop.records.transaction import Transaction

        with (
            self._store.explained(),
            self._store.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            transaction = Transaction(connection, self._store)
            yield transaction
            transaction.end(origin)
        self.unbacked = True

    @contextmanager
    def _reading(self) -> Iterator["Connection"]:
        with self._store.explained(), self._store.reading(), self._store.engine.begin() as connection:
            yield connection

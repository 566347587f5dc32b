"""What keeps a record: a file (`file_store`) or a server (`postgres`). `Record` knows no more of it than this."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from enclave_desktop.records.cipher import Key
from enclave_desktop.records.notice import Notice
from enclave_desktop.records.places import Place
from enclave_desktop.records.reading import Rows
from enclave_desktop.records.rights import Rights

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.verify import Told


class Store(Protocol):
    """An open file, or a connection to a server."""

    @property
    def place(self) -> Place:
        """What names it."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What there is to know of where it lies and who had it before."""

    @property
    def rights(self) -> Rights:
        """What whoever opened it may do."""

    @property
    def account(self) -> str | None:
        """Who writes, as the server knows them; None where the system's word counts."""

    @property
    def engine(self) -> "Engine":
        """Everything but reading the dossier goes through it; loads SQLAlchemy when first asked for.

        A connection with the execution option `writes` takes changes, one after another.
        """

    def snapshot(self) -> AbstractContextManager[Rows]:
        """What gives the rows of a statement; all of them of one moment."""

    def explained(self) -> AbstractContextManager[None]:
        """Say in plain words what the store reports; what is not the user's to mend passes as it is."""

    def reading(self) -> AbstractContextManager[None]:
        """While only reading: contents that make no sense were never written by us."""

    def back_up(self, folder: Path, now: datetime, told: "Told", key: Key | None = None) -> "Backup":
        """What it takes stands at `backup.back_up`; with `key`, what is not encrypted is backed up under that."""

    def check_room(self, connection: "Connection") -> None:
        """UserError when what the connection has written is more than can be opened before long."""

    def forget_traces(self) -> None:
        """Let nothing stay, in what the store has free or beside itself, of what was on record before."""

    def close(self) -> None:
        """Let go of it."""

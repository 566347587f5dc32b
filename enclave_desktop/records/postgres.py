"""A record kept in a database on a PostgreSQL server, for several people at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psycopg

from enclave_desktop.errors import UserError
from enclave_desktop.records import postgres_errors
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.notice import Notice
from enclave_desktop.records.postgres_connecting import SCHEMA_NAME, connect
from enclave_desktop.records.postgres_errors import NO_RIGHT, NoRight
from enclave_desktop.records.reading import Rows
from enclave_desktop.records.rights import Rights
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.server_password import ServerPassword

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.verify import Told

_ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_SHARE = "请让管理服务器的人运行：enclave-desktop share {}"


class ServerStore:
    """A connection to a server; made anew when it was lost."""

    def __init__(
        self,
        place: ServerAddress,
        driver: psycopg.Connection[Any],
        password: ServerPassword | None,
        *,
        read_only: bool,
    ) -> None:
        self.place = place
        self._driver = driver
        self._password = password
        self._read_only = read_only
        self.rights = _rights(driver, read_only=read_only)

    @classmethod
    def create(cls, address: ServerAddress, password: ServerPassword | None = None) -> Self:
        """Make an empty record in the database and open it; UserError when one is there or it may not be."""
        from enclave_desktop.records.postgres_sharing import make

        make(address, password)
        return cls.open(address, password, read_only=False)

    @classmethod
    def open(cls, address: ServerAddress, password: ServerPassword | None = None, *, read_only: bool) -> Self:
        """UserError when the server is not reached, does not let the user in, or the record is not of this schema.

        A record of an older schema is brought up to date by who owns it, with `postgres_sharing`.
        """
        with postgres_errors.explained(address):
            driver = _driver(address, password, read_only=read_only)
            try:
                _look_into(driver, address)
                return cls(address, driver, password, read_only=read_only)
            except BaseException:
                driver.close()
                raise

    @property
    def notices(self) -> tuple[Notice, ...]:
        if self.rights.writes or self._read_only:
            return ()
        words = f"您在共享档案里的权限是“{self.rights.value}”：可以查看、核对、导出，不能修改。"
        return (Notice(words, quiet=False),)

    @property
    def account(self) -> str:
        """Who the server knows this user as: the history names them so."""
        return self.place.user

    @cached_property
    def engine(self) -> "Engine":
        return make_engine(self.place, self._password, read_only=self._read_only)

    @contextmanager
    def snapshot(self) -> Iterator[Rows]:
        try:
            self._driver.execute(_ONE_MOMENT)
        except psycopg.OperationalError:  # lost while nobody needed it
            self._driver.close()
            self._driver = _driver(self.place, self._password, read_only=self._read_only)
            self._driver.execute(_ONE_MOMENT)
        driver = self._driver
        try:
            yield lambda statement: driver.execute(statement.encode()).fetchall()
        finally:
            if not driver.closed:
                driver.rollback()

    def explained(self) -> AbstractContextManager[None]:
        return postgres_errors.explained(self.place)

    def reading(self) -> AbstractContextManager[None]:
        return postgres_errors.reading(self.place)

    def back_up(self, folder: Path, now: datetime, told: "Told", key: Key | None = None) -> "Backup":
        from enclave_desktop.records.server_backup import back_up_server

        return back_up_server(self, folder, now, told, key)

    def check_room(self, connection: "Connection") -> None:
        """A server has room."""

    def forget_traces(self) -> None:
        """As far as the user owns the tables; the server's own log and backups are for whoever runs it."""
        with self.explained():
            self._driver.execute("VACUUM (FULL)")

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.dispose()
        self._driver.close()


def make_engine(
    address: ServerAddress, password: ServerPassword | None, *, read_only: bool = False
) -> "Engine":
    """An engine on the database. Nothing is connected yet."""
    from sqlalchemy import QueuePool, create_engine, event

    # Errors must not show the values of a statement: they hold identity numbers and pay.
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(address, password, read_only=read_only),
        hide_parameters=True,
        paramstyle="format",  # by position, as the bulk of an import comes
        poolclass=QueuePool,
        pool_pre_ping=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _driver(
    address: ServerAddress, password: ServerPassword | None, *, read_only: bool
) -> psycopg.Connection[Any]:
    """A connection that reads without SQLAlchemy; each transaction is ours to begin."""
    driver = connect(address, password, read_only=read_only)
    driver.autocommit = True
    return driver


def _begin(connection: "Connection") -> None:
    """Who reads sees one moment; who writes waits for the history's head and then sees what others wrote."""
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _look_into(driver: psycopg.Connection[Any], address: ServerAddress) -> None:
    schema = schema_of(driver, address)
    if schema == 0:
        raise UserError(f"数据库{address.name}里还没有档案。", _SHARE.format(address))
    if schema > SCHEMA:
        raise postgres_errors.newer(address)
    if schema < SCHEMA:
        raise UserError(f"共享档案{address.name}是用较旧的程序保存的，要先升级。", _SHARE.format(address))


def schema_of(driver: psycopg.Connection[Any], address: ServerAddress) -> int:
    """The schema of the record in the database; 0 when there is none. UserError when it may not be looked at."""
    there = driver.execute(
        "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s", (SCHEMA_NAME,)
    ).fetchone()
    if not there:
        return 0
    if not there[0]:
        raise NoRight(f"共享档案{address.name}不允许您的用户查看。", NO_RIGHT)
    (table,) = driver.execute("SELECT to_regclass('alembic_version')").fetchone() or (None,)
    found = driver.execute("SELECT version_num FROM alembic_version").fetchone() if table else None
    return int(found[0]) if found else 0


def _rights(driver: psycopg.Connection[Any], *, read_only: bool) -> Rights:
    """As the server itself will judge."""
    if read_only:
        return Rights.READS
    found = driver.execute(
        "SELECT pg_has_role(c.relowner, 'MEMBER'), has_table_privilege('confirmation', 'INSERT'),"
        " has_table_privilege('person', 'INSERT') FROM pg_class c WHERE c.oid = 'person'::regclass"
    ).fetchone()
    known = zip((Rights.OWNS, Rights.APPROVES, Rights.WRITES), found or (), strict=True)
    return next((right for right, has in known if has), Rights.READS)

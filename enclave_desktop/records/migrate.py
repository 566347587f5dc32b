"""From one schema of the record to the next: runs the scripts in `migrations`."""

from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).with_name("migrations")
_one_thread = RLock()
"""Alembic keeps in its modules which connection the scripts write to. Taken before anything in the database is, so that
nobody waits for it who holds what its holder waits for.
"""


def make_tables(connection: "Connection") -> None:
    """Give an empty file this program's schema at once, to the letter what the migrations would come to."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from enclave_desktop.records.history import tell_schema
    from enclave_desktop.records.schema import SCHEMA
    from enclave_desktop.records.tables import metadata

    metadata.create_all(connection, checkfirst=False)
    MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(_config(connection)), "head")
    tell_schema(connection, 0, SCHEMA)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def upgrade_file(engine: "Engine") -> None:
    """Bring a file to this program's schema, one transaction a step: after any fault it is in one or the next."""
    with _one_thread, engine.connect().execution_options(writes=True) as connection:
        # Rebuilding a table drops it: that must not touch the rows that refer to it, and they are checked after.
        driver = connection.connection.cursor()  # outside of any transaction
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                began, numbers = schema_of(connection), missing(connection)
            for number in numbers:
                with connection.begin():
                    step(connection, number, began, _references_hold(connection))
                    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _references_hold(connection: "Connection") -> Callable[[], None]:
    def check() -> None:
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left references to nothing")

    return check


def upgrade(connection: "Connection", check: Callable[[], None] = lambda: None) -> int:
    """Run all that is missing within the transaction that `connection` is in; the schema's number afterwards.

    `check` looks at what came of it before the history puts it down.
    """
    with _one_thread:
        began, numbers = schema_of(connection), missing(connection)
        for number in numbers:
            step(connection, number, began, check)
        return schema_of(connection)


def missing(connection: "Connection") -> list[int]:
    """The numbers of the schemas still to come, in their order."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return list(range(schema_of(connection) + 1, int(head or 0) + 1))


def step(connection: "Connection", number: int, began: int, check: Callable[[], None]) -> None:
    """Bring the tables to the schema `number` from the one before, within the transaction `connection` is in.

    The last step puts down in the history that the record came from the schema `began`.
    """
    from enclave_desktop.records.history import tell_schema

    bring(connection, number)
    check()
    if not missing(connection):
        tell_schema(connection, began, number)


def bring(connection: "Connection", number: int) -> None:
    """The tables of the schema `number`, and nothing else."""
    from alembic import command

    with _one_thread:
        command.upgrade(_config(connection), f"{number:04d}")


def schema_of(connection: "Connection") -> int:
    """The schema that the record is in; 0 before the first."""
    from alembic.runtime.migration import MigrationContext

    return int(MigrationContext.configure(connection).get_current_revision() or 0)


def _config(connection: "Connection") -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

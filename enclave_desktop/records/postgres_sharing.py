"""Making a database ready to be shared: the record's tables, what guards them, and who may what."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from enclave_desktop.errors import UserError
from enclave_desktop.records import migrate, postgres_errors, postgres_guard, postgres_roles
from enclave_desktop.records.postgres import make_engine, schema_of
from enclave_desktop.records.postgres_connecting import SCHEMA_NAME, connect
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.server_password import ServerPassword

_UTF8 = "UTF8"


@dataclass(frozen=True, slots=True)
class Shared:
    """What was done to a database."""

    was: int
    """The schema of the record that was there; 0 when there was none."""
    roles: dict[str, str]
    """Names of the roles, and what they may in words."""
    missing: tuple[str, ...]
    """Roles that the user may not make: whoever manages the server does it."""


Fill = Callable[[Connection], None]
"""Puts into a new record what it is to hold."""


def make(address: ServerAddress, password: ServerPassword | None = None, fill: Fill | None = None) -> None:
    """Make a record where there is none, empty unless it is filled; UserError when there is one."""
    with postgres_errors.explained(address), closing(connect(address, password)) as connection:
        if schema_of(connection, address):
            raise UserError(f"数据库{address.name}里已有档案，没有新建。", "请换一个数据库，或直接打开它。")
        _check_encoding(connection, address)
    _upgrade(address, password, fill)


def share(address: ServerAddress, password: ServerPassword | None = None) -> Shared:
    """Make the record where there is none, bring an older one up to date, and say anew who may what.

    UserError when the user may not, or the record is of a newer program.
    """
    with postgres_errors.explained(address), closing(connect(address, password)) as connection:
        was = schema_of(connection, address)
        if was > SCHEMA:
            raise postgres_errors.newer(address)
        _check_encoding(connection, address)
        connection.rollback()
        if was < SCHEMA:
            _upgrade(address, password)
        for guard in postgres_guard.statements():  # of an older program, perhaps
            connection.execute(guard.encode())
        missing = _make_roles(connection, address)
        if not missing:
            for statement in postgres_roles.grants(address.database):
                connection.execute(statement)
        connection.commit()
    return Shared(was, postgres_roles.roles_of(address.database), tuple(missing))


def _check_encoding(connection: psycopg.Connection[Any], address: ServerAddress) -> None:
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != _UTF8:
        raise UserError(
            f"数据库{address.name}的编码是 {encoding}，存不下生僻字。",
            f"请新建一个编码为 UTF8 的数据库：CREATE DATABASE {address.database} ENCODING 'UTF8' TEMPLATE template0",
        )


def _upgrade(address: ServerAddress, password: ServerPassword | None, fill: Fill | None = None) -> None:
    """In one transaction: after any fault there is what was there before."""
    engine = make_engine(address, password)
    try:
        with (
            postgres_errors.explained(address),
            engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA_NAME}")
            migrate.upgrade(connection)
            if fill:
                fill(connection)
            for statement in postgres_guard.statements():
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _make_roles(connection: psycopg.Connection[Any], address: ServerAddress) -> list[str]:
    """The roles that are not there and may not be made."""
    missing = postgres_roles.missing_roles(connection, address.database)
    try:
        with connection.transaction():
            for name in missing:
                connection.execute(postgres_roles.make_role(name))
    except psycopg.errors.InsufficientPrivilege:
        return missing
    return []


def member_statement(role: str, person: str) -> str:
    """What is run in psql to make somebody a member of a role."""
    return sql.SQL("GRANT {} TO {};").format(sql.Identifier(role), sql.Identifier(person)).as_string(None)

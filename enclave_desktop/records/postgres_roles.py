"""Who may what with a shared record, held by the database: three roles that people are made members of.

A reader sees everything. A clerk writes everything but answers to assumptions, and may neither change nor empty
what is kept: history, packets, files. An approver answers assumptions too, and erases a person's data on request.
Only the owner, who shared the record, makes people members.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection, sql

from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.records.postgres_connecting import SCHEMA_NAME
from enclave_desktop.records.tables import TABLES

READER, CLERK, APPROVER = "reader", "clerk", "approver"
_MEANINGS = {READER: "查看", CLERK: "录入", APPROVER: "审核"}

_ROWS = tuple(table.name for entity, table in TABLES.items() if entity is not Confirmation)
_GRANTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    CLERK: (
        ("INSERT, UPDATE, DELETE", _ROWS),
        ("INSERT, DELETE", ("content", "moved_out")),
        ("INSERT", ("packet", "packet_part", "packet_row", "history")),
        ("UPDATE (number, digest)", ("history_head",)),
        ("UPDATE (data)", ("content",)),
    ),
    APPROVER: (
        ("INSERT, UPDATE, DELETE", (TABLES[Confirmation].name,)),
        ("INSERT, UPDATE", ("erased_content", "erased_packet")),
        ("DELETE", ("erased_content", "packet_row")),
        ("UPDATE (erasing)", ("history_head",)),
        ("UPDATE (salts, rows)", ("history",)),
    ),
}
"""What a role may beyond those before it."""


def role_name(database: str, role: str) -> str:
    """Roles belong to the whole server, records to their database: so their names begin with its."""
    return f"{database}_{role}"


def roles_of(database: str) -> dict[str, str]:
    """The roles' names and what they may, in words, from least to most."""
    return {role_name(database, role): words for role, words in _MEANINGS.items()}


def missing_roles(connection: Connection[Any], database: str) -> list[str]:
    """Those of the roles that the server does not have yet."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    return [name for name in roles_of(database) if name not in there]


def make_role(name: str) -> sql.Composed:
    """Nobody logs in as it: people are its members."""
    return sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name))


def grants(database: str) -> Iterator[sql.Composed]:
    """What the roles may; run again, nothing is left of what they might before."""
    names = {role: sql.Identifier(role_name(database, role)) for role in _MEANINGS}
    schema = sql.Identifier(SCHEMA_NAME)
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    for name in names.values():
        yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), name)
        yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, name)
        yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, name)
        yield sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, name)
    for role, more in ((CLERK, (CLERK,)), (APPROVER, (CLERK, APPROVER))):
        yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, names[role])
        for rights, tables in (grant for part in more for grant in _GRANTS[part]):
            for table in tables:
                yield sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(rights), sql.Identifier(SCHEMA_NAME, table), names[role]
                )

"""The record's tables, drawn from the dossier's fields: a column for each field, and an id for each row.

A reference holds the id of what it refers to, so a key that was mistyped can be corrected in one place.
`migrations` bring a record to these tables; a test holds the two together.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
    func,
    literal_column,
)
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from enclave_desktop.dossier.evidence import OWNERS, Evidence
from enclave_desktop.dossier.fields import KEPT, Field, Kind, Sheet
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep, PrintSetting
from enclave_desktop.dossier.money import LARGEST
from enclave_desktop.dossier.values import DENIED, Agreement, Claim, Confirmation, Contract, Filing, Project
from enclave_desktop.records.history_guard import triggers
from enclave_desktop.records.reading import from_hundredths
from enclave_desktop.records.schema import column_name, parent, table_name

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal of two places at most, kept as a whole number: SQLite itself knows only floats."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A server's Integer would end at 21 km²."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        if value is None:
            return None
        hundredths = value.scaleb(2)
        if hundredths != int(hundredths):
            raise ValueError(f"{value} has more than two places")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else from_hundredths(value)


CONTENT = Table(
    "content",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    CheckConstraint("length(sha256) = 64", name="sha256"),
)
"""Files that are kept, each once."""

PACKET = Table(
    "packet",
    metadata,
    Column("number", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("manifest", Text, ForeignKey(CONTENT.c.sha256, ondelete="RESTRICT"), nullable=False),
    Column("pdf", Text, ForeignKey(CONTENT.c.sha256, ondelete="RESTRICT"), nullable=False),
)
"""Packets as they were printed; the manifest names everything they were made from."""

PACKET_PART = Table(
    "packet_part",
    metadata,
    Column("packet", Text, ForeignKey(PACKET.c.number, ondelete="CASCADE"), primary_key=True),
    Column("content", Text, ForeignKey(CONTENT.c.sha256, ondelete="RESTRICT"), primary_key=True),
)
"""What a packet was made from: its dossier, rule packs, evidence. Keeps these contents as long as it is kept."""

HISTORY = Table(
    "history",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("salts", LargeBinary, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""Every change that was made, one row a transaction; `history_lines` says what is in its rows."""

HISTORY_HEAD = Table(
    "history_head",
    metadata,
    Column("id", Integer, primary_key=True, server_default="1"),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("erasing", Boolean(create_constraint=True, name="erasing"), nullable=False),
    CheckConstraint("id = 1", name="single"),
)
"""The last entry of the history. Whoever writes holds it to the end of the transaction, so that entries form a chain."""

PACKET_ROW = Table(
    "packet_row",
    metadata,
    Column("packet", Text, ForeignKey(PACKET.c.number, ondelete="CASCADE"), primary_key=True),
    Column("sheet", Text, primary_key=True, index=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
)
"""Rows that a packet was made from, by table and id; see `packet_rows`."""

MOVED_OUT = Table(
    "moved_out",
    metadata,
    Column("sheet", Text, primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("moved_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Rows, by table and id, that were removed but stand in a kept packet: they stay, and are part of no dossier."""

ERASED_CONTENT = Table(
    "erased_content",
    metadata,
    Column("sha256", Text, ForeignKey(CONTENT.c.sha256, ondelete="RESTRICT"), primary_key=True),
    Column("erased_on", Date, nullable=False),
)
"""Files of kept packets that are empty now, since they held the data of a person who asked for its erasure."""

ERASED_PACKET = Table(
    "erased_packet",
    metadata,
    Column("packet", Text, ForeignKey(PACKET.c.number, ondelete="RESTRICT"), primary_key=True),
    Column("erased_on", Date, nullable=False),
    Column("figures", Text, nullable=False),
)
"""What is still known of a packet that such a file belonged to: JSON without personal data."""

for _statement in triggers():
    event.listen(metadata, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]


def field_columns(entity: type[Any]) -> list[Column[Any]]:
    """The columns of a class, in the order of its fields, without the id."""
    return [TABLES[entity].columns[column_name(field)] for field in KEPT[entity].fields]


_WITHIN_A_ROW: dict[type[Any], dict[str, str]] = {
    Filing: {"dates": "filed_on <= valid_until"},
    Contract: {
        "signed": "signed_on <= starts_on",
        "dates": "starts_on <= ends_on",
        "left": "starts_on <= left_on",
        "open_ended_dates": "ends_on IS NULL OR NOT open_ended",
    },
    Project: {"dates": "starts_on <= ends_on"},
    Agreement: {"dates": "starts_on <= ends_on"},
    Claim: {"periods": "length(period_from) = length(period_to) AND period_from <= period_to"},
    Confirmation: {"denied_instead": f"instead IS NULL OR answer = '{DENIED}'"},
    ClaimStep: {"settled": f"settled_on IS NULL OR state = '{RETURNED}'"},
    PrintSetting: {"some_copies": "copies > 0"},
    Evidence: {
        "one_owner": " + ".join(f"(CASE WHEN {field.name}_id IS NULL THEN 0 ELSE 1 END)" for field in OWNERS)
        + " <= 1",
        "periods": "length(period_from) = length(period_to) AND period_from <= period_to",
    },
}
"""What `dossier.checks` holds a row to, as far as SQL can say it; where something is missing it passes."""


def _type(field: Field) -> TypeEngine[Any]:
    match field.kind:
        case Kind.DATE:
            return Date()
        case Kind.MONEY:
            return BigInteger()
        case Kind.YEAR:
            return SmallInteger()
        case Kind.COUNT:
            return Integer()
        case Kind.AREA:
            return Hundredths()
        case Kind.YES_NO:
            return Boolean(create_constraint=True, name=field.name)
    return Text()


def _condition(field: Field) -> str | None:
    """What the column may hold, in SQL, as far as its type does not say it."""
    name = field.name
    match field.kind:
        case Kind.DATE | Kind.YES_NO | Kind.CONTENT:
            return None
        case Kind.MONEY:
            return f"{name} BETWEEN {-LARGEST if field.signed else 0} AND {LARGEST}"
        case Kind.YEAR:
            return f"{name} BETWEEN 1000 AND 9999"
        case Kind.AREA | Kind.COUNT:
            return f"{name} >= 0"
        case Kind.PERIOD:
            return f"length({name}) IN (4, 7)"
    if field.choices and not field.open_choice:
        words = ", ".join(f"'{word}'" for word in field.choices)
        return f"{name} IN ({words})"
    return f"{name} <> ''"


def _column(sheet: Sheet, field: Field) -> Column[Any]:
    referred = parent(field)
    if referred is None:
        kept = (ForeignKey(CONTENT.c.sha256, ondelete="RESTRICT"),) if field.kind is Kind.CONTENT else ()
        return Column(field.name, _type(field), *kept, nullable=not field.required, index=bool(kept) or None)
    # Whoever deletes a row looks for those that refer to it; a key that starts with the reference finds them.
    indexed = sheet.key[0] is not field
    target = ForeignKey(f"{table_name(referred)}.id", ondelete="RESTRICT")
    return Column(column_name(field), Integer, target, nullable=not field.required, index=indexed)


def _key(sheet: Sheet, columns: dict[str, Column[Any]]) -> SchemaItem:
    """Unique, also where a part of the key is empty: two such rows are the same row, which plain SQL denies."""
    required = [columns[field.name] for field in sheet.key if field.required]
    optional = [
        (columns[field.name], "0" if field.refers else "''") for field in sheet.key if not field.required
    ]
    if not optional:
        return UniqueConstraint(*required)
    present = [func.coalesce(column, literal_column(empty)) for column, empty in optional]
    return Index(f"uq_{table_name(sheet.entity)}", *required, *present, unique=True)


def _table(sheet: Sheet) -> Table:
    columns = {field.name: _column(sheet, field) for field in sheet.fields}
    within_fields = {
        field.name: condition
        for field in sheet.fields
        if not field.refers and (condition := _condition(field)) is not None
    }
    single = {"single": "id = 1"} if sheet.single else {}
    row_id = Column("id", Integer, primary_key=True, server_default="1" if sheet.single else None)
    checks = within_fields | _WITHIN_A_ROW.get(sheet.entity, {}) | single
    return Table(
        table_name(sheet.entity),
        metadata,
        row_id,
        *columns.values(),
        _key(sheet, columns),
        *(CheckConstraint(condition, name=name) for name, condition in checks.items()),
    )


TABLES: dict[type[Any], Table] = {entity: _table(sheet) for entity, sheet in KEPT.items()}
"""Every class's table, the sheets in the workbook's order: what is referred to comes before what refers to it."""

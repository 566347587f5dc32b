"""What a record's tables and columns are called, and which schema this program writes.

Apart from the tables themselves, so that a record is read before SQLAlchemy is loaded.
"""

from typing import Any

from enclave_desktop.dossier.fields import Field, sheet_titled

SCHEMA = 5
"""The number of the last migration; higher ones are from a newer program."""

FIRST_WITH_HISTORY = 4


def table_name(entity: type[Any]) -> str:
    return entity.__name__.lower()


def column_name(field: Field) -> str:
    """The field's own name; a reference is kept as an id."""
    return f"{field.name}_id" if field.refers else field.name


def parent(field: Field) -> type[Any] | None:
    """What the field refers to."""
    return sheet_titled(field.refers).entity if field.refers else None

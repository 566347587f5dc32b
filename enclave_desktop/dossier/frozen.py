"""A dossier as bytes and back, so that what was printed can be printed again years later.

The same dossier gives the same bytes; a field that a later program adds is simply not there.
"""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Field, Kind, Sheet, sheet_titled, type_of

_MOST_VALUES = 8_000_000
"""In a frozen dossier: 600 000 rows of a dozen fields."""
_NAMES = {sheet.title: entity for entity, sheet in KEPT.items()}


def freeze(dossier: Dossier) -> bytes:
    """UTF-8 JSON with the sheets by title and the fields by name; what is not recorded is left out."""
    rows = {
        sheet.title: [_frozen(sheet, row) for row in dossier.rows(entity)] for entity, sheet in KEPT.items()
    }
    data = {"as_of": dossier.as_of.isoformat(), "rows": {title: held for title, held in rows.items() if held}}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def thaw(data: bytes) -> Dossier:
    """The dossier that was frozen; ValueError when `data` is nothing of the kind."""
    if sum(map(data.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise ValueError("more than a dossier holds")
    try:
        held = json.loads(data)
        rows = {
            _NAMES[title]: [_thawed(KEPT[_NAMES[title]], row) for row in entries]
            for title, entries in held["rows"].items()
        }
        return Dossier.of(date.fromisoformat(held["as_of"]), rows)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("no frozen dossier") from error


def _frozen(sheet: Sheet, row: Any) -> dict[str, Any]:
    values = ((field.name, getattr(row, field.name)) for field in sheet.fields)
    return {name: plain(value) for name, value in values if value is not None}


def plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, date | Decimal) else value


def _thawed(sheet: Sheet, row: dict[str, Any]) -> Any:
    known = {field.name: field for field in sheet.fields}
    return sheet.entity(**{name: value_of(known[name], value) for name, value in row.items()})


def value_of(field: Field, value: Any) -> Any:
    """What `plain` made of a value of that field, back; ValueError or TypeError when it is nothing of the kind."""
    if isinstance(value, list):  # the key of the row it refers to
        parts = zip(sheet_titled(field.refers or "").key, value, strict=True)
        return tuple(None if part is None else value_of(key, part) for key, part in parts)
    read = _READ.get(field.kind, _as_it_is)(value)
    if type(read) is not type_of(field.kind):
        raise TypeError(field.name)
    return read


def _as_it_is(value: Any) -> Any:
    return value


_READ: dict[Kind, Callable[[Any], Any]] = {Kind.DATE: date.fromisoformat, Kind.AREA: Decimal}

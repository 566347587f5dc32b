"""How a field is described: label, kind, choices, whether it must be filled, identifies, is sensitive."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class Kind(StrEnum):
    """What a field's value is, and so how it is read, shown and edited."""

    TEXT = "text"
    PLACE = "place"
    """A province or city: 宁夏 and 宁夏回族自治区 are the same place."""
    DATE = "date"
    MONEY = "money"
    """int, in fen."""
    YES_NO = "yes_no"
    CHOICE = "choice"
    AREA = "area"
    """Decimal, in m², two places at most."""
    YEAR = "year"
    PERIOD = "period"
    """A month '2024-04' or a year '2024', as str."""
    CREDIT_CODE = "credit_code"
    """统一社会信用代码."""
    DOCUMENT_NUMBER = "document_number"
    """证件号码 of a person."""
    ACCOUNT = "account"
    PHONE = "phone"
    COUNT = "count"
    """A whole number, zero or more."""
    CONTENT = "content"
    """The SHA-256, in hex, of a file that the record keeps."""
    SUBJECT = "subject"
    """The key of whatever a claim is for: an enclave's or carrier's name, a person's document number."""


_TYPES: dict[Kind, type] = {
    Kind.DATE: date,
    Kind.MONEY: int,
    Kind.YES_NO: bool,
    Kind.AREA: Decimal,
    Kind.YEAR: int,
    Kind.COUNT: int,
}


def type_of(kind: Kind) -> type:
    """What a value of that kind is in Python; it may always be None."""
    return _TYPES.get(kind, str)


IDENTIFIERS = frozenset(
    {Kind.CREDIT_CODE, Kind.DOCUMENT_NUMBER, Kind.ACCOUNT, Kind.PHONE, Kind.SUBJECT, Kind.TEXT}
)
"""Kinds whose cells are text even where they look like numbers."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one sheet: the single place that says what it is."""

    name: str
    label: str
    """Chinese, as the workbook's header has it."""
    kind: Kind
    required: bool = False
    key: bool = False
    """Part of what identifies a row."""
    choices: tuple[str, ...] = ()
    open_choice: bool = False
    """Words other than the choices are kept as written."""
    signed: bool = False
    """Money that may be negative."""
    sensitive: bool = False
    """Masked wherever it was not asked for."""
    refers: str | None = None
    """Title of the sheet whose key this must be: its value, or a tuple where the key has several parts."""
    help: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of thing on record: a table of the record, a class of the dossier, mostly a sheet of the workbook."""

    title: str
    entity: type[Any]
    fields: tuple[Field, ...]
    single: bool
    """A record holds one row of it at most."""
    told: tuple[str, ...] = ()

    @property
    def known_by(self) -> tuple[Field, ...]:
        """What tells a person which row it is: its key, unless that is a number of the program's own."""
        return tuple(map(self.field, self.told)) or self.key

    @property
    def key(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.key)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def key_of(self, row: Any) -> tuple[Any, ...]:
        """The values that identify `row`."""
        return tuple(getattr(row, field.name) for field in self.key)

    @property
    def reference(self) -> Callable[[Any], Any]:
        """Gives what a field that refers to a row of this sheet holds."""
        return attrgetter(*(field.name for field in self.key))


SHEETS: dict[type[Any], Sheet] = {}
"""Every sheet of the workbook by its class, in its order (filled as the classes are defined)."""

KEPT: dict[type[Any], Sheet] = {}
"""Everything that a record keeps, described alike: the sheets, then what is entered in the program only."""


def _spec(kind: Kind, label: str, *, required: bool = False, **described: Any) -> Any:
    described |= {"kind": kind, "label": label, "required": required}
    default = {} if required else {"default": None}
    return dataclasses.field(metadata=described, **default)  # type: ignore[call-overload]


def text(label: str, **described: Any) -> Any:
    return _spec(Kind.TEXT, label, **described)


def place(label: str, **described: Any) -> Any:
    return _spec(Kind.PLACE, label, **described)


def day(label: str, **described: Any) -> Any:
    return _spec(Kind.DATE, label, **described)


def money(label: str, **described: Any) -> Any:
    return _spec(Kind.MONEY, label, **described)


def yes_no(label: str, **described: Any) -> Any:
    return _spec(Kind.YES_NO, label, choices=("是", "否"), **described)


def choice(label: str, *choices: str, **described: Any) -> Any:
    return _spec(Kind.CHOICE, label, choices=choices, **described)


def value(kind: Kind, label: str, **described: Any) -> Any:
    return _spec(kind, label, **described)


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(text, place, day, money, yes_no, choice, value),
)
def sheet(
    title: str, *, single: bool = False, in_workbook: bool = True, known_by: tuple[str, ...] = ()
) -> Callable[[type[T]], type[T]]:
    """Make the class a frozen value and enter it as the sheet `title`; without a place in the workbook as kept only.

    `known_by` names fields that tell more to a person than its key does.
    """

    def enter(cls: type[T]) -> type[T]:
        entity = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        fields = tuple(Field(name=f.name, **f.metadata) for f in dataclasses.fields(entity))  # type: ignore[arg-type]
        KEPT[entity] = Sheet(title, entity, fields, single, known_by)
        if in_workbook:
            SHEETS[entity] = KEPT[entity]
        return entity

    return enter


def sheet_titled(title: str) -> Sheet:
    """The sheet of that title; KeyError when there is none."""
    for candidate in SHEETS.values():
        if candidate.title == title:
            return candidate
    raise KeyError(title)

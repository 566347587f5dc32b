"""The values in a rule pack: limits, sums, rates and periods, each over time."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.money import parse_yuan
from enclave_desktop.policy.facts import Fact
from enclave_desktop.policy.operators import MANY
from enclave_desktop.policy.pack import Dated, Series
from enclave_desktop.toml_table import Table, nearest

T = TypeVar("T")
Facts = Mapping[str, Fact]
"""The facts that a programme may name."""


def read_period(table: Table) -> tuple[date | None, date | None]:
    """From when until when something is in force; None is open."""
    start, end = table.optional_date("from"), table.optional_date("until")
    if start and end and end < start:
        raise table.error("until", "早于 from")
    return start, end


def read_series(table: Table, key: str, read: Callable[[Table, str], T]) -> Series[T]:
    """A single value, or a list of tables each with value, from and until, in order and never two at once."""
    value = table.raw(key)
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return Series((Dated(read(table, key)),))
    series: list[Dated[T]] = []
    for entry in table.tables(key):
        with entry:
            dated = Dated(read(entry, "value"), *read_period(entry))
            if series and not _before(series[-1].end, dated.start):
                raise entry.error("from", "须晚于前一段的 until，两处都要写明")
            series.append(dated)
    return Series(tuple(series))


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def read_limit(fact: Fact, takes: str, table: Table, key: str) -> Any:
    """What a criterion holds `fact` against; `takes` says how many values its operator does."""
    table.raw(key)
    if takes is MANY:
        words = table.words(key)
        if not words:
            raise table.error(key, "应为至少一个词的列表")
        return tuple(read_word(fact, word, table, key) for word in words)
    if fact.kind == "duration":
        return table.whole(key) * fact.unit
    if fact.kind == Kind.YEAR:
        return table.whole(key)
    if fact.kind == Kind.MONEY:
        return read_yuan(table, key)
    if fact.kind == Kind.AREA:
        return read_decimal(table, key)
    if fact.kind == Kind.YES_NO:
        return table.flag(key)
    if fact.kind == Kind.DATE:
        return table.optional_date(key)
    return read_word(fact, table.text(key), table, key)


def read_word(fact: Fact, word: str, table: Table, key: str) -> str:
    """`word`, if the fact can have that value."""
    if fact.choices and not fact.open_choice and word not in fact.choices:
        raise table.error(key, f"“{word}”不是“{fact.label}”的可选值{nearest(word, fact.choices)}")
    return word


def read_yuan(table: Table, key: str) -> int:
    """A sum that is not negative, in fen."""
    text = table.text(key)
    try:
        fen = parse_yuan(text)
    except ValueError:
        fen = -1
    if fen < 0:
        raise table.error(key, f'“{text}”不是金额，应写成 "1234.56" 这样的文字')
    return fen


def read_decimal(table: Table, key: str) -> Decimal:
    """A number written as text, exactly."""
    text = table.text(key)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise table.error(key, f'“{text}”不是数，应写成 "1.5" 这样的文字')
    return number

"""The closed set of operators. Each holds a whole column of fact values against one limit.

True is met, False unmet, None unknown: a value that is not recorded is never a no.
"""

from collections.abc import Callable, Sequence
from typing import Any

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.places import short_place

Column = Sequence[Any]
Outcomes = list[bool | None]
Operator = Callable[[Column, Any], Outcomes]

MANY = "list"
"""The operator takes a list of words."""
ONE = "one"
NOTHING = "nothing"


def _is(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else value == limit for value in column]


def _is_not(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else value != limit for value in column]


def _one_of(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else value in limit for value in column]


def _at_least(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else value >= limit for value in column]


def _at_most(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else value <= limit for value in column]


def _includes(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else limit in value for value in column]


def _excludes(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else limit not in value for value in column]


def _includes_any(column: Column, limit: Any) -> Outcomes:
    wanted = set(limit)
    return [None if value is None else not wanted.isdisjoint(value) for value in column]


def _present(column: Column, limit: Any) -> Outcomes:
    return [None if value is None else True for value in column]


_ORDERED = frozenset({"duration", Kind.MONEY, Kind.AREA, Kind.YEAR, Kind.DATE})
_WORDS = frozenset({"words"})
_SINGLE = frozenset(kind.value for kind in Kind) - {Kind.AREA}
_WRITTEN = _SINGLE - {Kind.DATE, Kind.MONEY, Kind.YEAR, Kind.YES_NO}
"""Kinds whose values are words, and so may stand in a list of words."""
_SILENT = frozenset({*(kind.value for kind in Kind), "duration"})
"""Kinds of which nothing may be recorded; of 'words' the record always says which there are, or none."""

OPERATORS: dict[str, tuple[Operator, str, frozenset[str]]] = {
    "is": (_is, ONE, _SINGLE),
    "is_not": (_is_not, ONE, _SINGLE),
    "one_of": (_one_of, MANY, _WRITTEN),
    "at_least": (_at_least, ONE, _ORDERED),
    "at_most": (_at_most, ONE, _ORDERED),
    "includes": (_includes, ONE, _WORDS),
    "excludes": (_excludes, ONE, _WORDS),
    "includes_any": (_includes_any, MANY, _WORDS),
    "present": (_present, NOTHING, _SILENT),
}
"""Name: the operator, how many values it takes, the kinds of fact it goes with."""


def hold(operator: str, kind: str, column: Column, limit: Any) -> Outcomes:
    """The outcome for each value of a column of facts of that kind; all unknown where no limit is in force."""
    run, takes, _ = OPERATORS[operator]
    if limit is None and takes is not NOTHING:
        return [None] * len(column)
    if kind == Kind.PLACE:
        column = [None if value is None else short_place(value) for value in column]
        limit = _short(limit)
    return run(column, limit)


def _short(limit: Any) -> Any:
    if isinstance(limit, tuple):
        return tuple(short_place(place) for place in limit)
    return limit if limit is None else short_place(limit)

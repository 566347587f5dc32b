"""What is to change in a record, in the dossier's own values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows by class; a row is found by what it was, so that even its key can be corrected in place.

    The first of a pair in `updated`, and all of `removed`, speak of the record as it was before these changes;
    the second of a pair, and all of `added`, of the record as it is after them.
    """

    added: Mapping[type[Any], Sequence[Any]] = field(default_factory=dict)
    updated: Mapping[type[Any], Sequence[tuple[Any, Any]]] = field(default_factory=dict)
    removed: Mapping[type[Any], Sequence[Any]] = field(default_factory=dict)

"""What is to change in a record, in the dossier's own values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Sheet


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows by class; a row is found by what it was, so that even its key can be corrected in place.

    The first of a pair in `updated`, and all of `removed`, speak of the record as it was before these changes;
    the second of a pair, and all of `added`, of the record as it is after them.
    """

    added: Mapping[type[Any], Sequence[Any]] = field(default_factory=dict)
    updated: Mapping[type[Any], Sequence[tuple[Any, Any]]] = field(default_factory=dict)
    removed: Mapping[type[Any], Sequence[Any]] = field(default_factory=dict)

    def inverse(self) -> "Changes":
        """The changes that take these back."""
        turned = {
            entity: [(after, before) for before, after in pairs] for entity, pairs in self.updated.items()
        }
        return Changes(added=self.removed, updated=turned, removed=self.added)

    def applied(self, dossier: Dossier) -> Dossier:
        """What the record holds after these changes, if it held `dossier` before; references follow their keys."""
        renamed = self._renamed()
        rows = {}
        for entity, sheet in KEPT.items():
            left = self._after(entity, dossier.rows(entity))
            rows[entity] = followed = _following(left, renamed)
            if len(sheet.key) > 1 and followed is not left:  # their own key follows too
                pairs = zip(left, followed, strict=True)
                renamed.setdefault(sheet.title, {}).update(_renamed(sheet, pairs))
        return Dossier.of(dossier.as_of, rows)

    def _after(self, entity: type[Any], rows: Sequence[Any]) -> Sequence[Any]:
        gone = set(self.removed.get(entity, ()))
        updated = dict(self.updated.get(entity, ()))
        kept = [updated.get(row, row) for row in rows if row not in gone] if gone or updated else rows
        return [*kept, *self.added.get(entity, ())]

    def _renamed(self) -> dict[str, dict[Any, Any]]:
        """Old keys and the new ones, by the title of their sheet."""
        renamed: dict[str, dict[Any, Any]] = {}
        for entity, pairs in self.updated.items():
            renamed[KEPT[entity].title] = _renamed(KEPT[entity], pairs)
        return renamed


def _renamed(sheet: Sheet, pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    reference = sheet.reference
    keys = ((reference(before), reference(after)) for before, after in pairs)
    return {old: new for old, new in keys if old != new}


def _following(rows: Sequence[Any], renamed: dict[str, dict[Any, Any]]) -> Sequence[Any]:
    """The rows with their references on the new keys, as the record's own references are."""
    if not rows:
        return rows
    for field_ in KEPT[type(rows[0])].fields:
        keys = renamed.get(field_.refers or "")
        if keys:
            rows = [
                replace(row, **{field_.name: keys[old]})
                if (old := getattr(row, field_.name)) in keys
                else row
                for row in rows
            ]
    return rows

"""What is to change in a record, in the dossier's own values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Sheet

_FEW = 50
"""So many rows are looked for one by one: of a large ledger to hash every row takes longer than a change."""


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
        rows: dict[type[Any], Sequence[Any]] = {}
        in_order = set()
        for entity, sheet in KEPT.items():
            before = dossier.rows(entity)
            left = self._after(entity, before)
            followed = _following(left, renamed)
            if len(sheet.key) > 1 and followed is not left:  # their own key follows too
                pairs = zip(left, followed, strict=True)
                renamed.setdefault(sheet.title, {}).update(_renamed(sheet, pairs))
            if followed is not before:
                rows[entity] = followed
            if followed is left and self._keeps_keys(sheet):
                in_order.add(entity)
        return dossier.with_rows(rows, in_order)

    def _keeps_keys(self, sheet: Sheet) -> bool:
        """Whether what is left stands in the order in which it stood."""
        pairs = self.updated.get(sheet.entity, ())
        same = all(sheet.key_of(before) == sheet.key_of(after) for before, after in pairs)
        return same and not self.added.get(sheet.entity)

    def _after(self, entity: type[Any], rows: Sequence[Any]) -> Sequence[Any]:
        added, removed, updated = (held.get(entity, ()) for held in (self.added, self.removed, self.updated))
        if not (added or removed or updated):
            return rows
        if len(removed) + len(updated) > _FEW:
            gone, changed = set(removed), dict(updated)
            return [*(changed.get(row, row) for row in rows if row not in gone), *added]
        left = list(rows)
        for row in removed:
            at = _place(left, row)
            left[at : at + 1] = []
        for before, after in updated:
            at = _place(left, before)
            left[at : at + 1] = [after] if at < len(left) else []
        return [*left, *added]

    def _renamed(self) -> dict[str, dict[Any, Any]]:
        """Old keys and the new ones, by the title of their sheet."""
        renamed: dict[str, dict[Any, Any]] = {}
        for entity, pairs in self.updated.items():
            renamed[KEPT[entity].title] = _renamed(KEPT[entity], pairs)
        return renamed


def _place(rows: list[Any], wanted: Any) -> int:
    """Where a row stands, mostly the very one; at the end where it does not."""
    very = (at for at, row in enumerate(rows) if row is wanted)
    alike = (at for at, row in enumerate(rows) if row == wanted)
    found = next(very, None)
    return next(alike, len(rows)) if found is None else found


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

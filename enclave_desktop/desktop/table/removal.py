"""What hangs on rows that are to be removed, and the change that removes them with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Kind

if TYPE_CHECKING:
    from enclave_desktop.records.changes import Changes


@dataclass(frozen=True, slots=True)
class Removal:
    """Rows, and what refers to them: removed with them, or left without the reference where that may be empty."""

    changes: "Changes"
    removed_too: tuple[tuple[str, int], ...]
    """Title of a sheet and how many of its rows."""
    let_go: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """For the question whether to go on."""
        parts = []
        if self.removed_too:
            parts.append("引用它的也会一并删除：" + _counted(self.removed_too))
        if self.let_go:
            parts.append("这些会保留，但不再注明它：" + _counted(self.let_go))
        return "。\n".join([*parts, "删除后可以撤销。"])


def removal(entity: type[Any], rows: Sequence[Any], dossier: Dossier) -> Removal:
    """One level is enough: what must refer to something is itself referred to by nothing."""
    from enclave_desktop.records.changes import Changes

    sheet = SHEETS[entity]
    keys = {sheet.key_of(row)[0] for row in rows} if len(sheet.key) == 1 else set()
    removed: dict[type[Any], list[Any]] = {entity: list(rows)}
    updated: dict[type[Any], list[tuple[Any, Any]]] = {}
    for other in SHEETS.values():
        for field in other.fields:
            if field.refers != sheet.title and not (field.kind is Kind.SUBJECT and _claimed(sheet.title)):
                continue
            hanging = [row for row in dossier.rows(other.entity) if getattr(row, field.name) in keys]
            if field.required or field.key:
                removed.setdefault(other.entity, []).extend(hanging)
            else:
                pairs = [(row, replace(row, **{field.name: None})) for row in hanging]
                updated.setdefault(other.entity, []).extend(pairs)
    return Removal(
        Changes(removed=removed, updated=updated),
        tuple((SHEETS[e].title, len(gone)) for e, gone in removed.items() if e is not entity and gone),
        tuple((SHEETS[e].title, len(pairs)) for e, pairs in updated.items() if pairs),
    )


def _claimed(title: str) -> bool:
    """Whether 申领 may be for it."""
    return title in ("飞地", "载体", "人员")


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{title} {count} 行" for title, count in counts)

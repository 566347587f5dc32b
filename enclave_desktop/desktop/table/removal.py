"""What hangs on rows that are to be removed, and the change that removes them with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import OWNERS
from enclave_desktop.dossier.fields import KEPT, Field, Kind

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
        stays = "印在已打印的申报材料里的，不删除而移出，可在“历史”里移回。"
        return "。\n".join([*parts, f"删除后可以撤销。{stays}"])


def removal(entity: type[Any], rows: Sequence[Any], dossier: Dossier) -> Removal:
    """The rows, what cannot be without them, and what cannot be without that."""
    from enclave_desktop.records.changes import Changes

    removed: dict[type[Any], list[Any]] = {entity: list(rows)}
    updated: dict[type[Any], dict[Any, Any]] = {}
    waiting = [entity]
    while waiting:
        title = KEPT[waiting[0]].title
        gone = set(map(KEPT[waiting[0]].reference, removed[waiting.pop(0)]))
        for other, field in _referring(title):
            hanging = [row for row in dossier.rows(other) if getattr(row, field.name) in gone]
            if field.required or field.key or field in OWNERS:
                more = [row for row in hanging if row not in removed.get(other, ())]
                removed.setdefault(other, []).extend(more)
                waiting += [other] if more else []
            else:
                pairs = updated.setdefault(other, {})
                pairs |= {row: replace(pairs.get(row, row), **{field.name: None}) for row in hanging}
    kept = {
        other: [pair for pair in pairs.items() if pair[0] not in removed.get(other, ())]
        for other, pairs in updated.items()
    }
    return Removal(
        Changes(removed=removed, updated=kept),
        tuple((KEPT[e].title, len(gone)) for e, gone in removed.items() if e is not entity and gone),
        tuple((KEPT[e].title, len(pairs)) for e, pairs in kept.items() if pairs),
    )


def _referring(title: str) -> Iterator[tuple[type[Any], Field]]:
    """Every field that may refer to a row of that sheet."""
    for sheet in KEPT.values():
        for field in sheet.fields:
            if field.refers == title or (field.kind is Kind.SUBJECT and _claimed(title)):
                yield sheet.entity, field


def _claimed(title: str) -> bool:
    """Whether 申领 may be for it."""
    return title in ("飞地", "载体", "人员")


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{title} {count} 行" for title, count in counts)

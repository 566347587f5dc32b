"""Somebody else changed the same rows: what each made of them is put side by side, and the choice is saved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enclave_desktop.desktop.held import Held, View
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.steps import Saving
from enclave_desktop.desktop.work import Job

if TYPE_CHECKING:
    from enclave_desktop.desktop.main_window import MainWindow
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.conflicts import Clash


def settle(window: "MainWindow", session: Session, saving: Saving) -> None:
    """Show the record as it is now, and ask what is to become of the rows that both changed."""

    def work(held: Held, job: Job) -> "tuple[View, list[Clash]]":
        from enclave_desktop.records.conflicts import clashes

        found = clashes(held.record, saving.changes)
        return held.reload(job), found

    def then(result: "tuple[View, list[Clash]]") -> None:
        view, found = result
        rest = rebased(saving.changes, view)
        session.show_view(view)
        if not found:  # all of it is as it was to be, or may be done now
            _save(session, saving, rest)
            return
        from enclave_desktop.desktop.sharing.conflict_dialog import ConflictDialog

        dialog = ConflictDialog(found, window)
        dialog.chosen.connect(lambda rows: _save(session, saving, chosen(rest, found, rows)))
        dialog.rejected.connect(lambda: _save(session, saving, rest))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    session.with_held("核对别人的改动", work, then, saving.failed)


def still_to_add(changes: "Changes", view: View) -> "Changes":
    """The changes without the new rows that are on record already, to the letter."""
    there = {entity: set(view.dossier.rows(entity)) for entity in changes.added}
    added = {
        entity: [row for row in rows if row not in there[entity]] for entity, rows in changes.added.items()
    }
    return replace(changes, added=added)


def rebased(changes: "Changes", view: View) -> "Changes":
    """What of the changes is still to be done and can be: the rows that nobody else touched."""
    from enclave_desktop.records.changes import Changes

    def there(entity: type[Any]) -> set[Any]:
        return set(view.dossier.rows(entity))

    return Changes(
        added=still_to_add(changes, view).added,
        updated={
            entity: [pair for pair in pairs if pair[0] in there(entity)]
            for entity, pairs in changes.updated.items()
        },
        removed={
            entity: [row for row in rows if row in there(entity)] for entity, rows in changes.removed.items()
        },
    )


def chosen(rest: "Changes", found: "Sequence[Clash]", rows: Sequence[Any]) -> "Changes":
    """The changes with what was chosen for each clash: a row, or None where there is to be none."""
    from enclave_desktop.records.changes import Changes

    added, updated, removed = (
        {entity: list(held) for entity, held in part.items()}
        for part in (rest.added, rest.updated, rest.removed)
    )
    for clash, row in zip(found, rows, strict=True):
        entity = clash.sheet.entity
        if row == clash.now:
            continue
        if clash.now is None:
            added.setdefault(entity, []).append(row)
        elif row is None:
            removed.setdefault(entity, []).append(clash.now)
        else:
            updated.setdefault(entity, []).append((clash.now, row))
    return Changes(added=added, updated=updated, removed=removed)


def _save(session: Session, saving: Saving, changes: "Changes") -> None:
    if any(rows for part in (changes.added, changes.updated, changes.removed) for rows in part.values()):
        again = replace(saving, changes=changes, remember=session.remembering(saving.origin.words, changes))
        session.save(again)

"""What keeps the history append-only within SQLite: an entry is never removed, and of what it holds only the
content of its lines may be emptied, while an erasure says so. A server has its own guard.
"""

from collections.abc import Iterator

_NEVER = "the history is never changed"
_CHAINED = ("number", "at", "account", "machine", "action", "counts", "previous", "digest")


def triggers() -> Iterator[str]:
    """The statements, one a trigger."""
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _CHAINED)
    erasing = "(SELECT erasing FROM history_head)"
    yield _trigger("history_stays", "DELETE ON history", "1")
    yield _trigger("history_stays_as_it_is", "UPDATE ON history", f"{changed} OR NOT {erasing}")
    yield _trigger("history_has_a_head", "DELETE ON history_head", "1")
    yield _trigger("history_goes_on", "UPDATE ON history_head", "NEW.number < OLD.number")


def _trigger(name: str, event: str, when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} WHEN {when} BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END"

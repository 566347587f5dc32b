"""What was changed since the record was opened: what can be taken back, and what can be done again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enclave_desktop.records.origin import Origin

if TYPE_CHECKING:  # imported by the worker, after the window is on the screen
    from enclave_desktop.records.changes import Changes


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back."""

    words: str
    changes: "Changes"


@dataclass(frozen=True, slots=True)
class Saving:
    """A change on its way to the record, and what follows."""

    origin: Origin
    changes: "Changes"
    remember: Callable[[], None]
    failed: Callable[[Exception], None] | None = None
    files: Sequence[Callable[[], bytes]] = ()


class Steps:
    """Both, the latest last."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    @property
    def undoable(self) -> str | None:
        """What would be undone, in words."""
        return self.done[-1].words if self.done else None

    @property
    def redoable(self) -> str | None:
        return self.undone[-1].words if self.undone else None

    def remember(self, words: str, changes: "Changes") -> None:
        """A change that was saved; what was undone before cannot be done again any more."""
        self.done.append(Step(words, changes))
        self.undone.clear()

    def forget(self) -> None:
        self.done.clear()
        self.undone.clear()

    @property
    def let_go_of_files(self) -> bool:
        """Whether evidence that they add or remove may leave a file that nothing names any more."""
        from enclave_desktop.dossier.evidence import Evidence

        changes = [step.changes for step in (*self.done, *self.undone)]
        return any(rows.get(Evidence) for one in changes for rows in (one.added, one.removed))

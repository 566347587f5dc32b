"""What stands on a row's shelf: its pieces in the order of the kinds, then what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from enclave_desktop.desktop.evidence.lacking import Lack, missing_only
from enclave_desktop.desktop.evidence.owners import Attachment, Row
from enclave_desktop.desktop.evidence.piece_order import place_of
from enclave_desktop.desktop.evidence.standing import PRIVATE, state_of
from enclave_desktop.desktop.held import View
from enclave_desktop.dossier.evidence import EVIDENCE_KINDS, Evidence
from enclave_desktop.policy.proof import MISSING, NOT_COVERED

_ORDER = {kind.name: order for order, kind in enumerate(EVIDENCE_KINDS)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A state in words and the token of its colour."""

    words: str
    tone_token: str


@dataclass(frozen=True, slots=True)
class Card:
    """A piece on record, or one that is missing."""

    title: str
    kind: str | None
    state: Shown
    hint: str
    row: Evidence | None = None
    place: Attachment | None = None
    """Where a missing one is attached."""

    @property
    def number(self) -> str | None:
        return self.row.number if self.row else None

    @property
    def key(self) -> tuple[str | None, str | None]:
        return self.number, self.kind

    @property
    def private(self) -> bool:
        return self.kind in PRIVATE

    @property
    def spoken(self) -> str:
        return "，".join(
            part for part in (self.title, self.state.words, self.hint.replace("\n", "，")) if part
        )


def cards(view: View, row: Row, lacks: Iterable[Lack]) -> list[Card]:
    """Everything to show for a row."""
    lacks = list(lacks)
    flaws = {lack.place.number: lack for lack in lacks if lack.place.number}
    held = [piece for piece in view.dossier.evidence if piece.proves == row]
    held.sort(key=lambda piece: (_ORDER.get(piece.kind, len(_ORDER)), place_of(piece)))
    return [
        *(_piece(piece, view, flaws.get(piece.number)) for piece in held),
        *(_missing(lack) for lack in missing_only(lacks)),
    ]


def _piece(row: Evidence, view: View, flaw: Lack | None) -> Card:
    state = state_of(row, view.dossier.as_of, view.damaged)
    shown = Shown(state.words, "text2" if state.tone == "mute" else state.tone)
    if flaw is not None and flaw.what == NOT_COVERED:
        shown = Shown(flaw.words.removeprefix(flaw.name), "warn")
    return Card(row.kind, row.kind, shown, flaw.words if flaw else (row.note or ""), row)


def _missing(lack: Lack) -> Card:
    title = lack.place.kind or lack.name
    hint = f"{lack.name}\n用于：{'、'.join(lack.programmes)}"
    return Card(title, lack.place.kind, Shown(MISSING, "warn"), hint, place=lack.place)

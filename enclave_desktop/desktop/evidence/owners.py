"""The rows that evidence may prove, as they are offered and told."""

from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import EVIDENCE_KINDS
from enclave_desktop.dossier.fields import SHEETS, sheet_titled
from enclave_desktop.dossier.showing import mask_number, show_masked
from enclave_desktop.dossier.values import Contract, Person

Row = tuple[str, Any]
"""Title of a sheet, and what refers to a row of it; ('企业', None) for the firm itself."""
FIRM: Row = ("企业", None)
PROVABLE = tuple(
    sheet.title for sheet in SHEETS.values() if any(sheet.title in kind.of for kind in EVIDENCE_KINDS)
)
"""Titles of the sheets whose rows evidence may prove, in the workbook's order."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where a piece is attached, or lies; the target of `Surroundings.go`."""

    row: Row | None = None
    kind: str | None = None
    """Preset for what is attached."""
    number: str | None = None
    """Of a piece on record: look at this one."""


def kinds_for(title: str) -> tuple[str, ...]:
    """What may be attached to a row of the sheet."""
    return tuple(kind.name for kind in EVIDENCE_KINDS if title in kind.of)


def row_of(row: Any) -> Row | None:
    """The row of the dossier as evidence refers to it; None where nothing proves its kind."""
    sheet = SHEETS[type(row)]
    if sheet.title not in PROVABLE:
        return None
    return FIRM if sheet.title == FIRM[0] else (sheet.title, sheet.reference(row))


def rows_to_offer(dossier: Dossier, title: str) -> list[tuple[str, Row]]:
    """Every row of a sheet in words."""
    if title == FIRM[0]:
        return [(dossier.firm.name if dossier.firm else title, FIRM)]
    sheet = sheet_titled(title)
    rows = [(title, sheet.reference(row)) for row in dossier.rows(sheet.entity)]
    names = Names(dossier)
    return [(names.words(row), row) for row in rows]


class Names:
    """Rows of one dossier in words."""

    def __init__(self, dossier: Dossier) -> None:
        self._firm = dossier.firm.name if dossier.firm else FIRM[0]
        self._people: dict[str, Person] = {person.id_number: person for person in dossier.people}
        counts: dict[str, int] = {}
        for person in dossier.people:
            counts[person.name] = counts.get(person.name, 0) + 1
        self._several = {name for name, count in counts.items() if count > 1}
        self._agreements = {row.number: row.counterparty for row in dossier.agreements}

    def words(self, row: Row) -> str:
        """What a row is called; of people with one name the number as well, masked."""
        title, reference = row
        if title == FIRM[0]:
            return self._firm
        if title == "人员":
            return self._person(reference)
        if title == "合同":
            return "·".join(filter(None, (reference, self._agreements.get(reference))))
        if not isinstance(reference, tuple):
            return str(reference)
        sheet = sheet_titled(title)
        if sheet.entity is Contract:
            person, *others = reference
            return "·".join([self._person(person), *map(str, others)])
        parts = zip(sheet.key, reference, strict=True)
        return "·".join(show_masked(field, value) for field, value in parts if value is not None)

    def _person(self, number: str) -> str:
        person = self._people.get(number)
        if person is None:
            return mask_number(number)
        return f"{person.name}（{mask_number(number)}）" if person.name in self._several else person.name

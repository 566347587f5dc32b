"""What erasing a person would take away, and what would stay; looked up without changing anything."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT, Kind
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.dossier.values import Claim, Contract, Person
from enclave_desktop.errors import UserError
from enclave_desktop.records.history_lines import encoded, is_gone
from enclave_desktop.records.history_search import of_person
from enclave_desktop.records.made import BESIDE, Made, made_of
from enclave_desktop.records.reading import Rows, rows_by_id
from enclave_desktop.records.schema import table_name

_Held = Mapping[type[Any], Mapping[int, Any]]
_ON_RECORD = b'{"what":"on_record"'
"""A digest of everything, the person too."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a person is recognised by."""

    numbers: tuple[str, ...]
    """The one they have and those they had before."""
    names: tuple[str, ...]
    """Those that nobody else on record bears and that stand nowhere else."""

    def stand_in(self, line: bytes) -> bool:
        """Whether a line of the history says something of them, or could be tried until it does."""
        if is_gone(line):
            return False
        words = (*self.numbers, *self.names)
        return line.startswith(_ON_RECORD) or any(encoded(word)[1:-1].encode() in line for word in words)


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """What becomes of one kept packet."""

    number: str
    files: tuple[str, ...]
    """Digests of what is emptied: what it was made from, and the PDF where the person stands in it."""
    pdf: bool
    """The PDF goes too; else it can be printed again, but not made again."""
    others: int
    """How many other subjects it has."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes and what stays."""

    name: str
    traces: Traces
    contracts: int
    claims: int
    """They stay as figures, with nobody as their subject."""
    files: tuple[str, ...]
    """Digests of the person's evidence."""
    shared_files: int
    """Evidence of theirs that is evidence of something else too: it stays, and is to be looked at."""
    packets: tuple[PacketPlan, ...]
    mentions: tuple[str, ...]
    """Where else the name stands on record: to be mended by hand, since it may be somebody else."""


def plan(rows: Rows, number: str) -> Plan:
    """UserError when nobody on record has that number."""
    held = rows_by_id(rows)
    person = next((row for row in held[Person].values() if row.id_number == number), None)
    if person is None:
        raise UserError(f"档案里没有证件号码为 {mask_number(number)} 的人员。", "请核对证件号码。")
    contracts = {KEPT[Contract].reference(row) for row in held[Contract].values() if row.person == number}
    theirs = [row for row in held[Evidence].values() if row.person == number or row.contract in contracts]
    others = {row.content for row in held[Evidence].values() if row not in theirs}
    files = tuple(sorted({row.content for row in theirs} - others))
    found = _traces(rows, held, number)
    return Plan(
        name=person.name,
        traces=found,
        contracts=len(contracts),
        claims=sum(row.subject == number for row in held[Claim].values()),
        files=files,
        shared_files=len({row.content for row in theirs} & others),
        packets=tuple(_packets(rows, found, held[Person], number)),
        mentions=tuple(_mentions(held, person.name, number)),
    )


def _traces(rows: Rows, held: _Held, number: str) -> Traces:
    """All the numbers and names that the person ever had on this record."""
    numbers = {number}
    names = {row.name for row in held[Person].values() if row.id_number == number}
    for told in of_person(rows, number):
        if told.change.sheet is KEPT[Person]:
            for values in (told.change.before, told.change.after):
                if values is not None:
                    numbers.add(values["id_number"])
                    names.add(values["name"])
    own = [name for name in sorted(names) if not any(_mentions(held, name, number))]
    return Traces(tuple(sorted(numbers)), tuple(own))


def _mentions(held: _Held, name: str, number: str) -> Iterator[str]:
    """Rows of others in which the name stands; contracts and evidence of the person go anyway."""
    for entity, rows in held.items():
        sheet = KEPT[entity]
        fields = [
            field for field in sheet.fields if field.kind in (Kind.TEXT, Kind.SUBJECT) and not field.refers
        ]
        for row in rows.values():
            if number in _owners(row):
                continue
            for field in fields:
                value = getattr(row, field.name)
                if isinstance(value, str) and name in value:
                    yield f"{sheet.title}的{field.label}"


def _owners(row: Any) -> set[Any]:
    """The numbers that a row is about."""
    found = {getattr(row, name, None) for name in ("id_number", "person", "subject")}
    for name in ("contract", "claim"):
        found |= set(getattr(row, name, None) or ())
    return found


def _packets(rows: Rows, found: Traces, people: Mapping[int, Person], number: str) -> Iterator[PacketPlan]:
    ids = {row_id for row_id, row in people.items() if row.id_number == number}
    inside = {
        packet
        for packet, sheet, row_id in rows('SELECT "packet", "sheet", "row" FROM "packet_row"')
        if sheet == table_name(Person) and row_id in ids
    }
    for packet, manifest_sha, pdf in rows('SELECT "number", "manifest", "pdf" FROM "packet"'):
        manifest = _content(rows, manifest_sha)
        if not manifest:
            continue
        held = json.loads(manifest)
        dossier = held.get("dossier")
        printed = packet in inside or found.stand_in(manifest)
        if not printed and not (dossier and found.stand_in(_content(rows, dossier))):
            continue
        files = [dossier] if dossier else []
        files += [manifest_sha, pdf] if printed else []
        others = len(set(held.get("subjects", ())) - set(found.numbers))
        yield PacketPlan(packet, tuple(files), printed, others)


def _content(rows: Rows, sha: str) -> bytes:
    if len(sha) != 64 or not sha.isalnum():
        return b""
    found = rows(f'SELECT "data" FROM "content" WHERE "sha256" = \'{sha}\'')  # noqa: S608  # hex
    return bytes(found[0][0]) if found else b""


def backups_with(record: Path, folders: tuple[Path, ...] = ()) -> list[tuple[Path, Made]]:
    """Backups of the record in the folder beside it and in others: they hold what they held when they were made."""
    return [
        (folder / one.name, one)
        for folder in dict.fromkeys((record.parent / BESIDE, *folders))
        for one in made_of(record, folder)
        if (folder / one.name).is_file()
    ]


def copies_beside(record: Path) -> list[Path]:
    """Other copies in the folder of backups: what was put aside when a backup was restored."""
    listed = {path for path, _ in backups_with(record)}
    found = (record.parent / BESIDE).glob(f"*{record.suffix}")
    return sorted(path for path in found if path.stem.startswith(record.stem) and path not in listed)

"""A pack's own tests: inputs and the findings expected of them, written beside the pack."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import plain
from enclave_desktop.dossier.reading import BadValue, read_value
from enclave_desktop.policy.check import check
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.findings import Award, Finding
from enclave_desktop.policy.pack import Pack
from enclave_desktop.toml_table import Table, load_toml, nearest

ENTITIES = {entity.__name__.lower(): entity for entity in SHEETS}
"""The classes of the dossier by the names that cases use."""

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One dossier, one programme, and what is expected of it."""

    name: str
    programme: str
    dossier: Dossier
    year: int
    subject: str | None
    expect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not come true."""

    case: str
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"“{self.case}”：{self.what} 应为 {self.expected}，实为 {self.found}"


def cases_file(pack_file: Path) -> Path:
    """Where the cases of a pack stand."""
    return pack_file.with_suffix(".cases.toml")


def load_cases(path: Path) -> list[PolicyCase]:
    """The cases of a file; UserError with the key path for what is not known."""
    with Table(load_toml(path), path.name) as table:
        bases = table.table("base")
        rows = {name: _base(bases.table(name)) for name in bases.names()}
        return [_case(entry, rows) for entry in table.tables("case")]


def run_cases(pack: Pack, cases: list[PolicyCase]) -> list[Failure]:
    """What failed, in the order of the cases."""
    return [failure for case in cases for failure in _run(pack, case)]


def _base(table: Table) -> Rows:
    rows: Rows = {}
    with table:
        for name in table.names():
            given = table.raw(name)
            rows[name] = [given] if isinstance(given, dict) else list(given)
    return rows


def _case(table: Table, bases: dict[str, Rows]) -> PolicyCase:
    with table:
        rows = copy.deepcopy(bases[table.word("base", bases)])
        _change(table, rows)
        as_of = table.optional_date("as_of")
        if as_of is None:
            raise table.error("as_of", "缺少这一项")
        year = table.optional_whole("year")
        return PolicyCase(
            name=table.text("name"),
            programme=table.text("programme"),
            dossier=_dossier(table, rows, as_of),
            year=as_of.year - 1 if year is None else year,
            subject=table.optional_text("subject"),
            expect=_expectations(table),
        )


def _expectations(table: Table) -> dict[str, Any]:
    expect = table.raw("expect")
    for key in expect:
        if key not in _EXPECTED:
            raise table.error(f"expect.{key}", f"不是认识的键{nearest(key, _EXPECTED)}")
    return dict(expect)


def _change(table: Table, rows: Rows) -> None:
    for name in table.words("drop"):
        sheet, _, index = name.partition(".")
        rows[sheet] = [row for n, row in enumerate(rows.get(sheet, [])) if index and n != int(index)]
    if "add" in table:
        for sheet, added in table.raw("add").items():
            rows.setdefault(sheet, []).extend(copy.deepcopy(added))
    for path, value in (table.raw("set") if "set" in table else {}).items():
        row, field = _row(table, rows, path)
        row[field] = value
    for path in table.words("clear"):
        row, field = _row(table, rows, path)
        row.pop(field, None)


def _row(table: Table, rows: Rows, path: str) -> tuple[dict[str, Any], str]:
    sheet, *middle, field = path.split(".")
    index = int(middle[0]) if middle else 0
    try:
        return rows[sheet][index], field
    except (KeyError, IndexError):
        raise table.error("set", f"没有可改的 {path}") from None


def _dossier(table: Table, rows: Rows, as_of: date) -> Dossier:
    held: dict[type[Any], list[Any]] = {}
    for name, entries in rows.items():
        if name not in ENTITIES:
            raise table.error("add", f"不认识“{name}”{nearest(name, ENTITIES)}")
        held[ENTITIES[name]] = [_entity(table, ENTITIES[name], entry) for entry in entries]
    return Dossier.of(as_of, held)


def _entity(table: Table, entity: type[Any], entry: dict[str, Any]) -> Any:
    sheet = SHEETS[entity]
    fields = {field.name: field for field in sheet.fields}
    values: dict[str, Any] = {}
    for name, cell in entry.items():
        if name not in fields:
            raise table.error(f"{sheet.title}.{name}", "不是认识的字段")
        try:
            values[name] = read_value(fields[name], cell)
        except BadValue as error:
            raise table.error(f"{sheet.title}.{name}", error.reason) from None
    missing = [field.name for field in sheet.fields if field.required and field.name not in values]
    if missing:
        raise table.error(sheet.title, f"缺少 {'、'.join(missing)}")
    return entity(**values)


def _run(pack: Pack, case: PolicyCase) -> Iterator[Failure]:
    findings = check(case.dossier, [pack], case.year, {case.programme})
    subjects = [finding.subject.key for finding in findings]
    if "subjects" in case.expect and case.expect["subjects"] != subjects:
        yield Failure(case.name, "subjects", case.expect["subjects"], subjects)
    if case.expect.keys() == {"subjects"}:
        return
    chosen = [f for f in findings if case.subject in (None, f.subject.key)]
    if len(chosen) != 1:
        yield Failure(case.name, "对象", case.subject or "唯一的一个", subjects)
        return
    for what, expected in case.expect.items():
        if what != "subjects":
            yield from _compare(case.name, what, expected, chosen[0])


def _compare(name: str, what: str, expected: Any, finding: Finding) -> Iterator[Failure]:
    if what == "checks":
        outcomes = {c.criterion.id: c.outcome.value for c in finding.checks}
        for criterion, outcome in expected.items():
            if outcomes.get(criterion) != outcome:
                yield Failure(name, criterion, outcome, outcomes.get(criterion))
    elif what == "gap":
        gaps = {c.criterion.id: gap(c, finding.case) for c in finding.checks}
        for criterion, words in expected.items():
            if words not in (gaps.get(criterion) or ""):
                yield Failure(name, f"{criterion} 的差距", words, gaps.get(criterion))
    else:
        found = _EXPECTED[what](finding)
        if found != expected:
            yield Failure(name, what, expected, found)


def _of_award(read: Any) -> Any:
    return lambda finding: read(finding.award) if finding.award else None


def _money(name: str) -> Any:
    def read(award: Award) -> str | None:
        fen = getattr(award, name)
        return None if fen is None else plain(fen)

    return _of_award(read)


_EXPECTED: dict[str, Any] = {
    "status": lambda finding: finding.status.value,
    "award": lambda finding: finding.award is not None,
    "total": _money("total"),
    "due": _money("due"),
    "to_come": _money("to_come"),
    "claimed": _money("claimed"),
    "basis": _of_award(lambda award: award.basis),
    "at_most": _of_award(lambda award: award.at_most),
    "months": _of_award(lambda award: len(award.schedule)),
    "first_month": _of_award(lambda award: str(award.schedule[0][0]) if award.schedule else None),
    "last_month": _of_award(lambda award: str(award.schedule[-1][0]) if award.schedule else None),
    "checks": None,
    "gap": None,
    "subjects": None,
}
"""What a case may expect, and how it is read off a finding."""

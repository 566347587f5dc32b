"""Reading a pack's cases: small dossiers written row by row, each case a few changes to one of them."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Sheet
from enclave_desktop.dossier.reading import BadValue, read_value
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.toml_table import Table, load_toml, nearest

ENTITIES = {entity.__name__.lower(): entity for entity in KEPT}
"""The classes of the dossier by the names that cases use."""
TITLES = {sheet.title: sheet for sheet in KEPT.values()}

EXPECTED = frozenset(
    "status checks gap award basis at_most total due to_come claimed months first_month last_month subjects".split()
)
"""What a case may expect of a finding."""

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


def cases_file(pack_file: Path) -> Path:
    """Where the cases of a pack stand."""
    return pack_file.with_suffix(".cases.toml")


def load_cases(path: Path) -> list[PolicyCase]:
    """The cases of a file; UserError with the key path for what is not known or does not fit together."""
    return parse_cases(load_toml(path), path.name)


def parse_cases(data: dict[str, Any], file: str) -> list[PolicyCase]:
    """Cases from TOML data; `file` names it in errors."""
    with Table(data, file) as table:
        bases = table.table("base")
        with bases:
            rows = {name: _base(bases.table(name)) for name in bases.names()}
        cases = [_case(entry, rows) for entry in table.tables("case")]
        names = [case.name for case in cases]
        if not cases:
            raise table.error("case", "没有任何算例")
        if len(set(names)) < len(names):
            raise table.error("case", f"名称“{next(n for n in names if names.count(n) > 1)}”重复")
    return cases


def _base(table: Table) -> Rows:
    with table:
        return {name: _given_rows(table, name) for name in table.names()}


def _given_rows(table: Table, name: str) -> list[dict[str, Any]]:
    """One inline table, or a list of them, under the name of a class."""
    if name not in ENTITIES:
        raise table.error(name, f"不认识“{name}”{nearest(name, ENTITIES)}")
    given = table.raw(name)
    rows = [given] if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise table.error(name, "应为一个表或表的列表")
    return list(rows)


def _case(table: Table, bases: dict[str, Rows]) -> PolicyCase:
    with table:
        rows = copy.deepcopy(bases[table.word("base", bases)])
        _change(table, rows)
        as_of = table.day("as_of")
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
    expect = table.table("expect")
    expected = {key: expect.raw(key) for key in expect.names()}
    if not expected:
        raise table.error("expect", "什么也没有写")
    for key, value in expected.items():
        if key not in EXPECTED:
            raise expect.error(key, f"不是认识的键{nearest(key, EXPECTED)}")
        if key in ("checks", "gap") and not (
            isinstance(value, dict) and all(isinstance(words, str) for words in value.values())
        ):
            raise expect.error(key, "应为“条件编号 = 文字”的表")
    return expected


def _change(table: Table, rows: Rows) -> None:
    for path in table.words("drop"):
        name, _, index = path.partition(".")
        if name not in rows:
            raise table.error("drop", f"没有 {name} 可去掉{nearest(name, rows)}")
        if index:
            del rows[name][_index(table, "drop", rows, name, index)]
        else:
            del rows[name]
    if "add" in table:
        with table.table("add") as added:
            for name in added.names():
                rows.setdefault(name, []).extend(copy.deepcopy(_given_rows(added, name)))
    if "set" in table:
        with table.table("set") as changed:
            for path in changed.names():
                row, field = _place(table, "set", rows, path)
                row[field] = changed.raw(path)
    for path in table.words("clear"):
        row, field = _place(table, "clear", rows, path)
        if field not in row:
            raise table.error("clear", f"{path} 本来就没有填")
        del row[field]


def _place(table: Table, key: str, rows: Rows, path: str) -> tuple[dict[str, Any], str]:
    """The row and field of 'contract.ends_on' or 'contract.1.ends_on'."""
    name, *steps = path.split(".")
    if len(steps) not in (1, 2):
        raise table.error(key, f"{path} 应写成 类.字段 或 类.序号.字段")
    index = _index(table, key, rows, name, steps[0] if len(steps) == 2 else "0")
    return rows[name][index], steps[-1]


def _index(table: Table, key: str, rows: Rows, name: str, index: str) -> int:
    if not index.isdecimal() or int(index) >= len(rows.get(name, ())):
        raise table.error(key, f"没有 {name}.{index} 这一行")
    return int(index)


def _dossier(table: Table, rows: Rows, as_of: date) -> Dossier:
    held = {
        ENTITIES[name]: [_row(table, KEPT[ENTITIES[name]], row, as_of) for row in entries]
        for name, entries in rows.items()
    }
    for entity, entries in held.items():
        for problem in _misfits(KEPT[entity], entries, held):
            raise table.error(KEPT[entity].title, problem)
    return Dossier.of(as_of, held)


def _row(table: Table, sheet: Sheet, cells: dict[str, Any], as_of: date) -> Any:
    fields = {field.name: field for field in sheet.fields}
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        place = f"{sheet.title}.{name}"
        if name not in fields:
            raise table.error(place, f"不是认识的字段{nearest(name, fields)}")
        try:
            values[name] = read_value(fields[name], cell)
        except BadValue as error:
            raise table.error(place, error.reason) from None
    missing = [field.name for field in sheet.fields if field.required and field.name not in values]
    if missing:
        raise table.error(sheet.title, f"缺少 {'、'.join(missing)}")
    row = sheet.entity(**values)
    for problem in check_row(row, as_of):
        if not problem.warning and problem.field not in ("credit_code", "id_number"):  # these are invented
            raise table.error(f"{sheet.title}.{problem.field}", problem.reason)
    return row


def _misfits(sheet: Sheet, rows: list[Any], held: dict[type[Any], list[Any]]) -> Iterator[str]:
    keys = [sheet.key_of(row) for row in rows]
    if len(set(keys)) < len(keys):
        yield "有两行的键相同"
    if sheet.single and len(rows) > 1:
        yield "只能有一行"
    for field in sheet.fields:
        if field.refers:
            referred = TITLES[field.refers]
            known = {referred.key_of(row)[0] for row in held.get(referred.entity, ())}
            for row in rows:
                if getattr(row, field.name) not in {None, *known}:
                    yield f"{field.label}“{show_masked(field, getattr(row, field.name))}”不在“{field.refers}”中"

"""From what was typed into a cell to a row that may be saved, or why it may not."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from enclave_desktop.dossier.checks import Problem, check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field, Sheet, sheet_titled
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value


def read_text(field: Field, text: str, dossier: Dossier) -> Any:
    """The value of what was typed; None for nothing. BadValue when it gives none, or refers to nothing."""
    if is_blank(text):
        if field.required:
            raise BadValue(f"{field.label}必须填写", _how(field))
        return None
    value = read_value(field, text)
    if field.refers and value not in keys_of(sheet_titled(field.refers), dossier):
        raise BadValue(f"“{field.refers}”里没有它", f"先登记到“{field.refers}”，或从列表里选")
    return value


def _how(field: Field) -> str:
    """How a field that must be filled is filled; never by an example of what is sensitive."""
    if field.choices or field.refers:
        return "从列表里选一项"
    if field.help or field.sensitive or not field.example:
        return field.help or "请填写"
    return f"例：{field.example}"


def keys_of(sheet: Sheet, dossier: Dossier) -> set[Any]:
    """The keys that a reference may name."""
    (key,) = sheet.key
    return {getattr(row, key.name) for row in dossier.rows(sheet.entity)}


def changed(row: Any, values: Mapping[str, Any], dossier: Dossier) -> Any:
    """`row` with other values; BadValue when it may not be so."""
    after = replace(row, **values)
    wrong = errors(after)
    if wrong:
        problem = next((one for one in wrong if one.field in values), wrong[0])
        raise BadValue(problem.reason, problem.remedy)
    check_key(row, after, dossier)
    return after


def with_typed(row: Any, texts: Mapping[str, str], dossier: Dossier) -> Any:
    """`row` with what was typed into some of its fields, by name; BadValue when it may not be so."""
    sheet = SHEETS[type(row)]
    values = {name: read_text(sheet.field(name), text, dossier) for name, text in texts.items()}
    return changed(row, values, dossier)


def errors(row: Any) -> list[Problem]:
    """What bars the row."""
    return [problem for problem in check_row(row, date.today()) if not problem.warning]


def check_key(before: Any, after: Any, dossier: Dossier, recorded: Collection[Any] | None = None) -> None:
    """BadValue when another row bears the key; `before` is None for a new row.

    Whoever asks for many rows passes the keys `recorded`.
    """
    sheet = SHEETS[type(after)]
    key = sheet.key_of(after)
    if before is not None and sheet.key_of(before) == key:
        return
    rows = dossier.rows(sheet.entity)
    if key in (recorded if recorded is not None else map(sheet.key_of, rows)):
        labels = "、".join(field.label for field in sheet.key)
        raise BadValue(f"已有{labels}相同的一行", f"核对{labels}")


def built(sheet: Sheet, texts: Mapping[str, str], dossier: Dossier) -> tuple[Any, dict[str, BadValue]]:
    """A new row from texts by field name, or None and what is wrong by field name."""
    values: dict[str, Any] = {}
    wrong: dict[str, BadValue] = {}
    for field in sheet.fields:
        try:
            values[field.name] = read_text(field, texts.get(field.name, ""), dossier)
        except BadValue as bad:
            wrong[field.name] = bad
    if wrong:
        return None, wrong
    row = sheet.entity(**values)
    for problem in errors(row):
        wrong.setdefault(problem.field, BadValue(problem.reason, problem.remedy))
    try:
        check_key(None, row, dossier)
    except BadValue as bad:
        wrong.setdefault(sheet.key[0].name, bad)
    return (None if wrong else row), wrong

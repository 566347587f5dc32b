"""Workbooks for tests, as they are once read."""

from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.exchange.plan import ImportPlan, plan_import
from enclave_desktop.exchange.workbook import Book, RawSheet
from tests.unit.rows import TODAY, dossier

FIXTURES = Path(__file__).parents[2] / "fixtures"

Sheets = dict[str, list[tuple[Any, ...]]]

FIRM = ("企业名称", "统一社会信用代码", "注册省份", "注册城市")
ENCLAVE = ("名称", "类型", "所在省份", "所在城市")
PERSON = ("姓名", "证件号码")
CONTRACT = ("证件号码", "飞地名称", "用工形式", "起始日期")
CENTRE_ROW = ("上海中心", "研发中心", "上海", "上海")


def book(**sheets: list[tuple[Any, ...]]) -> Book:
    """A book of sheets by title, each a list of rows with the headers first."""
    return Book("book.xlsx", tuple(raw(title, rows) for title, rows in sheets.items()))


def raw(title: str, rows: list[tuple[Any, ...]], **more: Any) -> RawSheet:
    width = max(map(len, rows), default=0)
    return RawSheet(title, [[*row, *[None] * (width - len(row))] for row in rows], **more)


def plan(read: Book, on_record: Dossier | None = None, **how: Any) -> ImportPlan:
    return plan_import(read, on_record or dossier(), today=TODAY, **how)


def errors(outcome: ImportPlan) -> list[tuple[str, int | None, str, str]]:
    """Sheet, row, column and reason of every error."""
    return [(e.sheet, e.row, e.column, e.reason) for e in outcome.remarks.errors]


def only_error(outcome: ImportPlan) -> tuple[str, int | None, str, str]:
    assert outcome.remarks.error_count == 1, list(map(str, outcome.remarks.errors))
    return errors(outcome)[0]

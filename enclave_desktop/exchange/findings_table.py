"""Findings as a table, for people who go on in Excel: one CSV, or a workbook with verdicts, criteria and months.

Document numbers are masked. Money is a number in yuan.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.money import FEN, plain
from enclave_desktop.dossier.showing import defused, mask_number
from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.policy.explain import (
    actual,
    answer_words,
    basis_words,
    gap,
    outcome_words,
    reasons,
    required,
)
from enclave_desktop.policy.findings import Finding, Outcome
from enclave_desktop.whole_file import write_whole

Row = Sequence[str | Decimal | None]

_WHO = ("项目编号", "项目", "对象", "证件号码")
_ANSWERED = "对工作假定的答复"
_VERDICTS = (
    *_WHO,
    "结论",
    "发放方式",
    "是否最高额",
    "合计（元）",
    "已到期（元）",
    "今后（元）",
    "已申领（元）",
    "未达到的条件",
    "待核实的条件",
    _ANSWERED,
)
_CRITERIA = (*_WHO, "条件", "要求", "实际情况", "结论", "差距", "依据", _ANSWERED)
_MONTHS = (*_WHO, "月份", "金额（元）")
_BASES = {"monthly": "按月", "yearly": "按年", "on_approval": "获批后"}


def write_csv(dossier: Dossier, year: int, findings: list[Finding], path: Path) -> None:
    """One line a finding; UTF-8 with a mark, as Excel wants it."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("数据截至", "费用年度", *_VERDICTS))
            for row in map(_verdict, findings):
                writer.writerow([dossier.as_of, year, *map(_defused, row)])

    write_whole(path, write)


def write_xlsx(dossier: Dossier, year: int, findings: list[Finding], path: Path) -> None:
    """A workbook with three sheets: 结论, 条件, 按月."""

    def write(temporary: Path) -> None:
        # In memory, so that no part of it lies in a folder for temporary files.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(temporary, options) as book:
            created = datetime.combine(dossier.as_of, time())
            book.set_properties(
                {"title": f"补贴资格核对 {dossier.as_of} 费用年度 {year}", "created": created}
            )
            _sheet(book, "结论", _VERDICTS, map(_verdict, findings))
            _sheet(book, "条件", _CRITERIA, (row for finding in findings for row in _criteria(finding)))
            _sheet(book, "按月", _MONTHS, (row for finding in findings for row in _months(finding)))

    write_whole(path, write)


def _who(finding: Finding) -> Row:
    subject = finding.subject
    number = mask_number(subject.key) if subject.kind == "person" else None
    return finding.programme.id, finding.programme.marked_title, subject.name, number


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else fen * FEN


def _verdict(finding: Finding) -> Row:
    award = finding.award
    money: Row = (None,) * 6
    if award:
        at_most = "最高" if award.at_most else None
        sums = map(_yuan, (award.total, award.due, award.to_come, award.claimed))
        money = (_BASES[award.basis], at_most, *sums)
    unmet, unknown = ("；".join(reasons(finding, o)) or None for o in (Outcome.UNMET, Outcome.UNKNOWN))
    return *_who(finding), finding.status.words, *money, unmet, unknown, _answered(finding, finding.answers)


def _criteria(finding: Finding) -> Iterator[Row]:
    for check in finding.checks:
        found, lacking = actual(check, finding.case), gap(check, finding.case)
        words = (required(check), found, outcome_words(check), lacking, basis_words(check))
        yield *_who(finding), check.criterion.label, *words, _answered(finding, check.answers)


def _answered(finding: Finding, answers: Sequence[Confirmation]) -> str | None:
    """Which assumptions were answered: by whom, when, on which text, and what holds instead."""
    asked = {assumption.id: assumption.question for assumption in finding.programme.assumptions}
    lines = (f"{asked[answer.assumption]}？{answer_words(answer)}{_instead(answer)}" for answer in answers)
    return "；".join(lines) or None


def _instead(answer: Confirmation) -> str:
    return f"，改为：{answer.instead}" if answer.instead else ""


def _months(finding: Finding) -> Iterator[Row]:
    for month, fen in finding.award.schedule if finding.award else ():
        yield *_who(finding), str(month), _yuan(fen)


def _defused(cell: str | Decimal | None) -> str | None:
    """A CSV cell that no spreadsheet takes for a formula."""
    if isinstance(cell, Decimal):
        return plain(int(cell / FEN))
    return defused(cell) if cell else cell


def _sheet(book: Any, title: str, header: Row, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, book.add_format({"bold": True, "bg_color": "#EAF3FC", "bottom": 1}))
    money = book.add_format({"num_format": "#,##0.00"})
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(number, column, float(cell), money)
            elif cell is not None:
                sheet.write_string(number, column, cell)
    sheet.autofit()
    sheet.autofilter(0, 0, sheet.dim_rowmax, len(header) - 1)

"""Findings as tables: a line each, numbers masked, and every answer that decides with who, when and on which text."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from enclave_desktop.exchange.findings_table import write_csv, write_xlsx
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

ANSWERED = "对工作假定的答复"
QUESTION = "研发费用奖励、载体认定奖励是否以备案为前提（只有办法标题提到备案）？"
ANSWER = {
    "measure": "yc",
    "assumption": "filing-required",
    "answered_by": "王示例",
    "answered_on": date(2025, 6, 12),
    "source": "科技局电话答复",
}
FILED = rows.filing(authority="银川市科技局")


def written(path: Path, programme: str, *held) -> Path:
    dossier = rows.dossier(rows.firm(), rows.centre(), *held)
    findings = check(dossier, load_packs(), 2024, {programme})
    (write_csv if path.suffix == ".csv" else write_xlsx)(dossier, 2024, findings, path)
    return path


def sheet(path: Path, title: str) -> list[dict[str, Any]]:
    header, *lines = load_workbook(path)[title].iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def reward(tmp_path: Path, *held) -> list[dict[str, Any]]:
    return sheet(written(tmp_path / "x.xlsx", "yc-rnd-reward", rows.expense(), *held), "条件")


def test_that_a_confirmed_criterion_says_who_when_and_on_which_text(tmp_path):
    (filed,) = [
        row for row in reward(tmp_path, FILED, rows.confirmation(**ANSWER)) if row["依据"] == "用户确认"
    ]
    assert filed["条件"] == "备案"
    assert filed[ANSWERED] == f"{QUESTION}用户确认（王示例，2025-06-12，科技局电话答复）"


def test_that_a_denied_criterion_says_what_holds_instead(tmp_path):
    denied = rows.confirmation(**ANSWER | {"answer": "否定", "instead": "不要求备案"})
    (filed,) = [row for row in reward(tmp_path, denied) if row["依据"] == "用户否定"]
    assert str(filed[ANSWERED]).endswith("用户否定（王示例，2025-06-12，科技局电话答复），改为：不要求备案")


def test_that_criteria_without_an_answer_say_none(tmp_path):
    assert {row[ANSWERED] for row in reward(tmp_path, FILED)} == {None}


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_that_a_verdict_names_every_answer_that_it_rests_on(tmp_path, name):
    held = (rows.expense(), FILED, rows.confirmation(**ANSWER))
    path = written(tmp_path / name, "yc-rnd-reward", *held)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
    else:
        (row,) = sheet(path, "结论")
    assert row[ANSWERED] == f"{QUESTION}用户确认（王示例，2025-06-12，科技局电话答复）"
    assert row["结论"] == "初步符合"


def test_that_document_numbers_are_masked_everywhere(tmp_path):
    path = written(tmp_path / "x.xlsx", "nx-phd-allowance", rows.filing(), rows.person(), rows.contract())
    book = load_workbook(path)
    cells = [cell for page in book for line in page.iter_rows(values_only=True) for cell in line if cell]
    assert "示例人" in cells
    assert not [cell for cell in cells if rows.NUMBER in str(cell)]


def test_that_the_months_add_up_to_the_verdicts_sum(tmp_path):
    path = written(tmp_path / "x.xlsx", "nx-phd-allowance", rows.filing(), rows.person(), rows.contract())
    (verdict,) = sheet(path, "结论")
    assert sum(row["金额（元）"] for row in sheet(path, "按月")) == verdict["合计（元）"] > 0


def test_that_no_csv_cell_is_taken_for_a_formula(tmp_path):
    path = written(tmp_path / "x.csv", "nx-phd-allowance", rows.filing(), rows.person(name="=1+1"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["对象"] == "'=1+1"

"""A record with a row of every sheet, and changes spelled as rows."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.evidence import PageEdit, words_of_edits
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.unit.rows import (
    FILE,
    NUMBER,
    agreement,
    approval,
    assessment,
    carrier,
    centre,
    claim,
    claim_step,
    confirmation,
    contract,
    evidence,
    expense,
    filing,
    firm,
    incubator,
    person,
    print_setting,
    project,
)

EDITS = words_of_edits([PageEdit(1, turn=90, crop=(Decimal(0), Decimal(0), Decimal("0.5"), Decimal(1)))])

EVERYTHING = (
    firm(account="6222020200001234567"),
    centre(floor_area=Decimal("320.5"), founded_on=date(2023, 5, 1), independent=False),
    incubator(floor_area=Decimal(1000)),
    filing(valid_until=date(2027, 3, 14)),
    person(name="示例𬭎", key_school=None, born_on=date(1990, 1, 1)),
    contract(salary=20_000_00, open_ended=None),
    contract(starts_on=date(2029, 2, 20), ends_on=None, open_ended=True),
    project(enclave="上海中心"),
    expense(amount=-1),
    expense(entry="1"),
    expense(project="RD-1"),
    expense(entry="1", project="RD-1", amount=10**15),
    agreement(enclave="深圳孵化器", amount=0),
    carrier(level="标准级", enclave="深圳孵化器"),
    assessment(),
    approval(),
    claim(),
    claim(programme="yc-rent", subject="上海中心", period_from="2024", period_to="2025", amount=None),
    confirmation(source="科技厅电话答复"),
    confirmation(measure="yc", assumption="rounding", answer="否定", instead="到元"),
    evidence(kind="营业执照"),
    evidence(number="e2", person=NUMBER, pages=EDITS, position=2),
    evidence(number="e3", kind="劳动合同", contract=(NUMBER, "上海中心", date(2024, 2, 20))),
    evidence(
        number="e4", kind="记账凭证", expense=(date(2024, 5, 6), "记-1", "1", "上海中心", None, "直接投入")
    ),
    evidence(number="e5", kind="备案文件", filing=("上海中心", "自治区科技厅", date(2024, 3, 15))),
    evidence(number="e6", kind="社保记录", person=NUMBER, period_from="2024-04", period_to="2024-12"),
    claim_step(),
    claim_step(
        number="s2", state="退回", reason="缺社保记录", settled_on=date(2025, 2, 3), packet="2025-001"
    ),
    print_setting(copies=3, double_sided=True, show_numbers=False, receiver="示例区科技局"),
)


def by_class(*rows: Any) -> dict[type[Any], list[Any]]:
    held: dict[type[Any], list[Any]] = defaultdict(list)
    for row in rows:
        held[type(row)].append(row)
    return held


def adding(*rows: Any) -> Changes:
    return Changes(added=by_class(*rows))


def removing(*rows: Any) -> Changes:
    return Changes(removed=by_class(*rows))


def updating(*pairs: tuple[Any, Any]) -> Changes:
    held: dict[type[Any], list[tuple[Any, Any]]] = defaultdict(list)
    for before, after in pairs:
        held[type(before)].append((before, after))
    return Changes(updated=held)


def change(record: Record, changes: Changes) -> None:
    with record.transaction() as transaction:
        transaction.keep([FILE])
        transaction.apply(changes)


def make(path: Path, *rows: Any) -> Path:
    """A closed record of these rows; of every sheet's when none are given."""
    with Record.create(path) as record:
        change(record, adding(*(rows or EVERYTHING)))
    return path

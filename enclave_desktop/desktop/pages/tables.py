"""Which tables stand on the pages 企业与飞地, 合同 and 研发费用."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.pages.sheets import SheetsPage, Tab, sheet_tab
from enclave_desktop.desktop.people.standing import is_lacking
from enclave_desktop.desktop.spend.sums_tab import SpendSums
from enclave_desktop.desktop.table.columns import Column, columns_of
from enclave_desktop.desktop.table.toolbar import Segment
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Enclave,
    Expense,
    Filing,
    Firm,
    Project,
)

_LACKING = Segment("缺信息", is_lacking)
_OF_ENCLAVE: Callable[[Any], dict[str, str]] = lambda row: {"enclave": row.enclave or ""}  # noqa: E731


def firm_page(surroundings: Surroundings) -> SheetsPage:
    """The firm, its enclaves, and what offices decided on them."""
    tabs = [
        sheet_tab(
            Firm,
            lambda row: (row.name, "企业"),
            columns=_with_room_for_the_name(columns_of(SHEETS[Firm])),
        ),
        sheet_tab(
            Enclave,
            lambda row: (row.name, f"{row.type}·{row.city}"),
            hint="名称、拼音首字母",
            segments=(_LACKING,),
        ),
        sheet_tab(
            Filing,
            lambda row: (row.enclave, f"备案·{row.authority}"),
            hint="飞地、机关、编号",
            given=_OF_ENCLAVE,
        ),
        sheet_tab(Carrier, lambda row: (row.name, row.type), hint="名称、拼音首字母", segments=(_LACKING,)),
        sheet_tab(
            Assessment,
            lambda row: (row.enclave, f"{row.year} 年度考核"),
            hint="飞地、年度",
            given=_OF_ENCLAVE,
        ),
        sheet_tab(
            Approval, lambda row: (row.enclave, row.category), hint="飞地、类别、文号", given=_OF_ENCLAVE
        ),
    ]
    return SheetsPage(surroundings, "企业与飞地", tabs)


def agreements_page(surroundings: Surroundings) -> SheetsPage:
    """Agreements with other firms."""
    tabs = [
        sheet_tab(
            Agreement,
            lambda row: (row.number, f"{row.type}·{row.counterparty}"),
            hint="编号、对方单位、标的",
            segments=tuple(_of_type(choice) for choice in SHEETS[Agreement].field("type").choices),
        )
    ]
    return SheetsPage(surroundings, "合同", tabs)


def spend_page(surroundings: Surroundings) -> SheetsPage:
    """The ledger, its projects, and sums by category and month."""
    tabs = [
        sheet_tab(
            Expense,
            lambda row: (row.voucher, f"{row.category}·{row.booked_on}"),
            hint="凭证、摘要、金额",
            given=lambda row: {"booked_on": str(row.booked_on), "enclave": row.enclave},
        ),
        Tab("按类别和月份", SpendSums),
        sheet_tab(Project, lambda row: (row.number, row.name), hint="编号、名称", given=_OF_ENCLAVE),
    ]
    return SheetsPage(surroundings, "研发费用", tabs)


def _with_room_for_the_name(columns: list[Column]) -> list[Column]:
    return [replace(columns[0], width=232), *columns[1:]]


def _of_type(choice: str) -> Segment:
    return Segment(choice, lambda view: lambda row: row.type == choice)

"""T2 月度补助明细: one person's allowance month by month, a row a year."""

from collections.abc import Iterator

from enclave_desktop.dossier.months import MONTHS_A_YEAR, Month
from enclave_desktop.dossier.values import Contract
from enclave_desktop.packet.annexes.sheet import Sheet, iso, money, note
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.derived import OPEN_ENDED
from enclave_desktop.packet.flow import Flowing, gap, paragraph
from enclave_desktop.packet.style import (
    LINE_GAP,
    TABLE_CELL,
    TABLE_SMALL_CELL,
    TABLE_SMALL_HEAD,
    TURNED_FRAME,
)
from enclave_desktop.packet.tables import Cells, Column, Look, Table
from enclave_desktop.policy.findings import Award, Finding
from enclave_desktop.policy.pack import MonthlyRule

COLUMNS = (
    Column("年度", 11, align="centre"),
    *(Column(f"{month}月", 17, align="right") for month in range(1, MONTHS_A_YEAR + 1)),
    Column("月数", 11, align="centre"),
    Column("小计", 22, align="right"),
)
LOOK = Look(TABLE_SMALL_HEAD, TABLE_SMALL_CELL)
NOT_DUE = "括号内为数据截至日尚未届满的月份（预计）；合同提前终止的，补助到离职为止（工作假定）。"
NO_SCHEDULE = "存在未达到或待核实的条件，暂不能列出月度补助。"


def sheets(application: Application) -> Iterator[Sheet]:
    """T2, one sheet a person."""
    for finding in application.findings:
        blocks: list[Flowing] = []
        for line in _lines(application, finding):
            blocks += paragraph(line, TABLE_CELL, TURNED_FRAME.width)
        blocks += [gap(LINE_GAP), *_table(application, finding)]
        name = finding.subject.name
        about = name if application.several else ""
        yield Sheet("月度补助明细", blocks, about, f"姓名：{name}", landscape=True, money=True)


def _lines(application: Application, finding: Finding) -> Iterator[str]:
    case, rule, award = finding.case, finding.programme.award, finding.award
    if case.enclave and case.contract:
        filed = ""
        if isinstance(rule, MonthlyRule):
            office = rule.filed_with
            first = application.context.first_filed_on(case.enclave.name, office) if office else None
            filed = f"　　最早备案：{office}，{iso(first)}" if first else ""
        contract = case.contract
        left = f"（{iso(contract.left_on)} 离职）" if contract.left_on else ""
        term = f"{iso(contract.starts_on)} 至 {_end(contract)}{left}"
        yield f"飞地：{case.enclave.name}　　劳动合同：{term}{filed}"
    if award and award.due is not None and award.to_come is not None:
        months = sum(month.last_day <= application.as_of for month, _ in award.schedule)
        yield (
            f"截至 {iso(application.as_of)} 已满 {months} 个月，计 {money(award.due)} 元；"
            f"尚未届满 {len(award.schedule) - months} 个月，计 {money(award.to_come)} 元；"
            f"已提交、获批或拨付 {money(award.claimed)} 元。"
        )


def _end(contract: Contract) -> str:
    return OPEN_ENDED if contract.open_ended else iso(contract.ends_on)


def _table(application: Application, finding: Finding) -> Iterator[Flowing]:
    award = finding.award
    if award is None or not award.schedule:
        yield Table(COLUMNS, [("",) * len(COLUMNS)], look=LOOK)
        yield from note(NO_SCHEDULE)
        return
    total = ("合计", *[""] * MONTHS_A_YEAR, str(len(award.schedule)), money(award.total))
    yield Table(COLUMNS, list(_years(application, award)), [total], look=LOOK)
    yield from note(NOT_DUE)


def _years(application: Application, award: Award) -> Iterator[Cells]:
    paid = dict(award.schedule)
    for year in sorted({month.year for month in paid}):
        months = [Month(year, number) for number in range(1, MONTHS_A_YEAR + 1)]
        amounts = [paid[month] for month in months if month in paid]
        cells = [_amount(paid.get(month), month, application) for month in months]
        yield str(year), *cells, str(len(amounts)), money(sum(amounts))


def _amount(fen: int | None, month: Month, application: Application) -> str:
    return f"({money(fen)})" if fen is not None and month.last_day > application.as_of else money(fen)

"""T4 研发费用明细账: every row of the year, with the sum of each page and the sum so far."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from enclave_desktop.dossier.values import Expense
from enclave_desktop.packet.annexes.sheet import ORDINAL, Sheet, iso, money
from enclave_desktop.packet.annexes.spend import line_of
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.flow import Flowing
from enclave_desktop.packet.progress import Progress, counted, silent
from enclave_desktop.packet.tables import DENSE_LOOK, Cells, Column, Table

COLUMNS = (
    ORDINAL,
    Column("日期", 19),
    Column("凭证号", 20),
    Column("项目编号", 24),
    Column("项目名称", 58),
    Column("费用类别", 22),
    Column("摘要", 53),
    Column("资金来源", 16, align="centre"),
    Column("金额", 26, align="right"),
)


def sheets(application: Application) -> Iterator[Sheet]:
    """T4, one sheet a centre."""
    names = {project.number: project.name for project in application.dossier.projects}
    for enclave in application.enclaves:
        blocks: list[Flowing] = [ledger_table(application.expenses(enclave), names, application.progress)]
        about = enclave.name if application.several else ""
        line = line_of(application, enclave)
        yield Sheet("研发费用明细账", blocks, about, line, landscape=True, money=True)


def ledger_table(rows: Sequence[Expense], names: dict[str, str], progress: Progress = silent) -> Table:
    """The rows in the order given; `names` are the projects' by number."""
    sums = [0, *accumulate(row.amount for row in rows)]

    def page_foot(start: int, stop: int) -> list[Cells]:
        return [_sum("本页小计", sums[stop] - sums[start]), _sum("累计", sums[stop])]

    cells = [_cells(number, row, names) for number, row in enumerate(counted(rows, progress), 1)]
    if not cells:
        return Table(COLUMNS, [("",) * len(COLUMNS)])
    return Table(COLUMNS, cells, [_sum("合计", sums[-1])], page_foot, DENSE_LOOK, "研发费用明细账", progress)


def _cells(number: int, row: Expense, names: dict[str, str]) -> Cells:
    voucher = f"{row.voucher}／{row.entry}" if row.entry else row.voucher
    project = row.project or ""
    return (
        str(number),
        iso(row.booked_on),
        voucher,
        project,
        names.get(project, ""),
        row.category,
        row.summary or "",
        row.funding or "",
        money(row.amount),
    )


def _sum(label: str, fen: int) -> Cells:
    return (label, *[""] * (len(COLUMNS) - 2), money(fen))

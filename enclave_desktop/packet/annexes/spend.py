"""T3 研发费用分类汇总: one centre's spend of the year by category and by month, and what comes of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import share
from enclave_desktop.dossier.months import MONTHS_A_YEAR
from enclave_desktop.dossier.values import Enclave, Expense
from enclave_desktop.packet.annexes.sheet import Sheet, heading, money, signatures
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.awarded import percent_words
from enclave_desktop.packet.flow import Flowing
from enclave_desktop.packet.tables import Cells, Column, Table
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.pack import YearlyRule

CATEGORIES = SHEETS[Expense].field("category").choices
FUNDINGS: tuple[str | None, ...] = (*SHEETS[Expense].field("funding").choices, None)
"""自筹, 财政, and what names neither."""
SIGNED_BY = ("单位负责人", "财务负责人", "制表", "日期")
_SHARE = Decimal("0.01")


def _columns(first: str) -> tuple[Column, ...]:
    sums = (*(funding or "未注明" for funding in FUNDINGS), "合计")
    return (
        Column(first, 34, align="centre"),
        *(Column(label, 26, align="right") for label in sums),
        Column("占比", 18, align="right"),
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """What was spent, in fen, by 资金来源; None where no row is."""

    by_funding: tuple[int | None, ...]

    @classmethod
    def of(cls, rows: Iterable[Expense]) -> "Sums":
        sums: dict[str | None, int] = {}
        for row in rows:
            sums[row.funding] = sums.get(row.funding, 0) + row.amount
        return cls(tuple(sums.get(funding) for funding in FUNDINGS))

    @property
    def total(self) -> int | None:
        known = [fen for fen in self.by_funding if fen is not None]
        return sum(known) if known else None


def sheets(application: Application) -> Iterator[Sheet]:
    """T3, one sheet a centre."""
    for finding, enclave in zip(application.findings, application.enclaves, strict=True):
        rows = application.expenses(enclave)
        blocks: list[Flowing] = [
            _table(
                "费用类别", rows, CATEGORIES, lambda row: row.category, _results(application, finding, rows)
            ),
            *heading("按月汇总"),
            _table("月份", rows, _months(application.year), lambda row: row.booked_on.isoformat()[:7]),
            *signatures(*SIGNED_BY),
        ]
        about = enclave.name if application.several else ""
        yield Sheet("研发费用分类汇总", blocks, about, line_of(application, enclave), money=True)


def line_of(application: Application, enclave: Enclave) -> str:
    return f"飞地：{enclave.name}　　费用年度：{application.year}年"


def _months(year: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, MONTHS_A_YEAR + 1)]


def _table(
    first: str,
    rows: Sequence[Expense],
    groups: Sequence[str],
    group_of: Callable[[Expense], str],
    results: Sequence[Cells] = (),
) -> Table:
    grouped: dict[str, list[Expense]] = {group: [] for group in groups}
    for row in rows:
        grouped[group_of(row)].append(row)
    total = Sums.of(rows)
    lines = [_line(group, Sums.of(members), total.total) for group, members in grouped.items()]
    return Table(_columns(first), lines, [_line("合计", total, total.total), *results], name="研发费用")


def _line(label: str, sums: Sums, total: int | None) -> Cells:
    return label, *map(money, sums.by_funding), money(sums.total), _share(sums.total, total)


def _share(part: int | None, whole: int | None) -> str:
    """Per cent of the whole; blank where it says nothing."""
    if part is None or not whole:
        return ""
    return f"{(Decimal(part) * 100 / whole).quantize(_SHARE)}%"


def _results(application: Application, finding: Finding, rows: Sequence[Expense]) -> list[Cells]:
    """From the total to the amount applied for."""
    rule, total = finding.programme.award, Sums.of(rows).total
    if not isinstance(rule, YearlyRule) or total is None:
        return []
    year_end = date(application.year, 12, 31)
    rate, cap = rule.rate.on(year_end), rule.cap.on(year_end)
    if rate is None or cap is None:
        return []
    applied = finding.award.total if finding.award else None
    lines = (
        (f"合计 × {percent_words(rate)}", share(total, rate)),
        ("年度上限", cap),
        ("申请额（二者取低，不低于零）", applied),
    )
    return [(label, "", "", "", money(amount), "") for label, amount in lines]

"""合计: every sum is worked out again from the rows that are printed above it; figures agree with 大写."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.money import grouped, parse_yuan, share
from enclave_desktop.dossier.values import Agreement, Contract, Expense, Project
from enclave_desktop.packet.annexes.spend import FUNDINGS
from enclave_desktop.packet.consistency.capitals import fen_of_capitals
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.paper import SUM, Leaf, Row, Table
from enclave_desktop.packet.consistency.remark import Remark, Severity, Spot
from enclave_desktop.packet.consistency.spots import spot_of_value

TOPIC, CAPITALS = "合计", "大写"
ON_PAGE, SO_FAR = "本页小计", "累计"
_PARTS = ("T2", "T3", "T4", "T5", "T6", "T7")
_ROWS_OF = {"T2": (Contract, "ends_on"), "T5": (Agreement, "amount"), "T7": (Project, None)}
_SOURCES = tuple(funding or "未注明" for funding in FUNDINGS)


def sums(looked_at: LookedAt) -> Iterator[Remark]:
    """Sums of tables, of their pages, and of their rows."""
    for code in _PARTS:
        keys = dict.fromkeys(leaf.part.key for leaf in looked_at.paper.of_part(f"{code}:"))
        for key in keys:
            for leaf, wrong in _of_part(looked_at, key):
                yield Remark(Severity.CONTRADICTION, TOPIC, wrong, leaf.where, _spot(code))


def _spot(code: str) -> Spot:
    entity, field = _ROWS_OF.get(code, (Expense, "amount"))
    return Spot(KEPT[entity].title, field=field)


def _of_part(looked_at: LookedAt, key: str) -> Iterator[tuple[Leaf, str]]:
    for leaf, table in looked_at.paper.tables(key):
        yield from ((leaf, words) for words in _of_table(table))
    so_far = 0
    for leaf in looked_at.paper.of_part(key):
        for table in leaf.tables:
            on_page = _added(table.rows, len(table.head) - 1)
            so_far += on_page
            for label, true in ((ON_PAGE, on_page), (SO_FAR, so_far)):
                yield from ((leaf, words) for words in _held(table, label, {len(table.head) - 1: true}))


def _of_table(table: Table) -> Iterator[str]:
    columns = range(1, len(table.head))
    yield from _held(table, SUM, {at: _added(table.rows, at) for at in columns})
    for row in (*table.rows, *(row for row in table.sums if row.label == SUM)):
        yield from _of_row(table, row)
    yield from _results(table)


def _held(table: Table, label: str, true: dict[int, int]) -> Iterator[str]:
    """What a sum's row says otherwise than it should."""
    for row in (row for row in table.sums if row.label == label):
        for at, fen in true.items():
            said = amount(row.cells[at])
            if said is not None and said != fen:
                yield f"“{table.head[at]}”的{label}印为 {row.cells[at]}，各行相加为 {grouped(fen)}"


def _added(rows: Sequence[Row], at: int) -> int:
    return sum(amount(row.cells[at]) or 0 for row in rows)


def amount(words: str) -> int | None:
    """Fen of an amount on paper, one that is not due yet in brackets; None when it is none."""
    try:
        return parse_yuan(words.strip().removeprefix("(").removesuffix(")")) if words else None
    except ValueError:
        return None


def _of_row(table: Table, row: Row) -> Iterator[str]:
    """Months of a year add up to its 小计, 资金来源 to their 合计."""
    months = [at for at, label in enumerate(table.head) if label.endswith("月") and label[:-1].isdigit()]
    sources = [at for at, label in enumerate(table.head) if label in _SOURCES]
    for parts, label in ((months, "小计"), (sources, SUM)):
        at = table.column(label)
        if not parts or at is None or row.label:
            continue
        said, true = amount(row.cells[at]), sum(amount(row.cells[part]) or 0 for part in parts)
        if said is not None and said != true:
            yield f"“{row.cells[0]}”的{label}印为 {row.cells[at]}，各项相加为 {grouped(true)}"


def _results(table: Table) -> Iterator[str]:
    """合计 × rate, 上限, and the lower of both."""
    at = table.column(SUM)
    if at is None:
        return
    said = {row.label: amount(row.cells[at]) for row in table.sums}
    total, cap = said.get(SUM), said.get("年度上限")
    for label, fen in said.items():
        if not label.startswith(f"{SUM} × ") or total is None or fen is None:
            continue
        due = share(total, Decimal(label.removeprefix(f"{SUM} × ").removesuffix("%")) / 100)
        if due != fen:
            yield f"“{label}”印为 {grouped(fen)}，应为 {grouped(due)}"
        applied = next((value for name, value in said.items() if name.startswith("申请额")), None)
        if applied is not None and cap is not None and applied != max(0, min(due, cap)):
            yield f"申请额印为 {grouped(applied)}，应为 {grouped(max(0, min(due, cap)))}"


def capitals(looked_at: LookedAt) -> Iterator[Remark]:
    """The amount in figures and in 大写 on each form."""
    for form in looked_at.forms:
        figures, words = form.cell("award.amount"), form.cell("award.capitals")
        if figures is None or words is None or not (figures.words or words.words):
            continue
        said, written = amount(figures.words), fen_of_capitals(words.words)
        if said is None or said != written:
            text = f"申请金额“{figures.words}”与大写“{words.words}”不一致"
            spot = spot_of_value("award.amount", form.given)
            yield Remark(Severity.CONTRADICTION, CAPITALS, text, form.where, spot)

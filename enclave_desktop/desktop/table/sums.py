"""What is selected, added up for the status bar."""

from collections.abc import Iterator
from typing import Any

from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.money import grouped


def sum_words(model: TableModel, selection: Any) -> str:
    """已选 2 行　计数 2　合计 51,500.00　平均 25,750.00; masked cells are not added: a sum would tell them."""
    rows: set[int] = set()
    cells = 0
    amounts: list[int] = []
    for part in selection:
        rows.update(range(part.top(), part.bottom() + 1))
        for at in range(part.left(), part.right() + 1):
            cells += part.bottom() - part.top() + 1
            if model.columns[at].field is None or model.columns[at].field.kind is Kind.MONEY:  # type: ignore[union-attr]
                amounts += _amounts(model, at, part.top(), part.bottom())
    if cells < 2:
        return ""
    words = [f"已选 {len(rows):,} 行", f"{cells:,} 格"]
    if amounts:
        total = sum(amounts)
        mean = round(total / len(amounts))
        words += [f"计数 {len(amounts):,}", f"合计 {grouped(total)} 元", f"平均 {grouped(mean)} 元"]
    return "　".join(words)


def _amounts(model: TableModel, at: int, first: int, last: int) -> Iterator[int]:
    column = model.columns[at]
    if not column.right:
        return
    value: Any = column.sort_key
    for row in range(first, last + 1):
        amount = value(model.rows[row])
        if isinstance(amount, int) and not (column.sensitive and model.is_masked(row, at)):
            yield amount

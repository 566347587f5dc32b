"""The history in words: a line an entry, and a line a row; what is sensitive is masked unless it was asked for."""

from collections.abc import Iterator
from typing import Any

from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.showing import mask_long_numbers, show, show_masked
from enclave_desktop.records.history_reading import Entry, Lines, RowChange
from enclave_desktop.records.schema import FIRST_WITH_HISTORY

ADDED, CHANGED, REMOVED = "新增", "更改", "删除"
EMPTY = "（空）"


def when(entry: Entry) -> str:
    """2026-11-24 09:30, as the clock stood where it was done."""
    return f"{entry.at:%Y-%m-%d %H:%M}"


def who(entry: Entry) -> str:
    return f"{entry.account}@{entry.machine}"


def title(entry: Entry) -> str:
    """What was done; of what was erased, that it was."""
    return entry.words or "（说明已清除或没有说明）"


def counts_words(entry: Entry) -> str:
    """人员 新增 1、更改 2；劳动合同 删除 1."""
    return "；".join(f"{sheet} {_three(counts)}" for sheet, counts in entry.counts.items())


def _three(counts: tuple[int, int, int]) -> str:
    told = zip((ADDED, CHANGED, REMOVED), counts, strict=True)
    return "、".join(f"{word} {count}" for word, count in told if count)


def what(change: RowChange) -> str:
    """新增, 更改, 删除, 移出 or 移回."""
    if change.moved:
        return change.moved
    if change.before is None:
        return ADDED
    return REMOVED if change.after is None else CHANGED


def row_name(change: RowChange, *, masked: bool = True) -> str:
    """A name where the row has one, then what it is known by."""
    values = change.values
    name = values.get("name") or values.get("title")
    known_by = (shown(field, values.get(field.name), masked=masked) for field in change.sheet.known_by)
    return "　".join(dict.fromkeys(part for part in (name, *known_by) if part))


def fields_words(change: RowChange, *, masked: bool = True) -> Iterator[tuple[str, str, str]]:
    """The label of each field that is another, what it was and what it became."""
    for field, was, became in change.fields():
        yield field.label, shown(field, was, masked=masked), shown(field, became, masked=masked)


def change_line(change: RowChange, *, masked: bool = True) -> str:
    """更改　人员　示例人　640…：学位 博士 → 硕士."""
    head = f"{what(change)}　{change.sheet.title}　{row_name(change, masked=masked)}"
    if change.before is None or change.after is None:
        return head
    fields = "；".join(
        f"{label} {was or EMPTY} → {became or EMPTY}"
        for label, was, became in fields_words(change, masked=masked)
    )
    return f"{head}：{fields}"


def fact_lines(lines: Lines) -> Iterator[str]:
    """What else happened."""
    for fact, value in lines.facts():
        yield _FACTS[fact](value) if fact in _FACTS else fact
    if gone := lines.gone:
        yield f"其中 {gone} 项内容已按要求清除"


_FACTS: dict[str, Any] = {
    "files": lambda shas: f"收入文件 {len(shas)} 份：{'、'.join(sha[:12] for sha in shas[:3])}…",
    "forgotten": lambda count: f"去掉不再用到的文件 {count} 份",
    "packet": lambda packet: f"留存申报材料 {packet[0]}",
    "schema": lambda numbers: _schema_words(*numbers),
    "on_record": lambda sha: f"当时的内容摘要 {sha[:12]}…",
    "restored": lambda left: f"恢复前的档案有历史记录 {left} 条，随它一起另存",
    "erased": lambda held: f"清除个人信息：{held.get('reason', '')}",
}


def _schema_words(before: int, after: int) -> str:
    began = "；此前没有记录历史" if before < FIRST_WITH_HISTORY else ""
    return f"档案格式 {before} → {after}{began}"


def shown(field: Field, value: Any, *, masked: bool) -> str:
    """A value in words; the key of another row may hold a person's number."""
    if isinstance(value, tuple):
        return " ".join(_part(part, masked=masked) for part in value if part is not None)
    return show_masked(field, value) if masked else show(field, value)


def _part(part: Any, *, masked: bool) -> str:
    return mask_long_numbers(str(part)) if masked else str(part)

"""What is in a backup and what restoring it would change, in words; document numbers and accounts are masked."""

from collections.abc import Iterator

from enclave_desktop.dossier.difference import ADDED, CHANGED, REMOVED, Difference
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.records.restore import Look
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.verify import Contents, damaged_words

_MOST = 200
"""Differences told one by one."""
_BECOMES = {ADDED: "恢复", REMOVED: "去掉", CHANGED: "改回"}
"""What restoring does, by what differs in the backup."""


def contents_words(contents: Contents) -> str:
    """企业 1、飞地 2、人员 30，附件 12 份（3.4 MB），已打印的材料 2 份."""
    rows = "、".join(f"{title} {count}" for title, count in contents.counts.items()) or "没有内容"
    files = f"，附件 {contents.files} 份（{size_words(contents.file_bytes)}）" if contents.files else ""
    packets = f"，已打印的材料 {contents.packets} 份" if contents.packets else ""
    older = f"（较旧的格式 {contents.schema}，打开时升级）" if contents.schema < SCHEMA else ""
    spoilt = f"，其中{damaged_words(contents)}" if contents.damaged else ""
    return f"{rows}{files}{spoilt}{packets}{older}"


def size_words(size: int) -> str:
    """A size in kB or MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{-(-size // 1024)} kB"


def look_lines(look: Look) -> Iterator[str]:
    """Everything about a look, a line each."""
    yield f"备份里有　{contents_words(look.contents)}"
    if look.made_at:
        yield f"备份时间　{look.made_at:%Y-%m-%d %H:%M}"
    yield f"最后改动　{look.changed_at:%Y-%m-%d %H:%M}"
    if look.opens:
        yield f"口令　　　{look.opens}"
    if look.differences is None:
        yield f"无法比较　{look.present}"
        return
    yield f"恢复后　　{summary(look.differences)}"
    for difference in look.differences[:_MOST]:
        yield f"  {difference_words(difference)}"
    if len(look.differences) > _MOST:
        yield f"  …还有 {len(look.differences) - _MOST} 处"


def summary(differences: tuple[Difference, ...]) -> str:
    """恢复 3 行，改回 1 行，去掉 2 行；or that nothing would change."""
    counts = {what: sum(one.what == what for one in differences) for what in _BECOMES}
    words = [f"{_BECOMES[what]} {count} 行" for what, count in counts.items() if count]
    return "，".join(words) or "与现有的档案没有不同"


def difference_words(difference: Difference) -> str:
    """One row: its sheet, what it is known by, and of a changed one what each field was and becomes."""
    sheet = difference.sheet
    known_by = [show_masked(field, getattr(difference.row, field.name)) for field in sheet.known_by]
    name = getattr(difference.row, "name", None) or getattr(difference.row, "title", None)
    named = "　".join(dict.fromkeys(part for part in (name, *known_by) if part))
    words = f"{_BECOMES[difference.what]}　{sheet.title}　{named}".rstrip()
    fields = (
        f"{field.label} {_shown(field, was)} → {_shown(field, now)}" for field, was, now in difference.fields
    )
    return "：".join(part for part in (words, "；".join(fields)) if part)


def _shown(field: Field, value: object) -> str:
    return show_masked(field, value) or "（空）"

"""Moments in words, as people tell them."""

from datetime import date, datetime


def when_words(moment: datetime, today: date | None = None) -> str:
    """今天 14:32, 昨天 09:12, 3 月 18 日, 2024-03-18."""
    today = today or date.today()
    days = (today - moment.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {moment:%H:%M}"
    if moment.year == today.year:
        return f"{moment.month} 月 {moment.day} 日"
    return f"{moment:%Y-%m-%d}"


def backup_words(last: datetime | None) -> str:
    """When a record was last backed up; that it never was is said plainly."""
    return f"备份 {when_words(last)}" if last else "还没有备份"

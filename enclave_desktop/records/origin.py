"""Where a change comes from: what the history says of it besides what changed."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Action(StrEnum):
    """What somebody did that changed the record; the words are what the history shows."""

    CREATED = "新建"
    MIGRATED = "升级"
    TYPED = "录入"
    IMPORTED = "导入"
    UNDONE = "撤销"
    REDONE = "重做"
    PRINTED = "打印"
    RESTORED = "恢复"
    MOVED = "搬移"
    """From a file to a server, or back."""
    ERASED = "清除"
    """Of a person's data, on request."""
    PROGRAM = "整理"
    """The program itself: letting go of files that nothing names any more."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One change's action, and what it is called; who and when is put down by the record."""

    action: Action
    words: str = ""
    """As the user knows it: 修改示例人的学位. May name a person, so erasing that person empties it."""
    workbook: str | None = None
    """The file name, without its folder, of what was imported."""


UNTOLD = Origin(Action.PROGRAM)
"""For whoever has nothing to say of a change."""
_UNKNOWN = "未知"


@cache
def account() -> str:
    """Who works here, as the system knows them."""
    import getpass  # of no use before the first change

    try:
        return getpass.getuser() or _UNKNOWN
    except (OSError, KeyError, ImportError):  # a system without accounts, or an account without a name
        return _UNKNOWN


@cache
def machine() -> str:
    """The name of this machine."""
    import platform

    return platform.node() or _UNKNOWN

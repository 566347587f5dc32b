"""Whether a file's tables are of the sort that we write: nothing in them acts, and nothing computes without end.

A record is handed on as a file. Views, triggers, computed columns and conditions of another's making would run
while we read, check or write it; SQLite itself takes them for part of the database.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from enclave_desktop.errors import UserError
from enclave_desktop.records.history_guard import triggers

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_NAMED = re.compile(r'\b(?:TABLE|REFERENCES|ON|FOREIGN KEY|PRIMARY KEY|UNIQUE)\s*"?\w*"?\s*\(', re.IGNORECASE)
_BEFORE_BRACKET = re.compile(r'(\w+)["\]`]?\s*\(')
_HARMLESS = frozenset("check in not and or key unique varchar when length coalesce".split())
"""What may stand before a bracket: words of SQL, and the two functions that our tables use."""
_ACTING = re.compile(r"\b(?:SELECT|LIKE|GLOB|MATCH|REGEXP|VIRTUAL|GENERATED)\b|/\*|--", re.IGNORECASE)


def check_shape(rows: Callable[[str], Sequence[Sequence[Any]]], path: Path) -> None:
    """UserError when something in the schema was never written by us; before any table is read."""
    known = set(triggers())
    for kind, sql in rows("SELECT type, sql FROM sqlite_schema"):
        if kind == "trigger" and sql not in known:
            raise _foreign(path)
        if kind in ("table", "index") and sql is not None and _acts(str(sql)):
            raise _foreign(path)
        if kind not in ("table", "index", "trigger"):
            raise _foreign(path)


def _acts(sql: str) -> bool:
    bare = _LITERAL.sub("''", sql)
    called = _BEFORE_BRACKET.findall(_NAMED.sub(",(", bare))
    return bool(_ACTING.search(bare)) or not {name.lower() for name in called} <= _HARMLESS


def _foreign(path: Path) -> UserError:
    return UserError(
        f"档案 {path} 里有本程序没有写过的视图、触发器或计算，没有打开。",
        "它被别的程序改过，或是有意做坏的文件；请改用备份，或向提供者问清来历。",
    )

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

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\w+|\s+|.""", re.DOTALL)
"""As SQLite reads it, from the left: what stands within quotes of one kind begins none of another."""
_NAMED = re.compile(r"\b(?:TABLE|REFERENCES|ON|FOREIGN KEY|PRIMARY KEY|UNIQUE)\s*\w*\s*\(", re.IGNORECASE)
_BEFORE_BRACKET = re.compile(r"(\w+)\s*\(")
_HARMLESS = frozenset("check in not and or key unique varchar when length coalesce".split())
"""What may stand before a bracket: words of SQL, and the two functions that our tables use."""
_ACTING = re.compile(r"\b(?:SELECT|LIKE|GLOB|MATCH|REGEXP|VIRTUAL|GENERATED|AS)\b|/\*|--", re.IGNORECASE)
_COMPUTING = re.compile(r"\b(?:AS|GENERATED|SELECT)\b", re.IGNORECASE)
_BEGINS = {
    "table": re.compile(r"CREATE TABLE\b", re.IGNORECASE),
    "index": re.compile(r"CREATE (?:UNIQUE )?INDEX\b", re.IGNORECASE),
}
"""SQLite goes by the statement, whatever kind stands beside it."""


def check_shape(rows: Callable[[str], Sequence[Sequence[Any]]], path: Path) -> None:
    """UserError when something in the schema was never written by us; before any table is read."""
    known = set(triggers())
    for kind, name, sql in rows("SELECT type, name, sql FROM sqlite_schema"):
        ours = sql in known if kind == "trigger" else is_plain(kind, sql)
        if not ours or not _is_word(name):
            raise _foreign(path)


def is_plain(kind: str, sql: str | None) -> bool:
    """Whether it is a table or an index that only keeps what it is given; an index of SQLite's own has no words."""
    if kind not in _BEGINS:
        return False
    if sql is None:
        return kind == "index"
    bare = _bare(sql)
    if bare is None or not _BEGINS[kind].match(bare):
        return False
    called = _BEFORE_BRACKET.findall(_NAMED.sub(",(", bare))
    return not _ACTING.search(bare) and {name.lower() for name in called} <= _HARMLESS


def only_keeps(kind: str, sql: object) -> bool:
    """Whether reading a damaged file's table gives only what was put there; what else its words say may be spoilt."""
    return (
        kind == "table"
        and isinstance(sql, str)
        and bool(_BEGINS[kind].match(sql))
        and not _COMPUTING.search(sql)
    )


def _bare(sql: str) -> str | None:
    """The statement without what its texts say and without quotes about names; None where a name is no word."""
    bare = []
    for token in _TOKEN.findall(sql):
        if token[0] == "'" and len(token) > 1:
            bare.append("''")
        elif token[0] in '"`[':
            if not _is_word(token[1:-1]):
                return None
            bare.append(token[1:-1])
        else:
            bare.append(token)
    return "".join(bare)


def _is_word(name: object) -> bool:
    return isinstance(name, str) and re.fullmatch(r"\w+", name) is not None


def _foreign(path: Path) -> UserError:
    return UserError(
        f"档案 {path} 里有本程序没有写过的视图、触发器或计算，没有打开。",
        "它被别的程序改过，或是有意做坏的文件；请改用备份，或向提供者问清来历。",
    )

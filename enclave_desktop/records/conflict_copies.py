"""What synchronising software lays beside a record when two machines changed it, known by its names."""

import re
from collections.abc import Iterator
from pathlib import Path

_CONFLICT = re.compile(
    r"""
    [ ._-]* (?:
        [(（] .* (?:冲突|副本|conflict) .* [)）]     # (王芳的冲突副本 2025-06-30), (conflicted copy …)
      | [(（] \d{1,2} [)）]                          # (1)
      | [-_ ] .* 冲突 .*                             # -冲突, -冲突-王芳
      | [-_. ] (?:NS|sync-)? conflict .*             # -NSConflict, .sync-conflict-20250630-…
      | [-_ ] 副本 (?: [ ]? [(（]? \d* [)）]? )      # - 副本, - 副本 (2)
      | [-_ ] (?:DESKTOP|LAPTOP|PC)-?[A-Z0-9]+       # OneDrive writes the machine's name
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def conflict_copies(path: Path) -> list[Path]:
    """Files beside the record that synchronising software makes when two machines changed it, by their names."""
    return sorted(_conflict_copies(path))


def _conflict_copies(path: Path) -> Iterator[Path]:
    try:
        beside = list(path.parent.iterdir())
    except OSError:
        return
    for other in beside:
        if other.suffix.lower() != path.suffix.lower() or not other.stem.startswith(path.stem):
            continue
        if _CONFLICT.fullmatch(other.stem[len(path.stem) :]) and other.is_file():
            yield other


def conflict_words(copies: list[Path]) -> str:
    """That there are some, and what to do; empty when there are none."""
    if not copies:
        return ""
    named = "、".join(f"“{copy.name}”" for copy in copies[:3])
    more = f"等 {len(copies)} 个文件" if len(copies) > 3 else ""
    return f"旁边有{named}{more}，像是同步软件留下的冲突副本：两台电脑可能各改了一份，请逐份打开核对。"

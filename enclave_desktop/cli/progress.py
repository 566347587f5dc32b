"""A progress line for people; scripts that read standard error from a pipe see none."""

import sys


def show_progress(what: str, done: int, total: int) -> None:
    """Redraw the line '写入 研发费用 40 %'; the last step clears it."""
    if not sys.stderr.isatty():
        return
    percent = f" {done * 100 // total} %" if total else ""
    line = f"\r\x1b[K{what}{percent}" if done < total else "\r\x1b[K"
    print(line, end="", file=sys.stderr, flush=True)

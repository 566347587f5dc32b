"""Calls as a clerk makes them: a process of its own, with what it said."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
DAY = ("--as-of", "2025-06-30")
_OF_LANGUAGE = (
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "PYTHONDONTWRITEBYTECODE",
)
_BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Before a call that the administrator makes: rights to files then bind her as they bind others."""


NAMELESS = ("unshare", "--user", "--map-user=54321")
"""Before a call by somebody whom the system has no name for, as happens in containers."""


def call(
    *words: object, program: Path = CHECKOUT, bound: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`enclave-desktop words` of the program in a folder, `bound` by rights to files whoever calls."""
    return _run(["-m", "enclave_desktop", *words], program, bound, environment)


def python(
    source: str,
    *arguments: object,
    program: Path = CHECKOUT,
    bound: bool = False,
    nameless: bool = False,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """As `call`, of a few lines that use the program in that folder; a window has no screen."""
    words = ["-c", source, *arguments]
    first = NAMELESS if nameless else ()
    return _run(words, program, bound, {"QT_QPA_PLATFORM": "offscreen", **environment}, first)


def _run(
    words: list[object],
    program: Path,
    bound: bool,
    environment: dict[str, str],
    first: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Nothing of the caller's language goes with it."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_LANGUAGE}
    if bound and os.geteuid() == 0:
        first += _BOUND
    return subprocess.run(
        [*first, sys.executable, *map(str, words)],
        cwd=program,
        env={**kept, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

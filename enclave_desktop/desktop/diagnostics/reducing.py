"""Taking out of a text what could tell who uses the program, on which machine, with which record."""

import getpass
import platform
import re
from collections.abc import Collection
from pathlib import Path

_PLACE = re.compile(r'File "([^"\n]*)"')
_CODE = re.compile(r"(?:.*[\\/])?((?:enclave_desktop|site-packages)[\\/][\w.\\/-]+\.py)", re.ASCII)
_STANDARD = re.compile(r".*[\\/]([\w.-]+\.py)", re.ASCII)
_PATH = re.compile(r"""(?<![\w.…])(?:[A-Za-z]:[\\/]|\\\\|~?/(?=\S))[^"'<>|*?\n]*""")
_DIGITS = re.compile(r"\d{6,}[Xx]?")
_PATH_WORDS, _NUMBER_WORDS, _NAME_WORDS = "〈路径〉", "〈号码〉", "〈名称〉"
_SHORTEST = 2
"""Characters of a name that is looked for."""


class Reducing:
    """Leaves places in the program; paths, long numbers, and the names given become words in brackets."""

    def __init__(self, names: Collection[str] = ()) -> None:
        known = {*names, Path.home().name, platform.node(), _account()}
        self._names = sorted((name for name in known if len(name) >= _SHORTEST), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        return "".join(self._reduced(line) for line in text.splitlines(keepends=True))

    def _reduced(self, line: str) -> str:
        if found := _PLACE.search(line):
            head, tail = line[: found.start()], line[found.end() :]
            return f'{self._words(head)}File "{_place(found[1])}"{self._words(tail)}'
        return self._words(line)

    def _words(self, text: str) -> str:
        text = _DIGITS.sub(_NUMBER_WORDS, _PATH.sub(_PATH_WORDS, text))
        for name in self._names:
            text = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", _NAME_WORDS, text)
        return text


def _place(path: str) -> str:
    """A file of the program or of a library, without where it is installed."""
    if found := _CODE.fullmatch(path):
        return found[1]
    found = _STANDARD.fullmatch(path)
    return f"…/{found[1]}" if found else _PATH_WORDS


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account has a name here
        return ""

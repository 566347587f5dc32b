"""Strict reading of TOML: every key is taken once by name and type; what is left over is an error with its path."""

import difflib
import json
import tomllib
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from enclave_desktop.errors import UserError
from enclave_desktop.paths import no_such_file

T = TypeVar("T")

LARGEST_FILE = 2_000_000
"""Bytes; a rule pack or form is a few thousand."""


def nearest(word: str, words: Collection[str]) -> str:
    """A hint with the nearest right spelling: '，是否应为 “…”'; empty when nothing is near."""
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"，是否应为“{close[0]}”" if close else ""


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def load_toml(path: Path) -> dict[str, Any]:
    """The file's data; UserError when it cannot be read or is no TOML (with the line)."""
    return parse_toml(read_toml(path), path.name)


def read_toml(path: Path) -> str:
    """The file's text; UserError when it cannot be read."""
    return decoded(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The file as it is; UserError when it cannot be read or is larger than such files are."""
    too_large = UserError(f"{path.name} 超过 {LARGEST_FILE // 1_000_000} MB，不像是规则或表样文件。")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise too_large
        if not path.is_file():
            raise UserError(f"无法读取 {path}：不是一个文件。", "请核对选的文件。")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise no_such_file(path, "文件") from None
    except OSError as error:
        raise UserError(f"无法读取 {path}：{error.strerror}。") from None
    if len(data) > LARGEST_FILE:
        raise too_large
    return data


def decoded(data: bytes, file: str) -> str:
    """The text of a file of that name; UserError when it is not in UTF-8."""
    try:
        return data.decode("utf-8-sig")  # Notepad puts a mark before the text
    except UnicodeDecodeError:
        raise UserError(f"{file} 不是 UTF-8 编码的文本。", "请另存为 UTF-8 后再试。") from None


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The data of a text; UserError, naming `file` and the line, when it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{file} 不是有效的 TOML：{error}") from None
    except RecursionError:
        raise UserError(
            f"{file} 不是有效的 TOML：括号嵌套得太深。", "请核对方括号和花括号是否成对。"
        ) from None
    except ValueError:  # what TOML allows and Python does not: a number of thousands of digits, the year 0
        raise UserError(f"{file} 里有大得读不了的数或没有的日期。", "请核对其中的数和日期。") from None


class Table:
    """One table of a TOML file, read key by key; use as a context manager to refuse what was not taken."""

    def __init__(self, data: dict[str, Any], file: str, path: str = "") -> None:
        self._data = data
        self._file = file
        self._path = path
        self._taken: set[str] = set()

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.finish()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def error(self, key: str, reason: str) -> UserError:
        """A UserError that names file and key path."""
        return UserError(f"{self._file}：{self._where(key)} {reason}。")

    def finish(self) -> None:
        """Refuse keys that nothing took."""
        for key in self._data:
            if key not in self._taken:
                raise self.error(key, f"不是认识的键{nearest(key, self._taken)}")

    def raw(self, key: str) -> Any:
        """The value as it stands; UserError when it is missing."""
        self._taken.add(key)
        if key not in self._data:
            raise self.error(key, "缺少这一项")
        return self._data[key]

    def text(self, key: str) -> str:
        return self._typed(key, str, "文字")

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self._given(key) else None

    def whole(self, key: str) -> int:
        return self._typed(key, int, "整数")

    def optional_whole(self, key: str) -> int | None:
        return self.whole(key) if self._given(key) else None

    def flag(self, key: str, default: bool = False) -> bool:
        return self._typed(key, bool, " true 或 false") if self._given(key) else default

    def day(self, key: str) -> date:
        return self._typed(key, date, "日期")

    def optional_date(self, key: str) -> date | None:
        return self.day(key) if self._given(key) else None

    def word(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """A text out of `allowed`."""
        if default is not None and not self._given(key):
            return default
        word = self.text(key)
        if word not in allowed:
            raise self.error(key, f"不认识“{word}”{nearest(word, allowed)}（可用：{'、'.join(allowed)}）")
        return word

    def words(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, empty when the key is absent."""
        if not self._given(key):
            return ()
        words = self._typed(key, list, "列表")
        for index, word in enumerate(words):
            place = f"{key}[{index}]"
            if not isinstance(word, str):
                raise self.error(place, "应为文字")
            if allowed is not None and word not in allowed:
                raise self.error(place, f"不认识“{word}”{nearest(word, allowed)}")
        return tuple(words)

    def table(self, key: str) -> "Table":
        return Table(self._typed(key, dict, "一个表"), self._file, self._where(key))

    def optional_table(self, key: str) -> "Table | None":
        return self.table(key) if self._given(key) else None

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of an array, none when the key is absent."""
        if not self._given(key):
            return
        rows = self._typed(key, list, "表的列表")
        for index, row in enumerate(rows):
            if not isinstance(row, dict):
                raise self.error(f"{key}[{index}]", "应为一个表")
            yield Table(row, self._file, self._where(f"{key}[{index}]"))

    def names(self) -> tuple[str, ...]:
        """Every key in it, for tables whose keys are names."""
        return tuple(self._data)

    def _given(self, key: str) -> bool:
        self._taken.add(key)
        return key in self._data

    def _typed(self, key: str, kind: type[T], words: str) -> T:
        value = self.raw(key)
        wrong = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if wrong or not isinstance(value, kind):
            raise self.error(key, f"应为{words}")
        return value

    def _where(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

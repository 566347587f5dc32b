"""Finding rows by what was typed: Chinese, the initials of its pinyin, a part of a number."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from operator import attrgetter
from threading import Thread
from typing import Any

from enclave_desktop.desktop.table.model import Filter
from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.showing import show

_INITIALS_OF = frozenset({Kind.TEXT, Kind.PLACE, Kind.CHOICE, Kind.SUBJECT})
_BETWEEN = "\n"


class _Initials(dict[int, str]):
    """Each character's initial, learnt when it is first met."""

    def __missing__(self, code: int) -> str:
        from pypinyin import Style, lazy_pinyin

        char = chr(code)
        read = lazy_pinyin(char, style=Style.FIRST_LETTER)[0] if char > "\u2e7f" else char
        self[code] = read if len(read) == 1 else char
        return self[code]


_initials = _Initials()


def initials(text: str) -> str:
    """江以澄 → jyc; other characters stay."""
    return text.translate(_initials)


def load_pinyin() -> None:
    """Begin to import what `initials` needs, in the background: it takes half a second."""
    if not _loading:
        _loading.append(Thread(target=import_module, args=("pypinyin",), name="pinyin"))
        _loading[0].start()


_loading: list[Thread] = []


class Search:
    """What each row can be found by: worked out in idle moments, or when it is first asked for."""

    def __init__(self, fields: Sequence[Field], more: Callable[[Any], str] | None = None) -> None:
        self._fields = [(field, attrgetter(field.name), field.kind in _INITIALS_OF) for field in fields]
        self._more = more
        self._found_by: dict[int, str] = {}
        """By id of the row."""
        self._known: list[Any] = []
        """The rows themselves, so that no other can take an id over."""
        self._spoken: dict[str, str] = {}
        """Texts with their initials; most recur."""
        self._waiting: Iterator[Any] = iter(())
        load_pinyin()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Forget rows that are gone; `prepare` does the new ones."""
        if len(self._known) > 2 * len(rows) + 1000:
            self.forget()
        self._waiting = iter(rows)

    def forget(self) -> None:
        """All is to be worked out anew."""
        self._found_by.clear()
        self._known.clear()
        self._spoken.clear()

    def prepare(self, count: int) -> bool:
        """Work on so many rows; whether any are left."""
        if _loading[0].is_alive():
            return True
        done = 0
        for row in islice(self._waiting, count):
            done += 1
            if id(row) not in self._found_by:
                self._learn(row)
        return done == count

    def matching(self, typed: str) -> Filter | None:
        """What finds the rows that hold every word typed; None when nothing was."""
        words = typed.lower().replace(",", "").replace("，", "").split()
        if not words:
            return None

        def find(rows: Sequence[Any]) -> list[Any]:
            found_by = self._found_by
            for row in rows:
                if id(row) not in found_by:
                    self._learn(row)
            found = list(rows)
            for word in words:
                found = [row for row in found if word in found_by[id(row)]]
            return found

        return find

    def _learn(self, row: Any) -> None:
        parts = []
        for field, value_of, spoken in self._fields:
            value = value_of(row)
            if value is None:
                continue
            text = value if isinstance(value, str) else show(field, value).replace(",", "")
            parts.append(self._said(text) if spoken else text)
        if self._more:
            parts.append(self._said(self._more(row)))
        self._found_by[id(row)] = _BETWEEN.join(parts).lower()
        self._known.append(row)

    def _said(self, text: str) -> str:
        """A text with its initials behind it."""
        if text.isascii():
            return text
        if text not in self._spoken:
            self._spoken[text] = f"{text}{_BETWEEN}{initials(text)}"
        return self._spoken[text]

"""Finding rows by what was typed: Chinese, the initials of its pinyin, a part of a number."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

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


class Search:
    """What each row can be found by: worked out in idle moments, or when it is first asked for."""

    def __init__(self, fields: Sequence[Field], more: Callable[[Any], str] | None = None) -> None:
        self._fields = [(field, field.kind in _INITIALS_OF) for field in fields]
        self._more = more
        self._found_by: dict[int, tuple[Any, str]] = {}
        """By id, with the row itself, so that no other can take its id over."""
        self._waiting: Any = iter(())

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Forget rows that are gone; `prepare` does the others."""
        known = self._found_by
        if len(known) > 2 * len(rows) + 1000:
            here = {id(row) for row in rows}
            self._found_by = {key: held for key, held in known.items() if key in here}
        self._waiting = iter(rows)

    def forget(self) -> None:
        """What is worked out beside the fields has changed."""
        if self._more is not None:
            self._found_by.clear()

    def prepare(self, count: int) -> bool:
        """Work on so many rows; whether any are left."""
        done = 0
        for row in islice(self._waiting, count):
            done += 1
            if id(row) not in self._found_by:
                self._learn(row)
        return done == count

    def matcher(self, typed: str) -> Callable[[Any], bool] | None:
        """Whether a row holds every word typed; None when nothing was."""
        words = typed.lower().replace(",", "").replace("，", "").split()
        if not words:
            return None
        known, learn = self._found_by, self._learn

        def matches(row: Any) -> bool:
            held = known.get(id(row))
            text = held[1] if held else learn(row)
            return all(word in text for word in words)

        def matches_one(row: Any) -> bool:
            held = known.get(id(row))
            return word in (held[1] if held else learn(row))

        word = words[0]
        return matches_one if len(words) == 1 else matches

    def _learn(self, row: Any) -> str:
        parts = []
        for field, spoken in self._fields:
            value = getattr(row, field.name)
            if value is None:
                continue
            text = value if isinstance(value, str) else show(field, value).replace(",", "")
            parts.append(text)
            if spoken and not text.isascii():
                parts.append(initials(text))
        if self._more and (more := self._more(row)):
            parts += (more, initials(more))
        found_by = _BETWEEN.join(parts).lower()
        self._found_by[id(row)] = (row, found_by)
        return found_by

"""Finding rows by what was typed: Chinese, the initials of its pinyin, a part of a number."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from itertools import compress, repeat
from operator import and_, attrgetter, contains, is_not, or_
from typing import Any

from enclave_desktop.desktop.table import initials
from enclave_desktop.desktop.table.model import Filter
from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.money import plain

_IN_FIGURES: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: str,
    Kind.MONEY: plain,
    Kind.AREA: lambda area: f"{area:f}",
    Kind.YEAR: str,
}
"""How values that are no text are written."""
_FIGURES = re.compile(r"[-0-9.]+")
_GROUPING = re.compile(r"(?<=\d)[,，](?=\d)|^[\s,，]+$")
_BETWEEN = "\n"
_EARLY = 50_000

Reader = Callable[[Any], str]


class Search:
    """What the rows of a table can be found by: worked out when something is first looked for among them."""

    def __init__(self, fields: Sequence[Field], more: Reader | None = None) -> None:
        """`more` is what a row can be found by beside its fields."""
        self._fields = fields
        self._more = more
        self._read = _Read((), fields, more)
        initials.load()

    def matching(self, typed: str) -> Filter | None:
        """What finds the rows that hold every word typed; None when nothing was."""
        words = _GROUPING.sub("", typed.lower()).split()
        if not words:
            return None

        def find(rows: Sequence[Any]) -> list[Any]:
            if rows is not self._read.rows:
                self._read = _Read(rows, self._fields, self._more)
            hold = self._read.hold(words[0])
            for word in words[1:]:
                hold = map(and_, hold, self._read.hold(word))
            return list(compress(rows, hold))

        return find


class _Read:
    """Rows, and in the same order what they are found by; figures only once someone looks for figures."""

    def __init__(self, rows: Sequence[Any], fields: Sequence[Field], more: Reader | None) -> None:
        self.rows = rows
        self._fields = fields
        self._more = more

    @cached_property
    def _texts(self) -> list[str]:
        """All texts of a row in one, in either case."""
        texts = [f.name for f in self._fields if f.kind not in _IN_FIGURES and f.kind is not Kind.YES_NO]
        readers: list[Callable[[Any], str | None]] = [attrgetter(name) for name in texts]
        if self._more:
            readers.append(self._more)
        rows = zip(*(map(read, self.rows) for read in readers), strict=True)
        return list(map(_BETWEEN.join, map(partial(filter, None), rows)))

    @cached_property
    def _figures(self) -> list[list[str]]:
        """Each column of figures, as they are written."""
        return [
            ["" if value is None else write(value) for value in map(attrgetter(field.name), self.rows)]
            for field in self._fields
            if (write := _IN_FIGURES.get(field.kind))
        ]

    @cached_property
    def _chars(self) -> set[str]:
        """All that occur; most of a long ledger's occur early, and looking for others is quick."""
        whole = "".join(self._texts)
        early = set(whole[:_EARLY])
        return early.union(re.findall(f"[^{re.escape(''.join(early))}]", whole)) if early else early

    def hold(self, word: str) -> Iterable[bool]:
        """Of each row whether it holds the word."""
        if word != word.upper():
            finds = initials.pattern(word, self._chars).search
            return map(is_not, map(finds, self._texts), repeat(None))
        holds: Iterable[bool] = map(contains, self._texts, repeat(word))
        for figures in self._figures if _FIGURES.fullmatch(word) else ():
            holds = map(or_, holds, map(contains, figures, repeat(word)))
        return holds

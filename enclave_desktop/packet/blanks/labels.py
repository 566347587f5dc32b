"""From what a blank calls a cell to what we call it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from unicodedata import normalize

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.packet.blanks.mapping import CHECK, DATE, MONEY, MULTILINE, TEXT, Area, Cell, Place
from enclave_desktop.packet.blanks.vocabulary import form_entries, placeholders
from enclave_desktop.policy.loading import load_packs

BOXES = "□☐○◯▢〇"
"""Characters that blanks use for boxes to tick."""
_TICKED = "☑☒"
_BY_HAND = ("签字", "签名", "签章")
"""What is so called is written by hand, whoever's name it asks for."""
_YEAR = "year"
UNITS = frozenset({"元", "万元"})
"""What may be printed in a cell behind the sum that is to be written there."""
SPAN = re.compile("[自从由]?年月日[至到止~～—–-]+年月日止?")
"""What a cell for two days has printed in it."""
SPANS = {"contract.span": ("contract.starts_on", "contract.ends_on")}
"""What the days of such a cell are, by what the whole of it is."""
_BETWEEN = "，,、;；/"
_NUMBERING = re.compile(r"^[(]?[0-9一二三四五六七八九十]{1,2}[)、.．]\s*")
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_LIKE = 0.8
NOWHERE = Area(0, 0, 0, 0)
_HIGH = 44.0
"""Points from which a cell is for several lines."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that looks made to be filled in."""

    place: Place
    page: int
    """From 1; 0 in a Word file, which has pages only once it is printed."""
    area: Area
    label: str
    """What the blank calls it."""
    values: tuple[str, ...] = ()
    """What it may hold, the likeliest first; empty where nothing fits."""
    kind: str = TEXT
    ticks: str = ""
    format: str = ""
    comb: int = 0

    def cell(self, value: str | None = None) -> Cell | None:
        """As a cell that holds `value`, or the likeliest; None when there is none."""
        value = value or (self.values[0] if self.values else None)
        if value is None:
            return None
        return Cell(value, self.place, self.kind, self.label, self.ticks, self.format, comb=self.comb)


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick in a line of words."""

    at: int
    """Where it stands in the line."""
    word: str
    """What it is for; empty where nothing says so."""
    start: int
    """Where box and word together begin,"""
    stop: int
    """and end."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A line with boxes to tick, taken apart."""

    opening: str
    """The words before all of them."""
    boxes: tuple[Box, ...]


def boxed(line: str) -> Boxed:
    """Which word each box of a line is for: the one after it, as in □是 □否, or before it, as in 是□ 否□."""
    at = [n for n, char in enumerate(line) if char in BOXES + _TICKED]
    starts, stops = [0, *(n + 1 for n in at)], [*at, len(line)]
    words = ["".join(line[a:b].split()).strip(_BETWEEN) for a, b in zip(starts, stops, strict=True)]
    opening, first = _cut_at_colon(words[0])
    own = (first, *words[1:-1])
    if at and not words[-1] and all(own):
        parts = zip(at, own, starts, strict=False)
        return Boxed(opening, tuple(Box(n, word, start, n + 1) for n, word, start in parts))
    parts = zip(at, words[1:], stops[1:], strict=True)
    return Boxed(words[0], tuple(Box(n, word, n, stop) for n, word, stop in parts))


def _cut_at_colon(words: str) -> tuple[str, str]:
    """The label that ends with a colon, and the words after it."""
    at = max(words.rfind("："), words.rfind(":")) + 1
    return words[:at], words[at:]


def plain(label: str) -> str:
    """A label as it is compared: without spaces, numbering, colon and what is in brackets."""
    words = "".join(normalize("NFKC", label).split()).strip("*:：_ ").lower()
    words = _NUMBERING.sub("", words)
    return _BRACKETS.sub("", words).strip("*:：()、") or words


def matches(label: str, preferred: Collection[str] = ()) -> tuple[str, ...]:
    """What a cell of that label may hold, the likeliest first; `preferred` are what the programme's own form has."""
    words = plain(label)
    if not words or any(mark in label for mark in _BY_HAND):
        return ()
    known = _by_label()
    names = known.get(words)
    if names is None:
        near = get_close_matches(words, known, n=1, cutoff=_LIKE)
        names = known[near[0]] if near else ()
    return tuple(sorted(names, key=lambda name: (name not in preferred, not placeholders()[name].ours)))


@cache
def _by_label() -> dict[str, tuple[str, ...]]:
    """Names by plain label; those whose first label it is before the others."""
    found: dict[str, list[tuple[int, str]]] = {}
    for placeholder in placeholders().values():
        for at, label in enumerate(placeholder.labels):
            found.setdefault(plain(label), []).append((min(at, 1), placeholder.name))
    return {
        label: tuple(dict.fromkeys(name for _, name in sorted(names, key=lambda n: n[0])))
        for label, names in found.items()
    }


def having_choices(words: Collection[str], among: Sequence[str] = ()) -> tuple[str, ...]:
    """What may be nothing but one of several choices that hold these words; those `among` first."""
    wanted = {plain(word) for word in words}
    fit = [p.name for p in placeholders().values() if wanted and wanted <= set(map(plain, p.choices))]
    return tuple(sorted(fit, key=lambda name: among.index(name) if name in among else len(among)))


def values_for_boxes(group: str, words: Collection[str], preferred: Collection[str] = ()) -> tuple[str, ...]:
    """What boxes beside these words may stand for: by the label of their group, else by the words themselves.

    是 and 否 alone say nothing of what is asked.
    """
    if labelled := matches(group, preferred):
        return labelled
    fitting = having_choices(words)
    return fitting if len(fitting) == 1 else ()


def choice_of(value: str, word: str) -> str:
    """The choice that the word beside a box means; empty when none."""
    return next((c for c in placeholders()[value].choices if plain(c) == plain(word)), "")


def kind_for(values: Sequence[str], label: str, height: float = 0.0, behind: str = "") -> tuple[str, str]:
    """Kind and format of a cell that is so called and so high, with these words printed right behind it."""
    kind = placeholders()[values[0]].kind if values else None
    if kind is Kind.MONEY:
        return MONEY, "万元" if "万元" in label or behind.startswith("万元") else ""
    if kind is Kind.DATE:
        return DATE, ""
    if values and values[0] == _YEAR and behind.startswith("年"):
        return DATE, "年"
    return (MULTILINE if height >= _HIGH else TEXT), ""


def preferred_values(programmes: Collection[str]) -> frozenset[str]:
    """What our own forms of these programmes hold."""
    forms = {p.form for pack in load_packs() for p in pack.programmes if p.id in programmes}
    return frozenset(entry.value for form in forms for entry in form_entries(form) if entry.value)


def box_suggestion(
    place: Place, page: int, area: Area, group: str, word: str, values: Sequence[str]
) -> Suggestion:
    """A box to tick beside a word; `values` are what its group may hold."""
    fitting = tuple(value for value in values if choice_of(value, word))
    ticks = choice_of(fitting[0], word) if fitting else word
    label = f"{group}：{word}" if group else word
    return Suggestion(place, page, area, label, fitting, CHECK, ticks)

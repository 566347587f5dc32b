"""Blanks within the lines of a Word file: 申报单位：＿＿＿＿, underlined spaces, the white behind a colon."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from enclave_desktop.packet.blanks.docx_text import Char, chars_of
from enclave_desktop.packet.blanks.mapping import AtBlank

_UNDERLINED = "\0"
"""Stands for white that is underlined."""
_WHITE = rf"[\s_＿{_UNDERLINED}]"
_BLANK = re.compile(
    rf"(?<!{_WHITE}){_WHITE}+年{_WHITE}*月(?:{_WHITE}*日)?"  # what these are printed into is one blank
    rf"|[_＿{_UNDERLINED}]{{2,}}"
    r"|(?<=[：:])(?:\s{4,}|\s*$)"
)
_LONGEST_LABEL = 24
_TAB = 4
"""Columns of a tab, about."""
_APART = 2
"""Columns at least from what is written into white to the words behind it."""
_SOLID = "\N{NO-BREAK SPACE}"
"""Word draws a line under it at the end of a line too."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of a paragraph."""

    place: AtBlank
    start: int
    """Of its characters, and the one after its last:"""
    stop: int
    ruled: bool
    """There is a line to write on."""
    behind: str
    """The words after it."""


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A paragraph that has blanks."""

    paragraph: Any
    chars: Sequence[Char]
    blanks: tuple[Blank, ...]


def blank_lines(paragraphs: Iterable[Any]) -> Iterator[BlankLine]:
    """Those of these paragraphs that have blanks; blanks after the same words are counted from 1."""
    seen: Counter[str] = Counter()
    for paragraph in paragraphs:
        chars = chars_of(paragraph)
        found = tuple(_blanks(chars, seen))
        if found:
            yield BlankLine(paragraph, chars, found)


def _blanks(chars: Sequence[Char], seen: Counter[str]) -> Iterator[Blank]:
    text = "".join(_UNDERLINED if _is_line(char) else char.shown for char in chars)
    end = 0
    for match in _BLANK.finditer(text):
        before, end = text[end : match.start()], match.end()
        after = "".join(before.replace(_UNDERLINED, " ").split())[-_LONGEST_LABEL:]
        if after:
            seen[after] += 1
            ruled = not set(match[0]).isdisjoint(f"_＿{_UNDERLINED}")
            behind = "".join(text[end:].replace(_UNDERLINED, " ").split())
            yield Blank(AtBlank(after, seen[after]), match.start(), end, ruled, behind)


def _is_line(char: Char) -> bool:
    """White that is underlined."""
    properties = char.run.find(qn("w:rPr")) if char.shown.isspace() else None
    line = properties.find(qn("w:u")) if properties is not None else None
    return line is not None and line.get(qn("w:val")) != "none"


def as_drawn(chars: Sequence[Char]) -> str:
    """These characters, lines to write on so that they are seen."""
    wide = {"　": "＿", "\t": "_" * _TAB}
    return "".join(
        wide.get(char.shown, "_") if _is_line(char) else char.shown.replace("\t", " ") for char in chars
    )


def write_in(line: BlankLine, blank: Blank, text: str) -> None:
    """In place of the blank; a line goes on behind the words as far as it went.

    Of one paragraph the last blank is to be filled in first: what stands before it keeps its place.
    """
    gone = line.chars[blank.start : blank.stop]
    model = gone[0] if gone else line.chars[-1]
    left = sum(map(_columns, (char.shown for char in gone))) - sum(map(_columns, text))
    if not blank.ruled:  # white keeps the words behind it apart, those of a day stand close
        only_white = all(char.shown.isspace() for char in gone)
        left = max(left, _APART) if blank.behind and only_white else 0
    run = _run(model.run, text + _SOLID * left, ruled=blank.ruled)
    if not gone:
        model.run.addnext(run)
        return
    _split(_emptied(gone), gone[0].at, run)


def _columns(char: str) -> int:
    return _TAB if char == "\t" else 2 if east_asian_width(char) in "WFA" else 1


def _run(model: Any, text: str, *, ruled: bool) -> Any:
    run = OxmlElement("w:r")
    properties = model.find(qn("w:rPr"))
    if properties is not None:
        run.append(deepcopy(properties))
    made = Run(run, None)  # type: ignore[arg-type]
    made.text = text
    if ruled:
        made.font.underline = True
    return run


def _emptied(gone: Sequence[Char]) -> Any:
    """The first node of these characters, once they are gone from theirs."""
    nodes: dict[Any, set[int]] = {}
    for char in gone:
        nodes.setdefault(char.node, set()).add(char.at)
    kept = []
    for node, places in nodes.items():
        text = "".join(char for at, char in enumerate(node.text or "") if at not in places)
        kept.append(_text(text) if node.tag == qn("w:tab") else node)
        if node.tag == qn("w:tab"):
            node.getparent().replace(node, kept[-1])
        else:
            _set(node, text)
    return kept[0]


def _split(node: Any, at: int, between: Any) -> None:
    """Puts a run where a text is cut; what stood behind that in its run goes on after it."""
    run = node.getparent()
    tail = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        tail.append(deepcopy(properties))
    tail.append(_text((node.text or "")[at:]))
    for follower in list(node.itersiblings()):
        tail.append(follower)
    _set(node, (node.text or "")[:at])
    run.addnext(between)
    between.addnext(tail)


def _text(words: str) -> Any:
    node = OxmlElement("w:t")
    _set(node, words)
    return node


def _set(node: Any, words: str) -> None:
    node.text = words
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

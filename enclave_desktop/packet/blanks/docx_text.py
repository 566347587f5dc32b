"""The characters of a Word file's paragraphs as they look, each with where it is kept in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_EMPTY, _TICKED = "□", "☑"
_LOOKS = {
    "wingdings 2": {"£": _EMPTY, "R": _TICKED},
    "wingdings": dict.fromkeys("¨oqr", _EMPTY) | {"þ": _TICKED},
}
"""Letters of fonts of symbols, and the boxes that these draw."""
_PRIVATE = 0xF000
"""Where fonts of symbols have their letters."""
_TEXTS = (qn("w:t"), qn("w:sym"), qn("w:tab"))
_FONTS = (qn("w:ascii"), qn("w:hAnsi"))


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a paragraph."""

    shown: str
    """What it looks like: a symbol's box is □, a tab a tab."""
    node: Any
    """The w:t, w:sym or w:tab that it is kept in,"""
    at: int
    """and where in its text."""
    font: str = ""
    """The font of symbols that draws it; empty where it is what it says."""

    @property
    def run(self) -> Any:
        return self.node.getparent()


def chars_of(paragraph: Any) -> list[Char]:
    """Its own characters in order; those of a text box within it are of that box's paragraphs."""
    return [char for node in paragraph.iter(*_TEXTS) if _is_own(node, paragraph) for char in _chars(node)]


def text_of(element: Any) -> str:
    """The words of a cell, paragraph or control; paragraphs on lines of their own."""
    paragraphs = [element] if element.tag == qn("w:p") else list(element.iter(qn("w:p")))
    if not paragraphs:
        return "".join(char.shown for node in element.iter(*_TEXTS) for char in _chars(node))
    return "\n".join("".join(char.shown for char in chars_of(p)).replace("\t", " ") for p in paragraphs)


def tick(char: Char, ticked: str) -> None:
    """A box as ticked: a symbol by its font's own letter, else by this character."""
    if char.font:
        ticked = next(letter for letter, look in _LOOKS[char.font].items() if look == _TICKED)
    if char.node.tag == qn("w:sym"):
        char.node.set(qn("w:char"), f"{_PRIVATE + ord(ticked):04X}")
    else:
        text = char.node.text or ""
        char.node.text = text[: char.at] + ticked + text[char.at + 1 :]


def _is_own(node: Any, paragraph: Any) -> bool:
    run = node.getparent()
    nearest = next((above for above in node.iterancestors() if above.tag == qn("w:p")), None)
    return run.tag == qn("w:r") and nearest is paragraph


def _chars(node: Any) -> Iterator[Char]:
    if node.tag == qn("w:tab"):
        yield Char("\t", node, 0)
    elif node.tag == qn("w:sym"):
        font = (node.get(qn("w:font")) or "").lower()
        if look := _look(font, _code(node)):
            yield Char(look, node, 0, font)
    else:
        font = _font(node.getparent())
        for at, char in enumerate(node.text or ""):
            look = _look(font, ord(char))
            yield Char(look or char, node, at, font if look else "")


def _font(run: Any) -> str:
    """Of its Latin letters, where the run itself says so."""
    properties = run.find(qn("w:rPr"))
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    names = (fonts.get(key) for key in _FONTS) if fonts is not None else ()
    return next(filter(None, names), "").lower()


def _look(font: str, code: int) -> str:
    """What a letter of a font of symbols looks like; empty where it is none, or no box."""
    letter = chr(code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code)
    return _LOOKS.get(font, {}).get(letter, "")


def _code(symbol: Any) -> int:
    try:
        return int(symbol.get(qn("w:char")) or "0", 16) & 0xFFFF
    except ValueError:
        return 0

"""How often the pieces of a PDF page are drawn: pieces that draw pieces twice each come to thousands of millions."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from enclave_desktop.errors import UserError

MOST_DRAWN = 20_000
"""Pieces drawn for one page; a drawing of a building has some hundred."""
_DEEPEST = 40
"""Pieces within pieces; what draws them gives up there as well."""
_USED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(Do|scn|SCN|gs)\b")
_PAINTS = re.compile(rb"(?<![\w*])(?:[fFsSbB]\*?|Tj|TJ|Do|sh)(?!\w)")
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")


class Expansion:
    """The counts of one file's pieces, each counted once."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, int], int] = {}

    def check(self, page: pikepdf.Page, contents: list[Any]) -> None:
        """UserError when the page draws more pieces than `MOST_DRAWN`."""
        resources = page.obj.get(Name.Resources)
        if not _pieces(resources):
            return
        content = b"\n".join(part.read_bytes() for part in contents)
        if self._count(content, resources, ()) > MOST_DRAWN:
            raise UserError(
                "PDF 的页面由层层重复的图形拼成，无法放入材料。", "请先打印成 PDF，或扫描成图片后再附上。"
            )

    def _count(self, content: bytes, resources: Any, above: tuple[tuple[int, int], ...]) -> int:
        """Pieces drawn by a content, not counted beyond what is too many."""
        pieces, drawn = _pieces(resources), 0
        if not pieces:
            return 0
        paints = max(1, len(_PAINTS.findall(content)))
        for name, operator in _USED.findall(content):
            piece = pieces.get((_readable(name), operator.lower()))
            if piece is not None and piece.objgen not in above and len(above) < _DEEPEST:
                drawn += (1 if operator == b"Do" else paints) * (1 + self._of(piece, above))
                if drawn > MOST_DRAWN:
                    break
        return drawn

    def _of(self, piece: Any, above: tuple[tuple[int, int], ...]) -> int:
        known = piece.objgen
        if known not in self._counts:
            self._counts[known] = self._count(piece.read_bytes(), piece.get(Name.Resources), (*above, known))
        return self._counts[known]


def _readable(name: bytes) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name.decode("latin-1"))


def _pieces(resources: Any) -> dict[tuple[str, bytes], Any]:
    """What has a content of its own: forms, tiling patterns, masks; by name and the operator that draws it."""
    return {
        (name, operator): piece for name, operator, piece in _named(resources) if isinstance(piece, Stream)
    }


def _named(resources: Any) -> Iterator[tuple[str, bytes, Any]]:
    if not isinstance(resources, Dictionary):
        return
    for name, thing in _entries(resources, Name.XObject):
        if isinstance(thing, Stream) and thing.get(Name.Subtype) == Name.Form:
            yield name, b"do", thing
    for name, thing in _entries(resources, Name.Pattern):
        yield name, b"scn", thing
    for name, state in _entries(resources, Name.ExtGState):
        mask = state.get(Name.SMask) if isinstance(state, Dictionary) else None
        if isinstance(mask, Dictionary):
            yield name, b"gs", mask.get(Name.G)


def _entries(resources: Any, kind: Name) -> Iterator[tuple[str, Any]]:
    held = resources.get(kind)
    for name, thing in held.items() if isinstance(held, Dictionary) else ():
        yield name[1:], thing

"""The texts that go with every form, and the letters made of them: 承诺书, 知情同意书, 填表说明."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from enclave_desktop import paths
from enclave_desktop.dossier.values import Person
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, Flowing, baseline, flow, gap, kept_together, paragraph
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.style import (
    HAND_DROP,
    LETTER,
    LETTER_CHARACTERS,
    LETTER_DATE_INSET,
    LETTER_FRAME,
    LETTER_SEAL_DATE,
    LETTER_SEAL_NAME,
    LETTER_SEAL_ROOM,
    LETTER_SIGNED_ROOM,
    LETTER_TITLE,
    LETTER_WIDEST,
    RUNNING_ROOM,
    SEAL_CLEAR,
    SIGNATURE,
    SIGNING_ROOM,
    SMALL_HEADING,
    Box,
    Type,
)
from enclave_desktop.packet.tables import SIGNING_LOOK, Column
from enclave_desktop.packet.tables import Table as Rows
from enclave_desktop.packet.text import break_lines
from enclave_desktop.toml_table import Table, load_toml

FILE = "letters.toml"
BLANK = "_" * 10
WIDE_BLANK = "_" * 24
"""For the name of an office."""
_PIECES = re.compile("_+|[^_]+")
INDENT = "　　"
DATE = "年　　月　　日"
YEAR_AND_DATE = f"　　　{DATE}"
"""With room for the year where nothing else stands before it."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """承诺书."""

    title: str
    opening: str
    points: tuple[str, ...]
    closing: str
    firm: str
    """Where the firm's seal goes."""
    representative: str
    person: str


@dataclass(frozen=True, slots=True)
class Consent:
    """知情同意书."""

    title: str
    text: tuple[str, ...]
    choices: tuple[str, ...]
    sign: str


@dataclass(frozen=True, slots=True)
class Letters:
    """All texts of `letters.toml`."""

    cover_note: str
    instructions: tuple[str, ...]
    copies: str
    commitment: Commitment
    consent: Consent


@cache
def load_letters() -> Letters:
    """The texts; UserError with the key path when one is missing or not known."""
    with Table(load_toml(paths.forms() / FILE), FILE) as table:
        return Letters(
            table.text("cover_note"),
            table.words("instructions"),
            table.text("copies"),
            _commitment(table.table("commitment")),
            _consent(table.table("consent")),
        )


def _commitment(table: Table) -> Commitment:
    with table:
        return Commitment(
            table.text("title"),
            table.text("opening"),
            table.words("points"),
            table.text("closing"),
            table.text("firm"),
            table.text("representative"),
            table.text("person"),
        )


def _consent(table: Table) -> Consent:
    with table:
        return Consent(table.text("title"), table.words("text"), table.words("choices"), table.text("sign"))


def commitment_part(application: Application, *, place: str, receiver: str | None, personal: bool) -> Part:
    """承诺书: `place` is what it calls the enclave; with `personal` each person signs as well."""
    letter = load_letters().commitment
    words = {"programme": application.programme.title, "place": place}
    blocks: list[Flowing] = [*_title(letter.title), *_written(f"受理单位：{receiver or WIDE_BLANK}")]
    for text in (letter.opening, *letter.points, letter.closing):
        blocks += _written(INDENT + text.format(**words))
    blocks += kept_together(
        [gap(SIGNING_ROOM), _signature(letter.representative), *_sealed(letter, application)]
    )
    people = application.people if personal else ()
    pages = flow([*blocks, *_signed(letter, people)], upright=LETTER_FRAME, running=_running(letter.title))
    return Part("commitment", letter.title, pages)


def _signed(letter: Commitment, people: Sequence[Person]) -> Iterator[Flowing]:
    """A line for one person to sign on; a table for several."""
    if len(people) == 1:
        yield _signature(letter.person)
    if len(people) > 1:
        yield gap(SIGNING_ROOM)
        rows = [(str(number), person.name, "", YEAR_AND_DATE) for number, person in enumerate(people, 1)]
        yield Rows(_signing(letter), rows, look=SIGNING_LOOK, name=letter.title)


def _signing(letter: Commitment) -> tuple[Column, ...]:
    return (
        Column("序号", 12, align="centre"),
        Column("姓名", 48),
        Column(letter.person, 56),
        Column("日期", 40, align="centre"),
    )


def consent_pages(
    application: Application, people: Sequence[Person], *, receiver: str | None
) -> tuple[Page, ...]:
    """知情同意书, one for each of the people."""
    return tuple(page for person in people for page in _consent_pages(application, person, receiver))


def _consent_pages(application: Application, person: Person, receiver: str | None) -> tuple[Page, ...]:
    letter = load_letters().consent
    words = {
        "firm": application.firm.name if application.firm else BLANK,
        "programme": application.programme.title,
        "receiver": receiver or WIDE_BLANK,
        "blank": BLANK,
    }
    blocks: list[Block] = _title(letter.title)
    for text in letter.text:
        blocks += _written(INDENT + text.format(**words))
    blocks.append(gap(LETTER_SIGNED_ROOM))
    for choice in letter.choices:
        blocks += _written(f"{INDENT}☐ {choice}")
    blocks += [gap(SIGNING_ROOM), *_written(f"姓名：{person.name}"), _signature(letter.sign), _date()]
    running = _running(f"{letter.title}（{person.name}）")
    first, *others = flow(blocks, upright=LETTER_FRAME, running=running)
    return (replace(first, own_sheet=True), *others)


def _title(text: str) -> list[Block]:
    return [*paragraph(text, LETTER_TITLE, LETTER_FRAME.width, "centre"), gap(LETTER.leading)]


def _running(title: str) -> list[Block]:
    """Over a letter that goes on."""
    return [*paragraph(f"{title}（续）", SMALL_HEADING, LETTER_FRAME.width), gap(RUNNING_ROOM)]


def _written(text: str) -> list[Block]:
    *full, last = _lines(text)
    return [*(_letter_line(line, _justified(line)) for line in full), _letter_line(last, LETTER)]


def _lines(text: str) -> list[str]:
    """Of 28 characters each, unless a mark may not begin or end one."""
    return break_lines(text, LETTER.face, LETTER.size, LETTER_CHARACTERS * LETTER.size)


def _width(text: str, style: Type = LETTER) -> float:
    return width(text, style.face, style.size) + len(text) * style.spacing


def _justified(line: str) -> Type:
    """The type in which the line is as wide as the others, unless that would pull it apart."""
    spacing = (LETTER_FRAME.width - width(line, LETTER.face, LETTER.size)) / len(line)
    return replace(LETTER, spacing=spacing) if spacing <= LETTER_WIDEST else LETTER


def _letter_line(line: str, style: Type) -> Block:
    """A line of a letter; where it has underscores a rule is drawn, for a hand."""

    def draw(pen: Pen, box: Box, places: Places) -> None:
        x, y = box.x, baseline(box.top, style)
        for piece in _PIECES.findall(line):
            end = x + _width(piece, style)
            if piece.startswith("_"):
                pen.rule(x, y - HAND_DROP, end, y - HAND_DROP)
            else:
                pen.text(x, y, piece, style)
            x = end

    return Block(style.leading, draw)


def _sealed(letter: Commitment, application: Application) -> list[Block]:
    """The firm's name and the date at the right, clear of all else, the seal's place over both."""
    name = application.firm.name if application.firm else letter.firm
    lines = [line.strip() for line in _lines(name)]
    half = max(SEAL_CLEAR, *map(_width, lines)) / 2
    above = (len(lines) - 1) * LETTER.leading

    def draw(pen: Pen, box: Box, places: Places) -> None:
        centre = box.right - half
        if application.options.seal_circles:
            pen.seal(centre, box.y + SEAL_CLEAR / 2)
        for number, line in enumerate(lines):
            _over_seal(pen, centre, box.y + LETTER_SEAL_NAME + above - number * LETTER.leading, line)
        _over_seal(pen, centre, box.y + LETTER_SEAL_DATE, DATE)

    return [gap(LETTER_SEAL_ROOM), Block(SEAL_CLEAR + above, draw)]


def _over_seal(pen: Pen, centre: float, y: float, words: str) -> None:
    """Words that the circle makes way for."""
    across = _width(words)
    pen.shade(Box(centre - across / 2, y - LETTER.size * 0.2, across, LETTER.size * 1.2), 1.0)
    pen.text(centre, y, words, LETTER, "centre")


def _signature(label: str) -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        y = baseline(box.top - LETTER_SIGNED_ROOM, LETTER)
        pen.text(box.x, y, f"{label}：", LETTER)
        x = box.x + _width(f"{label}：")
        pen.rule(x, y - HAND_DROP, x + SIGNATURE, y - HAND_DROP)

    return Block(LETTER.leading + LETTER_SIGNED_ROOM, draw)


def _date() -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        y = baseline(box.top - LETTER_SIGNED_ROOM, LETTER)
        pen.text(box.right - LETTER_DATE_INSET, y, DATE, LETTER, "right")

    return Block(LETTER.leading + LETTER_SIGNED_ROOM, draw)


def numbered(texts: Sequence[str]) -> list[str]:
    """1．…, 2．…"""
    return [f"{number}．{text}" for number, text in enumerate(texts, 1)]

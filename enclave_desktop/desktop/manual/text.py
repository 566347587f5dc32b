"""The user guide's text in sections. The guide, `docs/用户手册.md`, is the same that is read outside the program."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enclave_desktop.desktop.manual import KEYS, NEWS, TERMS
from enclave_desktop.desktop.manual.terms import terms
from enclave_desktop.desktop.shortcuts import ELSEWHERE, IN_TABLES, Keys
from enclave_desktop.desktop.table import initials
from enclave_desktop.paths import docs, resources

FILE, AUTHORS = "用户手册.md", "policy-packs.md"
"""In `docs`: for everybody, and for authors of rule packs."""
_HEADING = re.compile(r"(#{1,3}) (.+)")
_FENCE = "```"
_FEWEST_LETTERS = 2
_PICTURE = re.compile(r"!\[([^]]*)]\(([^)]+)\)")
_LINK = re.compile(r"\[([^]]*)]\([^)]*\)")
_WIDE = r"[\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_WIDE})\n *(?={_WIDE})")
"""Where a paragraph goes on in the next line: between Chinese characters no space is wanted."""
_MARKS = re.compile(r"[`*|]|^\s*[-#]+\s*|^\s*\d+\.\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading."""

    title: str
    chapter: str
    """The title of the chapter that it belongs to; its own where it begins one."""
    text: str
    """Markdown, the heading included."""

    @property
    def plain(self) -> str:
        """The words without marks and pictures."""
        return _MARKS.sub("", _LINK.sub(r"\1", _PICTURE.sub("", self.text)))


@cache
def sections() -> tuple[Section, ...]:
    """The whole guide in order: the user guide's file, then words, keys, what is new, and the guide for authors."""
    texts = (_read(FILE), _terms(), _keys(), _news(), _lower(_read(AUTHORS)))
    return tuple(section for text in texts for section in _split(text))


def authors_chapter() -> str:
    """The title of the guide for authors of rule packs."""
    return sections()[-1].chapter


def chapter(title: str) -> str:
    """All of a chapter, as Markdown."""
    return "\n".join(section.text for section in sections() if section.chapter == title)


def find(words: str) -> dict[str, int]:
    """The titles of the sections in which all the words occur, and how often they do; a title also by its initials."""
    wanted = words.casefold().split()
    found = {}
    for section in sections():
        text = section.plain.casefold()
        counts = [text.count(word) or _is_read(word, section.title) for word in wanted]
        if counts and all(counts):
            found[section.title] = sum(counts)
    return found


def _is_read(word: str, title: str) -> bool:
    """Whether letters are the initials of pinyin of a part of it: kl of 口令和锁定."""
    if not (word.isascii() and word.isalpha()) or len(word) < _FEWEST_LETTERS:
        return False
    return initials.pattern(word, title).search(title) is not None


@cache
def pictures() -> tuple[Path, ...]:
    """The pictures that the guide shows, those for the dark theme too; they ship with the program."""
    text = (docs() / FILE).read_text("utf-8")
    shown = [docs() / match[2] for match in _PICTURE.finditer(text)]
    return tuple(path for light in shown for path in dict.fromkeys((light, in_dark(light))))


def in_dark(picture: Path) -> Path:
    """The same picture of the dark theme, where there is one."""
    dark = picture.with_name(picture.name.replace("-light.", "-dark."))
    return dark if dark.exists() else picture


def news() -> tuple[str, ...]:
    """The versions that something is told of, the newest first."""
    return tuple(section.title for section in sections() if section.chapter == NEWS != section.title)


def _read(name: str) -> str:
    return _WRAPPED.sub("", (docs() / name).read_text("utf-8"))


def _split(text: str) -> Iterator[Section]:
    """Headings of the first and second level begin chapters."""
    title = began = ""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith(_FENCE)
        match = None if fenced else _HEADING.match(line)
        if match:
            if title:
                yield Section(title, began, "\n".join(lines) + "\n")
            title, lines = match[2], []
            began = title if len(match[1]) < len("###") else began
        lines.append(line)
    yield Section(title, began, "\n".join(lines) + "\n")


def _terms() -> str:
    return f"## {TERMS}\n\n" + "\n\n".join(f"**{term.name}**　{term.words}" for term in terms())


def _keys() -> str:
    return f"## {KEYS}\n\n" + "\n".join(
        f"### {title}\n\n{_table(keys)}\n"
        for title, keys in (("在表格里", IN_TABLES), ("其他地方", ELSEWHERE))
    )


def _table(keys: Keys) -> str:
    rows: Sequence[tuple[str, str]] = (("按键", "作用"), ("---", "---"), *keys)
    return "\n".join(f"| {pressed} | {does} |" for pressed, does in rows)


def _news() -> str:
    return _lower((resources() / "guide" / "whats-new.md").read_text("utf-8"))


def _lower(text: str) -> str:
    """Its headings one level lower: all of it is one chapter."""
    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(
        part if part.startswith(_FENCE) else re.sub("^#", "##", part, flags=re.MULTILINE) for part in parts
    )

"""The parts of a packet as its bookmarks name them: cover, form, annexes, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from enclave_desktop.desktop.packets.paper import Bookmark, page_words


@dataclass(frozen=True, slots=True)
class Part:
    """One part, with all that stands under it."""

    title: str
    level: int
    pages: range
    """From 0."""

    def words(self, labels: Sequence[str]) -> str:
        """Its title and pages as a list of them shows it; `labels` are what all pages are called."""
        first, last = labels[self.pages[0]], labels[self.pages[-1]]
        where = page_words(first) if first == last else f"第 {first}–{last} 页"
        return "　" * self.level + (self.title if where == self.title else f"{self.title}　{where}")


def parts(bookmarks: tuple[Bookmark, ...], count: int) -> list[Part]:
    """Each reaches to where the next of its level, or a higher one, begins."""
    found = []
    for at, mark in enumerate(bookmarks):
        ends = (after.page for after in bookmarks[at + 1 :] if after.level <= mark.level)
        end = max(next(ends, count), mark.page + 1)
        found.append(Part(mark.title, mark.level, range(mark.page, end)))
    return found

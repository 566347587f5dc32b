"""The parts of a packet as its bookmarks name them: cover, form, annexes, evidence."""

from dataclasses import dataclass

from enclave_desktop.desktop.packets.paper import Bookmark


@dataclass(frozen=True, slots=True)
class Part:
    """One part, with all that stands under it."""

    title: str
    level: int
    pages: range
    """From 0."""

    @property
    def words(self) -> str:
        """Its title and pages as a list of them shows it."""
        first, last = self.pages[0] + 1, self.pages[-1] + 1
        where = f"第 {first} 页" if first == last else f"第 {first}–{last} 页"
        return f"{'　' * self.level}{self.title}　{where}"


def parts(bookmarks: tuple[Bookmark, ...], count: int) -> list[Part]:
    """Each reaches to where the next of its level, or a higher one, begins."""
    found = []
    for at, mark in enumerate(bookmarks):
        ends = (after.page for after in bookmarks[at + 1 :] if after.level <= mark.level)
        end = max(next(ends, count), mark.page + 1)
        found.append(Part(mark.title, mark.level, range(mark.page, end)))
    return found

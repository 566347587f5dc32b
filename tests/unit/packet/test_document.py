"""Where every part stands."""

import pytest

from enclave_desktop.packet.document import Document, Page, Part, Places
from enclave_desktop.packet.draw import Pen


def draw_nothing(pen: Pen, places: Places) -> None:
    pass


def part(key: str, pages: int, *, numbered: bool = True) -> Part:
    return Part(key, key, (Page(draw_nothing),) * pages, numbered)


def test_that_pages_count_from_the_first_numbered_part():
    places = Document.of([part("cover", 1, numbered=False), part("form", 2), part("annex", 1)]).places
    assert (places.ranges, places.total) == ({"form": (1, 2), "annex": (3, 3)}, 3)


def test_that_one_page_is_a_number_and_several_a_range():
    places = Document.of([part("form", 2), part("annex", 1)]).places
    assert (places.words("form"), places.words("annex")) == ("1–2", "3")


def test_that_an_empty_part_is_left_out():
    assert [p.key for p in Document.of([part("form", 0), part("annex", 1)]).parts] == ["annex"]


def test_that_a_part_that_is_not_there_has_no_pages():
    with pytest.raises(KeyError):
        Document.of([part("form", 1)]).places.words("annex")

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enclave_desktop.packet import fonts
from enclave_desktop.packet.text import NO_END, NO_START, break_lines, fit

EM = 10.0
HAN = st.text("研发费用宁夏银川飞地中心博士月年日二〇一", min_size=1, max_size=6)
CLOSING = "，。；：？！》”’、）】〕…"
OPENING = "（《“‘【〔"
LATIN = st.sampled_from(
    ["Enclave", "R&D", "1,234.50", "2024-03-01", "2025年6月3日", "60%", "AB-2024/01", "3.5", "a@b.cn"]
)
PHRASE = st.builds(
    lambda opening, before, latin, after, closing: opening + before + latin + after + closing,
    st.sampled_from(["", *OPENING]),
    HAN,
    st.one_of(st.just(""), LATIN),
    HAN,
    st.text(CLOSING, max_size=2),
)
PROSE = st.lists(PHRASE, max_size=30).map("".join)
ANYTHING = st.text("研发ab1,. -（（《，。！》\n…—☐𬭎\t", max_size=60)


def spans(text, lines):
    """Where each line stands in the text; fails when lines and newlines are not the text."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in lines:
        if found and text[at : at + 1] == "\n":
            at += 1
        assert text[at : at + len(line)] == line
        found.append((at, at + len(line)))
        at += len(line)
    assert at == len(text)
    return found


def inner_ends(text, lines):
    """Where lines end that no newline ends."""
    return [end for _, end in spans(text, lines)[:-1] if text[end] != "\n"]


@given(ANYTHING, st.floats(1, 200))
def test_that_no_text_is_lost_at_any_width(text, width):
    spans(text, break_lines(text, "song", EM, width))


@given(ANYTHING, st.floats(EM, 200))
def test_that_no_line_is_wider_than_the_room(text, width):
    for line in break_lines(text, "song", EM, width):
        assert fonts.width(line.rstrip(" "), "song", EM) <= width + 1e-6 or len(line.strip(" ")) == 1


@given(ANYTHING, st.floats(1, 200))
def test_that_every_newline_ends_a_line(text, width):
    ends = {end for _, end in spans(text, break_lines(text, "song", EM, width))}
    assert {at for at, char in enumerate(text) if char == "\n"} <= ends


@given(PROSE, st.floats(10 * EM, 40 * EM))
def test_that_no_line_starts_with_a_closing_mark(text, width):
    starts = [text[end] for end in inner_ends(text, break_lines(text, "song", EM, width))]
    assert not NO_START.intersection(starts)


@given(PROSE, st.floats(10 * EM, 40 * EM))
def test_that_no_line_ends_with_an_opening_mark(text, width):
    ends = [text[end - 1] for end in inner_ends(text, break_lines(text, "song", EM, width))]
    assert not NO_END.intersection(ends)


@given(st.lists(st.tuples(HAN, LATIN), min_size=1, max_size=20), st.floats(10 * EM, 40 * EM))
def test_that_no_latin_word_number_or_date_is_broken(pairs, width):
    text, words = "", []
    for han, latin in pairs:
        text += han.rstrip("年月") + "的"
        words.append((len(text), len(text) + len(latin)))
        text += latin
    for end in inner_ends(text, break_lines(text, "song", EM, width)):
        assert not any(start < end < stop for start, stop in words)


@given(PROSE, st.floats(10 * EM, 40 * EM))
def test_that_a_line_takes_what_it_can(text, width):
    lines = break_lines(text, "song", EM, width)
    for line, following in pairwise(lines):
        piece = next(
            (following[:end] for end in range(1, len(following)) if between_han(following, end)), following
        )
        assert fonts.width(line + piece, "song", EM) > width


def between_han(text, place):
    """Whether the place is one between two Chinese characters, where any line may end."""
    return all("\u3400" < char < "\u9fff" and char not in "年月日" for char in text[place - 1 : place + 1])


@pytest.mark.parametrize("mark", CLOSING + "%‰,.)")
def test_that_a_closing_mark_takes_its_character_to_the_next_line(mark):
    assert break_lines(f"一二三四五{mark}六", "song", EM, 5 * EM)[0] == "一二三四"


@pytest.mark.parametrize("mark", OPENING + "(")
def test_that_an_opening_mark_goes_to_the_next_line(mark):
    assert break_lines(f"一二三四{mark}五六", "song", EM, 5 * EM)[0] == "一二三四"


def test_that_text_of_exactly_the_width_is_one_line():
    assert break_lines("一二三四五", "song", EM, 5 * EM) == ["一二三四五"]


def test_that_one_character_more_makes_a_second_line():
    assert break_lines("一二三四五六", "song", EM, 5 * EM) == ["一二三四五", "六"]


def test_that_empty_text_is_one_empty_line():
    assert break_lines("", "song", EM, 100) == [""]


def test_that_a_word_wider_than_the_line_is_broken():
    lines = break_lines("A" * 50, "song", EM, 5 * EM)
    assert len(lines) > 1
    assert "".join(lines) == "A" * 50


def test_that_spaces_hang_at_the_end_of_a_line():
    assert break_lines("一二三四五   六", "song", EM, 5 * EM) == ["一二三四五   ", "六"]


def test_that_a_pair_of_dashes_stays_together():
    assert break_lines("一二三四——五", "song", EM, 5 * EM)[0] == "一二三"


def test_that_text_which_fits_keeps_its_size():
    fitted = fit("一二三四五六", "song", EM, 5 * EM, 28, 7.5, leading=1.4)
    assert (fitted.lines, fitted.size, fitted.rest) == (("一二三四五", "六"), EM, "")


def test_that_text_shrinks_when_the_box_is_a_little_low():
    fitted = fit("一二三四五六", "song", EM, 5 * EM, 27.9, 7.5, leading=1.4)
    assert (fitted.size, fitted.rest) == (9.5, "")


def test_that_text_never_shrinks_below_the_smallest_size():
    assert fit("一" * 500, "song", EM, 5 * EM, 30, 7.5).size == 7.5


def test_that_a_newline_between_the_box_and_the_rest_is_not_repeated():
    assert fit("一\n二\n三", "song", EM, 5 * EM, 14, EM).rest == "二\n三"


def test_that_a_box_without_room_leaves_all_to_the_rest():
    fitted = fit("一二", "song", EM, 5 * EM, 5, EM)
    assert (fitted.lines, fitted.rest) == ((), "一二")


@given(ANYTHING, st.floats(20, 200), st.floats(0, 100))
def test_that_the_box_and_the_rest_are_the_text(text, width, height):
    fitted = fit(text, "song", EM, width, height, 7.5)
    assume(fitted.lines)
    put = "".join(fitted.lines) + fitted.rest
    assert put.replace("\n", "") == text.replace("\n", "")


@given(ANYTHING, st.floats(20, 200), st.floats(0, 100))
def test_that_the_lines_in_a_box_are_no_higher_than_it(text, width, height):
    assert fit(text, "song", EM, width, height, 7.5).height <= height + 1e-4

"""Money in fen: read, shown, shared and written in capitals."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.money import (
    LARGEST,
    capitals,
    fen_of_number,
    grouped,
    parse_yuan,
    plain,
    share,
)

amounts = st.integers(-LARGEST, LARGEST)
CAPITALS = "零壹贰叁肆伍陆柒捌玖"


@given(amounts)
def test_that_a_plain_amount_reads_back(fen):
    assert parse_yuan(plain(fen)) == fen


@given(amounts)
def test_that_a_grouped_amount_reads_back(fen):
    assert parse_yuan(grouped(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "without", "with_commas"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (-5, "-0.05", "-0.05"),
        (29_000_000, "290000.00", "290,000.00"),
        (-123_456, "-1234.56", "-1,234.56"),
    ],
)
def test_that_an_amount_has_two_places_and_one_sign(fen, without, with_commas):
    assert (plain(fen), grouped(fen)) == (without, with_commas)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234.56", 123_456),
        ("1234.5", 123_450),
        ("1,234", 123_400),
        ("-0.01", -1),
        ("10000000000000", LARGEST),
    ],
)
def test_that_yuan_in_text_are_exact(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "一百", "1.005", "0.001", "NaN", "sNaN", "Infinity", "1e999999", "1e9999999", "10000000000000.01"],
)
def test_that_what_is_no_exact_amount_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_yuan(text)


@given(amounts)
def test_that_a_number_cell_gives_the_fen_it_was_typed_as(fen):
    assert fen_of_number(float(plain(fen))) == fen


@pytest.mark.parametrize(
    ("number", "fen"),
    [(1234.560001, 123_456), (1234.559999, 123_456), (0.1 + 0.2, 30), (-5.000001, -500), (320, 32_000)],
)
def test_that_a_number_cell_within_a_millionth_of_a_fen_is_that_fen(number, fen):
    assert fen_of_number(number) == fen


@pytest.mark.parametrize(
    "number", [1234.5600011, 1234.5599989, 0.005, -5.0000011, float("nan"), float("inf"), 1e308, 10**400]
)
def test_that_a_number_cell_further_from_a_fen_is_refused(number):
    with pytest.raises(ValueError):  # noqa: PT011
        fen_of_number(number)


@given(st.integers(0, LARGEST), st.integers(0, 100))
def test_that_a_share_is_rounded_half_up_to_the_fen(fen, percent):
    assert share(fen, Decimal(percent) / 100) == (fen * percent * 2 + 100) // 200


@pytest.mark.parametrize(
    ("fen", "expected"), [(3, 0), (4, 1), (10, 2), (30, 5), (33, 5), (36, 5), (37, 6), (-10, -2)]
)
def test_that_fifteen_per_cent_of_some_fen_is_what_a_pocket_reckoner_says(fen, expected):
    assert share(fen, Decimal("0.15")) == expected


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (29_000_000, "人民币贰拾玖万元整"),
        (0, "人民币零元整"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (150, "人民币壹元伍角"),
        (1_005_00, "人民币壹仟零伍元整"),
        (12_345_678, "人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
        (-1234, "人民币负壹拾贰元叁角肆分"),
    ],
)
def test_that_capitals_are_those_a_bank_would_write(fen, words):
    assert capitals(fen) == words


def read_capitals(words: str) -> int:
    """Fen from 大写: the yuan by cn2an, the rest digit by digit."""
    words = words.removeprefix("人民币")
    sign = -1 if words.startswith("负") else 1
    yuan, _, rest = words.removeprefix("负").rpartition("元")
    jiao, _, after = rest.rpartition("角")
    fen = after.removesuffix("分").removesuffix("整").lstrip("零")
    return sign * (
        int(cn2an.cn2an(yuan, "smart") if yuan else 0) * 100
        + (CAPITALS.index(jiao) if jiao else 0) * 10
        + (CAPITALS.index(fen) if fen else 0)
    )


@given(amounts)
def test_that_capitals_read_back(fen):
    assert read_capitals(capitals(fen)) == fen


@given(amounts)
def test_that_only_whole_yuan_end_in_zheng(fen):
    assert capitals(fen).endswith("整") == (fen % 100 == 0)

"""大写 read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.money import LARGEST, capitals
from enclave_desktop.packet.consistency.capitals import fen_of_capitals


@given(st.integers(-LARGEST, LARGEST))
def test_that_every_amount_is_read_back_as_it_was_written(fen):
    assert fen_of_capitals(capitals(fen)) == fen


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币贰拾玖万元整", 290_000_00),
        ("人民币壹仟肆佰零玖元伍角", 1_409_50),
        ("人民币壹拾万零伍元零叁分", 100_005_03),
        ("人民币壹拾万亿元整", 10**15),
        ("人民币零元整", 0),
        ("人民币伍分", 5),
    ],
)
def test_that_amounts_written_by_hand_are_read(words, fen):
    assert fen_of_capitals(words) == fen


@pytest.mark.parametrize(
    "words", ["", "人民币", "人民币整", "贰拾玖万元整", "人民币290000元", "人民币贰拾玖万元整。"]
)
def test_that_other_words_are_no_amount(words):
    assert fen_of_capitals(words) is None

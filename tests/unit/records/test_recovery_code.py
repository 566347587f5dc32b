"""A recovery code: a key there and back, whatever people do to it in typing; what they get wrong shows."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.records.recovery_code import (
    GROUPS,
    RecoveryCodeWrong,
    code_of,
    is_group,
    is_like_a_code,
    secret_of,
)

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = bytes(range(7, 39))
CODE = code_of(SECRET)


@given(st.binary(min_size=32, max_size=32))
def test_that_every_key_comes_back_from_its_code(secret):
    assert secret_of(code_of(secret)) == secret


def test_that_a_code_is_groups_of_five_signs_without_those_that_look_like_others():
    groups = CODE.split("-")
    assert [len(group) for group in groups] == [5] * GROUPS
    assert not set("ILOU") & set(CODE)


def test_that_codes_of_different_keys_differ():
    assert code_of(os.urandom(32)) != code_of(os.urandom(32))


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        CODE.replace("-", "\n"),
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("-", "－").translate({ord(sign): ord(sign) + 0xFEE0 for sign in SIGNS}),
    ],
    ids=["small", "no hyphens", "blanks", "around", "lines", "O I", "o l", "full width"],
)
def test_that_it_may_be_typed_otherwise(typed):
    assert secret_of(typed) == SECRET


def test_that_every_single_wrong_sign_shows_in_its_group():
    plain = CODE.replace("-", "")
    for place, sign in enumerate(plain):
        for other in set(SIGNS) - {sign}:
            with pytest.raises(RecoveryCodeWrong) as caught:
                secret_of(plain[:place] + other + plain[place + 1 :])
            assert caught.value.message == f"恢复码第 {place // 5 + 1} 组有误。"


def test_that_any_two_swapped_signs_of_a_group_show():
    plain = CODE.replace("-", "")
    for start in range(0, len(plain), 5):
        for one in range(start, start + 5):
            for other in range(one + 1, start + 5):
                signs = list(plain)
                signs[one], signs[other] = signs[other], signs[one]
                if signs != list(plain):
                    assert not is_like_a_code("".join(signs))


def test_that_two_swapped_groups_show_as_both_wrong():
    groups = CODE.split("-")
    groups[2], groups[9] = groups[9], groups[2]
    with pytest.raises(RecoveryCodeWrong, match="第 3、10 组"):
        secret_of("-".join(groups))


def test_that_a_missing_group_is_told_with_where_it_goes_wrong():
    groups = CODE.split("-")
    with pytest.raises(RecoveryCodeWrong, match="输入了 60 位；从第 5 组起对不上"):
        secret_of("-".join(groups[:4] + groups[5:]))


def test_that_a_sign_that_no_code_has_is_named():
    with pytest.raises(RecoveryCodeWrong, match="没有“U”"):
        secret_of("U" + CODE[1:])


@pytest.mark.parametrize("typed", ["", "正确的口令", "correct horse battery staple"])
def test_that_other_words_are_no_code(typed):
    assert not is_like_a_code(typed)


def test_that_a_group_is_checked_while_it_is_typed():
    first = CODE.split("-")[0]
    assert is_group(0, first.lower())
    assert not is_group(1, first)


def test_that_an_error_does_not_repeat_what_was_typed():
    with pytest.raises(RecoveryCodeWrong) as caught:
        secret_of(CODE[:-1] + ("0" if CODE[-1] != "0" else "1"))
    assert CODE[:5] not in str(caught.value)

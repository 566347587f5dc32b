"""Document numbers: which are accepted, which refused, which only warned about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.numbers import (
    birth_date,
    check_credit_code,
    check_document,
    normalise_number,
    sex_of,
)

TODAY = date(2025, 6, 30)
ID = "居民身份证"
PASSPORT = "护照"
RESIDENCE = "港澳台居民居住证"
PERMANENT = "外国人永久居留证"

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_check(body: str) -> str:
    """GB 11643: weights 2^(17-i) mod 11, written out anew."""
    return "10X98765432"[sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(body)) % 11]


def id_number(born: date, region: str = "640104", order: int = 123) -> str:
    body = f"{region}{born:%Y%m%d}{order:03d}"
    return body + id_check(body)


def credit_check(body: str) -> str:
    """GB 32100: powers of 3 mod 31, written out anew."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return CREDIT_ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """GB 11714, written out anew."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0X987654321"[total % 11]


def credit_code(organisation: str = "MA7EXAMP") -> str:
    body = f"91640100{organisation}"
    body += organisation_check(organisation)
    return body + credit_check(body)


born = st.dates(date(1900, 1, 1), TODAY - timedelta(days=1))
id_numbers = st.builds(id_number, born, st.sampled_from(["640104", "310115", "440305"]), st.integers(0, 999))
organisations = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)


@given(id_numbers)
def test_that_a_right_identity_number_is_accepted_without_a_word(number):
    verdict = check_document(ID, number, TODAY)
    assert (verdict.error, verdict.warning) == (None, None)


@given(id_numbers, st.integers(0, 16), st.integers(1, 9))
def test_that_an_identity_number_with_one_wrong_digit_is_refused(number, place, step):
    wrong = str((int(number[place]) + step) % 10)
    assert check_document(ID, number[:place] + wrong + number[place + 1 :], TODAY).error


@given(id_numbers, st.sampled_from("0123456789X"))
def test_that_only_one_check_digit_is_accepted(number, check):
    assert (check_document(ID, number[:17] + check, TODAY).error is None) == (check == number[17])


@given(id_numbers, st.integers(0, 15))
def test_that_two_neighbours_exchanged_are_refused(number, place):
    a, b = number[place], number[place + 1]
    exchanged = number[:place] + b + a + number[place + 2 :]
    assert (check_document(ID, exchanged, TODAY).error is None) == (a == b)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_that_the_standards_own_examples_are_accepted(number):
    assert check_document(ID, number, TODAY).error is None


@pytest.mark.parametrize(
    ("birth", "accepted"),
    [
        (TODAY - timedelta(days=1), True),
        (TODAY, False),
        (TODAY + timedelta(days=1), False),
        (date(2099, 1, 1), False),
        (date(1900, 1, 1), True),
    ],
)
def test_that_a_birth_date_lies_before_today(birth, accepted):
    assert (check_document(ID, id_number(birth), TODAY).error is None) is accepted


@pytest.mark.parametrize("birth", ["19900230", "19901301", "19900100", "19900001", "19010229", "00000101"])
def test_that_an_impossible_birth_date_is_refused(birth):
    body = f"640104{birth}123"
    assert "出生日期" in (check_document(ID, body + id_check(body), TODAY).error or "")
    assert birth_date(body) is None


@pytest.mark.parametrize("region", ["000000", "160000", "660000", "990104"])
def test_that_an_unknown_region_only_warns(region):
    verdict = check_document(ID, id_number(date(1990, 1, 1), region), TODAY)
    assert verdict.error is None
    assert "地区代码" in (verdict.warning or "")


@pytest.mark.parametrize("number", ["640104900101123", "64010419900101123", "64010419900101123XX", ""])
def test_that_an_identity_number_of_another_length_is_refused_with_its_length(number):
    assert f"{len(number)} 位" in (check_document(ID, number, TODAY).error or "")


@pytest.mark.parametrize(
    "number", ["64010419900101123Y", "6401041990010A123X", "64010419900101123x", "٦٤٠١٠٤١٩٩٠٠١٠١١٢٣X"]
)
def test_that_an_identity_number_with_other_characters_is_refused(number):
    assert "数字" in (check_document(ID, number, TODAY).error or "")


def test_that_an_identity_number_tells_birth_date_and_sex():
    number = id_number(date(1990, 1, 1), order=123)
    assert (number, birth_date(number), sex_of(number)) == ("64010419900101123X", date(1990, 1, 1), "男")
    assert sex_of(id_number(date(1990, 1, 1), order=122)) == "女"


@pytest.mark.parametrize(
    ("kind", "number", "accepted"),
    [
        (PASSPORT, "E12345678", True),
        (PASSPORT, "AB123", True),
        (PASSPORT, "A123", False),
        (PASSPORT, "A" * 19 + "1", True),
        (PASSPORT, "A" * 20 + "1", False),
        (PASSPORT, "ABCDEFGH", False),
        (PASSPORT, "E1234-5678", False),
        (RESIDENCE, "810000199001011234", True),
        (RESIDENCE, "82000019900101123X", True),
        (RESIDENCE, "830000199001011234", True),
        (RESIDENCE, "840000199001011234", False),
        (RESIDENCE, "810001199001011234", False),
        (RESIDENCE, "81000019900101123", False),
        (RESIDENCE, "8100001990010112345", False),
        (RESIDENCE, "640104199001011234", False),
        (PERMANENT, "USA110190010101", True),
        (PERMANENT, "US110190010101", False),
        (PERMANENT, "USA11019001010", False),
        (PERMANENT, "USA1101900101012", False),
        (PERMANENT, "911056199001011234", True),
        (PERMANENT, "91105619900101123X", True),
        (PERMANENT, "811056199001011234", False),
        (PERMANENT, "91105619900101123", False),
    ],
)
def test_that_other_documents_are_judged_by_their_shape(kind, number, accepted):
    assert (check_document(kind, number, TODAY).error is None) is accepted


@given(organisations)
def test_that_a_right_credit_code_is_accepted_without_a_word(organisation):
    verdict = check_credit_code(credit_code(organisation))
    assert (verdict.error, verdict.warning) == (None, None)


@given(organisations, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_that_a_credit_code_with_one_wrong_character_is_refused(organisation, place, char):
    code = credit_code(organisation)
    changed = code[:place] + char + code[place + 1 :]
    assert (check_credit_code(changed).error is None) == (changed == code)


@given(organisations, st.sampled_from("0123456789X"))
def test_that_the_inner_organisation_digit_only_warns(organisation, digit):
    body = f"91640100{organisation}{digit}"
    verdict = check_credit_code(body + credit_check(body))
    assert verdict.error is None
    assert (verdict.warning is None) == (digit == organisation_check(organisation))


@pytest.mark.parametrize("code", ["", "91640100MA7EXAMP4", "91640100MA7EXAMP488"])
def test_that_a_credit_code_of_another_length_is_refused_with_its_length(code):
    assert f"{len(code)} 位" in (check_credit_code(code).error or "")


@pytest.mark.parametrize("char", "IOSVZ")
def test_that_letters_the_standard_leaves_out_are_refused(char):
    assert "字符" in (check_credit_code(f"91640100MA7EX{char}MP48").error or "")


def test_that_full_width_and_lower_case_are_brought_into_normal_form():
    written = "６４０１０４１９９００１０１１２３ｘ"
    assert normalise_number(written) == "64010419900101123X"


@pytest.mark.parametrize(
    "written", [" 640104 19900101 123x\n", "\u200b64010419900101123x\ufeff", "64010419900101123\u3000X"]
)
def test_that_blanks_and_characters_without_ink_are_left_out(written):
    assert normalise_number(written) == "64010419900101123X"


@given(st.text("09azXＸ９ｘ \t\u3000\u200b\ufeff-（）"))
def test_that_the_normal_form_is_stable(text):
    once = normalise_number(text)
    assert normalise_number(once) == once

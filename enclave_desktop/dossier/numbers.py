"""统一社会信用代码 and documents of identity: normal form, check digits, what they tell."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul

from enclave_desktop.dossier.values import PASSPORT, PERMANENT_RESIDENCE, RESIDENCE_PERMIT, RESIDENT_ID

_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_RESIDENT_ID = re.compile(r"[0-9]{17}[0-9X]")
_SHAPES = {
    PASSPORT: (re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}"), "护照号应为 5 至 20 位字母和数字"),
    RESIDENCE_PERMIT: (
        re.compile(r"8[123]0000[0-9]{11}[0-9X]"),
        "港澳台居民居住证号应为 810000、820000 或 830000 开头的 18 位",
    ),
    PERMANENT_RESIDENCE: (
        re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
        "外国人永久居留证号应为 3 个字母加 12 位数字，或 9 开头的 18 位",
    ),
}
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
"""Characters without width that copying from a page or a chat brings along."""

_DROP_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: `error` decides, `warning` only warns; both None when all is well."""

    error: str | None = None
    warning: str | None = None


def normalise_number(text: str) -> str:
    """Half width, upper case, nothing that has no ink."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return "".join(unicodedata.normalize("NFKC", text).upper().split()).translate(_DROP_INVISIBLE)


def check_credit_code(code: str) -> Verdict:
    """统一社会信用代码 by GB 32100-2015: the 18th character decides, the inner organisation digit only warns."""
    if len(code) != 18:
        return Verdict(error=f"统一社会信用代码应为 18 位，这里是 {len(code)} 位")
    if not _CREDIT_CODE.fullmatch(code):
        return Verdict(error="统一社会信用代码含有不会出现的字符（不用 I、O、S、V、Z，第 3 至 8 位为数字）")
    from stdnum.cn import uscc  # on first use: it brings half of the network's modules along

    if uscc.calc_check_digit(code[:17]) != code[17]:
        return Verdict(error="统一社会信用代码的校验位（第 18 位）不对，可能有一位写错")
    if _organisation_digit(code[8:16]) != code[16]:
        return Verdict(warning="统一社会信用代码中的组织机构代码校验位（第 17 位）不对，请对照营业执照")
    return Verdict()


def _organisation_digit(body: str) -> str:
    """GB 11714's check character for the eight of the organisation's code."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def check_document(kind: str, number: str, today: date) -> Verdict:
    """A person's document: 居民身份证 by its check digit and a birth date before today; others by their shape,
    a kind that is none of the choices by nothing.
    """
    if kind == RESIDENT_ID:
        return _check_resident_id(number, today)
    if kind not in _SHAPES:
        return Verdict()
    pattern, reason = _SHAPES[kind]
    return Verdict() if pattern.fullmatch(number) else Verdict(error=reason)


def _check_resident_id(number: str, today: date) -> Verdict:
    if len(number) != 18:
        return Verdict(error=f"居民身份证号应为 18 位，这里是 {len(number)} 位")
    if not _RESIDENT_ID.fullmatch(number):
        return Verdict(error="居民身份证号的前 17 位应为数字，末位为数字或 X")
    if _resident_check_character(number) != number[17]:
        return Verdict(error="居民身份证号的校验位（末位）不对，可能有一位写错")
    birth = birth_date(number)
    if birth is None or birth >= today:
        return Verdict(error="居民身份证号中的出生日期（第 7 至 14 位）不是一个过去的日子")
    if number[:2] not in _PROVINCES:
        return Verdict(warning="居民身份证号的地区代码（前 2 位）不在已知范围内，请对照证件")
    return Verdict()


def _resident_check_character(number: str) -> str:
    """GB 11643's check character (ISO 7064 MOD 11-2) for the first 17 digits.

    By hand: the library's way through the digits was a tenth of a whole import.
    """
    return "10X98765432"[sum(map(mul, map(int, number[:17]), _RESIDENT_WEIGHTS)) % 11]


def birth_date(number: str) -> date | None:
    """The birth date in a 居民身份证 number; None when there is no such day."""
    return _day(number[6:14])


@lru_cache(maxsize=50_000)
def _day(digits: str) -> date | None:
    """The day of YYYYMMDD; people share birthdays."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """The sex in a 居民身份证 number."""
    return "男" if int(number[16]) % 2 else "女"

"""A key of 32 bytes as a code that people print, read out and type: 13 groups of five, each checked on its own.

The signs are Crockford's (no I, L, O, U, so nothing is taken for something else); four of a group carry the key, the
fifth checks them and the group's place. Any single wrong sign, any two swapped and any two swapped groups show.
"""

import re
import unicodedata

from enclave_desktop.errors import UserError

GROUPS = 13
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CARRYING = 4
GROUP = _CARRYING + 1
"""Signs."""
_KEY_BITS = 256
_MEANT = str.maketrans("OIL", "011")
"""Typed for what looks like it."""
_WEIGHTS = (2, 4, 8, 16)
"""Powers of x over 32 elements: different ones, and none of them the check sign's own 1."""
_REDUCTION = 0b100101  # x⁵ + x² + 1


class RecoveryCodeWrong(UserError):
    """What was typed is no recovery code, or not this record's."""


def code_of(secret: bytes) -> str:
    """The code of a key: 65 signs in groups, with hyphens between them."""
    number = int.from_bytes(secret, "big") << (GROUPS * _CARRYING * 5 - _KEY_BITS)
    values = [number >> 5 * place & 31 for place in reversed(range(GROUPS * _CARRYING))]
    groups = [values[start : start + _CARRYING] for start in range(0, len(values), _CARRYING)]
    checked = [[*group, _check(place, group)] for place, group in enumerate(groups)]
    return "-".join("".join(_SIGNS[value] for value in group) for group in checked)


def secret_of(typed: str) -> bytes:
    """The key that a typed code stands for; RecoveryCodeWrong that names the groups to look at again.

    Small letters, blanks and hyphens anywhere, and O, I, L for 0, 1, 1 are understood.
    """
    plain = plain_signs(typed)
    if strange := sorted(set(plain) - set(_SIGNS)):
        raise RecoveryCodeWrong(
            f"恢复码里没有“{'、'.join(strange)}”。",
            "恢复码只用数字和字母（没有 I、L、O、U），请对照恢复单再输。",
        )
    values = [_SIGNS.index(sign) for sign in plain]
    length = GROUP
    groups = [values[start : start + length] for start in range(0, len(values), length)]
    wrong = [
        str(place + 1)
        for place, group in enumerate(groups)
        if len(group) == length and _check(place, group[:-1]) != group[-1]
    ]
    if len(values) != GROUPS * length:
        where = f"；从第 {wrong[0]} 组起对不上" if wrong else ""
        raise RecoveryCodeWrong(
            f"恢复码应有 {GROUPS} 组、每组 {length} 位，输入了 {len(values)} 位{where}。",
            "请对照恢复单补全。",
        )
    if wrong:
        raise RecoveryCodeWrong(f"恢复码第 {'、'.join(wrong)} 组有误。", "请对照恢复单改正这几组。")
    number = 0
    for group in groups:
        for value in group[:-1]:
            number = number << 5 | value
    return (number >> (GROUPS * _CARRYING * 5 - _KEY_BITS)).to_bytes(_KEY_BITS // 8, "big")


def is_like_a_code(typed: str) -> bool:
    """Whether the words are a whole recovery code without an error."""
    try:
        secret_of(typed)
    except RecoveryCodeWrong:
        return False
    return True


def is_meant_as_a_code(typed: str) -> bool:
    """Whether the words are a recovery code, if not without an error: most of its groups are right."""
    plain = plain_signs(typed)
    right = sum(is_group(place, plain[place * GROUP :][:GROUP]) for place in range(GROUPS))
    return right > GROUPS // 2


def is_group(place: int, typed: str) -> bool:
    """Whether the words are a whole group of a code, the one at that place (from 0), without an error."""
    plain = plain_signs(typed)
    if len(plain) != GROUP or not set(plain) <= set(_SIGNS):
        return False
    *group, check = (_SIGNS.index(sign) for sign in plain)
    return _check(place, group) == check


def plain_signs(typed: str) -> str:
    """As it is printed, without what stands between the signs."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed)).upper().translate(_MEANT)


def _check(place: int, group: list[int]) -> int:
    found = place
    for weight, value in zip(_WEIGHTS, group, strict=True):
        found ^= _product(weight, value)
    return found


def _product(left: int, right: int) -> int:
    """Of two elements of the field of 32."""
    found = 0
    while right:
        if right & 1:
            found ^= left
        left <<= 1
        if left & 32:
            left ^= _REDUCTION
        right >>= 1
    return found

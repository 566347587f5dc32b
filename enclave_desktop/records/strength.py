"""How hard a passphrase is to guess, in a word and with what would make it better."""

import math
import unicodedata
from dataclasses import dataclass

LEAST = 8
"""Signs; a Chinese character counts as two."""
_WEAK, _FAIR = 45, 65
"""Bits from which on a passphrase is no longer weak, and good: each guess costs a fifth of a second of one core."""
_POOLS = ((str.isdigit, 10), (str.islower, 26), (str.isupper, 26))
_OTHER, _CHINESE = 33, 3000
_WORN = (
    "password",
    "passw0rd",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "iloveyou",
    "admin",
    "welcome",
    "woaini",
    "enclave",
)
"""Begin what is tried first; digits and repetitions are seen as such."""


@dataclass(frozen=True, slots=True)
class Strength:
    """A word, its tone (bad, warn or ok), and advice."""

    words: str
    tone: str
    advice: str
    enough: bool = True
    """Whether it may be used at all."""


def strength(passphrase: str) -> Strength:
    """A rough measure: signs that only repeat or count on from the one before add next to nothing."""
    if _length(passphrase) < LEAST:
        return Strength("太短", "bad", f"至少 {LEAST} 位（汉字一个算两位）", enough=False)
    bits = _bits(passphrase)
    if bits < _WEAK:
        return Strength("弱", "bad", "再加两三个不相干的词，比换成符号更管用")
    if bits < _FAIR:
        return Strength("一般", "warn", "再加一个不相干的词就好了")
    return Strength("好", "ok", "")


def _length(passphrase: str) -> int:
    return sum(2 if _is_wide(sign) else 1 for sign in passphrase)


def _bits(passphrase: str) -> float:
    lowered = passphrase.lower()
    for worn in _WORN:
        lowered = lowered.replace(worn, worn[0])
    carrying = [
        sign for before, sign in zip(" " + lowered, lowered, strict=False) if abs(ord(sign) - ord(before)) > 1
    ]
    chinese = sum(map(_is_wide, carrying))
    repeated = len(set(carrying)) / max(len(carrying), 1)
    bits = chinese * math.log2(_CHINESE) + (len(carrying) - chinese) * math.log2(_pool(passphrase))
    return bits * min(1, 0.4 + repeated)


def _pool(passphrase: str) -> int:
    narrow = [sign for sign in passphrase if not _is_wide(sign)]
    pool = sum(size for is_of, size in _POOLS if any(map(is_of, narrow)))
    return pool + (_OTHER if any(not sign.isalnum() for sign in narrow) else 0) or 1


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"

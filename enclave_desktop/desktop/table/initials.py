"""Typed letters as the initials of pinyin: a character answers to every reading it has, 单 to d, s and c."""

import re
from collections.abc import Iterable
from functools import cache
from threading import Thread

_IDEOGRAPHS_FROM = "\u2e80"
_SURNAMES = {"谌": "s"}
"""Readings as a surname that the dictionary lacks."""


@cache
def readings(char: str) -> frozenset[str]:
    """The letters that a character's readings begin with; none for what is no ideograph."""
    if char < _IDEOGRAPHS_FROM:
        return frozenset()
    from pypinyin import Style, pinyin

    ((*found,),) = pinyin(char, style=Style.FIRST_LETTER, heteronym=True)
    return frozenset(letter for letter in found if letter != char) | frozenset(_SURNAMES.get(char, ""))


def pattern(word: str, chars: Iterable[str]) -> re.Pattern[str]:
    """Finds `word` in either case, a letter also where one of `chars` is read with it: jyc, 江yc → 江以澄."""
    read_with: dict[str, set[str]] = {letter: {letter, letter.upper()} for letter in word}
    for char in chars:
        for letter in readings(char) & read_with.keys():
            read_with[letter].add(char)
    return re.compile("".join(f"[{re.escape(''.join(read_with[letter]))}]" for letter in word))


@cache
def load() -> Thread:
    """Begin to read the dictionary, in the background: it takes half a second."""
    thread = Thread(target=readings, args=("一",), name="pinyin")
    thread.start()
    return thread

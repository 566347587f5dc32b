"""Amounts in 大写, read back from paper."""

import re

_DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_AMOUNT = re.compile(
    r"人民币(?P<minus>负?)(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?"
    r"零?(?:(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?整?"
)


def fen_of_capitals(words: str) -> int | None:
    """Fen of 人民币贰拾玖万元整; None when it is no such amount."""
    match = _AMOUNT.fullmatch(words)
    if match is None or not (match["yuan"] or match["jiao"] or match["fen"]):
        return None
    fen = (
        100 * _whole(match["yuan"] or "零")
        + 10 * _DIGITS[match["jiao"] or "零"]
        + _DIGITS[match["fen"] or "零"]
    )
    return -fen if match["minus"] else fen


def _whole(words: str) -> int:
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[char], 0
        else:
            above = total if char == "亿" else 0
            total, section, digit = total - above + (above + section + digit) * _LARGE[char], 0, 0
    return total + section + digit

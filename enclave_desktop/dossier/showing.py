"""A field's value in words, for screen, messages and paper; masked where it is sensitive and nobody asked."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.money import grouped

_MASK = "*"
_LONG_NUMBER = re.compile(r"[0-9A-Za-z０-９]{8,}")
_KEEP_HEAD, _KEEP_TAIL = 3, 4


def show(field: Field, value: Any) -> str:
    """The value in full; an empty string when nothing is recorded."""
    if value is None:
        return ""
    if isinstance(value, tuple):  # the key of a row that is referred to
        return " ".join(str(part) for part in value if part is not None)
    return _SHOWN.get(field.kind, str)(value)


def show_masked(field: Field, value: Any) -> str:
    """The value as it may stand on a screen or in a message."""
    shown = show(field, value)
    return mask(field, shown) if field.sensitive else shown


def mask(field: Field, text: str) -> str:
    """Hide a sensitive field's text: the ends of a number remain, of pay nothing."""
    if field.kind is Kind.MONEY:
        return _MASK * 3 if text else ""
    if field.kind is Kind.SUBJECT and not text.isascii():
        return mask_long_numbers(text)
    return mask_number(text)


def mask_long_numbers(text: str) -> str:
    """Hide whatever in a text looks like a number of a person or an account."""
    return _LONG_NUMBER.sub(lambda number: mask_number(number[0]), text)


def mask_number(number: str) -> str:
    """640***********123X: enough to recognise, not enough to use."""
    hidden = len(number) - _KEEP_HEAD - _KEEP_TAIL
    if hidden < 2:
        return _MASK * len(number)
    return number[:_KEEP_HEAD] + _MASK * hidden + number[-_KEEP_TAIL:]


_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CUT_OFF = ("\t", "\r", "\n")
"""What programs leave out before they look for a formula."""


def defused(text: str) -> str:
    """The text with a quotation mark before it where Excel or WPS, opening a CSV file, would begin to calculate.

    In a workbook that is not needed: there a cell says itself that it is text.
    """
    calculates = text.startswith(_CUT_OFF) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if calculates else text


def chinese_date(day: date) -> str:
    """2025年6月3日, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _yes_no(value: bool) -> str:
    return "是" if value else "否"


_SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: date.isoformat,
    Kind.MONEY: grouped,
    Kind.YES_NO: _yes_no,
    Kind.AREA: lambda area: f"{area:f}",
}

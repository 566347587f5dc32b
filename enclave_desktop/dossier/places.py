"""Provinces and cities under their short and their full names."""

import re
from functools import lru_cache

_SUFFIX = re.compile(r"(?:(?:回族|壮族|维吾尔)?自治区|特别行政区|省|市)$")


@lru_cache(maxsize=4096)
def short_place(name: str) -> str:
    """The short name: 宁夏 for 宁夏回族自治区, 银川 for 银川市."""
    return _SUFFIX.sub("", name.strip()) or name.strip()


def same_place(a: str, b: str) -> bool:
    return short_place(a) == short_place(b)

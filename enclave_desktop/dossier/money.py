"""Money in fen (整数分), never in floats; its spellings in figures and in 大写."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FEN = Decimal("0.01")
NUMBER_CELL_TOLERANCE = Decimal("0.000001")
"""A number cell is a binary float: nearer to a whole fen than this many yuan, it means that fen."""

LARGEST = 10**15
"""More fen than this (ten trillion yuan) is a slip of the keyboard, and would not fit exactly into a number cell."""


def parse_yuan(text: str) -> int:
    """Fen from a decimal string in yuan, thousands separators allowed; ValueError when it is not exact."""
    try:
        yuan = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    return _exact_fen(yuan, Decimal(0))


def fen_of_number(value: float | int) -> int:
    """Fen nearest to a number cell in yuan; ValueError when it is not within the tolerance of one."""
    return _exact_fen(Decimal(repr(value)), NUMBER_CELL_TOLERANCE)


def _exact_fen(yuan: Decimal, tolerance: Decimal) -> int:
    if not yuan.is_finite() or yuan.copy_abs() > LARGEST // 100:
        raise ValueError(str(yuan))
    nearest = yuan.quantize(FEN, ROUND_HALF_UP)
    if abs(yuan - nearest) > tolerance:
        raise ValueError(str(yuan))
    return int(nearest * 100)


def share(fen: int, rate: Decimal) -> int:
    """`rate` of an amount, to the fen, half up."""
    return int((fen * rate).quantize(Decimal(1), ROUND_HALF_UP))


def plain(fen: int) -> str:
    """290000.00: for JSON, workbooks and scripts."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    """290,000.00: for screen and paper."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def capitals(fen: int) -> str:
    """大写: 人民币贰拾玖万元整; 整 only after 元."""
    import cn2an  # takes longer to import than all the rest of a record, and only paper needs it

    return f"人民币{'负' if fen < 0 else ''}{cn2an.an2cn(plain(abs(fen)), 'rmb')}"

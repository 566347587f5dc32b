"""From what a clerk typed or a cell holds to a field's value, in every spelling the workbook allows."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.money import fen_of_number, parse_yuan
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.numbers import INVISIBLE, normalise_number

Cell = str | float | int | bool | date | datetime | time | timedelta | None
"""What a cell of a workbook holds."""

UNCALCULATED = "#未计算"
"""Stands for a formula that no program has worked out yet."""

LONGEST_TEXT = 2000
_EARLIEST, _LATEST = 1900, 2200
_SURE_DIGITS = 10**15
"""From here on a number cell has lost digits."""
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)
_PERIOD = re.compile(r"(\d{4})(?:年|(?:[-/.]|年)(\d{1,2})月?)?")
_PHONE = re.compile(r"[\d+()\-/,;、转# ]{5,60}")
_AMOUNT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + INVISIBLE
_DASHES = frozenset("-－—–−")
_CELL_ERRORS = frozenset(
    "#N/A #VALUE! #REF! #DIV/0! #NUM! #NAME? #NULL! #GETTING_DATA #DATA! #SPILL! #CALC!".split()
)
_ANY_ERROR = re.compile(r"#[A-Z/0!?_]+")


class BadValue(ValueError):
    """A cell that does not give a value: `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def is_blank(cell: Cell) -> bool:
    """Nothing was filled in: an empty cell, or one with blanks only."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def is_clear(cell: Cell) -> bool:
    """A single dash: what is recorded is to be cleared. So no text on record is ever a single dash."""
    return isinstance(cell, str) and cell.strip(_EDGES) in _DASHES


def read_value(field: Field, cell: Cell) -> Any:
    """The value of a cell that is not blank; BadValue when it gives none."""
    if isinstance(cell, str):
        cell = cell.strip(_EDGES)
        if cell == UNCALCULATED:
            raise BadValue("公式没有计算结果", "用表格软件打开工作簿再保存，或直接填写数值")
        if cell.startswith("#") and (cell in _CELL_ERRORS or _ANY_ERROR.fullmatch(cell)):
            raise BadValue(f"单元格里的公式出错（{cell}）", "改正公式，或直接填写数值")
    return _READERS[field.kind](field, cell)


def _text(field: Field, cell: Cell) -> str:
    text = cell if isinstance(cell, str) else _text_of_other(field, cell)
    if text in _DASHES:
        raise BadValue("只有一个短横线，没有内容", "填写内容；没有的留空")
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROL.search(text):
            raise BadValue("含有看不见的控制字符", "删去后重新输入")
    if len(text) > LONGEST_TEXT:
        raise BadValue(f"共 {len(text)} 个字，超过 {LONGEST_TEXT} 个字", "缩短内容")
    return text


def _text_of_other(field: Field, cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise BadValue("不是一个数", "改正公式，或直接填写数值")
        if abs(cell) >= _SURE_DIGITS:
            raise BadValue(
                "数字单元格超过 15 位，末尾的位数已丢失", "先把单元格设为文本格式，再重新输入完整号码"
            )
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, date):
        raise BadValue("这一格被表格软件变成了日期", "先把单元格设为文本格式，再重新输入")
    raise BadValue("这一格被表格软件变成了时间", "先把单元格设为文本格式，再重新输入")


def _number_text(field: Field, cell: Cell) -> str:
    return normalise_number(_text(field, cell))


def _account(field: Field, cell: Cell) -> str:
    account = _number_text(field, cell).replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{5,40}", account):
        raise BadValue("账号应只有数字（5 至 40 位）", "核对后重新输入；在表格里先设为文本格式")
    return account


def _phone(field: Field, cell: Cell) -> str:
    phone = unicodedata.normalize("NFKC", _text(field, cell))
    if not _PHONE.fullmatch(phone):
        raise BadValue("电话应只有数字和 + - ( ) 等符号", "写成 0951-1234567 或 13800000000 这样")
    return phone


def _subject(field: Field, cell: Cell) -> str:
    text = _text(field, cell)
    number = normalise_number(text)
    return number if number.isascii() and any(char.isdigit() for char in number) else text


def _date(field: Field, cell: Cell) -> date:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, str):
        cell = _date_of_text(cell)
    if not isinstance(cell, date):
        raise BadValue("不是日期", "写成 2024-01-05 或 2024年1月5日，或把单元格设为日期格式")
    if not _EARLIEST <= cell.year <= _LATEST:
        raise BadValue(f"年份不在 {_EARLIEST} 至 {_LATEST} 之间", "核对年份")
    return cell


def _date_of_text(text: str) -> date | None:
    match = _DATE.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue("没有这一天", "核对年、月、日") from None


def _money(field: Field, cell: Cell) -> int:
    try:
        fen = _fen(cell)
    except ValueError:
        raise BadValue("不是金额，或超过两位小数", "以元为单位填写数字，最多两位小数，如 1234.56") from None
    if fen < 0 and not field.signed:
        raise BadValue("金额不能为负数", "填写零或正数")
    return fen


def _fen(cell: Cell) -> int:
    if isinstance(cell, str):
        text = "".join(unicodedata.normalize("NFKC", cell).split())
        text = text.removeprefix("¥").removesuffix("元")
        if not _AMOUNT.fullmatch(text):
            raise ValueError(text)
        return parse_yuan(text)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return fen_of_number(cell)
    raise ValueError(cell)


def _area(field: Field, cell: Cell) -> Decimal:
    try:
        if isinstance(cell, str):
            text = unicodedata.normalize("NFKC", cell).lower()
            cell = text.removesuffix("m2").removesuffix("平方米").removesuffix("㎡").strip()
        hundredths = _fen(cell)
    except ValueError:
        hundredths = -1
    if hundredths < 0:
        raise BadValue("不是面积，或超过两位小数", "以 m² 为单位填写数字，如 320 或 320.5")
    return (Decimal(hundredths) / 100).normalize() + 0


def _yes_no(field: Field, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    try:
        return {"是": True, "否": False}[cell]  # type: ignore[index]
    except (KeyError, TypeError):
        raise BadValue("应为 是 或 否", "填 是 或 否；不清楚的留空") from None


def _choice(field: Field, cell: Cell) -> str:
    text = _text(field, cell)
    if text in field.choices or field.open_choice:
        return text
    raise BadValue(f"不在可选范围内（{'、'.join(field.choices)}）", "从下拉列表中选择")


def _year(field: Field, cell: Cell) -> int:
    match = re.fullmatch(r"(\d{4})年?(?:度)?", unicodedata.normalize("NFKC", str(_whole(cell))))
    if not match or not _EARLIEST <= int(match[1]) <= _LATEST:
        raise BadValue("不是年度", "填四位年份，如 2024")
    return int(match[1])


def _count(field: Field, cell: Cell) -> int:
    match = re.fullmatch(r"\d{1,6}", unicodedata.normalize("NFKC", str(_whole(cell))))
    if not match:
        raise BadValue("不是个数", "填 0 或更大的整数")
    return int(match[0])


def _period(field: Field, cell: Cell) -> str:
    if isinstance(cell, date):
        if cell.day != 1:
            raise BadValue("这里填月份或年度，不填具体日期", "写成 2024-04 或 2024")
        cell = str(Month.of(cell))
    if isinstance(cell, float) and not cell.is_integer():
        raise BadValue(
            "这一格被表格软件变成了小数，分不清 1 月和 10 月", "先把单元格设为文本格式，再写成 2024-10"
        )
    match = _PERIOD.fullmatch(unicodedata.normalize("NFKC", str(_whole(cell))))
    if not match or not _EARLIEST <= int(match[1]) <= _LATEST or not 1 <= int(match[2] or 1) <= 12:
        raise BadValue("不是月份或年度", "写成 2024-04 或 2024")
    return str(Month(int(match[1]), int(match[2]))) if match[2] else match[1]


def _whole(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


_READERS: dict[Kind, Callable[[Field, Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.PLACE: _text,
    Kind.DATE: _date,
    Kind.MONEY: _money,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.AREA: _area,
    Kind.YEAR: _year,
    Kind.PERIOD: _period,
    Kind.COUNT: _count,
    Kind.CONTENT: _text,
    Kind.CREDIT_CODE: _number_text,
    Kind.DOCUMENT_NUMBER: _number_text,
    Kind.ACCOUNT: _account,
    Kind.PHONE: _phone,
    Kind.SUBJECT: _subject,
}

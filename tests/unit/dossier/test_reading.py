"""From a cell to a value: every spelling of every kind, and why the others are refused."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.money import plain
from enclave_desktop.dossier.reading import (
    LONGEST_TEXT,
    UNCALCULATED,
    BadValue,
    is_blank,
    is_clear,
    read_value,
)
from enclave_desktop.dossier.showing import show


def field(kind: Kind, **more) -> Field:
    return Field("x", "某项", kind, **more)


def refusal(kind: Kind, cell, **more) -> str:
    """Why the cell is refused, with what to do."""
    with pytest.raises(BadValue) as caught:
        read_value(field(kind, **more), cell)
    assert caught.value.remedy
    return caught.value.reason


DATES = [
    "2024-1-5",
    "2024-01-05",
    "2024/1/5",
    "2024.1.5",
    "2024年1月5日",
    "２０２４－１－５",
    " 2024年 1月 5日 ",
]


@pytest.mark.parametrize(
    "cell", [*DATES, date(2024, 1, 5), datetime(2024, 1, 5), datetime(2024, 1, 5, 13, 30)]
)
def test_that_a_date_is_read_in_every_spelling(cell):
    assert read_value(field(Kind.DATE), cell) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2024-1/5", "不是日期"),
        ("2024-1", "不是日期"),
        ("24-1-5", "不是日期"),
        ("5.1.2024", "不是日期"),
        ("明天", "不是日期"),
        (45296.0, "不是日期"),
        (20240105, "不是日期"),
        (True, "不是日期"),
        (time(12, 0), "不是日期"),
        (timedelta(days=1), "不是日期"),
        ("2024-2-30", "没有这一天"),
        ("2023年2月29日", "没有这一天"),
        ("2024-13-1", "没有这一天"),
        ("1899-12-31", "年份不在"),
        (date(1899, 12, 31), "年份不在"),
        ("2201-1-1", "年份不在"),
    ],
)
def test_that_what_is_no_date_is_refused_with_its_reason(cell, reason):
    assert reason in refusal(Kind.DATE, cell)


@pytest.mark.parametrize("cell", ["1900-1-1", "2200-12-31"])
def test_that_the_first_and_the_last_day_are_dates(cell):
    assert read_value(field(Kind.DATE), cell) in (date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1234.56", 123_456),
        ("1,234.56", 123_456),
        ("1，234.56", 123_456),
        ("１２３４．５６", 123_456),
        ("¥1234.56", 123_456),
        ("￥1,234.56元", 123_456),
        ("1 234.5 元", 123_450),
        ("0", 0),
        ("+5", 500),
        (1234.56, 123_456),
        (1234, 123_400),
        (0.1 + 0.2, 30),
    ],
)
def test_that_money_is_read_in_every_spelling(cell, fen):
    assert read_value(field(Kind.MONEY), cell) == fen


@pytest.mark.parametrize(
    "cell",
    [
        "1.234",
        "1,23",
        "12,34.5",
        "一百",
        "1e3",
        "5万",
        "1-2",
        "¥",
        True,
        False,
        date(2024, 1, 5),
        1.234,
        float("nan"),
    ],
)
def test_that_what_is_no_amount_is_refused(cell):
    assert "不是金额" in refusal(Kind.MONEY, cell)


@pytest.mark.parametrize("cell", ["-0.01", -0.01, "－5"])
def test_that_only_signed_money_may_be_negative(cell):
    assert "负数" in refusal(Kind.MONEY, cell)
    assert read_value(field(Kind.MONEY, signed=True), cell) < 0


@given(st.integers(-(10**15), 10**15))
def test_that_money_reads_back_from_text_and_from_a_number_cell(fen):
    signed = field(Kind.MONEY, signed=True)
    assert read_value(signed, plain(fen)) == fen
    assert read_value(signed, float(plain(fen))) == fen
    assert read_value(signed, show(signed, fen)) == fen


@pytest.mark.parametrize(
    ("cell", "area"),
    [
        ("320", "320"),
        ("320.50", "320.5"),
        ("320㎡", "320"),
        ("320 m²", "320"),
        ("320平方米", "320"),
        (320.25, "320.25"),
        (0, "0"),
    ],
)
def test_that_an_area_is_read_in_every_spelling(cell, area):
    read = read_value(field(Kind.AREA), cell)
    assert (read, f"{read:f}") == (Decimal(area), area)


@pytest.mark.parametrize("cell", ["-1", -1, "1.234", "很大", True, date(2024, 1, 5)])
def test_that_what_is_no_area_is_refused(cell):
    assert "不是面积" in refusal(Kind.AREA, cell)


@pytest.mark.parametrize("cell", ["2024", "2024年", "2024年度", "２０２４", 2024, 2024.0])
def test_that_a_year_is_read_in_every_spelling(cell):
    assert read_value(field(Kind.YEAR), cell) == 2024


@pytest.mark.parametrize(
    "cell", ["24", "1899", "2201", "二〇二四", 2024.5, True, date(2024, 1, 1), "2024-01"]
)
def test_that_what_is_no_year_is_refused(cell):
    assert "不是年度" in refusal(Kind.YEAR, cell)


@pytest.mark.parametrize(
    "cell", ["2024-04", "2024-4", "2024/4", "2024.4", "2024年4月", "２０２４－０４", date(2024, 4, 1)]
)
def test_that_a_month_is_read_in_every_spelling(cell):
    assert read_value(field(Kind.PERIOD), cell) == "2024-04"


@pytest.mark.parametrize("cell", ["2024", "2024年", 2024, 2024.0])
def test_that_a_period_may_be_a_year(cell):
    assert read_value(field(Kind.PERIOD), cell) == "2024"


@pytest.mark.parametrize("cell", ["2024-13", "2024-00", "1899-12", "2201", "4", "四月", True])
def test_that_what_is_no_period_is_refused(cell):
    assert "不是月份或年度" in refusal(Kind.PERIOD, cell)


@pytest.mark.parametrize("cell", [2024.1, 2024.5, 2024.11])
def test_that_a_month_that_became_a_number_is_refused(cell):
    """2024.10 in a number cell is 2024.1: nobody can tell October from January."""
    assert "变成了小数" in refusal(Kind.PERIOD, cell)


@pytest.mark.parametrize("day", [date(1899, 12, 1), date(2201, 1, 1)])
def test_that_a_month_outside_all_records_is_no_period(day):
    assert "不是月份或年度" in refusal(Kind.PERIOD, day)


def test_that_a_day_is_no_period():
    assert "不填具体日期" in refusal(Kind.PERIOD, date(2024, 4, 2))


@pytest.mark.parametrize(
    ("cell", "answer"), [("是", True), ("否", False), (" 是 ", True), (True, True), (False, False)]
)
def test_that_yes_and_no_are_read(cell, answer):
    assert read_value(field(Kind.YES_NO), cell) is answer


@pytest.mark.parametrize("cell", ["有", "yes", "y", "√", 1, 0, date(2024, 1, 1)])
def test_that_anything_but_yes_and_no_is_refused(cell):
    assert "应为 是 或 否" in refusal(Kind.YES_NO, cell)


def test_that_a_choice_is_one_of_its_words():
    assert read_value(field(Kind.CHOICE, choices=("博士", "硕士")), " 博士 ") == "博士"


@pytest.mark.parametrize("cell", ["博士生", "phd", 1, True])
def test_that_another_word_is_refused_with_the_choices(cell):
    assert "博士、硕士" in refusal(Kind.CHOICE, cell, choices=("博士", "硕士"))


def test_that_an_open_choice_keeps_another_word_as_written():
    assert read_value(field(Kind.CHOICE, choices=("国家级",), open_choice=True), "卓越级") == "卓越级"


@pytest.mark.parametrize(
    "cell",
    ["0951-1234567", "13800000000", "+86 138-0000-0000", "（0951）1234567转8", 13800000000, 13800000000.0],
)
def test_that_a_phone_is_read_in_every_spelling(cell):
    assert read_value(field(Kind.PHONE), cell)


@pytest.mark.parametrize("cell", ["1234", "问前台", "a@b.cn", "1" * 61])
def test_that_what_is_no_phone_is_refused(cell):
    assert "电话" in refusal(Kind.PHONE, cell)


@pytest.mark.parametrize(
    ("cell", "account"),
    [
        ("6222 0000 1111 2222 333", "6222000011112222333"),
        ("6222-0000-1111", "622200001111"),
        ("６２２２０", "62220"),
        (622200001111, "622200001111"),
        (622200001111.0, "622200001111"),
    ],
)
def test_that_an_account_is_read_in_every_spelling(cell, account):
    assert read_value(field(Kind.ACCOUNT), cell) == account


@pytest.mark.parametrize("cell", ["1234", "1" * 41, "账号 62220", "62220/1"])
def test_that_what_is_no_account_is_refused(cell):
    assert "账号" in refusal(Kind.ACCOUNT, cell)


IDENTIFYING = [Kind.DOCUMENT_NUMBER, Kind.CREDIT_CODE, Kind.ACCOUNT, Kind.SUBJECT, Kind.TEXT, Kind.PHONE]


@pytest.mark.parametrize("kind", IDENTIFYING)
@pytest.mark.parametrize("cell", [10**15, 640104199001011231, 6.40104199001011e17, 1e300])
def test_that_a_number_cell_that_lost_digits_is_refused(kind, cell):
    assert "位数已丢失" in refusal(kind, cell)


@pytest.mark.parametrize("cell", [10**15 - 1, float(10**15 - 1)])
def test_that_a_number_cell_with_all_its_digits_is_text(cell):
    assert read_value(field(Kind.DOCUMENT_NUMBER), cell) == "9" * 15


@pytest.mark.parametrize("kind", IDENTIFYING)
def test_that_text_that_became_a_date_is_refused(kind):
    assert "变成了日期" in refusal(kind, date(2024, 1, 5))
    assert "变成了日期" in refusal(kind, datetime(2024, 1, 5))


@pytest.mark.parametrize("cell", [time(12, 30), timedelta(hours=30)])
def test_that_text_that_became_a_time_is_refused(cell):
    assert "变成了时间" in refusal(Kind.TEXT, cell)


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf")])
def test_that_a_number_that_is_none_is_refused(cell):
    assert "不是一个数" in refusal(Kind.TEXT, cell)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#DIV/0!", " #VALUE! ", "#NAME?", "#SPILL!", "#ANYTHING!"])
def test_that_a_formulas_error_is_refused_for_every_kind(kind, cell):
    assert "公式出错" in refusal(kind, cell)


@pytest.mark.parametrize("kind", list(Kind))
def test_that_a_formula_nobody_calculated_is_refused_for_every_kind(kind):
    assert "没有计算结果" in refusal(kind, UNCALCULATED)


def test_that_text_that_starts_with_a_hash_is_text():
    assert read_value(field(Kind.TEXT), "#3 实验室") == "#3 实验室"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("　上海中心 \n", "上海中心"),
        ("\ufeff上海\u200b", "上海"),
        ("一\r\n二", "一\n二"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "是"),
    ],
)
def test_that_text_is_kept_without_its_edges(cell, text):
    assert read_value(field(Kind.TEXT), cell) == text


@pytest.mark.parametrize("cell", ["a\x00b", "a\x07b", "a\x1fb", "a\x7fb", "a\ud800b", "a\ufffeb"])
def test_that_control_characters_are_refused(cell):
    assert "控制字符" in refusal(Kind.TEXT, cell)


def test_that_text_may_be_long_but_not_too_long():
    assert len(read_value(field(Kind.TEXT), "字" * LONGEST_TEXT)) == LONGEST_TEXT
    assert f"超过 {LONGEST_TEXT}" in refusal(Kind.TEXT, "字" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("dash", ["-", "－", "—", "–", " - "])
def test_that_a_lone_dash_clears_and_is_never_text(dash):
    assert is_clear(dash)
    assert "短横线" in refusal(Kind.TEXT, dash)


@pytest.mark.parametrize("cell", ["--", "-1", "", None, 0, "上-海"])
def test_that_only_a_lone_dash_clears(cell):
    assert not is_clear(cell)


@pytest.mark.parametrize("cell", [None, "", "  ", "　", "\n\t", "\u200b\ufeff"])
def test_that_a_cell_without_ink_is_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "-", "0"])
def test_that_zero_and_no_are_not_blank(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize("kind", [Kind.DOCUMENT_NUMBER, Kind.CREDIT_CODE, Kind.SUBJECT])
def test_that_numbers_come_in_normal_form(kind):
    assert read_value(field(kind), " ６４０１０４ 19900101 123ｘ ") == "64010419900101123X"


def test_that_a_subject_that_is_a_name_stays_as_written():
    assert read_value(field(Kind.SUBJECT), "上海 研发中心 a1") == "上海 研发中心 a1"


@pytest.mark.parametrize(
    "described", [f for s in SHEETS.values() for f in s.fields], ids=lambda f: f"{f.label}-{f.name}"
)
def test_that_each_fields_example_reads(described):
    if described.example:
        assert read_value(described, described.example) is not None


ROUND = {
    Kind.DATE: st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    Kind.YES_NO: st.booleans(),
    Kind.AREA: st.decimals(0, 10**6, places=2, allow_nan=False),
    Kind.YEAR: st.integers(1900, 2200),
}


@pytest.mark.parametrize("kind", list(ROUND))
def test_that_what_is_shown_reads_back(kind):
    @given(ROUND[kind])
    def reads_back(value):
        assert read_value(field(kind), show(field(kind), value)) == value

    reads_back()


@given(
    st.sampled_from(list(Kind)),
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    ),
)
def test_that_no_cell_ends_in_anything_but_a_value_or_a_refusal(kind, cell):
    if is_blank(cell) or is_clear(cell):
        return
    try:
        read_value(field(kind), cell)
    except BadValue as error:
        told = error
    else:
        return
    assert told.reason
    assert told.remedy


@given(st.sampled_from(list(Kind)), st.one_of(st.text(), st.floats(), st.integers(), st.dates()))
def test_that_a_value_read_reads_back_as_itself(kind, cell):
    """So that export and import change nothing."""
    described = field(kind, signed=True, choices=("甲",), open_choice=True)
    if is_blank(cell) or is_clear(cell):
        return
    try:
        value = read_value(described, cell)
    except BadValue:
        return
    again = show(described, value)
    refused_by_shape = kind in (Kind.DOCUMENT_NUMBER, Kind.CREDIT_CODE) and not again.isascii()
    if not is_blank(again) and not refused_by_shape:
        assert read_value(described, again) == value

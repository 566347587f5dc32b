"""Every operator: met, unmet and unknown, and the edge between them."""

from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.policy.operators import OPERATORS, hold

MET, UNMET, UNKNOWN = True, False, None
OFFICES = [("甲厅",), ("乙局", "甲厅"), ("乙局",), (), None]


@pytest.mark.parametrize(
    ("operator", "kind", "column", "limit", "outcomes"),
    [
        ("is", Kind.CHOICE, ["博士", "硕士", None], "博士", [MET, UNMET, UNKNOWN]),
        ("is", Kind.YES_NO, [True, False, None], True, [MET, UNMET, UNKNOWN]),
        ("is", Kind.YES_NO, [True, False, None], False, [UNMET, MET, UNKNOWN]),
        ("is", Kind.PLACE, ["宁夏回族自治区", "宁夏", "陕西省", None], "宁夏", [MET, MET, UNMET, UNKNOWN]),
        ("is", Kind.PLACE, ["银川"], "银川市", [MET]),
        ("is_not", Kind.PLACE, ["宁夏回族自治区", "上海市", None], "宁夏", [UNMET, MET, UNKNOWN]),
        ("is_not", Kind.CHOICE, ["博士", "硕士", None], "博士", [UNMET, MET, UNKNOWN]),
        ("one_of", Kind.CHOICE, ["甲", "乙", "丙", None], ("甲", "乙"), [MET, MET, UNMET, UNKNOWN]),
        ("one_of", Kind.PLACE, ["吴忠市", "石嘴山", None], ("银川市", "吴忠"), [MET, UNMET, UNKNOWN]),
        ("at_least", "duration", [59, 60, 61, None], 60, [UNMET, MET, MET, UNKNOWN]),
        ("at_least", Kind.MONEY, [99, 100, 0, None], 100, [UNMET, MET, UNMET, UNKNOWN]),
        ("at_least", Kind.MONEY, [0, -1, None], 0, [MET, UNMET, UNKNOWN]),
        ("at_least", Kind.AREA, [Decimal("319.99"), Decimal(320)], Decimal("320.00"), [UNMET, MET]),
        ("at_least", Kind.DATE, [date(2024, 1, 1), date(2023, 12, 31)], date(2024, 1, 1), [MET, UNMET]),
        ("at_most", "duration", [59, 60, 61, None], 60, [MET, MET, UNMET, UNKNOWN]),
        ("at_most", Kind.YEAR, [2024, 2025, None], 2024, [MET, UNMET, UNKNOWN]),
        ("includes", "words", OFFICES, "甲厅", [MET, MET, UNMET, UNMET, UNKNOWN]),
        ("excludes", "words", OFFICES, "甲厅", [UNMET, UNMET, MET, MET, UNKNOWN]),
        ("includes_any", "words", OFFICES, ("甲厅", "丙院"), [MET, MET, UNMET, UNMET, UNKNOWN]),
        ("includes_any", "words", OFFICES, ("甲厅", "乙局"), [MET, MET, MET, UNMET, UNKNOWN]),
        ("present", Kind.TEXT, ["甲", None], None, [MET, UNKNOWN]),
        ("present", Kind.MONEY, [0, -5, None], None, [MET, MET, UNKNOWN]),
        ("present", Kind.YES_NO, [False, None], None, [MET, UNKNOWN]),
    ],
)
def test_that_an_operator_gives_met_unmet_or_unknown(operator, kind, column, limit, outcomes):
    assert hold(operator, kind, column, limit) == outcomes


@pytest.mark.parametrize("operator", OPERATORS)
def test_that_what_is_not_recorded_is_unknown_to_every_operator(operator):
    limit = ("甲",) if operator in ("one_of", "includes_any") else "甲"
    assert hold(operator, Kind.TEXT, [None], limit) == [UNKNOWN]


@pytest.mark.parametrize("operator", [name for name in OPERATORS if name != "present"])
@pytest.mark.parametrize("kind", [Kind.PLACE, Kind.MONEY, "words"])
def test_that_where_no_limit_is_in_force_all_is_unknown(operator, kind):
    assert hold(operator, kind, ["甲", "乙", None], None) == [UNKNOWN] * 3


def test_that_no_case_gives_no_outcome():
    assert hold("is", Kind.TEXT, [], "甲") == []

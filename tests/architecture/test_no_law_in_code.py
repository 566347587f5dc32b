"""Rules are data: no programme, threshold, rate or amount of the packs stands in any .py of the program."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import ApprovalRule, MonthlyRule, Programme, YearlyRule

PACKAGE = Path(__file__).parents[2] / "enclave_desktop"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PROGRAMMES = [programme for pack in load_packs() for programme in pack.programmes]
MONEY = re.compile(r"(\d[\d,_]*(?:\.\d\d)?) ?元|(\d[\d,_]*\.\d\d)\b|(\d+(?:\.\d+)?) ?万")
RATE = re.compile(r"\b0\.\d+\b|\b\d+(?:\.\d+)? ?[%％]")

every_source = pytest.mark.parametrize(
    "source", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)


def amounts_of(programme: Programme) -> Iterator[int]:
    """Every sum of a programme, in fen."""
    match programme.award:
        case MonthlyRule(amount=amount):
            yield from (dated.value for dated in amount.values)
        case YearlyRule(cap=cap):
            yield from (dated.value for dated in cap.values)
        case ApprovalRule(amounts=amounts):
            yield from (dated.value for series in amounts.values() for dated in series.values)


def thresholds_of(programme: Programme) -> Iterator[int]:
    """Every number that a criterion or a course of months is held against."""
    for criterion in programme.criteria:
        values = (dated.value for dated in criterion.value.values)
        yield from (value for value in values if type(value) is int)
    if isinstance(programme.award, MonthlyRule):
        yield from (dated.value for dated in programme.award.months.values)


def sums_in(text: str) -> set[int]:
    """Every sum written as money anywhere in a source, texts and comments included, in fen."""
    return {
        round(float((yuan or decimal).replace(",", "").replace("_", "")) * 100)
        if yuan or decimal
        else round(float(ten_thousands) * 1_000_000)
        for yuan, decimal, ten_thousands in MONEY.findall(text)
    }


def rates_in(text: str) -> set[Decimal]:
    """Every share written as 0.15 or 15 %."""
    found = RATE.findall(text)
    return {Decimal(r.rstrip(" %％")) / 100 if r[-1] in "%％" else Decimal(r) for r in found}


def numbers_in(text: str) -> set[int]:
    """Every whole number of the code itself."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    literals = (token.string for token in tokens if token.type == tokenize.NUMBER)
    values = (ast.literal_eval(literal) for literal in literals)
    return {value for value in values if isinstance(value, int)}


IDS = {programme.id for programme in PROGRAMMES}
SUMS = {fen for programme in PROGRAMMES for fen in amounts_of(programme)}
RATES = {d.value for p in PROGRAMMES if isinstance(p.award, YearlyRule) for d in p.award.rate.values}
MONTHS = {months for programme in PROGRAMMES for months in thresholds_of(programme)}
THRESHOLDS = MONTHS | {months // 12 for months in MONTHS}
PLACES = {
    d.value
    for p in PROGRAMMES
    for c in p.criteria
    if FACTS[c.fact].kind == Kind.PLACE
    for d in c.value.values
}
SUMS_IN_NUMBERS = SUMS | {fen // 100 for fen in SUMS}


def test_that_there_is_law_to_look_for():
    assert len(IDS) == 13
    assert {300_000, 500_000, 100_000_000} <= SUMS
    assert Decimal("0.15") in RATES
    assert {5, 60} <= THRESHOLDS
    assert {"宁夏", "银川"} == PLACES


def test_that_the_search_sees_a_sum_a_rate_and_a_number_however_spelt():
    assert sums_in("5000.00 3,000 元 50万 100 万元 _x = 12") == {500_000, 300_000, 50_000_000, 100_000_000}
    assert rates_in("0.15 15% 20 %") == {Decimal("0.15"), Decimal("0.2")}
    assert numbers_in("a = 5_000 + 0x10  # 7") == {5000, 16}


@every_source
def test_that_no_programme_is_named(source: Path):
    text = source.read_text("utf-8")
    assert sorted(name for name in IDS if name in text) == []


@every_source
def test_that_no_sum_of_the_law_is_written_down(source: Path):
    assert sums_in(source.read_text("utf-8")) & SUMS == set()


@every_source
def test_that_no_rate_of_the_law_is_written_down(source: Path):
    assert rates_in(source.read_text("utf-8")) & RATES == set()


@every_source
def test_that_no_number_of_the_law_stands_where_it_is_applied(source: Path):
    part = source.relative_to(PACKAGE).parts[0]
    forbidden = {"policy": SUMS_IN_NUMBERS | THRESHOLDS, "packet": SUMS_IN_NUMBERS, "cli": SUMS_IN_NUMBERS}
    assert numbers_in(source.read_text("utf-8")) & forbidden.get(part, set()) == set()


@every_source
def test_that_no_region_is_named_where_rules_are_applied_or_printed(source: Path):
    applied = source.relative_to(PACKAGE).parts[0] in {"policy", "packet"}
    text = source.read_text("utf-8")
    assert sorted(place for place in PLACES if applied and place in text) == []

"""Six conditions and an amount: the product's rules against a plain Python function, and CEL where it is installed.

Measured, for product and peers alike: from the six facts of each case to its verdict and its sum, alternating in
one process, in CPU time. Each gets the facts in the shape it wants, the plain function and CEL a row a case, the
product a column a fact; reading facts off a dossier is in nobody's part, nor is reading a pack or compiling.

The product keeps the outcome of every criterion (met, unmet, unknown) beside facts and limits, the status, and an
award. It does not make the words of a reason, nor `Check` and `Finding`: `check()` makes those for the findings it
hands out. The sum is one on approval, which cases without claims share; a monthly schedule costs far more. The plain
function leaves at the first condition that fails and keeps nothing but the sum: a bound, not something that would
do. CEL runs a compiled program a condition, so that it too knows which one failed.

The last line is another thing: the whole `check()` of many people against the packs that ship, with facts read,
findings made and schedules written month by month. It has no peer and no goal.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.util import find_spec
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Contract, Enclave, Filing, Firm, Person
from enclave_desktop.policy.awards import reckon
from enclave_desktop.policy.check import Evaluation, check, evaluate
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Award, Case, Status
from enclave_desktop.policy.loading import load_packs, parse_pack

CASES, FEW, PEOPLE = 100_000, 1_000, 10_000
ROUNDS = 7
GOAL, GOAL_CEL = 0.25, 20
TODAY = date(2025, 6, 30)
HOME, OFFICE, OTHER = "甲省", "自治区科技厅", "银川市科技局"
SUM, YEARS = "1234.56", 3

CRITERIA: tuple[tuple[str, str, Any, str], ...] = (
    ("enclave.province", "is_not", HOME, f"province != '{HOME}' && province != '{HOME[:-1]}'"),
    ("enclave.independent", "is", True, "independent == true"),
    ("enclave.filed_with", "includes", OFFICE, f"'{OFFICE}' in offices"),
    ("contract.form", "is", "全职", "form == '全职'"),
    ("contract.term_years", "at_least", YEARS, f"months >= {YEARS * 12}"),
    ("person.degree", "is", "博士", "degree == '博士'"),
)
"""Fact, operator, value, and the same in CEL."""
NAMES = ("province", "independent", "offices", "form", "months", "degree")

Row = tuple[Any, ...]
"""One case's facts."""
Columns = dict[str, tuple[Any, ...]]
"""One fact of every case."""


def programme() -> Any:
    """The six criteria and the sum, as a pack holds them."""
    criteria = [
        {
            "id": fact.replace(".", "-").replace("_", "-"),
            "label": fact,
            "fact": fact,
            "operator": operator,
            "value": value,
            "required": "{value}",
            "locator": "-",
        }
        for fact, operator, value, _ in CRITERIA
    ]
    described = {
        "id": "six",
        "title": "六条",
        "subject": "person",
        "topic": "-",
        "locator": "-",
        "form": "six",
    }
    described |= {"criterion": criteria, "award": {"basis": "on_approval", "amount": SUM}}
    measure = {"id": "six", "source": "-"}
    return parse_pack({"measure": measure, "programme": [described]}, "six.toml").programmes[0]


def facts(count: int) -> list[Row]:
    """Cases of which each condition holds for about nine in ten."""
    dice = random.Random(6)

    def one_of(usual: Any, *others: Any) -> Any:
        return usual if dice.random() < 0.9 else dice.choice(others)

    return [
        (
            one_of("乙省", "丙市", HOME, HOME[:-1]),
            one_of(True, False, None),
            one_of((OFFICE,), (), (OTHER,), (OTHER, OFFICE)),
            one_of("全职", "兼职"),
            one_of(60, 36, 35, None),
            one_of("博士", "硕士", None),
        )
        for _ in range(count)
    ]


def plainly(rows: list[Row]) -> list[int | None]:
    """The yardstick: the sum, or None."""
    return [_plain(*row) for row in rows]


def _plain(
    province: str,
    independent: bool | None,
    offices: tuple[str, ...],
    form: str,
    months: int | None,
    degree: str | None,
) -> int | None:
    if province in ("甲省", "甲"):
        return None
    if independent is not True:
        return None
    if "自治区科技厅" not in offices:
        return None
    if form != "全职":
        return None
    if months is None or months < 36:
        return None
    if degree != "博士":
        return None
    return 123_456


class ByRules:
    """The product: every outcome, every status, and the award where eligible."""

    def __init__(self) -> None:
        six = programme()
        self.criteria = six.criteria
        self.limits = [criterion.value.on(TODAY) for criterion in six.criteria]
        self.award = reckon(six.award, Context(Dossier(TODAY), TODAY.year - 1))

    def __call__(self, columns: Columns) -> tuple[Evaluation, list[Award | None]]:
        count = len(next(iter(columns.values())))
        result = evaluate(self.criteria, columns, self.limits, count)
        case, eligible, award = Case(None), Status.ELIGIBLE, self.award
        return result, [award(case, ()) if status is eligible else None for status in result.statuses]


def by_cel() -> Callable[[list[Row]], list[int | None]]:
    """A compiled program for each condition; only where the package `common-expression-language` is installed."""
    import cel  # type: ignore[import-not-found, unused-ignore]

    programs = [cel.compile(text) for *_, text in CRITERIA]

    def run(rows: list[Row]) -> list[int | None]:
        sums: list[int | None] = []
        for row in rows:
            known = dict(zip(NAMES, row, strict=True))
            known = {
                name: list(value) if isinstance(value, tuple) else value for name, value in known.items()
            }
            outcomes = [
                None if known[name] is None else program.execute(known)
                for name, program in zip(NAMES, programs, strict=True)
            ]
            sums.append(123_456 if all(outcomes) else None)
        return sums

    return run


def seconds(run: Callable[[Any], Any], cases: Any) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    run(cases)
    return time.process_time() - start


def people(count: int) -> Dossier:
    """A centre with so many doctors and masters, each with a contract of her own."""
    dice = random.Random(count)
    centre = Enclave(name="示例中心", type="研发中心", province="上海", city="上海", independent=True)
    firm = Firm(name="示例公司", credit_code="91640100MA7EXAMP48", province="宁夏", city="银川")
    filing = Filing(enclave=centre.name, authority=OFFICE, filed_on=date(2023, 1, 1))
    numbers = [f"E{number:08d}" for number in range(count)]
    staff = [
        Person(
            name="示例人",
            id_type="护照",
            id_number=number,
            degree=dice.choice(("博士", "硕士", None)),
            study_mode="全日制",
            key_school=True,
            key_discipline=True,
            rnd_staff=dice.choice((True, True, True, False)),
        )
        for number in numbers
    ]
    contracts = [_contract(dice, number, centre.name) for number in numbers]
    held: dict[type[Any], list[Any]] = {Firm: [firm], Enclave: [centre], Filing: [filing]}
    return Dossier.of(TODAY, held | {Person: staff, Contract: contracts})


def _contract(dice: random.Random, person: str, centre: str) -> Contract:
    starts_on = date(2022, 1, 1) + timedelta(days=dice.randrange(1000))
    ends_on = starts_on + timedelta(days=dice.choice((1095, 1826, 1826, 3000)))
    return Contract(person=person, enclave=centre, form="全职", starts_on=starts_on, ends_on=ends_on)


def main() -> None:
    """Prints evaluations per CPU second, the ratios and the goals."""
    rows = facts(CASES)
    columns = {fact: column for (fact, *_), column in zip(CRITERIA, zip(*rows, strict=True), strict=True)}
    rules, sums = ByRules(), plainly(rows)
    _agree(rules, columns, sums)
    runs: dict[str, list[float]] = {"plain": [], "rules": []}
    for _ in range(ROUNDS):
        runs["plain"].append(seconds(plainly, rows))
        runs["rules"].append(seconds(rules, columns))
    rate = {way: CASES / statistics.median(done) for way, done in runs.items()}
    ratio = statistics.median(plain / ours for plain, ours in zip(runs["plain"], runs["rules"], strict=True))
    eligible = sum(amount is not None for amount in sums) / CASES
    print(f"six conditions and an amount, {CASES} cases, {eligible:.0%} eligible, evaluations per CPU second")
    print(
        f"  rules {rate['rules'] / 1e6:.2f} M : plain function {rate['plain'] / 1e6:.2f} M = {ratio:.2f} (goal {GOAL})"
    )
    print(f"  {_against_cel(rows[:FEW], sums[:FEW], rate['rules'])}")
    dossier, packs = people(PEOPLE), load_packs()
    start = time.process_time()
    findings = check(dossier, packs, TODAY.year - 1)
    spent = time.process_time() - start
    print(
        f"  check() of {PEOPLE} people, {len(findings)} findings with their reasons and schedules: {spent:.2f} s"
    )


def _agree(rules: ByRules, columns: Columns, sums: list[int | None]) -> None:
    """What is compared does the same thing, and the product keeps its reasons."""
    result, awards = rules(columns)
    if [held.total if held else None for held in awards] != sums:
        raise AssertionError("the rules and the plain function disagree")
    if [len(column) for column in result.outcomes] != [len(sums)] * len(CRITERIA):
        raise AssertionError("not every outcome is kept")


def _against_cel(rows: list[Row], sums: list[int | None], rate: float) -> str:
    if find_spec("cel") is None:
        return "CEL: not measured (pip install common-expression-language)"
    run = by_cel()
    if run(rows) != sums:
        raise AssertionError("CEL and the rules disagree")
    cel = len(rows) / statistics.median(seconds(run, rows) for _ in range(3))
    return f"rules : CEL, a program per clause {cel / 1e6:.4f} M = {rate / cel:.0f} (goal {GOAL_CEL})"


if __name__ == "__main__":
    main()

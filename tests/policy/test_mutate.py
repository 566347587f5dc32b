"""The mutation run notices a rule that no case holds."""

from enclave_desktop.policy.case_file import PolicyCase, load_cases
from enclave_desktop.toml_table import load_toml
from tests.policy.mutate import INVENTED, survivors

PACK = load_toml(INVENTED / "example-province.toml")
CASES = load_cases(INVENTED / "example-province.cases.toml")


def alive(cases: list[PolicyCase]) -> list[str]:
    return [mutant for mutant, survives in survivors(PACK, cases, "example") if survives]


def without(*names: str) -> list[PolicyCase]:
    left = [case for case in CASES if case.name not in names]
    assert len(left) == len(CASES) - len(names)
    return left


def test_that_every_mutant_dies_while_the_cases_are_whole():
    assert alive(CASES) == []


def test_that_a_threshold_survives_without_the_case_just_below_it():
    assert "example: ex-premises.criterion.0.value → '300.4'" in alive(without("面积略小的不符合"))


def test_that_a_no_taken_for_unknown_survives_without_the_case_that_fails_it():
    mutant = "example: ex-premises.criterion.1.otherwise → 'unknown'"
    assert mutant in alive(without("已在银川备案的不符合"))


def test_that_a_cap_survives_without_the_cases_above_it():
    assert "example: ex-incubator-spend.award.cap.1.value → '51000.01'" in alive(without("超过当年上限"))


def test_that_an_end_survives_without_the_case_on_the_day_after():
    mutant = "example: ex-graduate-allowance.until → datetime.date(2027, 1, 1)"
    assert mutant in alive(without("废止次日不再列出"))

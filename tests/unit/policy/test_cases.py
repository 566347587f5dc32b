"""A pack's own tests: expectations that come true pass, all others are named."""

from dataclasses import replace
from pathlib import Path

import pytest

from enclave_desktop.policy.case_file import load_cases
from enclave_desktop.policy.cases import run_cases
from enclave_desktop.policy.loading import load_pack
from tests.unit.policy.packs import criterion, pack, programme

PACK = pack(
    programme(
        criterion("person.degree", "is", "博士"),
        criterion("contract.term_years", "at_least", 5),
        award={"basis": "monthly", "amount": "5000.00", "months": 60, "filed_with": "自治区科技厅"},
    ),
    programme(criterion("enclave.independent", "is", True), id="p-two"),
)
BASE = """
[base.doctor]
enclave = { name = "上海中心", type = "研发中心", province = "上海", city = "上海", independent = true }
filing = { enclave = "上海中心", authority = "自治区科技厅", filed_on = 2024-03-15 }
person = { name = "示例人", id_number = "64010419900101123X", degree = "博士" }
contract = { person = "64010419900101123X", enclave = "上海中心", form = "全职", starts_on = 2024-02-20, ends_on = 2029-02-19 }
"""


def failures(folder: Path, expect: str, more: str = "", programme_id: str = "p-one") -> list[str]:
    """What one case with these expectations finds wrong."""
    file = folder / "示例.cases.toml"
    case = (
        f'[[case]]\nname = "例"\nbase = "doctor"\nprogramme = "{programme_id}"\nas_of = 2025-06-30\n{more}\n'
    )
    file.write_text(f"{BASE}\n{case}expect = {{ {expect} }}", "utf-8")
    return [str(failure) for failure in run_cases(PACK, load_cases(file))]


TRUE = [
    'status = "eligible"',
    'checks = { person-degree = "met", contract-term-years = "met" }',
    "award = true",
    'basis = "monthly"',
    "at_most = false",
    'total = "290000.00"',
    'due = "75000.00"',
    'to_come = "215000.00"',
    'claimed = "0.00"',
    "months = 58",
    'first_month = "2024-04"',
    'last_month = "2029-01"',
    'subjects = ["64010419900101123X"]',
]


@pytest.mark.parametrize("expect", TRUE)
def test_that_what_comes_true_is_no_failure(tmp_path, expect):
    assert failures(tmp_path, expect) == []


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ('status = "ineligible"', "“例”：status 应为 ineligible，实为 eligible"),
        ('checks = { person-degree = "unmet" }', "“例”：person-degree 应为 unmet，实为 met"),
        ('checks = { person-degre = "met" }', "“例”：person-degre 应为 met，实为 None"),
        ("award = false", "“例”：award 应为 False，实为 True"),
        ('basis = "yearly"', "“例”：basis 应为 yearly，实为 monthly"),
        ("at_most = true", "“例”：at_most 应为 True，实为 False"),
        ('total = "290000.01"', "“例”：total 应为 290000.01，实为 290000.00"),
        ('total = "290000"', "“例”：total 应为 290000，实为 290000.00"),
        ('due = "70000.00"', "“例”：due 应为 70000.00，实为 75000.00"),
        ('to_come = "0.00"', "“例”：to_come 应为 0.00，实为 215000.00"),
        ('claimed = "1.00"', "“例”：claimed 应为 1.00，实为 0.00"),
        ("months = 59", "“例”：months 应为 59，实为 58"),
        ('first_month = "2024-03"', "“例”：first_month 应为 2024-03，实为 2024-04"),
        ('last_month = "2029-02"', "“例”：last_month 应为 2029-02，实为 2029-01"),
        ('gap = { contract-term-years = "还差" }', "“例”：contract-term-years 的差距 应为 还差，实为 None"),
        ("subjects = []", "“例”：subjects 应为 []，实为 ['640***********123X']"),
    ],
)
def test_that_what_does_not_come_true_is_named_with_both_values(tmp_path, expect, says):
    assert failures(tmp_path, expect) == [says]


def test_that_all_that_fails_is_told(tmp_path):
    assert len(failures(tmp_path, 'status = "ineligible", months = 1, total = "0.00"')) == 3


def test_that_a_gap_is_held_by_a_part_of_its_words(tmp_path):
    shorter = 'set = { "contract.ends_on" = 2027-02-19 }'
    assert failures(tmp_path, 'gap = { contract-term-years = "还差 2 年" }', shorter) == []
    assert failures(tmp_path, 'gap = { contract-term-years = "还差 1 年" }', shorter) == [
        "“例”：contract-term-years 的差距 应为 还差 1 年，实为 还差 2 年：合同须签至 2029-02-19"
    ]


def test_that_an_award_that_is_not_there_has_no_sum(tmp_path):
    unread = 'clear = ["person.degree"]'
    assert failures(tmp_path, 'status = "undetermined", award = false', unread) == []
    assert failures(tmp_path, 'total = "290000.00"', unread) == ["“例”：total 应为 290000.00，实为 None"]


def test_that_the_spend_year_is_the_last_full_year_unless_said(tmp_path):
    file = tmp_path / "示例.cases.toml"
    case = '\n[[case]]\nname = "{}"\nbase = "doctor"\nprogramme = "p-one"\nas_of = 2025-06-30\n{}\nexpect = {{ award = true }}\n'
    file.write_text(BASE + case.format("a", "") + case.format("b", "year = 2020"), "utf-8")
    assert [case.year for case in load_cases(file)] == [2024, 2020]


SECOND = 'add = { person = [{ name = "另一人", id_number = "640104199001011221", degree = "硕士" }] }\n'


def test_that_of_several_subjects_one_is_named(tmp_path):
    assert failures(tmp_path, 'status = "ineligible"', SECOND + 'subject = "640104199001011221"') == []
    (told,) = failures(tmp_path, 'status = "eligible"', SECOND)
    assert told.startswith("“例”：对象 应为 唯一的一个，实为 ")
    (told,) = failures(tmp_path, 'status = "eligible"', 'subject = "无此人"')
    assert told.startswith("“例”：对象 应为 无此人，实为 ")


def test_that_a_programme_the_pack_does_not_have_is_a_failure_whatever_is_expected(tmp_path):
    assert failures(tmp_path, "subjects = []", programme_id="p-tow") == [
        "“例”：项目 应为 p-one、p-two，实为 p-tow"
    ]


def test_that_a_failure_tells_no_persons_number():
    file = Path(__file__).parents[2] / "fixtures" / "policies" / "yunling.toml"
    case = replace(load_cases(file.with_name("yunling.cases.toml"))[0], expect={"subjects": []})
    (failure,) = run_cases(load_pack(file), [case])
    assert "19900101" not in str(failure)

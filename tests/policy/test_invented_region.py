"""A pack for a region that nobody wrote Python for: its rules hold, beside those that ship, in its own words."""

from dataclasses import replace
from datetime import date

import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.policy.case_file import load_cases
from enclave_desktop.policy.check import check
from enclave_desktop.policy.explain import gap, required
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_folder, load_packs
from tests.policy.mutate import INVENTED

CASES = {case.name: case for case in load_cases(INVENTED / "example-province.cases.toml")}
(PACK,) = load_folder(INVENTED)


def findings_of(name: str) -> dict[str, Finding]:
    case = CASES[name]
    findings = check(case.dossier, [*load_packs(), PACK], case.year)
    return {finding.programme.id: finding for finding in findings}


def test_that_it_has_thresholds_and_subjects_of_every_kind():
    assert {programme.subject for programme in PACK.programmes} == {"person", "enclave", "carrier"}
    assert {programme.award.basis for programme in PACK.programmes if programme.award} == {
        "monthly",
        "yearly",
        "on_approval",
    }


def test_that_its_findings_stand_beside_those_of_the_packs_that_ship():
    findings = findings_of("两段标准按月分别计算")
    shipped = findings["nx-phd-allowance"], findings["ex-graduate-allowance"]
    assert [finding.status for finding in shipped] == ["ineligible", "eligible"]


def test_that_a_dated_threshold_is_shown_as_it_stands_on_the_day():
    shown = {
        name: required(findings_of(name)["ex-graduate-allowance"].checks[3])
        for name in ("旧标准最后一日差一天不够", "新标准首日差一天不够")
    }
    assert shown == {
        "旧标准最后一日差一天不够": "不少于 2 年 6 个月",
        "新标准首日差一天不够": "不少于 2 年",
    }


@pytest.mark.parametrize(
    ("name", "programme", "words"),
    [
        ("旧标准最后一日差一天不够", "ex-graduate-allowance", "2026-12-31"),
        ("投入差一分", "ex-incubator-spend", "0.01 元"),
        ("截止次日认定的不符合", "ex-early-makerspace", "2024-06-30"),
        ("面积略小的不符合", "ex-premises", "300.5"),
    ],
)
def test_that_a_gap_is_told_in_its_own_figures(name: str, programme: str, words: str):
    finding = findings_of(name)[programme]
    told = [gap(check, finding.case) for check in finding.checks if check.outcome == "unmet"]
    assert [words in (text or "") for text in told] == [True]


def test_that_a_programme_is_not_reported_before_its_first_day():
    dossier = replace(CASES["两段标准按月分别计算"].dossier, as_of=date(2023, 12, 31))
    assert "ex-graduate-allowance" not in {f.programme.id for f in check(dossier, [PACK], 2022)}


def test_that_an_empty_record_gives_no_findings():
    assert check(Dossier(date(2025, 6, 30)), [*load_packs(), PACK], 2024) == []

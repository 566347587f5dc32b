"""The report that a person reads: money of a kind only, numbers masked, no more certainty than there is."""

import re
from datetime import date

import pytest

from enclave_desktop.dossier.money import parse_yuan
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.report import amount_words, citation, report
from tests.unit import rows

HELD = [
    rows.firm(),
    rows.centre(),
    rows.incubator(),
    rows.centre(name="杭州中心", province="浙江", independent=None),
    rows.filing(),
    rows.filing(enclave="杭州中心"),
    rows.filing(authority="银川市科技局"),
    rows.filing(enclave="深圳孵化器", authority="银川市科技局"),
    rows.assessment(),
    rows.person(),
    rows.person(name="另一人", id_number=rows.OTHER_NUMBER),
    rows.person(name="第三人", id_number="640104199001011249", study_mode=None),
    rows.contract(),
    rows.contract(person=rows.OTHER_NUMBER, ends_on=date(2027, 2, 19)),
    rows.contract(person="640104199001011249"),
    rows.expense(),
    rows.carrier(level="国家级"),
    rows.claim(),
    rows.claim(programme="yc-rnd-reward", subject="上海中心", period_from="2024", amount=5_000),
]
DOSSIER = rows.dossier(*HELD)
FINDINGS = check(DOSSIER, load_packs(), 2024)
LINES = list(report(DOSSIER, 2024, FINDINGS))
TEXT = "\n".join(LINES)


def line(start: str) -> str:
    return next(found.strip() for found in LINES if found.strip().startswith(start))


def block(title: str) -> list[str]:
    """The lines of one programme."""
    start = next(n for n, found in enumerate(LINES) if title in found and re.match(r"\d+\. ", found))
    end = next((n for n in range(start, len(LINES)) if not LINES[n]), len(LINES))
    return [found.strip() for found in LINES[start:end]]


def test_that_it_says_whose_it_is_as_of_when_and_for_which_year():
    assert line("宁夏示例新材料公司") == "宁夏示例新材料公司　数据截至 2025-06-30　费用年度、考核年度 2024"


def test_that_a_record_without_a_firm_or_findings_still_reads():
    empty = "\n".join(report(rows.dossier(), 2024, []))
    assert "尚未登记企业" in empty
    assert "已到期：0.00 元（0 项）" in empty


@pytest.mark.parametrize(
    ("start", "words"),
    [
        # the doctor alone: 15 of 58 months
        ("按月补助，截至 2025-06-30 已到期", "75,000.00 元（1 项）"),
        ("按月补助，今后", "215,000.00 元"),
        # 15 % of 1 000
        ("按年奖励，2024 年度", "150.00 元（1 项）"),
        # the centre in Shanghai: 500 000 + 300 000 + 100 000; the makerspace: 250 000
        ("获批后一次性：", "1,150,000.00 元（4 项）"),
        # up to 2 000 000 for a team, up to 500 000 for the incubator
        ("获批后一次性，最高", "2,500,000.00 元（2 项）"),
        ("上述各项中已申领", "45,050.00 元"),
    ],
)
def test_that_each_kind_of_money_is_summed_apart(start, words):
    assert line(start).endswith(words)


def test_that_no_line_adds_up_unlike_money():
    """No sum of two or more of the kinds stands anywhere."""
    kinds = [7_500_000, 21_500_000, 15_000, 115_000_000, 250_000_000]
    forbidden = {
        sum(k for n, k in enumerate(kinds) if mask >> n & 1) for mask in range(32) if mask.bit_count() > 1
    }
    forbidden -= {29_000_000}  # due and to come of one person are her total
    found = {parse_yuan(amount) for amount in re.findall(r"[\d,]+\.\d\d", TEXT)}
    assert found & forbidden == set()


def test_that_a_total_is_told_with_its_months_and_what_is_claimed():
    words = "合计 290,000.00 元（2024-04 至 2029-01，共 58 个月），已到期 75,000.00 元，今后 215,000.00 元；已申领 45,000.00 元"
    assert f"示例人（640***********123X）　{words}" in block("全日制博士补助")


def test_that_sums_say_when_they_are_at_most_and_once_approved():
    assert "上海中心　获批后 最高 2,000,000.00 元" in block("科技创新团队")
    assert "上海中心　获批后 500,000.00 元" in block("人才小高地")
    assert "上海中心　2024 年度 150.00 元；已申领 50.00 元" in block("飞地研发中心研发费用奖励")


def test_that_each_programme_counts_who_fits_who_does_not_and_what_is_open():
    assert block("全日制博士补助")[0].endswith("（nx-phd-allowance）　初步符合 1　待核 1　不符合 1")


def test_that_who_does_not_fit_is_told_what_is_missing():
    lines = block("全日制博士补助")
    assert "- 合同期限：3 年，要求不少于 5 年；还差 2 年：合同须签至 2029-02-19" in lines
    assert lines.index("初步符合") < lines.index("待核") < lines.index("不符合")


def test_that_what_is_unknown_is_asked_for_by_its_cell_at_the_end():
    asked = LINES[LINES.index("补上这些就能得出结论") :]
    assert "  - 第三人（640***********1249）：请填写“人员”的“培养方式”（全日制博士补助）" in asked
    assert any(found.startswith("  - 杭州中心：请填写“飞地”的“独立研发机构”（") for found in asked)


def test_that_no_document_number_stands_in_full():
    assert all(person.id_number not in TEXT for person in DOSSIER.people)
    assert not re.search(r"\d{15}", TEXT)


def test_that_no_verdict_is_firmer_than_a_first_look():
    """符合 stands only as 初步符合 or 不符合."""
    assert re.findall(r"(?<!初步)(?<!不)符合", TEXT) == []
    assert "最终以主管部门审定为准" in TEXT


def test_that_no_line_of_the_source_is_cited_on_the_screen():
    assert not re.search(r"\bL\d+", TEXT)


def test_that_every_programme_cites_its_measure_or_the_report_alone():
    cited = {finding.programme.id: citation(finding.programme) for finding in FINDINGS}
    assert cited["yc-rnd-reward"].startswith(
        "《银川市飞地研发中心和飞地孵化器备案支持办法》，据宁夏日报报道《飞越山海共潮生》（"
    )
    assert cited["nx-rent-equipment"].startswith("据宁夏日报报道《飞越山海共潮生》（")
    assert all(words in TEXT for words in cited.values())


def test_that_what_rests_on_an_assumption_is_said_to():
    assert "其中属于工作假定的条件：备案" in block("飞地研发中心研发费用奖励")
    stated = {f"  - {a.question}：{a.answer}" for f in FINDINGS for a in f.programme.assumptions}
    assert stated <= set(LINES)
    assert len([found for found in LINES if found in stated]) == len(stated)


def test_that_the_three_awards_are_named_where_no_sum_is_known():
    assert "示例人（640***********123X）　可申报：科技领军人才、宁夏杰出人才奖、塞上英才" in block(
        "科技领军人才 / "
    )


def test_that_a_schedule_without_a_whole_month_says_so():
    held = [rows.firm(), rows.centre(), rows.filing(filed_on=date(2025, 6, 30)), rows.person()]
    held.append(rows.contract(starts_on=date(2020, 1, 1), ends_on=date(2025, 7, 15)))
    findings = check(rows.dossier(*held), load_packs(), 2024, {"nx-phd-allowance"})
    assert findings[0].award is not None
    assert amount_words(findings[0].award, 2024) == "合同期内没有可计的整月"


def told(*more, programme="全日制博士补助"):
    """The lines of one programme with more on record."""
    dossier = rows.dossier(*HELD, *more)
    lines = [found.strip() for found in report(dossier, 2024, check(dossier, load_packs(), 2024))]
    start = next(n for n, found in enumerate(lines) if programme in found and re.match(r"\d+\. ", found))
    return lines[start : lines.index("", start)]


def test_that_the_evidence_still_missing_stands_below_each_finding_that_may_come_to_something():
    before = told()
    eligible, undetermined, ineligible = map(before.index, ("初步符合", "待核", "不符合"))
    missing = [n for n, found in enumerate(before) if found.startswith("还缺材料：身份证件、学位证书、")]
    assert len(missing) == 2
    assert eligible < missing[0] < undetermined < missing[1] < ineligible
    number = rows.person().id_number
    after = told(rows.evidence(kind="学位学历证书", person=number))
    assert [found.startswith("还缺材料：身份证件、学位证书、") for found in after].count(True) == 1
    assert sum("学位证书" in found for found in after) == 1


def test_that_a_piece_that_has_expired_is_told():
    held = rows.evidence(kind="身份证件", person=rows.person().id_number, valid_until=date(2025, 1, 31))
    assert "材料：身份证件的有效期至 2025-01-31，已过期" in told(held)

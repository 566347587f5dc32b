"""Many packets at once: names of files, which packets there are, and the report."""

import csv
import io
from datetime import date

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.batch import (
    PLACEHOLDERS,
    Entry,
    Pattern,
    Result,
    as_csv,
    as_text,
    free_name,
    incomplete,
    planned,
    summary,
)
from enclave_desktop.packet.consistency import Remark, Severity
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Status
from enclave_desktop.policy.loading import load_packs
from tests.packet import sample
from tests.packet.firms import YEAR

DAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def findings():
    found = check(sample.dossier(), load_packs(), YEAR, {"nx-phd-allowance", "nx-filing"})
    return sorted(found, key=lambda finding: finding.programme.id)


def named(words, programme):
    return Pattern(words).name(programme, purpose="企业留存", place=7, number="1A2B-3C4D-5E6F", on=DAY)


def test_that_a_pattern_is_filled_in(findings):
    programme = findings[-1].programme
    words = "".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert named(words, programme) == f"{programme.title}企业留存0071A2B-3C4D-5E6F2025-06-30"


def test_that_a_title_with_marks_that_no_name_may_have_leaves_single_spaces():
    awards = sample.PROGRAMMES["nx-talent-awards"]
    assert named("{项目}-{序号}", awards) == "科技领军人才 宁夏杰出人才奖 塞上英才-007"


@pytest.mark.parametrize("device", ["CON", "nul", "COM1", "LPT9", "Aux.第1份"])
def test_that_no_file_is_named_as_a_device_of_windows(device):
    assert named(device, sample.PROGRAMMES["nx-talent-awards"]) == f"_{device}"


@pytest.mark.parametrize("words", ["CONTRACT", "COM12", "材料CON"])
def test_that_what_only_looks_like_a_device_is_left_as_it_is(words):
    assert named(words, sample.PROGRAMMES["nx-talent-awards"]) == words


@pytest.mark.parametrize("name", ["姓名", "证件号码", "对象", "", "项目 "])
def test_that_nothing_that_tells_who_it_is_can_be_written_in_a_name(name):
    with pytest.raises(UserError, match="没有"):
        Pattern(f"{{{name}}}")


@pytest.mark.parametrize("words", ["", "  ", "..", "甲/乙", "{项目", "项目}", 'a"b', "a\nb", r"..\甲"])
def test_that_what_cannot_be_a_name_is_refused(words):
    with pytest.raises(UserError, match="写不成文件名"):
        Pattern(words)


def test_that_each_subject_or_each_programme_is_a_packet_of_those_who_are_eligible(findings):
    eligible = [finding for finding in findings if finding.status is Status.ELIGIBLE]
    tasks, left_out = planned(findings, each=True)
    assert [task.findings for task in tasks] == [(finding,) for finding in eligible]
    assert [task.place for task in tasks] == list(range(1, len(eligible) + 1))
    assert len(left_out) == len(findings) - len(eligible)
    together, again = planned(findings, each=False)
    assert [task.programme.id for task in together] == ["nx-filing", "nx-phd-allowance"]
    assert sum(len(task.findings) for task in together) == len(eligible)
    assert again == left_out


def test_that_who_is_left_out_is_told_with_the_reason_and_without_numbers(findings):
    _, left_out = planned(findings, each=True)
    text = as_text(left_out) + as_csv(left_out).decode("utf-8-sig")
    assert all(entry.reasons[0] in ("不符合", "待核") and entry.reasons[1:] for entry in left_out)
    assert not any(person.id_number in text for person in sample.dossier().people)


def test_that_contradictions_and_gaps_make_a_packet_incomplete_and_hints_do_not():
    grave = [Remark(Severity.CONTRADICTION, "日期", "甲"), Remark(Severity.GAP, "空白", "乙")]
    assert incomplete([*grave, Remark(Severity.HINT, "日期", "丙")]) == ("矛盾　甲", "缺漏　乙")
    assert incomplete([Remark(Severity.HINT, "日期", "丙")]) == ()


def test_that_many_reasons_are_cut_short():
    remarks = [Remark(Severity.GAP, "空白", str(number)) for number in range(9)]
    assert incomplete(remarks[:8])[-1] == "缺漏　7"
    assert incomplete(remarks)[-1] == "其余 1 处从略"


def test_that_no_file_is_written_over(tmp_path):
    for name in ("甲.pdf", "甲(2).pdf"):
        (tmp_path / name).touch()
    assert free_name(tmp_path, "甲").name == "甲(3).pdf"
    assert free_name(tmp_path, "乙").name == "乙.pdf"


def test_that_the_report_tells_files_and_reasons():
    entries = [
        Entry("补助", "张三", Result.MADE, "甲.pdf", "1A2B"),
        Entry("补助", "李四", Result.SKIPPED, reasons=("待核", "=1+1")),
    ]
    assert summary(entries) == "已生成 1，已跳过 1"
    assert "　　甲.pdf　编号 1A2B\n" in as_text(entries)
    rows = list(csv.reader(io.StringIO(as_csv(entries).decode("utf-8-sig"))))
    assert rows[1] == ["已生成", "补助", "张三", "甲.pdf", "1A2B", ""]
    assert rows[2][-1] == "待核；=1+1"


def test_that_a_report_of_nothing_says_so():
    assert summary([]) == "没有可以生成的材料"

"""The calls as a clerk or a script makes them, each in a process of its own."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from enclave_desktop.dossier.values import Claim
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record

DAY = date(2025, 6, 30)
CHECKOUT = Path(__file__).parents[2]


def call(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "enclave_desktop", *map(str, words)],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    done = call("demo", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def record(demo):
    return demo / "示例企业.enclave"


def test_that_the_demonstration_writes_a_packet_for_every_programme_that_matches(demo, record):
    found = json.loads(call("check", record, "--as-of", "2025-06-30", "--year", 2024, "--json").stdout)
    matching = {finding["programme"] for finding in found["findings"] if finding["status"] == "eligible"}
    assert {path.stem for path in demo.glob("*.pdf")} == matching
    assert len(matching) == 13


def test_that_the_demonstration_prints_what_the_packet_command_does(demo, record, tmp_path):
    out = tmp_path / "again.pdf"
    copy = tmp_path / "copy.enclave"
    copy.write_bytes(record.read_bytes())
    programme = ("--programme", "nx-filing", "--as-of", "2025-06-30", "--year", 2024)
    assert call("packet", copy, *programme, "--out", out).returncode == 0
    assert (demo / "nx-filing.pdf").read_bytes() == out.read_bytes()


def test_that_the_demonstration_loads_nothing_of_qt(tmp_path):
    probe = (
        "import sys; from enclave_desktop.cli import run; code = run(['demo', sys.argv[1]]);"
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", probe, str(tmp_path)], cwd=CHECKOUT, check=False)
    assert done.returncode == 0


def test_that_a_check_in_json_is_the_same_bytes_twice(record):
    words = ("check", record, "--as-of", "2025-06-30", "--json")
    assert call(*words).stdout == call(*words).stdout


def test_that_output_is_utf8_whatever_the_console_speaks(record):
    words = ("check", record, "--as-of", "2025-06-30")
    assert call(*words, PYTHONIOENCODING="gbk").stdout == call(*words).stdout


def test_that_the_report_masks_document_numbers(record):
    shown = call("check", record, "--as-of", "2025-06-30").stdout
    found = json.loads(call("check", record, "--as-of", "2025-06-30", "--json").stdout)
    numbers = {f["subject"]["key"] for f in found["findings"] if f["subject"]["kind"] == "person"}
    assert numbers
    assert not [number for number in numbers if number in shown]


def test_that_an_exported_record_imports_without_a_change(record, tmp_path):
    book = tmp_path / "导出.xlsx"
    assert call("export", record, book).returncode == 0
    done = call("import", record, book)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if "新增" in line]
    assert lines
    assert all("新增 0" in line and "更改 0" in line for line in lines), done.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("check", "x.enclave", "--as-of", "2025-6-30"), "不是日期"),
        (("check", "x.enclave", "--as-of", "2025-02-30"), "不是日期"),
        (("check", "x.enclave", "--year", "24"), "不是年份"),
        (("check", "x.enclave", "--jsn"), "不认识的参数"),
        (("check",), "缺少参数"),
        (("packet", "x.enclave", "--out", "x.pdf"), "缺少参数"),
        (("improt", "x.enclave"), "import"),
        (("check", "x.enclave", "--json", "--csv", "x.csv"), "不能与"),
    ],
)
def test_that_a_wrong_call_exits_with_2_and_says_why_in_chinese(words, complaint):
    done = call(*words)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_that_new_refuses_an_existing_path(record):
    before = record.read_bytes()
    done = call("new", record)
    assert done.returncode == 1
    assert "已经存在" in done.stderr
    assert record.read_bytes() == before


def test_that_a_missing_record_is_said(tmp_path):
    done = call("check", tmp_path / "没有.enclave")
    assert done.returncode == 1
    assert "没有.enclave" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_an_unknown_programme_is_answered_with_the_nearest(record):
    done = call("check", record, "--programme", "nx-phd-allowence")
    assert done.returncode == 1
    assert "nx-phd-allowance" in done.stderr


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_that_findings_go_on_into_excel(record, tmp_path, name):
    out = tmp_path / f"结果.{name}"
    assert call("check", record, "--as-of", "2025-06-30", f"--{name}", out).returncode == 0
    assert out.stat().st_size > 1000


def subjects(record, programme, status):
    found = call("check", record, "--as-of", "2025-06-30", "--programme", programme, "--json").stdout
    return [f["subject"]["key"] for f in json.loads(found)["findings"] if f["status"] == status]


def packet(record, out, programme, *words):
    return call("packet", record, "--as-of", "2025-06-30", "--programme", programme, "--out", out, *words)


def test_that_several_eligible_subjects_and_none_named_are_listed(record, tmp_path):
    done = packet(record, tmp_path / "x.pdf", "nx-phd-allowance")
    assert done.returncode == 1
    assert "--subject" in done.stderr
    assert not list(tmp_path.iterdir())


def test_that_a_subject_that_is_not_eligible_is_refused_with_the_reason(record, tmp_path):
    barred = subjects(record, "nx-phd-allowance", "ineligible")[0]
    done = packet(record, tmp_path / "x.pdf", "nx-phd-allowance", "--subject", barred)
    assert done.returncode == 1
    assert "不符合" in done.stderr
    assert barred not in done.stderr
    assert not list(tmp_path.iterdir())


def test_that_a_draft_is_printed_for_a_subject_that_is_not_eligible(record, tmp_path):
    barred = subjects(record, "nx-phd-allowance", "ineligible")[0]
    done = packet(record, tmp_path / "x.pdf", "nx-phd-allowance", "--subject", barred, "--draft")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_that_several_subjects_share_one_packet(record, tmp_path):
    named = subjects(record, "nx-phd-allowance", "eligible")[:2]
    words = [word for key in named for word in ("--subject", key)]
    done = packet(record, tmp_path / "x.pdf", "nx-phd-allowance", *words)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_that_a_packet_takes_an_offices_blank_in_place_of_ours(record, tmp_path):
    blanks = CHECKOUT / "tests" / "fixtures" / "blanks"
    name = "groups-and-comb.pdf"
    data = (blanks / name).read_bytes()
    (tmp_path / name).write_bytes(data)
    mapping = tmp_path / "对应.toml"
    mapping.write_text(
        f'title = "厅里的表"\nblank = "{name}"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\nkind = "pdf"\n'
        '[[cells]]\nvalue = "person.name"\nfield = "申请人.姓名"\n',
        "utf-8",
    )
    person = subjects(record, "nx-phd-allowance", "eligible")[0]
    words = ("nx-phd-allowance", "--subject", person, "--blank", mapping)
    done = packet(record, tmp_path / "p.pdf", *words)
    assert done.returncode == 0, done.stderr
    with PdfDocument(tmp_path / "p.pdf") as document:
        assert any("全日制博士补助申请表" in page.get_textpage().get_text_range() for page in document)
    (tmp_path / name).write_bytes(data + b"\n")
    done = packet(record, tmp_path / "q.pdf", *words)
    assert done.returncode == 1
    assert "重新对应" in done.stderr
    assert not (tmp_path / "q.pdf").exists()


def test_that_a_packet_is_kept_in_the_record_and_a_draft_is_not(record, tmp_path):
    mine = tmp_path / "mine.enclave"
    mine.write_bytes(record.read_bytes())
    with Record.open(mine, read_only=True) as kept:
        before = set(kept.packets())
    centre = subjects(mine, "yc-rnd-reward", "eligible")[0]
    out = tmp_path / "x.pdf"
    assert packet(mine, out, "yc-rnd-reward", "--subject", centre, "--draft").returncode == 0
    done = packet(mine, out, "yc-rnd-reward", "--subject", centre)
    with Record.open(mine, read_only=True) as kept:
        (printed,) = set(kept.packets()) - before
        assert kept.content(printed.pdf) == out.read_bytes()
    assert f"已存入档案，材料编号 {printed.number}" in done.stdout


def test_that_what_contradicts_itself_is_told_beside_and_printed_on_the_list_of_evidence(record, tmp_path):
    mine, out = tmp_path / "mine.enclave", tmp_path / "x.pdf"
    mine.write_bytes(record.read_bytes())
    with Record.open(mine, read_only=True) as held:
        people = held.dossier(date(2025, 6, 30)).people
    subject = next(person for person in people if person.name == "王𠅤")
    done = packet(mine, out, "nx-phd-allowance", "--subject", subject.id_number)
    assert done.returncode == 0
    first, second, *_ = done.stderr.splitlines()
    assert first.startswith("这册材料中有：矛盾 1 处、缺漏 ")
    assert second.startswith("  矛盾　用人单位“上海示例澜朔材料研究有限公司”不是申报单位")
    assert "矛盾" not in done.stdout
    assert subject.id_number not in done.stderr
    with PdfDocument(out) as document:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    assert "打印时仍有下列问题1．矛盾用人单位“上海示例澜朔材料研究有限公司”" in text


def test_that_a_packet_for_everybody_to_read_shows_no_numbers(record, tmp_path):
    key = subjects(record, "nx-phd-allowance", "eligible")[0]
    words = ("--subject", key, "--purpose", "公示或传阅")
    assert packet(record, tmp_path / "x.pdf", "nx-phd-allowance", *words).returncode == 0
    with PdfDocument(tmp_path / "x.pdf") as document:
        assert not any(key in page.get_textpage().get_text_range() for page in document)


def test_that_an_unknown_subject_is_answered_with_the_nearest(record, tmp_path):
    centre = subjects(record, "yc-rnd-reward", "eligible")[0]
    done = packet(record, tmp_path / "x.pdf", "yc-rnd-reward", "--subject", centre[:-1])
    assert done.returncode == 1
    assert centre in done.stderr


def test_that_a_packet_into_a_missing_folder_says_so(record, tmp_path):
    centre = subjects(record, "yc-rnd-reward", "eligible")[0]
    done = packet(record, tmp_path / "没有" / "x.pdf", "yc-rnd-reward", "--subject", centre)
    assert done.returncode == 1
    assert "不存在" in done.stderr


def test_that_a_bug_shows_a_traceback_and_where_the_log_is(tmp_path):
    probe = (
        "import sys; import enclave_desktop.cli.policy as policy;"
        "policy.installed = lambda: 1 / 0;"
        "from enclave_desktop.cli import run; sys.exit(run(['policy', 'list']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=CHECKOUT,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    log = Path(done.stderr.rpartition("日志：")[2].strip())
    assert "ZeroDivisionError" in log.read_text("utf-8")


@pytest.fixture
def backed_up(record, tmp_path):
    """A copy of the record, and its backup."""
    own = tmp_path / "示例企业.enclave"
    own.write_bytes(record.read_bytes())
    done = call("backup", own)
    assert done.returncode == 0, done.stderr
    (backup,) = (tmp_path / "备份").glob("*.enclave")
    return own, backup


def test_that_a_backup_is_made_verified_and_told(backed_up):
    own, backup = backed_up
    done = call("verify", backup)
    assert done.returncode == 0
    assert "完好" in done.stdout
    again = call("backup", own)
    assert (again.returncode, again.stdout.startswith("没有变化")) == (0, True)


def test_that_a_look_tells_the_difference_and_changes_nothing(backed_up):
    own, backup = backed_up
    with Record.open(own) as record, record.transaction() as transaction:
        claims = transaction.dossier(DAY).claims
        transaction.apply(Changes(removed={Claim: claims}))
    before = own.read_bytes()
    done = call("restore", backup, own, "--look")
    assert done.returncode == 0
    assert f"恢复 {len(claims)} 行" in done.stdout
    assert own.read_bytes() == before


def test_that_a_backup_is_restored_and_what_was_there_kept(backed_up):
    own, backup = backed_up
    own.write_bytes(own.read_bytes()[:3000])
    assert call("verify", own).returncode == 1
    done = call("restore", backup, own)
    assert done.returncode == 0, done.stderr
    assert call("verify", own).returncode == 0
    assert len(list(backup.parent.glob("*恢复前*"))) == 1


def test_that_a_damaged_backup_is_not_restored(backed_up):
    own, backup = backed_up
    before = own.read_bytes()
    backup.write_bytes(backup.read_bytes()[:3000])
    done = call("restore", backup, own)
    assert (done.returncode, "损坏" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert own.read_bytes() == before


def test_that_a_backup_into_a_missing_folder_says_so(record, tmp_path):
    done = call("backup", record, tmp_path / "nowhere")
    assert (done.returncode, "不存在" in done.stderr) == (1, True)


def test_that_a_packet_kept_by_another_version_is_told_and_stays(record, tmp_path):
    mine = tmp_path / "mine.enclave"
    mine.write_bytes(record.read_bytes())
    centre = subjects(mine, "yc-rnd-reward", "eligible")[0]
    done = packet(mine, tmp_path / "x.pdf", "yc-rnd-reward", "--subject", centre)
    number = done.stdout.partition("材料编号 ")[2].strip()
    with Record.open(mine) as kept, kept.transaction() as transaction:
        (other,) = transaction.keep([b"%PDF of another version"])
        transaction._connection.exec_driver_sql("UPDATE packet SET pdf = ?", (other,))
    done = packet(mine, tmp_path / "x.pdf", "yc-rnd-reward", "--subject", centre)
    assert "另一版本的程序打印的，保留原来那一册" in done.stderr
    with Record.open(mine, read_only=True) as kept:
        assert kept.packet(number).pdf == other

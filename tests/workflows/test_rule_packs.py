"""A rule pack for an invented region, written by the guide: signed, installed, checked against, printed, removed."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from pypdfium2 import PdfDocument

from enclave_desktop.cli import run
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.packet.on_record import kept_manifest, made_again
from enclave_desktop.paths import OWN_FOLDER
from enclave_desktop.policy.case_file import load_cases
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record


class Done(NamedTuple):
    """What a call came to."""

    returncode: int
    stdout: str
    stderr: str


CHECKOUT = Path(__file__).parents[2]
REGION = CHECKOUT / "tests" / "fixtures" / "policies"
DAY = "2025-06-30"


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Path:
    """The author's folder with the pack, and the record of a firm of that region."""
    folder = tmp_path_factory.mktemp("云岭")
    for file in REGION.glob("yunling*"):
        shutil.copy(file, folder / file.name)
    firm = next(case.dossier for case in load_cases(folder / "yunling.cases.toml") if "四年合同" in case.name)
    with Record.create(folder / "云岭.enclave") as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: firm.rows(entity) for entity in SHEETS}))
    return folder


@pytest.fixture
def call(tmp_path, monkeypatch, capfd):
    """The calls, with a folder of their own for what is installed."""
    monkeypatch.setenv(OWN_FOLDER, str(tmp_path / "own"))

    def run_call(*words: object) -> Done:
        capfd.readouterr()
        code = run([str(word) for word in words])
        said = capfd.readouterr()
        return Done(code, said.out, said.err)

    return run_call


def test_that_a_signed_pack_is_looked_at_installed_checked_against_printed_and_removed(
    call, places, tmp_path
):
    pack, record = places / "yunling.toml", places / "云岭.enclave"
    key = tmp_path / "key.pem"
    signed = call("policy", "sign", pack, "--new-key", key, "--signer", "虚构咨询")
    assert signed.returncode == 0, signed.stderr
    fingerprint = signed.stdout.partition("指纹 ")[2][:39]

    looked = call("policy", "install", pack, "--record", record, "--as-of", DAY)
    assert looked.returncode == 1
    assert f"自称“虚构咨询”，指纹 {fingerprint}" in looked.stdout
    assert "云岭博士安飞补助　虚构博士" in looked.stdout
    assert "没有这个项目 → 初步符合，合计 159,500.00 元" in looked.stdout
    assert "还没有安装" in looked.stderr

    assert call("policy", "install", pack, "--yes").returncode == 0
    assert "虚构咨询（已信任的密钥" in call("policy", "list").stdout
    found = json.loads(call("check", record, "--as-of", DAY, "--programme", "yl-doctor", "--json").stdout)
    (finding,) = found["findings"]
    assert (finding["status"], finding["award"]["total"]) == ("eligible", "159500.00")
    assert "mark" not in finding

    out = tmp_path / "材料.pdf"
    printed = call("packet", record, "--programme", "yl-doctor", "--as-of", DAY, "--out", out)
    assert printed.returncode == 0, printed.stderr
    words = text_of(out)
    assert "云岭省科创飞地支持办法" in words
    assert "科技厅" not in words.replace("云岭省科技厅", "")  # none of the offices of the packs that ship
    assert "未签名" not in words

    assert call("policy", "remove", "yl").returncode == 0
    again = call("check", record, "--as-of", DAY, "--programme", "yl-doctor")
    assert again.returncode == 1
    assert "没有编号为“yl-doctor”的项目" in again.stderr


def test_that_an_unsigned_pack_takes_a_deliberate_yes_and_marks_all_that_it_decides(call, places, tmp_path):
    folder = tmp_path / "盘"
    folder.mkdir()
    for name in ("yunling.toml", "yunling.cases.toml"):
        shutil.copy(places / name, folder / name)
    record = places / "云岭.enclave"
    refused = call("policy", "install", folder, "--yes")
    assert refused.returncode == 1
    assert "没有签名，没有安装" in refused.stderr
    assert call("policy", "install", folder, "--yes", "--unsigned").returncode == 0

    mark = "未签名规则包"
    assert f"云岭博士安飞补助〔{mark}〕" in call("policy", "list").stdout
    report = call("check", record, "--as-of", DAY).stdout
    assert f"云岭博士安飞补助〔{mark}〕（yl-doctor）" in report
    assert f"上述各项中有依据{mark}的：云岭博士安飞补助" in report
    found = json.loads(call("check", record, "--as-of", DAY, "--json").stdout)["findings"]
    assert {finding.get("mark") for finding in found if finding["programme"].startswith("yl-")} == {mark}
    assert not any("mark" in finding for finding in found if not finding["programme"].startswith("yl-"))
    assert call("check", record, "--as-of", DAY, "--csv", tmp_path / "o.csv").returncode == 0
    assert f"云岭博士安飞补助〔{mark}〕" in (tmp_path / "o.csv").read_text("utf-8-sig")

    out = tmp_path / "材料.pdf"
    printed = call("packet", record, "--programme", "yl-doctor", "--as-of", DAY, "--out", out)
    assert printed.returncode == 0, printed.stderr
    assert [number for number, page in enumerate(pages_of(out), 1) if mark not in page] == []
    assert call("policy", "remove", "yl").returncode == 0
    with Record.open(record) as kept:
        packet = next(
            packet for packet in kept.packets() if kept_manifest(kept, packet)["pack"].get("unsigned")
        )
        made_again(kept, packet.number, tmp_path / "再做.pdf")
    assert (tmp_path / "再做.pdf").read_bytes() == out.read_bytes()  # it remembers, whatever is installed now


@pytest.fixture
def changed(call, places, tmp_path) -> Path:
    """A pack that its author signed and then changed."""
    folder = tmp_path / "作者"
    folder.mkdir()
    for name in ("yunling.toml", "yunling.cases.toml"):
        shutil.copy(places / name, folder / name)
    pack = folder / "yunling.toml"
    assert call("policy", "sign", pack, "--new-key", tmp_path / "key.pem", "--signer", "甲").returncode == 0
    pack.write_text(pack.read_text("utf-8") + "# 改过\n", "utf-8")
    return pack


def test_that_a_pack_that_was_changed_is_signed_anew(call, changed, tmp_path):
    again = call("policy", "sign", changed, "--key", tmp_path / "key.pem", "--signer", "甲")
    assert again.returncode == 0, again.stderr
    assert "签名：签名有效" in call("policy", "verify", changed).stdout


def test_that_a_pack_that_was_changed_is_verified_before_it_is_told_to_be_signed_anew(call, changed):
    verified = call("policy", "verify", changed)
    assert "0 处不成立" in verified.stdout
    assert "请重新签名" in verified.stderr
    assert verified.returncode == 1


def test_that_a_pack_in_another_encoding_is_told_by_its_name(call, tmp_path):
    (tmp_path / "nanping.toml").write_text('[measure]\nid = "np"\ntitle = "南屏"\n', "gb18030")
    assert "nanping.toml 不是 UTF-8" in call("policy", "verify", tmp_path / "nanping.toml").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("install", "yunlin.toml"), "yunling.toml"),
        (("remove", "nx"), "随程序提供"),
        (("sign", "yunling.toml", "--key", "no.pem", "--signer", "甲"), "找不到密钥文件"),
    ],
)
def test_that_what_cannot_be_done_is_said_and_nothing_is_done(call, places, words, said):
    action, name, *rest = words
    done = call("policy", action, name if action == "remove" else places / name, *rest)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("words", [("sign", "a.toml", "--signer", "甲"), ("install",), ("remove",)])
def test_that_a_call_that_lacks_something_is_a_wrong_call(call, words):
    assert call("policy", *words).returncode == 2


def text_of(pdf: Path) -> str:
    return "\n".join(pages_of(pdf))


def pages_of(pdf: Path) -> list[str]:
    document = PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()

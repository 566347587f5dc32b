"""Signatures of rule packs: over the pack, its cases and the signer's name, and over nothing else."""

import sys
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.policy.bundle import read_bundle
from enclave_desktop.policy.signing import (
    SigningKey,
    Standing,
    judge,
    load_key,
    new_key,
    read_signature,
    shipped_keys,
)
from tests.unit.policy.offered import sign_pack, write_pack


@pytest.fixture
def signed(tmp_path) -> Path:
    file = write_pack(tmp_path / "盘")
    sign_pack(file, tmp_path / "key.pem")
    return file


def key_of(file: Path) -> SigningKey:
    return read_signature(file.with_name(f"{file.name}.sig").read_text("utf-8"), "签名")[0]


def judged(file: Path, *trusted: SigningKey) -> Standing:
    return judge(read_bundle(file), trusted, "签名").standing


def test_that_a_signature_by_a_key_that_is_trusted_is_known(signed):
    assert judged(signed, key_of(signed)) is Standing.KNOWN


def test_that_a_signature_by_another_key_is_unknown(signed, tmp_path):
    other = write_pack(tmp_path / "other")
    sign_pack(other, tmp_path / "other.pem")
    assert judged(signed, key_of(other)) is Standing.UNKNOWN


def test_that_a_known_key_is_called_what_it_was_accepted_as(signed):
    key = SigningKey("早先接受的名称", key_of(signed).public)
    assert judge(read_bundle(signed), [key], "签名").key == key


def test_that_a_pack_without_signature_has_none(tmp_path):
    assert judged(write_pack(tmp_path)) is Standing.NONE


@pytest.mark.parametrize("name", ["示例.toml", "示例.cases.toml"])
def test_that_one_byte_more_makes_the_signature_wrong(signed, name):
    with (signed.parent / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(UserError, match="被改动过"):
        judged(signed)


def test_that_cases_taken_away_make_the_signature_wrong(signed):
    (signed.parent / "示例.cases.toml").unlink()
    with pytest.raises(UserError, match="被改动过"):
        judged(signed)


def test_that_what_moves_from_the_pack_to_its_cases_makes_the_signature_wrong(signed):
    pack, cases = signed, signed.parent / "示例.cases.toml"
    whole = pack.read_bytes() + cases.read_bytes()
    pack.write_bytes(whole[:-10])
    cases.write_bytes(whole[-10:])
    with pytest.raises(UserError, match="被改动过"):
        judged(signed)


def test_that_another_signers_name_makes_the_signature_wrong(signed):
    file = signed.with_name("示例.toml.sig")
    file.write_text(file.read_text("utf-8").replace("示例机构", "主管部门"), "utf-8")
    with pytest.raises(UserError, match="被改动过"):
        judged(signed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "signer 缺少"),
        ('signer = "甲"\npublic_key = "AAAA"\nsignature = "AAAA"\n', "public_key 应为 32 字节"),
        ('signer = "甲"\npublic_key = "不"\nsignature = "AAAA"\n', "public_key 应为 32 字节"),
        ('signer = "\\u202e甲"\npublic_key = "AAAA"\nsignature = "AAAA"\n', "可见的字"),
        (f'signer = "{"甲" * 41}"\npublic_key = "AAAA"\nsignature = "AAAA"\n', "1 至 40"),
    ],
)
def test_that_a_signature_that_is_none_is_refused_by_its_key(tmp_path, text, words):
    file = write_pack(tmp_path)
    file.with_name("示例.toml.sig").write_text(text, "utf-8")
    with pytest.raises(UserError, match=words):
        judged(file)


def test_that_a_signature_by_a_point_that_is_no_key_is_wrong(signed):
    file = signed.with_name("示例.toml.sig")
    lines = file.read_text("utf-8").splitlines()
    lines[1] = f'public_key = "{"/" * 42}8="'
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(UserError, match="被改动过"):
        judged(signed)


def test_that_a_fingerprint_is_eight_groups_of_four():
    assert SigningKey("甲", bytes(32)).fingerprint == "6668-7AAD-F862-BD77-6C8F-C18B-8E9F-8E20"


def test_that_a_new_key_signs_again_when_it_is_read(tmp_path):
    made = new_key(tmp_path / "key.pem")
    assert load_key(tmp_path / "key.pem").private_bytes_raw() == made.private_bytes_raw()


@pytest.mark.skipif(sys.platform == "win32", reason="rights lie with the folder there")
def test_that_a_new_key_can_be_read_by_its_owner_only(tmp_path):
    new_key(tmp_path / "key.pem")
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


def test_that_a_new_key_is_not_written_over_a_file(tmp_path):
    file = tmp_path / "key.pem"
    file.write_text("要紧的", "utf-8")
    with pytest.raises(UserError, match="已经存在"):
        new_key(file)
    assert file.read_text("utf-8") == "要紧的"


@pytest.mark.parametrize(
    "text", ["", "不是密钥", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_that_what_is_no_key_is_refused(tmp_path, text):
    (tmp_path / "key.pem").write_text(text, "utf-8")
    with pytest.raises(UserError, match="不是可用的密钥"):
        load_key(tmp_path / "key.pem")


def test_that_a_key_that_is_not_there_is_told_with_near_names(tmp_path):
    new_key(tmp_path / "key.pem")
    with pytest.raises(UserError, match=r"key\.pem"):
        load_key(tmp_path / "kay.pem")


def test_that_the_keys_that_ship_can_be_read():
    assert all(len(key.public) == 32 for key in shipped_keys())

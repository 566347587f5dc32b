"""Rule packs as an author hands them over: a small pack with a case, signed or not, in a folder of its own."""

from pathlib import Path

from enclave_desktop.policy.bundle import read_bundle, signature_file
from enclave_desktop.policy.signing import load_key, new_key, sign

PACK = """
[measure]
id = "{measure}"
title = "示例办法"
source = "虚构，仅供测试"
{more}

[[programme]]
id = "{programme}"
title = "示例补贴"
subject = "enclave"
topic = "示例"
locator = "第一条"
form = "rent-equipment"

[[programme.criterion]]
id = "moved-in"
label = "入驻平台"
fact = "enclave.platform"
operator = "present"
required = "已入驻"
locator = "第一条"

[programme.award]
basis = "on_approval"
amount = "{amount}"
"""

CASES = """
[base.one]
enclave = {{ name = "上海中心", type = "研发中心", province = "上海", city = "上海", platform = "示例平台" }}

[[case]]
name = "入驻的初步符合"
base = "one"
programme = "{programme}"
as_of = 2025-06-30
expect = {{ status = "eligible", total = "{amount}" }}
"""

WORDS = {"measure": "ex", "programme": "ex-one", "amount": "100.00", "more": ""}


def write_pack(folder: Path, *, expects: str | None = None, **words: str) -> Path:
    """A pack and its case; `expects` is what the case expects instead of the amount."""
    folder.mkdir(parents=True, exist_ok=True)
    said = WORDS | words
    file = folder / "示例.toml"
    file.write_text(PACK.format(**said), "utf-8")
    (folder / "示例.cases.toml").write_text(
        CASES.format(**said | {"amount": expects or said["amount"]}), "utf-8"
    )
    return file


def sign_pack(file: Path, key: Path, signer: str = "示例机构") -> Path:
    """Sign it by the key in that file, which is made where there is none; gives the signature's file."""
    _, text = sign(read_bundle(file), load_key(key) if key.exists() else new_key(key), signer)
    signature = signature_file(file)
    signature.write_text(text, "utf-8")
    return signature

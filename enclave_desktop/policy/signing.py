"""Who vouches for a rule pack: Ed25519 signatures over the very bytes of the pack and its cases.

A signature is a small TOML file beside the pack, `<pack>.toml.sig`: the signer's name, the public key, the signature.
`cryptography` is imported on first use: who has no signed pack does not wait for it.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.errors import UserError
from enclave_desktop.paths import no_such_file, resources
from enclave_desktop.policy.bundle import Bundle
from enclave_desktop.policy.loading import KEYS_FILE
from enclave_desktop.toml_table import Table, decoded, load_toml, parse_toml, quoted
from enclave_desktop.whole_file import cannot_write

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_CONTEXT = b"enclave-desktop rule pack, format 1"
_KEY, _SIGNATURE, _GROUP, _GROUPS = 32, 64, 4, 8
_LONGEST_NAME = 40
_LARGEST_KEY_FILE = 10_000


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Whose public key it is, and the key: 32 bytes."""

    signer: str
    public: bytes

    @property
    def fingerprint(self) -> str:
        """To be compared by telephone: 1A2B-3C4D-…, the first half of the key's SHA-256."""
        head = hashlib.sha256(self.public).hexdigest()[: _GROUP * _GROUPS].upper()
        return "-".join(head[at : at + _GROUP] for at in range(0, len(head), _GROUP))


class Standing(StrEnum):
    """What a pack's signature is worth; a wrong one is no standing but refused."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signed:
    """By whom a pack is signed, if it is."""

    standing: Standing
    key: SigningKey | None = None

    @property
    def words(self) -> str:
        if self.key is None:
            return "没有签名"
        if self.standing is Standing.KNOWN:
            return f"签名有效：{self.key.signer}（已信任的密钥，指纹 {self.key.fingerprint}）"
        return f"签名有效，但密钥是第一次见到：自称“{self.key.signer}”，指纹 {self.key.fingerprint}"


def read_signature(text: str, file: str) -> tuple[SigningKey, bytes]:
    """The key and signature in a signature file; UserError with its key path when something is not right."""
    with Table(parse_toml(text, file), file) as table:
        return read_key(table), _base64(table, "signature", _SIGNATURE)


def read_key(table: Table) -> SigningKey:
    return SigningKey(_signer(table.text("signer")), _base64(table, "public_key", _KEY))


def key_as_toml(key: SigningKey) -> str:
    return f"signer = {quoted(key.signer)}\npublic_key = {quoted(_as_text(key.public))}\n"


def judge(bundle: Bundle, trusted: Collection[SigningKey], file: str) -> Signed:
    """What the signature says of these files; `file` names it. UserError when it is damaged or not theirs."""
    if bundle.signature is None:
        return Signed(Standing.NONE)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key, made = read_signature(decoded(bundle.signature, file), file)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(made, _message(key.signer, bundle))
    except (InvalidSignature, ValueError):
        raise UserError(
            f"{file} 与规则包不符：签名之后，规则包或算例被改动过，或者签名属于另一个文件。",
            "请向签名人重新索取全部文件（规则包、算例、签名），不要改动。",
            "规则包是您自己写的，改完请重新签名：enclave-desktop policy sign。",
        ) from None
    known = next((one for one in trusted if one.public == key.public), None)
    return Signed(Standing.KNOWN, known) if known else Signed(Standing.UNKNOWN, key)


def shipped_keys() -> tuple[SigningKey, ...]:
    """The keys that the program trusts from the start."""
    file = resources() / "policies" / KEYS_FILE
    with Table(load_toml(file), file.name) as table:
        keys = []
        for entry in table.tables("key"):
            with entry:
                keys.append(read_key(entry))
        return tuple(keys)


def sign(bundle: Bundle, key: "Ed25519PrivateKey", signer: str) -> tuple[SigningKey, str]:
    """The key that signed, and the text of the signature file."""
    signer = _signer(signer)
    public = SigningKey(signer, key.public_key().public_bytes_raw())
    made = key.sign(_message(signer, bundle))
    return public, f"{key_as_toml(public)}signature = {quoted(_as_text(made))}\n"


def new_key(path: Path) -> "Ed25519PrivateKey":
    """A new private key, kept in a file that only its owner can read; never over a file that is there."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(
            f"{path} 已经存在，没有改动。", "要用这把密钥签名，请写 --key；要另做一把，请换一个文件名。"
        ) from None
    except OSError as error:
        raise cannot_write(path, error) from None
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return key


def load_key(path: Path) -> "Ed25519PrivateKey":
    """The private key in a PEM file; UserError when it is none of ours."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if not path.is_file():
        raise no_such_file(path, "密钥文件")
    try:
        with path.open("rb") as file:
            key = load_pem_private_key(file.read(_LARGEST_KEY_FILE), password=None)
    except OSError as error:
        raise UserError(f"无法读取 {path}：{error.strerror}。") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UserError(
            f"{path.name} 不是可用的密钥：应为没有口令的 Ed25519 私钥（PEM）。",
            "可用 --new-key 新做一把。",
        )
    return key


def _message(signer: str, bundle: Bundle) -> bytes:
    """What is signed: every part with its length before it, so that no two packs give the same bytes."""
    parts = [_CONTEXT, signer.encode(), bundle.pack, *([] if bundle.cases is None else [bundle.cases])]
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _signer(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UserError(f"签名人的名称应为 1 至 {_LONGEST_NAME} 个可见的字。")
    return name


def _base64(table: Table, key: str, length: int) -> bytes:
    try:
        data = base64.b64decode(table.text(key), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != length:
        raise table.error(key, f"应为 {length} 字节的 base64 文字")
    return data


def _as_text(data: bytes) -> str:
    return base64.b64encode(data).decode()

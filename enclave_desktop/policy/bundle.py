"""The files of one rule pack as they lie together: the pack, its cases, its signature."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.policy.case_file import cases_file
from enclave_desktop.toml_table import read_bytes

SIGNATURE = ".sig"
"""What the name of a pack's signature has after the pack's."""
_PACK, _CASES = ".toml", ".cases.toml"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bytes that are signed, run and installed."""

    pack: bytes
    cases: bytes | None = None
    signature: bytes | None = None

    @property
    def sha256(self) -> str:
        """Of all of it, in hex."""
        parts = (b"none" if part is None else hashlib.sha256(part).digest() for part in self.parts)
        return hashlib.sha256(b"".join(parts)).hexdigest()

    @property
    def parts(self) -> tuple[bytes | None, ...]:
        """In the order of `files_of`."""
        return self.pack, self.cases, self.signature


def files_of(pack_file: Path) -> tuple[Path, ...]:
    """Where a pack, its cases and its signature lie."""
    return pack_file, cases_file(pack_file), signature_file(pack_file)


def pack_file(file: Path) -> Path:
    """The pack that a file belongs to: itself, or the one that its cases or its signature lie beside."""
    name = file.name.removesuffix(SIGNATURE)
    return file.with_name(f"{name.removesuffix(_CASES)}{_PACK}" if name.endswith(_CASES) else name)


def signature_file(pack_file: Path) -> Path:
    return pack_file.with_name(pack_file.name + SIGNATURE)


def read_bundle(pack_file: Path) -> Bundle:
    """UserError when a file that is there cannot be read, or the pack is not there."""
    pack, *beside = files_of(pack_file)
    return Bundle(read_bytes(pack), *(read_bytes(file) if file.exists() else None for file in beside))

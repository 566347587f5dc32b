"""The rule packs in force: those that ship with the program, and those that the user installed.

`installed.toml` in the user's folder says which those are, with the digest of their files: what is not named there, or
was changed since, is left out and told. It is the only file whose writing installs or removes a pack.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from enclave_desktop import paths
from enclave_desktop.errors import UserError
from enclave_desktop.policy.bundle import Bundle, read_bundle
from enclave_desktop.policy.loading import pack_of_text, refuse_clash, shipped_packs
from enclave_desktop.policy.pack import Pack
from enclave_desktop.policy.signing import (
    Signed,
    SigningKey,
    Standing,
    judge,
    key_as_toml,
    read_key,
    shipped_keys,
)
from enclave_desktop.toml_table import Table, decoded, load_toml, quoted
from enclave_desktop.whole_file import write_whole

INDEX = "installed.toml"
PACK_FILE = "pack.toml"
FOLDER = re.compile(r"[a-z0-9-]+-[0-9a-f]{16}")
"""The folder of one installed pack: its measure and the head of its digest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what is installed."""

    measure: str
    folder: str
    sha256: str
    key: SigningKey | None = None
    """The key that the user accepted for it."""


@dataclass(frozen=True, slots=True)
class Own:
    """A pack that the user installed, as it is in force."""

    pack: Pack
    signed: Signed


@dataclass(frozen=True, slots=True)
class Installed:
    """What rules there are."""

    packs: tuple[Pack, ...]
    """All in force, by measure."""
    own: tuple[Own, ...]
    """Those of them that the user installed."""
    problems: tuple[tuple[str, UserError], ...]
    """Measures that are installed but cannot be used, and why; '' where nobody can tell which."""


def installed() -> Installed:
    """Read anew when something was installed or removed, here or by another process."""
    folder = paths.policies()
    try:
        stat = (folder / INDEX).stat()
    except OSError:
        return _installed(folder, None)
    return _installed(folder, (stat.st_mtime_ns, stat.st_size, stat.st_ino))


@lru_cache(maxsize=4)
def _installed(folder: Path, stamp: object) -> Installed:
    if stamp is None:
        return Installed(shipped_packs(), (), ())
    try:
        entries = read_index(folder)
    except UserError as error:
        problem = UserError(
            "已安装规则包的清单读不出来，这些规则包都没有使用。", str(error), "请重新安装规则包。"
        )
        return Installed(shipped_packs(), (), (("", problem),))
    return _in_force(folder, entries)


def _in_force(folder: Path, entries: tuple[Entry, ...]) -> Installed:
    in_force = {pack.measure.id: pack for pack in shipped_packs()}
    own: list[Own] = []
    problems: list[tuple[str, UserError]] = []
    for entry in sorted(
        entries, key=lambda entry: entry.measure not in in_force
    ):  # what is replaced goes first
        try:
            found = _own(folder, entry)
            refuse_clash(found.pack, without(in_force.values(), entry.measure))
        except UserError as error:
            words = f"已安装的规则包“{entry.measure}”没有使用：{error.message}"
            problems.append((entry.measure, UserError(words, *error.details, "请重新安装，或移除它。")))
        else:
            in_force[entry.measure] = found.pack
            own.append(found)
    packs = tuple(sorted(in_force.values(), key=lambda pack: pack.measure.id))
    return Installed(packs, tuple(own), tuple(problems))


def without(packs: Iterable[Pack], measure: str) -> list[Pack]:
    return [pack for pack in packs if pack.measure.id != measure]


def _own(folder: Path, entry: Entry) -> Own:
    bundle = read_bundle(folder / entry.folder / PACK_FILE)
    if bundle.sha256 != entry.sha256:
        raise UserError("它的文件在安装之后被改动过。")
    trusted = (*shipped_keys(), *([entry.key] if entry.key else []))
    signed = judge(bundle, trusted, f"{entry.measure}.toml.sig")
    if signed.standing is Standing.UNKNOWN:
        raise UserError("签名人的密钥不在信任之列。")
    return Own(pack_of_bundle(bundle, signed, f"{entry.measure}.toml"), signed)


def pack_of_bundle(bundle: Bundle, signed: Signed, file: str) -> Pack:
    return pack_of_text(decoded(bundle.pack, file), file, unsigned=signed.standing is Standing.NONE)


def read_index(folder: Path) -> tuple[Entry, ...]:
    """What is installed; UserError when the file cannot be read."""
    if not (folder / INDEX).exists():
        return ()
    with Table(load_toml(folder / INDEX), INDEX) as table:
        return tuple(_entry(entry) for entry in table.tables("pack"))


def _entry(table: Table) -> Entry:
    with table:
        if not FOLDER.fullmatch(table.text("folder")):
            raise table.error("folder", "不是规则包的文件夹")
        return Entry(
            table.text("measure"),
            table.text("folder"),
            table.text("sha256"),
            read_key(table) if "public_key" in table else None,
        )


def write_index(folder: Path, entries: Iterable[Entry]) -> None:
    """At once and whole: this is what installs and removes."""
    text = "".join(
        f"[[pack]]\nmeasure = {quoted(entry.measure)}\nfolder = {quoted(entry.folder)}\n"
        f"sha256 = {quoted(entry.sha256)}\n{key_as_toml(entry.key) if entry.key else ''}\n"
        for entry in entries
    )
    write_whole(folder / INDEX, lambda temporary: temporary.write_text(text, encoding="utf-8"))

"""Looking at a rule pack that is offered, installing it, and removing what was installed."""

import difflib
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from enclave_desktop import paths
from enclave_desktop.errors import UserError
from enclave_desktop.policy.bundle import Bundle, files_of, pack_file, read_bundle, signature_file
from enclave_desktop.policy.case_file import cases_file, parse_cases
from enclave_desktop.policy.cases import Failure, run_cases
from enclave_desktop.policy.installed import (
    FOLDER,
    PACK_FILE,
    Entry,
    Installed,
    installed,
    pack_of_bundle,
    read_index,
    without,
    write_index,
)
from enclave_desktop.policy.loading import refuse_clash, shipped_packs
from enclave_desktop.policy.pack import Pack
from enclave_desktop.policy.replacing import Replaced, cautions
from enclave_desktop.policy.signing import Signed, SigningKey, Standing, judge, shipped_keys
from enclave_desktop.toml_table import decoded, nearest, parse_toml
from enclave_desktop.whole_file import cannot_write, write_whole

_DIGITS = 16
_MEASURE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[[ \t]*measure[ \t]*\]", re.MULTILINE)
"""The table that every pack has; Notepad puts a mark before the text."""
_HEAD = 1 << 16
"""Bytes in which it must begin."""
_FIRST_FAILURES = 10


@dataclass(frozen=True, slots=True)
class Read:
    """A pack with what its files say of it."""

    file: Path
    bundle: Bundle
    signed: Signed
    pack: Pack
    cases: int | None
    """How many were run; None where there are none."""
    failures: tuple[Failure, ...]

    def hold(self) -> None:
        """UserError where a case does not hold."""
        if self.failures:
            name, rest = cases_file(self.file).name, len(self.failures) - _FIRST_FAILURES
            raise UserError(
                f"规则包的算例有 {len(self.failures)} 处不成立：",
                *(f"{name} {failure}" for failure in self.failures[:_FIRST_FAILURES]),
                *([f"其余 {rest} 处从略。"] if rest > 0 else []),
            )


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that may be installed: it reads, its cases hold, its signature is not wrong."""

    read: Read
    replaces: Replaced | None
    """The pack of that measure that is in force now."""
    packs_after: tuple[Pack, ...]
    """All that will be in force."""

    @property
    def pack(self) -> Pack:
        return self.read.pack

    @property
    def signed(self) -> Signed:
        return self.read.signed

    @property
    def cautions(self) -> tuple[str, ...]:
        """In what it is worth less than the one that it replaces."""
        return tuple(cautions(self.replaces, self.pack.measure, self.signed)) if self.replaces else ()


def read_pack(file: Path) -> Read:
    """A pack and what its cases give. UserError when it is not right, or its signature is another one's."""
    bundle = read_bundle(file)
    return _read(file, bundle, _judged(file, bundle))


def read_rules(file: Path) -> Read:
    """A pack as its author works on it: a signature that is there may be of what it was before."""
    return _read(file, replace(read_bundle(file), signature=None), Signed(Standing.NONE))


def signature_of(file: Path) -> Signed:
    """What the signature beside a pack is worth; UserError when it is another one's."""
    return _judged(file, read_bundle(file))


def _judged(file: Path, bundle: Bundle) -> Signed:
    return judge(bundle, (*shipped_keys(), *accepted_keys()), signature_file(file).name)


def _read(file: Path, bundle: Bundle, signed: Signed) -> Read:
    pack = pack_of_bundle(bundle, signed, file.name)
    _refuse_unknown_forms(pack)
    if bundle.cases is None:
        return Read(file, bundle, signed, pack, None, ())
    name = cases_file(file).name
    cases = parse_cases(parse_toml(decoded(bundle.cases, name), name), name)
    return Read(file, bundle, signed, pack, len(cases), tuple(run_cases(pack, cases)))


def look(file: Path) -> Offer:
    """What is offered in a file; UserError when it may not be installed."""
    read = read_pack(file)
    read.hold()
    found, measure = installed(), read.pack.measure.id
    rest = without(found.packs, measure)
    refuse_clash(read.pack, rest)
    return Offer(
        read, _replaced(found, measure), tuple(sorted((*rest, read.pack), key=lambda pack: pack.measure.id))
    )


def _replaced(found: Installed, measure: str) -> Replaced | None:
    signed = {own.pack.measure.id: own.signed for own in found.own}
    in_force = (pack for pack in found.packs if pack.measure.id == measure)
    return next((Replaced(pack, signed.get(measure)) for pack in in_force), None)


def _refuse_unknown_forms(pack: Pack) -> None:
    """Forms ship with the program: a pack can only name one of them."""
    forms = sorted(file.parent.name for file in paths.forms().glob("*/form.toml"))
    for programme in pack.programmes:
        if programme.form not in forms:
            raise UserError(
                f"{pack.file}：{programme.id} 的 form “{programme.form}”不是自带的样表"
                f"{nearest(programme.form, forms)}。",
                f"可用：{'、'.join(forms)}",
            )


def packs_in(place: Path) -> list[Path]:
    """The pack that a file is or belongs to, or those in a folder or a stick and the folders right below it.

    Other files in TOML, the blanks' mappings for one, are left aside.
    """
    if not place.is_dir():
        return [pack_file(place)]
    try:
        found = [*sorted(place.glob("*.toml")), *sorted(place.glob("*/*.toml"))]
    except OSError as error:
        raise UserError(f"无法读取 {place}：{error.strerror}。") from None
    packs = [file for file in found if not file.name.startswith(".") and says_measure(file)]
    if not packs:
        raise UserError(
            f"{place} 里没有规则包。", "规则包是一个 .toml 文件，旁边可有 .cases.toml 和 .toml.sig。"
        )
    return packs


def says_measure(file: Path) -> bool:
    """Whether a file in TOML is rather a rule pack than something else."""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    return _MEASURE.search(head) is not None


def accepted_keys() -> tuple[SigningKey, ...]:
    """The keys that the user accepted, each with a pack that it signed."""
    return tuple(dict.fromkeys(entry.key for entry in _entries() if entry.key))


def install(offer: Offer) -> None:
    """Put the pack in force; the whole of it or nothing. Whoever calls has asked what was to be asked.

    With a pack its signer's key is accepted, for as long as a pack that it signed is installed.
    """
    folder = paths.policies()
    measure, digest = offer.pack.measure.id, offer.read.bundle.sha256
    shipped = {key.public for key in shipped_keys()}
    key = offer.signed.key if offer.signed.key and offer.signed.key.public not in shipped else None
    entry = Entry(measure, f"{measure}-{digest[:_DIGITS]}", digest, key)
    place = folder / entry.folder
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(place, error) from None
    for file, data in zip(files_of(place / PACK_FILE), offer.read.bundle.parts, strict=True):
        if data is not None:
            write_whole(file, partial(_write, data))
    entries = (*(other for other in _entries() if other.measure != measure), entry)
    write_index(folder, sorted(entries, key=lambda one: one.measure))
    _sweep(folder, entries)


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def remove(measure: str) -> Pack | None:
    """Take an installed pack away; gives the pack that is in force for the measure again, where one ships."""
    folder, entries = paths.policies(), _entries()
    if measure not in (names := [entry.measure for entry in entries]):
        raise UserError(f"没有安装过编号为“{measure}”的规则包。", *_near(measure, names))
    left = tuple(entry for entry in entries if entry.measure != measure)
    write_index(folder, left)
    _sweep(folder, left)
    return next((pack for pack in shipped_packs() if pack.measure.id == measure), None)


def _near(measure: str, names: list[str]) -> Iterator[str]:
    if measure in {pack.measure.id for pack in shipped_packs()}:
        yield "它是随程序提供的，不能移除；可以安装同一编号的规则包来代替它。"
    elif near := difflib.get_close_matches(measure, names, n=3, cutoff=0.3) or names:
        yield f"已安装的有：{'、'.join(near)}"
    else:
        yield "还没有安装过规则包。"


def _entries() -> tuple[Entry, ...]:
    """What is installed; nothing where the list is damaged: the next one that is written mends it."""
    try:
        return read_index(paths.policies())
    except UserError:
        return ()


def _sweep(folder: Path, entries: Iterable[Entry]) -> None:
    """Delete the folders of packs that are no longer installed."""
    named = {entry.folder for entry in entries}
    for place in folder.iterdir():
        if place.name not in named and FOLDER.fullmatch(place.name) and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)

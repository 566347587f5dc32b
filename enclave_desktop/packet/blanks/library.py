"""The user's mappings, each with its blank beside it, in one folder; handed on as a .toml and the office's file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import MB
from enclave_desktop.packet.blanks.docx_blank import LARGEST_FILE
from enclave_desktop.packet.blanks.filling import filled
from enclave_desktop.packet.blanks.mapping import (
    Mapping,
    OwnBlank,
    check_digest,
    load_mapping,
    save_mapping,
)
from enclave_desktop.packet.given import Given
from enclave_desktop.whole_file import write_whole

_SUFFIX = ".toml"
_BARRED = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', " "))
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """One mapping of the folder."""

    file: Path
    mapping: Mapping | None
    problem: UserError | None = None
    """Why it cannot be used, where it cannot be read."""

    @property
    def title(self) -> str:
        return self.mapping.title if self.mapping else self.file.stem


def kept(folder: Path) -> tuple[Kept, ...]:
    """Every mapping by title, those that cannot be read too."""
    return tuple(sorted(map(_kept, folder.glob(f"*{_SUFFIX}")), key=lambda one: one.title))


def _kept(file: Path) -> Kept:
    try:
        return Kept(file, load_mapping(file))
    except UserError as problem:
        return Kept(file, None, problem)


def for_programme(programme: str, folder: Path) -> Iterator[Kept]:
    """The mappings for a programme; one that names none is for all."""
    for one in kept(folder):
        if one.mapping and (not one.mapping.programmes or programme in one.mapping.programmes):
            yield one


def keep(mapping: Mapping, data: bytes, folder: Path, replacing: Path | None = None) -> Path:
    """The mapping and its blank in the folder, in place of `replacing` or under a name of its own; gives its file."""
    check_digest(mapping, data, mapping.blank)
    blank = _blank_file(mapping, folder)
    if not blank.exists():
        write_whole(blank, lambda temporary: temporary.write_bytes(data))
    file = replacing or _free_name(mapping.title, folder)
    save_mapping(mapping, file)
    return file


def hand_on(one: Kept, out: Path) -> None:
    """A copy of the mapping for others; their blank they have from the office."""
    data = read_file(one.file)
    write_whole(out, lambda temporary: temporary.write_bytes(data))


def take(source: Path, folder: Path) -> Path:
    """A mapping that was handed on, taken into the folder; its blank is still to be added."""
    mapping = load_mapping(source)
    file = _free_name(mapping.title, folder)
    save_mapping(mapping, file)
    return file


def take_both(source: Path, folder: Path) -> Path:
    """A mapping that was handed on, with its blank where that lies beside it. UserError when it is another one."""
    mapping = load_mapping(source)
    if not (source.parent / mapping.blank).is_file():
        return take(source, folder)
    return keep(mapping, beside(mapping, source.parent), folder)


def add_blank(mapping: Mapping, source: Path, folder: Path) -> None:
    """The office's file for a mapping that was handed on. UserError when it is another one."""
    data = read_file(source)
    check_digest(mapping, data, source.name)
    write_whole(_blank_file(mapping, folder), lambda temporary: temporary.write_bytes(data))


def blank_of(mapping: Mapping, folder: Path) -> bytes:
    """The blank's bytes. UserError when it is not there or was changed."""
    file = _blank_file(mapping, folder)
    if not file.is_file():
        raise UserError(
            f"还没有“{mapping.title}”的空白表 {mapping.blank}。",
            "请在“空白表”里选中它，再选主管部门发的那份文件。",
        )
    data = read_file(file)
    check_digest(mapping, data, mapping.blank)
    return data


def beside(mapping: Mapping, folder: Path) -> bytes:
    """What lies beside a mapping as its blank: under the office's own name, or else as it is kept here."""
    kept_here, named = _blank_file(mapping, folder), folder / mapping.blank
    if named.is_symlink():
        raise UserError(f"{named} 是指向别处的链接，没有读取。", "请把空白表本身放到这个文件夹里。")
    return read_file(kept_here if kept_here.is_file() and not named.exists() else named)


def has_blank(mapping: Mapping, folder: Path) -> bool:
    return _blank_file(mapping, folder).is_file()


def remove(one: Kept, folder: Path) -> None:
    """The mapping, and its blank once no other mapping is for it."""
    one.file.unlink(missing_ok=True)
    others = {other.mapping.sha256 for other in kept(folder) if other.mapping}
    if one.mapping and one.mapping.sha256 not in others:
        _blank_file(one.mapping, folder).unlink(missing_ok=True)


def write_filled(blank: OwnBlank, given: Given, folder: Path) -> Path:
    """The blank filled in, as the office's own kind of file; its name tells the enclave or carrier, but no person.

    A file of that name stays: the new one is numbered.
    """
    data, kind = filled(blank, given)
    subject = given.finding.subject
    name = blank.mapping.title if subject.kind == "person" else f"{blank.mapping.title}-{subject.name}"
    out = _free_name(name, folder, f".{kind}")
    write_whole(out, lambda temporary: temporary.write_bytes(data))
    return out


def read_file(path: Path) -> bytes:
    """UserError when it cannot be read, or is more than a blank can be."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(f"{path.name} 超过 {LARGEST_FILE // MB} MB，不像是空白表。", "请核对选的文件。")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"无法读取 {path}：{error.strerror}。", "请核对文件名和所在文件夹。") from None


def _blank_file(mapping: Mapping, folder: Path) -> Path:
    return folder / f"{mapping.sha256}.{mapping.kind}"


def _free_name(title: str, folder: Path, suffix: str = _SUFFIX) -> Path:
    stem = title.translate(_BARRED).strip(" .")[:_LONGEST_NAME] or "空白表"
    names = (f"{stem}{suffix}", *(f"{stem}-{number}{suffix}" for number in range(2, 10_000)))
    return next(folder / name for name in names if not (folder / name).exists())

"""Whose piece a scanned file is, and of what kind: by the names of the file and of the folders it lies in."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import EVIDENCE_KINDS, EvidenceKind, evidence_kind
from enclave_desktop.dossier.fields import KEPT, sheet_titled
from enclave_desktop.dossier.values import Person
from enclave_desktop.errors import UserError

MOST_FILES = 2_000
"""Of one folder with all below it: the evidence of some hundred people."""
MOST_BYTES = 4 << 30
"""Of these files together: what is larger is rather a disk than a folder of scans."""
SUFFIXES = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".docx", ".doc", ".bmp", ".ofd"}
)
"""Files with other endings are left out; those named here that cannot be taken are told when they are read."""
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz"})
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
"""Like hidden files nothing that anybody put there: nothing is said of them."""
_SURE_DIGITS = 6
_DIGITS = re.compile(r"(?<![0-9A-Z])\d{3,17}[0-9X](?![0-9A-Z])")
_PERIOD = re.compile(
    r"(20\d\d)\s*[年./-]?\s*(1[0-2]|0?[1-9])(?:\s*月)?(?!\d)"
    r"(?:\s*(?:至|到|-|~|—|–)\s*(?:(20\d\d)\s*[年./-]?\s*)?(1[0-2]|0?[1-9])(?:\s*月)?(?!\d))?"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
Row = tuple[str, Any]
"""Title of a sheet, and what refers to a row of it."""


class Certainty(StrEnum):
    """How well a file's names say what it is."""

    SURE = "确定"
    LIKELY = "推测"
    OPEN = "请选择"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the names say."""

    kind: str | None
    row: Row | None
    certainty: Certainty
    why: str
    """In words, what it goes by or why it has to be asked."""
    among: tuple[Row, ...] = ()
    """The rows it may be where several may."""
    period: tuple[str, str] | None = None
    """The months or years that the names speak of, first and last."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a folder and all below it, in order."""

    files: tuple[Path, ...]
    """What may be evidence."""
    left_out: tuple[tuple[Path, str], ...]
    """What may not, each with why and what to do."""


def files_in(folder: Path) -> FolderFiles:
    """UserError when they are too many, or those that may be evidence too large together."""
    found: list[Path] = []
    left_out: list[tuple[Path, str]] = []
    size = 0
    for path in _walk(folder):
        if why := _why_not(path):
            left_out.append((path, why))
        else:
            found.append(path)
            size += path.stat().st_size
        if len(found) + len(left_out) > MOST_FILES:
            raise UserError(f"文件夹里的文件超过 {MOST_FILES} 个。", "请分几个子文件夹，一个一个导入。")
        if size > MOST_BYTES:
            raise UserError(
                f"文件夹里的文件合计超过 {MOST_BYTES >> 30} GB。", "请分几个子文件夹，一个一个导入。"
            )
    return FolderFiles(tuple(found), tuple(left_out))


def _why_not(path: Path) -> str:
    """Why a file is left out unread; nothing where it may be evidence."""
    suffix = path.suffix.lower()
    if path.is_symlink():
        return "这是指向别处的链接，没有跟过去。请把原文件放进这个文件夹。"
    if suffix in SUFFIXES:
        return ""
    if suffix in _ARCHIVES:
        return "压缩包没有打开。请先解压，再附上其中的 PDF 或图片。"
    kind = f"扩展名是 {suffix}" if suffix else "没有扩展名"
    return f"{kind}，不像扫描件、照片、PDF 或 Word 文件，没有查看。要附上，请先另存为 PDF。"


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if name[0] not in ".~" and name.lower() not in _OF_THE_SYSTEM:
                yield path


class Matcher:
    """Holds names of files against one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._named = {title: _named_rows(dossier, title) for title in _NAMED_BY}
        self._people: dict[str, list[Person]] = {}
        for person in dossier.people:
            self._people.setdefault(_plain(person.name), []).append(person)

    def guess(
        self, path: Path, root: Path | None = None, *, row: Row | None = None, known: str | None = None
    ) -> Guess:
        """What a file is; of its folders those from `root` on count. `row`, `known`: whose or what it is for sure."""
        parts = _parts(path, root)
        kind, exact = (evidence_kind(known), True) if known else _kind(parts, row[0] if row else None)
        period = periods_in(parts) if kind and kind.periodic else None
        found = _Found((row,), "", sure=True) if row is not None else self._find(parts, kind)
        one = found.rows[0] if len(found.rows) == 1 else None
        if kind is None or one is None:
            why = "看不出是哪种材料" if kind is None else found.why
            return Guess(kind.name if kind else None, one, Certainty.OPEN, why, found.rows, period)
        certainty = Certainty.SURE if found.sure and exact else Certainty.LIKELY
        return Guess(kind.name, one, certainty, found.why, found.rows, period)

    def _find(self, parts: Sequence[str], kind: EvidenceKind | None) -> "_Found":
        """The rows it may prove."""
        for title in kind.of if kind else _WITHOUT_KIND:
            found = self._of_sheet(title, parts)
            if found.rows:
                return found
        if kind and "企业" in kind.of and self._dossier.firm is not None:
            return _Found((("企业", None),), "没有提到别的对象", sure=kind.of == ("企业",))
        if kind and "飞地" in kind.of and len(self._dossier.enclaves) == 1:
            return _Found((("飞地", self._dossier.enclaves[0].name),), "只有一个飞地", sure=False)
        return _NOBODY

    def _of_sheet(self, title: str, parts: Sequence[str]) -> "_Found":
        match title:
            case "人员":
                return self._person(parts)
            case "劳动合同":
                return self._contract(parts)
            case "备案" | "考核" | "获批":
                return self._of_enclave(title, parts)
        for part in parts:
            matches = {words: row for words, row in self._named.get(title, ()) if words in part}
            if matches:
                return _Found(((title, matches[max(matches, key=len)]),), "按名称或编号", sure=True)
        return _NOBODY

    def _person(self, parts: Sequence[str]) -> "_Found":
        for part in parts:
            names = [name for name in self._people if name in part]
            names = [name for name in names if not any(name in other != name for other in names)]
            people = [person for name in names for person in self._people[name]]
            by_number, sure = self._by_digits(parts)
            both = [person for person in people if person in by_number]
            if len(both) == 1:
                return _Found((_row_of(both[0]),), "按姓名和号码", sure=True)
            if people:
                why = "按姓名" if len(people) == 1 else "有同名的人" if len(names) == 1 else "提到了几个人"
                return _Found(tuple(map(_row_of, people)), why, sure=True)
        if by_number:
            why = "按号码末尾" if len(by_number) == 1 else "号码末尾相同的有几人"
            return _Found(tuple(map(_row_of, by_number)), why, sure)
        return _NOBODY

    def _by_digits(self, parts: Sequence[str]) -> tuple[list[Person], bool]:
        """Whose number ends with digits that stand there alone, and whether these are enough to be sure."""
        for part in parts:
            for digits in sorted(_DIGITS.findall(part), key=len, reverse=True):
                people = [p for p in self._dossier.people if p.id_number.upper().endswith(digits)]
                if people:
                    return people, len(digits) >= _SURE_DIGITS
        return [], False

    def _contract(self, parts: Sequence[str]) -> "_Found":
        found = self._person(parts)
        numbers = {number for _, number in found.rows}
        rows = [contract for contract in self._dossier.contracts if contract.person in numbers]
        text = " ".join(parts)
        said = [row for row in rows if row.starts_on.isoformat() in text or f"{row.starts_on:%Y%m%d}" in text]
        rows = said or rows
        why = found.why if len(rows) == 1 else "有几份合同"
        return _Found(tuple(map(_row_of, rows)), why, found.sure)

    def _of_enclave(self, title: str, parts: Sequence[str]) -> "_Found":
        enclaves = [name for _, name in self._of_sheet("飞地", parts).rows]
        dossier, text = self._dossier, " ".join(parts)
        sure = bool(enclaves)
        enclaves = enclaves or ([dossier.enclaves[0].name] if len(dossier.enclaves) == 1 else [])
        rows: list[Any] = [row for row in dossier.rows(sheet_titled(title).entity) if row.enclave in enclaves]
        marks = {"备案": "authority", "考核": "year", "获批": "category"}
        said = [row for row in rows if str(getattr(row, marks[title])) in text]
        rows = said or rows
        why = "按飞地名称" if len(rows) == 1 else "这个飞地有几条"
        return _Found(tuple(map(_row_of, rows)), why, sure)


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[Row, ...]
    why: str
    sure: bool


_NOBODY = _Found((), "看不出是谁的", sure=False)
_WITHOUT_KIND = ("人员", "合同", "载体", "研发项目", "飞地")
_NAMED_BY = {"飞地": "name", "合同": "number", "载体": "name", "研发项目": "number", "研发费用": "voucher"}
"""The field by which a file's name may name a row."""
_LEAST_NAME = 3
"""Characters: what is shorter stands in too many names by chance."""


def _named_rows(dossier: Dossier, title: str) -> list[tuple[str, Any]]:
    sheet = sheet_titled(title)
    rows = dossier.rows(sheet.entity)
    found: list[tuple[str, Any]] = []
    counts: dict[str, int] = {}
    for row in rows:
        words = _plain(getattr(row, _NAMED_BY[title]))
        counts[words] = counts.get(words, 0) + 1
        if len(words) >= _LEAST_NAME:
            found.append((words, sheet.reference(row)))
    return [(words, reference) for words, reference in found if counts[words] == 1]


def _row_of(row: Any) -> Row:
    sheet = KEPT[type(row)]
    return sheet.title, sheet.reference(row)


def _parts(path: Path, root: Path | None) -> list[str]:
    """The name without its ending, then the folders from the nearest to the root itself."""
    folders: list[str] = []
    if root is not None:
        folders = [root.name, *path.parent.relative_to(root).parts]
    return [_plain(path.stem), *map(_plain, reversed(folders))]


def _plain(words: str) -> str:
    """Full width or half, capital or not: the same."""
    return "".join(unicodedata.normalize("NFKC", words).upper().split())


def _kind(parts: Sequence[str], title: str | None) -> tuple[EvidenceKind | None, bool]:
    """The kind with the longest word in the nearest part that has any, and whether that part is the file's own name."""
    kinds = [kind for kind in EVIDENCE_KINDS if title is None or title in kind.of]
    for at, part in enumerate(parts):
        matches = [
            (len(word), -order, kind)
            for order, kind in enumerate(kinds)
            for word in (kind.name, *kind.words)
            if word in part
        ]
        if matches:
            return max(matches, key=lambda match: match[:2])[2], at == 0
    return None, False


def periods_in(parts: Sequence[str]) -> tuple[str, str] | None:
    """The months or the year that names speak of: 2024年1-6月, 202401-202406, 2024-03, 2024年度."""
    for part in parts:
        if match := _PERIOD.search(part):
            year, month, year_to, month_to = match.groups()
            first = f"{year}-{int(month):02d}"
            return first, f"{year_to or year}-{int(month_to):02d}" if month_to else first
        if match := _YEAR.search(part):
            return match[1], match[1]
    return None

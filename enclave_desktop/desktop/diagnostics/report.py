"""The parts of a diagnosis: versions, settings, the record's make-up, the log.

Settings and record are told by what is known to be harmless, the rest by number; the log is reduced once more although
it holds places in the program only.
"""

import platform
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from enclave_desktop import __version__
from enclave_desktop.desktop.diagnostics.reducing import Reducing
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.paths import log_file, own_folder
from enclave_desktop.records.places import Place
from enclave_desktop.whole_file import write_whole

if TYPE_CHECKING:
    from enclave_desktop.desktop.held import Held
    from enclave_desktop.desktop.work import Job
    from enclave_desktop.records.reading import Rows

_LONGEST_LOG = 200_000
"""Characters, the last ones."""
_TOLD = ("version", "appearance", "scale", "unmasked_seconds", "lock_minutes", "second_backup_days", "page")
"""Settings that are told as they are."""
_FOLDER = "folder"
"""Settings of this ending are told by where they lie."""
_SERVER = "共享数据库"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the diagnosis."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class MakeUp:
    """What a record is made of; nothing that it says."""

    kind: str
    encrypted: bool
    schema: str
    size: int | None
    """Bytes of the file; None on a server."""
    counts: Mapping[str, int]
    """Rows by table."""


def make_up(held: "Held", job: "Job") -> MakeUp:
    """Of the open record, in its thread."""
    from enclave_desktop.records.tables import metadata

    record = held.record
    place = record.place

    def look(rows: "Rows") -> tuple[str, dict[str, int]]:
        ((schema,),) = rows("SELECT version_num FROM alembic_version")
        names = sorted(table.name for table in metadata.tables.values())
        return str(schema), {name: rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608 - our own tables

    schema, counts = record.read(look)
    size = place.stat().st_size if isinstance(place, Path) else None
    return MakeUp(kind_of(place), record.is_encrypted, schema, size, counts)


def parts(settings: Settings, found: MakeUp | None, reducing: Reducing) -> tuple[Part, ...]:
    """Everything that goes into the file, as it goes."""
    return (
        Part("版本.txt", _versions()),
        Part("设置.txt", _settings(settings)),
        Part("档案.txt", _record(found)),
        Part("日志.txt", reducing(_log()) or "没有日志：程序没有出过问题。\n"),
    )


def save(path: Path, whole: tuple[Part, ...]) -> None:
    """Write the parts into one zip; UserError when it cannot be written."""

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in whole:
                archive.writestr(part.name, part.text)

    write_whole(path, write)


def kind_of(place: Place) -> str:
    """What sort of place it is; not which."""
    from enclave_desktop.records.whereabouts import whereabouts

    return whereabouts(place).kind.value if isinstance(place, Path) else _SERVER


def _versions() -> str:
    from enclave_desktop.desktop.licences import packages

    frozen = "安装或便携版" if getattr(sys, "frozen", False) else "源代码"
    screens = [
        f"屏幕：{screen.size().width()}×{screen.size().height()}，{screen.devicePixelRatio():g} 倍"
        for screen in QGuiApplication.screens()
    ]
    lines = [
        f"飞地补贴助手 {__version__}（{frozen}{'，设置放在程序旁边' if own_folder() else ''}）",
        f"系统：{platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}，{QGuiApplication.platformName()}",
        *screens,
        f"语言：{QLocale.system().name()}，文件名编码 {sys.getfilesystemencoding()}",
        "",
        "组件：",
        *sorted({f"  {one.name} {one.version}" for one in packages()}, key=str.casefold),
    ]
    return "\n".join(lines) + "\n"


def _settings(settings: Settings) -> str:
    names = settings.names()
    folders = sorted(name for name in names if name.endswith(_FOLDER) and settings.text(name))
    told = [name for name in _TOLD if name in names]
    recent = Counter(kind_of(place) for place in settings.recent)
    lines = [f"{name} = {settings.text(name)}" for name in told]
    lines += [f"{name}：{kind_of(settings.folder(name))}" for name in folders]
    lines += [f"最近的档案，{kind}：{count} 份" for kind, count in sorted(recent.items())]
    rest = len(set(names) - {*told, *folders, "recent"})
    return "\n".join([*lines, f"其他（窗口和表格的样子等，不写出）：{rest} 项"]) + "\n"


def _record(found: MakeUp | None) -> str:
    if found is None:
        return "没有打开的档案。\n"
    lines = [
        f"位置：{found.kind}",
        f"加密：{'是' if found.encrypted else '否'}",
        f"格式：{found.schema}",
        *([f"大小：{found.size:,} 字节"] if found.size is not None else []),
        "",
        "各表行数：",
        *(f"  {name} {count}" for name, count in found.counts.items()),
    ]
    return "\n".join(lines) + "\n"


def _log() -> str:
    try:
        return log_file().read_text("utf-8", errors="replace")[-_LONGEST_LOG:]
    except FileNotFoundError:
        return ""

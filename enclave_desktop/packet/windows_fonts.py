"""Windows' own 仿宋 and 楷体, where a firm chooses them for its packets: found on the machine, known by their digests.

They may not be handed on, so they are never bundled and never kept in the record.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from enclave_desktop.errors import UserError
from enclave_desktop.packet.font_file import FontFile
from enclave_desktop.packet.style import FANG, KAI

FOLDER = "ENCLAVE_WINDOWS_FONTS"
"""The environment variable that names another folder to look in."""
FILES = {FANG: ("仿宋", "simfang.ttf"), KAI: ("楷体", "simkai.ttf")}
"""What each face is called, and its file."""
_OTHERWISE = "也可以在打印设置里改为不用 Windows 的仿宋和楷体，用本程序自带的。"
_INSTALL = "请在 Windows 的“设置—可选功能”里添加“简体中文补充字体”。"


@dataclass(frozen=True, slots=True)
class WindowsFont:
    """One of them as it lies on this machine."""

    face: str
    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """仿宋 simfang.ttf."""
        return " ".join(FILES[self.face])


def windows_fonts() -> tuple[WindowsFont, ...]:
    """Both of them. UserError when one is not there or cannot be read."""
    return tuple(_found(face) for face in FILES)


def opened(found: Iterable[WindowsFont]) -> dict[str, TTFontFile]:
    """The fonts by their faces, opened. UserError when one is no font that can be embedded."""
    return {font.face: _read(font) for font in found}


def hold_against(kept: Sequence[Mapping[str, str]]) -> None:
    """UserError unless the fonts that a packet was printed with are those of this machine."""
    if not kept:
        return
    now = {font.face: font for font in windows_fonts()}
    for entry in kept:
        font = now[entry["face"]]
        if font.sha256 != entry["sha256"]:
            raise UserError(
                f"这台电脑上的{font.name}与打印这一册时用的不是同一个版本，重做出来会不一样。",
                "请直接打印档案里存着的那一册，或者到当时打印的电脑上重做。",
            )


def _found(face: str) -> WindowsFont:
    words, file = FILES[face]
    for folder in _folders():
        path = folder / file
        try:
            return WindowsFont(face, path, sha256(path.read_bytes()).hexdigest())
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UserError(f"字体{words}（{file}）读不出来：{error.strerror}。", _OTHERWISE) from error
    raise UserError(f"这台电脑上没有找到 Windows 的{words}（{file}）。", _INSTALL, _OTHERWISE)


def _folders() -> Iterator[Path]:
    """For all users of the machine, and for this one."""
    if named := os.environ.get(FOLDER):
        yield Path(named)
        return
    yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    if local := os.environ.get("LOCALAPPDATA"):
        yield Path(local) / "Microsoft" / "Windows" / "Fonts"


def _read(font: WindowsFont) -> TTFontFile:
    try:
        return FontFile(str(font.path))
    except (TTFError, OSError, ValueError) as error:
        raise UserError(
            f"字体文件 {font.path.name} 已损坏，或不是 TrueType 字体。", _INSTALL, _OTHERWISE
        ) from error

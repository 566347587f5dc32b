"""Word files turned into PDF by the office program that is installed: LibreOffice, Word or WPS.

The file is copied first and the program has a profile of its own: nothing of it runs (macros), nothing is
fetched (linked pictures), and no lock file appears beside the user's file.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from enclave_desktop.errors import UserError
from enclave_desktop.paths import resources
from enclave_desktop.temporary import own_temporary

SUFFIXES = frozenset({".docx", ".doc", ".rtf", ".odt"})
"""What can be converted, in lower case."""
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_COM_SERVERS = {"Word.Application": "Word", "KWPS.Application": "WPS"}
_COPY = "document"
_LOOK_SECONDS = 0.2
"""Between two looks whether it is still wanted."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_FAMILIES = {
    "Noto Serif SC": ("宋体", "SimSun", "NSimSun", "新宋体", "方正小标宋简体"),
    "Noto Sans SC": ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian"),
    "LXGW WenKai": ("楷体", "KaiTi", "楷体_GB2312"),
    "FandolFang": ("仿宋", "FangSong", "仿宋_GB2312"),
}
"""Bundled fonts, and the fonts of Chinese documents that they stand for where those are not installed."""
_BY_COM = """
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject $env:CONVERTER_SERVER
try {
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  $document = $word.Documents.Open($env:CONVERTER_SOURCE, $false, $true, $false)
  try { $document.ExportAsFixedFormat($env:CONVERTER_TARGET, 17) } finally { $document.Close(0) }
} finally { $word.Quit() }
"""


@dataclass(frozen=True, slots=True)
class Converter:
    """A program on this machine that can do it."""

    name: str
    run: Callable[[Path, Path, "Patience"], None]
    """Writes `document.pdf` into a folder from the copy that lies there; TimeoutExpired."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a program may take."""

    seconds: float
    going_on: Callable[[], None]
    """Asked a few times a second; raises what ends it before that."""

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until it has ended; TimeoutExpired."""
        until = time.monotonic() + self.seconds
        while True:
            self.going_on()
            left = until - time.monotonic()
            try:
                process.wait(max(min(left, _LOOK_SECONDS), 0))
            except subprocess.TimeoutExpired:
                if left > _LOOK_SECONDS:
                    continue
                raise
            return


def installed_converter() -> Converter | None:
    """The program that will be used; None when there is none."""
    found = (shutil.which(name) for name in (*_PROGRAMS, *_PLACES))
    office = next((Path(name) for name in found if name), None)
    if office is not None:
        return Converter(
            "LibreOffice", lambda copy, room, patience: _by_libreoffice(office, copy, room, patience)
        )
    server = next((server for server in _COM_SERVERS if _registered(server)), None)
    if server is None:
        return None
    return Converter(_COM_SERVERS[server], lambda copy, room, patience: _by_com(server, copy, room, patience))


def convert_to_pdf(
    source: Path, folder: Path, *, seconds: int, going_on: Callable[[], None] = lambda: None
) -> Path:
    """`source` as a PDF of the same name in `folder`, which exists; a file of that name there is replaced.

    UserError when nothing is installed that can do it, when it takes longer than `seconds`, or when the
    program gives up on the file; what `going_on` raises, when that ends it. Whatever was started is ended.
    """
    converter = installed_converter()
    if converter is None:
        raise UserError(
            f"没有装 LibreOffice、Word 或 WPS，无法把 {source.name} 转成 PDF。",
            "请安装其中之一；或在别的电脑上打开后另存为 PDF，再用那份 PDF。",
        )
    with own_temporary() as room:
        copy = Path(shutil.copyfile(source, room / f"{_COPY}{source.suffix.lower()}"))
        try:
            converter.run(copy, room, Patience(seconds, going_on))
        except subprocess.TimeoutExpired:
            raise UserError(
                f"{converter.name} 转换 {source.name} 超过 {seconds} 秒，已停止。",
                "请在 Word 或 WPS 中打开它，另存为 PDF 后再用。",
            ) from None
        made = room / f"{_COPY}.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise UserError(
                f"{converter.name} 没能把 {source.name} 转成 PDF，文件可能已损坏或加了密码。",
                "请在 Word 或 WPS 中打开核对，另存为 PDF 后再用。",
            )
        return Path(shutil.move(made, folder / f"{source.stem}.pdf"))


def _by_libreoffice(office: Path, copy: Path, room: Path, patience: Patience) -> None:
    profile = room / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    call = [
        str(office),
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(room),
        str(copy),
    ]
    _run(call, {} if sys.platform == "win32" else _with_our_fonts(room), patience)


def _with_our_fonts(room: Path) -> dict[str, str]:
    """Lets the program draw Chinese where the system has no font for it."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><accept><family>{ours}</family></accept></alias>'
        for ours, names in _FAMILIES.items()
        for name in names
    )
    last = "".join(f"<family>{ours}</family>" for ours in _FAMILIES)
    config = room / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{escape(str(resources() / 'fonts'))}</dir><cachedir>{escape(str(room / 'fontcache'))}</cachedir>"
        f"{aliases}<alias><family>serif</family><accept>{last}</accept></alias></fontconfig>",
        "utf-8",
    )
    return {"FONTCONFIG_FILE": str(config)}


def _by_com(server: str, copy: Path, room: Path, patience: Patience) -> None:
    """By Word or WPS itself, on Windows; paths travel in the environment, so that no name is taken for code."""
    call = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _BY_COM]
    target = room / f"{_COPY}.pdf"
    names = {"CONVERTER_SERVER": server, "CONVERTER_SOURCE": str(copy), "CONVERTER_TARGET": str(target)}
    _run(call, names, patience)


def _registered(server: str) -> bool:
    """Windows knows a program of that name."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{server}\CLSID"))
    except OSError:
        return False
    return True


def _run(call: Sequence[str], more: Mapping[str, str], patience: Patience) -> None:
    """Runs to its end whatever its exit code; TimeoutExpired once it and all that it started are ended."""
    with subprocess.Popen(
        call,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            patience.wait(process)
        except BaseException:
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and its children."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

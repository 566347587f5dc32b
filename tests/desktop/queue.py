"""A print queue of the tests' own: cupsd run by a user without rights, on a socket in its own folder."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import grp
    import pwd

DAEMON, FILTER = Path("/usr/sbin/cupsd"), Path("/usr/lib/cups/filter/pdftopdf")
ADMIN = "/usr/sbin/lpadmin"
PRINTER = "Test"
MARGINS = (17, 17, 17, 17)
"""What this printer does not reach, in points: left, bottom, right, top."""
PATIENCE = 20
"""Seconds that anything may take here."""

CONFIGURATION = """
Listen {folder}/socket
LogLevel debug
WebInterface No
Browsing Off
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/server
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/temporary
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
User {user}
Group {group}
SystemGroup {group}
FileDevice Yes
Sandboxing Off
"""
DESCRIPTION = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test PDF"
*ShortNickName: "Test PDF"
*NickName: "Test PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsManualCopies: True
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "17 17 578 825"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long: ""
*Duplex DuplexTumble/Short: ""
*CloseUI: *Duplex
"""


@dataclass(frozen=True)
class Queue:
    """One printer, which puts what it prints into a file."""

    folder: Path
    environment: dict[str, str]

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    def printed(self, act: Callable[[], object]) -> bytes:
        """Print something, and what comes out."""
        out = self.folder / "out.pdf"
        with out.open("wb"):
            pass
        act()
        _wait(lambda: out.stat().st_size and not self._asked("lpstat", "-o"))
        return out.read_bytes()

    @property
    def log(self) -> str:
        return (self.folder / "error.log").read_text("utf-8", "replace")

    def _asked(self, *call: str) -> str:
        done = subprocess.run(call, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout


def missing() -> str | None:
    """Why there can be no queue here, if so."""
    for needed in (DAEMON, FILTER, Path(ADMIN)):
        if not needed.exists():
            return f"{needed} is not installed: tools/bootstrap tests"
    return None if shutil.which("lp") else "lp is not installed: tools/bootstrap tests"


@contextmanager
def running_queue() -> Iterator[Queue]:
    """The queue; where the tests run as root, cupsd runs as nobody."""
    with tempfile.TemporaryDirectory(prefix="queue-") as name:  # short: a socket's path has its limit
        folder = Path(name)
        account, becoming = _account()
        _furnish(folder, account)
        call = [
            str(DAEMON),
            "-f",
            "-c",
            f"{folder}/server/cupsd.conf",
            "-s",
            f"{folder}/server/cups-files.conf",
        ]
        daemon = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **becoming)
        try:
            queue = Queue(folder, os.environ | {"CUPS_SERVER": str(folder / "socket"), "LC_ALL": "C"})
            _wait(queue.socket.exists)
            device = f"file://{folder}/out.pdf"
            add = [ADMIN, "-p", PRINTER, "-E", "-v", device, "-P", str(folder / "printer.ppd")]
            subprocess.run(add, env=queue.environment, check=True, capture_output=True)
            yield queue
        finally:
            daemon.terminate()
            daemon.wait(PATIENCE)


def _account() -> "tuple[pwd.struct_passwd, dict[str, Any]]":
    if os.getuid():
        return pwd.getpwuid(os.getuid()), {}
    nobody = pwd.getpwnam("nobody")
    return nobody, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _furnish(folder: Path, account: "pwd.struct_passwd") -> None:
    for part in ("server/ppd", "state", "cache", "spool", "temporary"):
        (folder / part).mkdir(parents=True)
    words = {"folder": folder, "user": account.pw_name, "group": grp.getgrgid(account.pw_gid).gr_name}
    (folder / "server/cupsd.conf").write_text(CONFIGURATION.format(**words))
    (folder / "server/cups-files.conf").write_text(FILES.format(**words))
    (folder / "printer.ppd").write_text(DESCRIPTION)
    (folder / "out.pdf").touch()
    if not os.getuid():
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)


def _wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)

"""The setup, the portable zip, and what lies beside each: its digest and a bill of materials."""

import shutil
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

from bill import write_bill
from layout import ARTIFACTS, BUILD, DIST, HERE, setup, version

OLDER = "0.0.1"
ONLY_IN_OLDER = "gone-with-the-next-version.txt"
_FIXED_DAY = (2020, 1, 1, 0, 0, 0)


def make_setup(*, release: bool, sign: str = "") -> None:
    """The setup of this version; a release is compressed as well as it can be, which takes four times as long.

    `sign` is the command that signs the file named after it.
    """
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    options = (["-DRELEASE"] if release else []) + ([f"-DSIGN={sign}"] if sign else [])
    _make(DIST, version(), setup(version()), *options)


def make_older_setup() -> None:
    """A setup that says it is older, and holds a file that this version has not."""
    older = BUILD / "older"
    shutil.rmtree(older, ignore_errors=True)
    shutil.copytree(DIST, older, copy_function=_link)
    (older / "_internal" / ONLY_IN_OLDER).write_text("an older version's")
    _make(older, OLDER, setup(OLDER, older=True), "-DSTORED")


def make_portable() -> None:
    """The same program as a zip that keeps settings beside itself."""
    out = ARTIFACTS / f"enclave-desktop-{version()}-portable.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(DIST.rglob("*")):
            if path.is_file():
                inside = zipfile.ZipInfo(f"EnclaveDesktop/{path.relative_to(DIST).as_posix()}", _FIXED_DAY)
                inside.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(inside, path.read_bytes())
        inside = zipfile.ZipInfo("EnclaveDesktop/portable.txt", _FIXED_DAY)
        archive.writestr(
            inside, "设置和日志放在旁边的“数据”文件夹里。删除这个文件，就改放到当前用户的文件夹。\r\n"
        )


def describe() -> None:
    """A digest and a bill of materials beside each artifact."""
    for path in sorted(ARTIFACTS.iterdir()):
        if path.suffix in (".exe", ".zip"):
            digest = sha256(path.read_bytes()).hexdigest()
            path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", newline="\n")
            write_bill(path.with_name(f"{path.name}.cdx.json"), path.name, digest)


def _make(dist: Path, of: str, out: Path, *how: str) -> None:
    call = ["makensis", "-V2", f"-DVERSION={of}", f"-DFILES={dist / '*'}", f"-DOUT={out}", *how]
    subprocess.run([*call, str(HERE / "installer.nsi")], cwd=HERE, check=True, timeout=900)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)

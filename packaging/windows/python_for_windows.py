"""A Python for Windows with the pinned packages, put together on Linux."""

import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

from layout import CHECKOUT, PYTHON, PYTHON_INSIDE, PYTHON_SHA256, PYTHON_SOURCE
from wine import Failed

_STAMP = PYTHON / "made-from.txt"
# Wine 8 has no CopyFile2, which shutil would use.
_WITHOUT_COPYFILE2 = "import _winapi\n\nif hasattr(_winapi, 'CopyFile2'):\n    del _winapi.CopyFile2\n"


def make_python(downloads: Path) -> None:
    """Nothing is done where it is there already."""
    requirements = CHECKOUT / "requirements.txt"
    made_from = PYTHON_SHA256 + sha256(requirements.read_bytes()).hexdigest()
    if _STAMP.is_file() and _STAMP.read_text() == made_from:
        return
    shutil.rmtree(PYTHON, ignore_errors=True)
    _unpack(_downloaded(downloads))
    packages = PYTHON / "Lib" / "site-packages"
    call = [
        *(
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary",
            ":all:",
        ),
        *("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.12"),
        *("--target", str(packages), "--requirements", str(requirements)),
    ]
    subprocess.run(call, check=True, timeout=900)
    (packages / "sitecustomize.py").write_text(_WITHOUT_COPYFILE2)
    _STAMP.write_text(made_from)


def _downloaded(folder: Path) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    call = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*call, "--no-binary", ":all:", "--dest", str(folder), PYTHON_SOURCE], check=True, timeout=600
    )
    source = next(folder.glob("winpython*.tar.gz")).read_bytes()
    if sha256(source).hexdigest() != PYTHON_SHA256:
        raise Failed(f"{PYTHON_SOURCE} is not the file that is pinned")
    return source


def _unpack(source: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(source)) as archive:
        inside = next(member for member in archive if member.name.endswith(PYTHON_INSIDE))
        data = archive.extractfile(inside)
        assert data
        with zipfile.ZipFile(io.BytesIO(data.read())) as files:
            files.extractall(PYTHON.parent / "unpacked")
    (PYTHON.parent / "unpacked" / "cp312").rename(PYTHON)
    shutil.rmtree(PYTHON.parent / "unpacked")

"""A day's work leaves nobody's number, name, account or pay anywhere but in the record and what was asked for."""

import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from enclave_desktop.exchange.sample import sample_dossier
from tests.desktop import queue
from tests.desktop.conftest import DAY

ROOT = Path(__file__).parents[2]
OWN_TEMPORARY = "enclave-desktop-"
"""Folders for what is under work, which nobody else may look into and which are gone afterwards."""
SAMPLE = "basetemp/sample0"
"""Where the tests make the sample's record; it is then copied to the user's folder."""
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST_STREAMS = 2_000
_PERSONAL_FORMATS = {b"%PDF-": "a PDF", b"SQLite format 3": "a database", b"\xff\xd8\xff": "a photograph"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="HOME and XDG are those of POSIX")


def needles() -> dict[str, str]:
    """What must not be found, and whose it is."""
    dossier = sample_dossier(DAY)
    found = {person.id_number: "a number" for person in dossier.people}
    found |= {person.name: "a name" for person in dossier.people}
    found |= {person.mobile: "a telephone" for person in dossier.people if person.mobile}
    found |= {str(contract.salary): "pay" for contract in dossier.contracts if contract.salary}
    if dossier.firm and dossier.firm.account:
        found[dossier.firm.account] = "an account"
    return {words: what for words, what in found.items() if len(words) > 1}


NEEDLES = needles()
SPELT = {
    spelt: what
    for words, what in NEEDLES.items()
    if what != "pay" or len(words) >= 7
    for spelt in {
        words.encode(),
        words.encode("utf-16-le"),
        words.encode("gb18030"),
        json.dumps(words)[1:-1].encode(),
        "".join(f"\\x{ord(char):x}" if ord(char) > 127 else char for char in words).encode(),
    }
}
_ANY = re.compile(b"|".join(map(re.escape, sorted(SPELT, key=len, reverse=True))))


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Path:
    """A machine's folders after the work: 用户 is the user's own, `traces` what was noted meanwhile."""
    root = tmp_path_factory.mktemp("machine")
    folders = {
        name: root / name for name in ("home", "tmp", "state", "config", "data", "cache", "runtime", "用户")
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    environment = os.environ | {
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["tmp"]),
        "XDG_STATE_HOME": str(folders["state"]),
        "XDG_CONFIG_HOME": str(folders["config"]),
        "XDG_DATA_HOME": str(folders["data"]),
        "XDG_CACHE_HOME": str(folders["cache"]),
        "XDG_RUNTIME_DIR": str(folders["runtime"]),
        "FULL_RUN_OWN": str(folders["用户"]),
        "FULL_RUN_TRACES": str(root / "traces"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:logging",
        "-n",
        "0",
        f"--basetemp={root / 'basetemp'}",
    ]
    call = [sys.executable, "-m", "pytest", *options, "tests/desktop/full_run.py"]

    def work() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            call, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    if queue.missing() is None:
        with queue.running_queue() as running:
            environment["CUPS_SERVER"] = str(running.socket)
            done = work()
    else:
        done = work()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    (root / "output").write_text(done.stdout + done.stderr, "utf-8")
    return root


def told(data: bytes) -> Iterator[str]:
    """What of people stands in a file, packed or not."""
    yield from (f"is {words}" for start, words in _PERSONAL_FORMATS.items() if data.startswith(start))
    for text in unpacked(data):
        yield from sorted({f"holds {SPELT[match[0]]}" for match in _ANY.finditer(text)})


def unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    for match in list(_ZLIB.finditer(data))[:_MOST_STREAMS]:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.start() :], 1 << 22)
    if data.startswith(b"PK"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def noted(root: Path) -> Iterator[tuple[dict, bytes]]:
    for about in sorted((root / "traces").glob("*.json")):
        content = about.with_suffix(".bytes")
        yield json.loads(about.read_text("utf-8")), content.read_bytes() if content.exists() else b""


def left(root: Path) -> Iterator[Path]:
    """What lies outside the user's own folder, the sample that the tests make aside."""
    apart = {root / "用户", root / "traces", root / SAMPLE}
    for path in root.rglob("*"):
        if not apart.intersection((path, *path.parents)) and path.is_file() and path != root / "output":
            yield path


def test_that_nothing_of_people_is_left_outside_the_users_folder(places):
    found = [(str(path), words) for path in left(places) for words in told(path.read_bytes())]
    assert found == []


def test_that_settings_and_the_log_were_written_at_all(places):
    logs = [path for path in left(places) if path.suffix == ".log"]
    assert any(b"RuntimeError" in path.read_bytes() for path in logs)
    assert any(b"recent" in path.read_bytes() for path in places.rglob("*.conf"))


def test_that_settings_hold_nothing_of_people(places):
    found = [(path.name, words) for path in places.rglob("*.conf") for words in told(path.read_bytes())]
    assert found == []


def test_that_nothing_of_people_was_written_for_a_while(places):
    """But for packets under work, in folders of the user's alone."""
    found = []
    for about, data in noted(places):
        path = Path(about["path"])
        if path.is_relative_to(places / SAMPLE):
            continue
        if any(part.startswith(OWN_TEMPORARY) for part in path.parts):
            assert about["mode"] in (None, 0o700)
            continue
        found += [(str(path), words) for words in told(data)]
    assert found == []


def test_that_nothing_is_written_elsewhere(places):
    written = {Path(about["path"]) for about, _ in noted(places)}
    written = {
        path for path in written if not path.is_relative_to(places) and path.parts[1] not in ("dev", "proc")
    }
    assert written == set()


def test_that_the_folders_of_work_are_gone(places):
    assert list((places / "tmp").rglob("*")) == []


def test_that_no_file_outside_the_users_folder_is_named_after_anybody(places):
    names = [str(path.relative_to(places)) for path in left(places)]
    names += [about["path"] for about, _ in noted(places)]
    assert [name for name in names if _ANY.search(name.encode())] == []


def test_that_what_was_asked_for_is_there(places):
    made = {path.name for path in (places / "用户").iterdir()}
    assert made >= {
        "示例企业.enclave",
        "导出.xlsx",
        "错误.xlsx",
        "核对.csv",
        "草稿.pdf",
        "申报材料.pdf",
        "备份",
    }


def test_that_the_search_would_find_what_it_looks_for():
    number, name = next(iter(NEEDLES)), sample_dossier(DAY).people[0].name
    for data in (
        number.encode(),
        b"x" + name.encode("utf-16-le"),
        zlib.compress(number.encode()),
        json.dumps({"who": name}).encode(),
        b"%PDF-1.7",
    ):
        assert list(told(data))

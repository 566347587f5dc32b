"""The program where nothing may be written, and where files of its own are gone or spoilt."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.packet.fonts import FILES
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.workflows.calling import CHECKOUT, DAY, NAMELESS, call, python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and links are of another kind there")

_PACKET = ("--programme", "yc-rnd-reward", "--subject", "澜朔上海研发中心", *DAY)
_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from enclave_desktop.desktop import app as start

record = Path(sys.argv[1]) if sys.argv[1:] else None

class Window(start.MainWindow):
    def __init__(self, session, *given):
        super().__init__(session, *given)
        session.changed.connect(lambda: QTimer.singleShot(0, self.end))

    def showEvent(self, event):
        super().showEvent(event)
        print("shown")
        if record is None:
            QTimer.singleShot(0, self.close)

    def end(self):
        print("open")
        self.close()

start.MainWindow = Window
QMessageBox.exec = lambda box: print(box.text(), box.informativeText())
raise SystemExit(start.main(record))
"""
_PORTABLE = "import sys; sys.frozen, sys.executable = True, sys.argv.pop() + '/enclave-desktop'\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "本企业.enclave"
    dossier = sample_dossier(date(2025, 6, 30))
    with Record.create(path) as made, made.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    return path


@pytest.fixture
def home(tmp_path):
    """Where what the program keeps goes, and nothing else; the variables that say so."""
    folder = tmp_path / "家"
    folder.mkdir()
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    return dict.fromkeys(places, str(folder))


@pytest.fixture
def program(tmp_path):
    """A copy of the program; what ships with it are links."""
    folder = tmp_path / "程序 目录"
    shutil.copytree(CHECKOUT / "enclave_desktop", folder / "enclave_desktop")
    for name in ("resources", "forms", "docs"):
        (folder / name).symlink_to(CHECKOUT / name)
    yield folder
    for inside in (folder, *folder.rglob("*")):
        if inside.is_dir() and not inside.is_symlink():
            inside.chmod(0o755)


@pytest.fixture
def sealed(program):
    """The same, and nobody may write there."""
    for inside in (program, *program.rglob("*")):
        if not inside.is_symlink():
            inside.chmod(0o555)
    return program


def test_that_a_packet_is_written_from_a_program_folder_that_is_read_only(sealed, home, record, tmp_path):
    done = call(
        "packet", record, *_PACKET, "--out", tmp_path / "材料.pdf", program=sealed, bound=True, **home
    )
    assert done.returncode == 0, done.stderr


def test_that_the_window_starts_from_a_program_folder_that_is_read_only(sealed, home):
    done = python(_WINDOW, program=sealed, bound=True, **home)
    assert (done.returncode, done.stdout) == (0, "shown\n"), done.stderr


def test_that_a_window_that_may_keep_nothing_says_where_and_what_to_do(home, tmp_path):
    Path(home["HOME"]).chmod(0o555)
    done = python(_WINDOW, bound=True, **home)
    assert done.returncode == 1
    assert f"{home['HOME']}/" in done.stdout
    assert "ENCLAVE_DESKTOP_HOME" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("used_before", [False, True])
def test_that_a_portable_program_on_a_locked_stick_says_what_to_do(home, tmp_path, used_before):
    stick = tmp_path / "U盘"
    stick.mkdir()
    (stick / "portable.txt").touch()
    if used_before:
        (stick / "数据").mkdir(mode=0o555)
    stick.chmod(0o555)
    done = python(_PORTABLE + _WINDOW, stick, bound=True, **home)
    stick.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert f"{stick / '数据'}" in done.stdout
    assert "便携版" in done.stdout
    assert "Traceback" not in done.stderr


def test_that_a_check_needs_no_place_to_keep_anything(home, record):
    Path(home["HOME"]).chmod(0o555)
    done = call("check", record, *DAY, bound=True, **home)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_the_window_has_a_record_open_for_somebody_without_a_name(home, record):
    if subprocess.run([*NAMELESS, "true"], capture_output=True, check=False).returncode:
        pytest.skip("nobody can be without a name here")
    nobody = home | dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), "")
    done = python(_WINDOW, record, nameless=True, **nobody)
    assert (done.returncode, done.stdout) == (0, "shown\nopen\n"), done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def own_fonts(program):
    """The folder of the copy's own fonts, which are links, so that one can be taken away."""
    (program / "resources").unlink()
    fonts = program / "resources" / "fonts"
    fonts.mkdir(parents=True)
    for other in (CHECKOUT / "resources").iterdir():
        if other.name != "fonts":
            (program / "resources" / other.name).symlink_to(other)
    for file in (CHECKOUT / "resources" / "fonts").rglob("*.ttf"):
        link = fonts / file.relative_to(CHECKOUT / "resources" / "fonts")
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(file)
    return fonts


def _spoil(font: Path, how: str) -> None:
    data = font.read_bytes()
    font.unlink()
    if how != "missing":
        font.write_bytes(data[: len(data) // 2] if how == "cut short" else b"")


@pytest.mark.parametrize("how", ["missing", "cut short"])
def test_that_a_packet_says_which_font_of_the_program_is_wanting(own_fonts, home, record, tmp_path, how):
    font = own_fonts / FILES["song"]
    _spoil(font, how)
    out = tmp_path / "材料.pdf"
    done = call("packet", record, *_PACKET, "--out", out, program=own_fonts.parents[1], **home)
    assert done.returncode == 1
    assert str(font) in done.stderr
    assert "重新安装" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_that_the_window_says_which_font_of_the_program_is_wanting(own_fonts, home, how):
    font = own_fonts / FILES["hei"]
    _spoil(font, how)
    done = python(_WINDOW, program=own_fonts.parents[1], **home)
    assert done.returncode == 1
    assert str(font) in done.stdout
    assert "重新安装" in done.stdout
    assert "Traceback" not in done.stderr

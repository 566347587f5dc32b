"""The diagnosis: seen whole before it is saved, and nothing in it of the firm, its people or who uses the program."""

import getpass
import zipfile
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QDialog, QListWidget, QPlainTextEdit

from enclave_desktop import __version__
from enclave_desktop.desktop.diagnostics.reducing import Reducing
from enclave_desktop.dossier.fields import SHEETS, Kind
from enclave_desktop.dossier.money import grouped
from enclave_desktop.paths import OWN_FOLDER, log_file
from enclave_desktop.records.schema import SCHEMA
from tests.desktop.screen import answer_file_dialog, click, named

HARMLESS = {Kind.CHOICE, Kind.YES_NO, Kind.YEAR, Kind.PERIOD, Kind.COUNT, Kind.PLACE}
"""What says nothing of anybody by itself."""
LEAST = 4
"""Characters that belong to one alone: a shorter number stands in any version."""
NOBODY = 2


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The program keeps all that is its own beside the record, and its log holds what it never should."""
    monkeypatch.setenv(OWN_FOLDER, str(tmp_path / "own"))
    return tmp_path


@pytest.fixture
def sample(window, settled, sample_file, folder):
    """The sample firm's record under telling names, remembered; a log that tells everything."""
    path = folder / "李婷的电脑" / "某某公司申报.enclave"
    path.parent.mkdir()
    copyfile(sample_file, path)
    settled(lambda: window.session.open(path))
    person = window.session.view.dossier.people[0]
    window.settings.keep_text("people/search", person.name)
    window.settings.keep_text("packet_folder", str(path.parent))
    log_file().write_text(
        "2026-11-24 03:17:01,123 Enclave Desktop 0.1.0\nKeyError\n"
        f'  File "{path.parent}/程序/enclave_desktop/desktop/session.py", line 12, in open\n'
        f'  File "C:\\Users\\{getpass.getuser()}\\AppData\\lib\\threading.py", line 9, in run\n'
        f"    open({path})  # {person.id_number} {path.stem} {path.parent.name}\n"
        f"    home {Path.home()} \\\\server\\share\\{path.name}\n",
        "utf-8",
    )
    return window


@pytest.fixture
def dialog(sample, qtbot):
    sample.go("settings")
    click(qtbot, sample, "诊断信息…")
    qtbot.waitUntil(lambda: any(one.windowTitle() == "诊断信息" for one in sample.findChildren(QDialog)))
    (dialog,) = (one for one in sample.findChildren(QDialog) if one.windowTitle() == "诊断信息")
    return dialog


def saved(dialog, qtbot, path):
    click(qtbot, dialog, "保存…")
    answer_file_dialog(qtbot, path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def telling(dossier):
    """Every value on record that belongs to somebody."""
    found = set()
    for entity, sheet in SHEETS.items():
        for row in dossier.rows(entity):
            for field in sheet.fields:
                value = getattr(row, field.name)
                if value is None or field.kind in HARMLESS:
                    continue
                if field.kind is Kind.MONEY:
                    found |= {grouped(value), str(value), str(value // 100)}
                else:
                    found.add(str(value))
    return {text for text in found if len(text) >= (LEAST if text.isascii() else NOBODY)}


def test_that_nothing_of_the_record_or_its_user_is_in_the_file(sample, dialog, qtbot, tmp_path):
    parts = saved(dialog, qtbot, tmp_path / "诊断.zip")
    path = sample.session.path
    told = "\n".join(parts.values())
    people = telling(sample.session.view.dossier)
    assert len(people) > 500
    places = set(path.parts[1:]) | {path.stem, str(path), str(path.parent), str(Path.home())}
    own = {line for line in places if len(line) >= LEAST or not line.isascii()} - {"own"}
    assert sorted(text for text in people | own if text in told) == []


def test_that_what_is_saved_is_what_was_shown(dialog, qtbot, tmp_path):
    files = named(dialog, QListWidget, "文件")
    shown = {}
    for row in range(files.count()):
        files.setCurrentRow(row)
        shown[files.item(row).text()] = named(dialog, QPlainTextEdit, "内容").toPlainText()
    assert saved(dialog, qtbot, tmp_path / "诊断.zip") == shown
    assert not dialog.isVisible()


def test_that_it_tells_what_helps(sample, dialog, qtbot, tmp_path):
    parts = saved(dialog, qtbot, tmp_path / "诊断.zip")
    assert __version__ in parts["版本.txt"]
    assert "SQLAlchemy" in parts["版本.txt"]
    assert f"格式：{SCHEMA:04d}" in parts["档案.txt"] or f"格式：{SCHEMA}" in parts["档案.txt"]
    assert f"  person {len(sample.session.view.dossier.people)}" in parts["档案.txt"].splitlines()
    assert "最近的档案，本机：1 份" in parts["设置.txt"].splitlines()
    assert "packet_folder：本机" in parts["设置.txt"].splitlines()
    log = parts["日志.txt"]
    assert 'File "enclave_desktop/desktop/session.py", line 12, in open' in log
    assert 'File "…/threading.py", line 9, in run' in log


def test_that_it_works_without_a_record(window, folder, qtbot, tmp_path):
    window.go("settings")
    click(qtbot, window, "诊断信息…")
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    parts = saved(dialog, qtbot, tmp_path / "诊断.zip")
    assert parts["档案.txt"] == "没有打开的档案。\n"
    assert parts["日志.txt"].startswith("没有日志")


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        (r"open C:\Users\李婷\a b.xlsx", "open 〈路径〉"),
        (r"open \\10.0.0.8\共享\x", "open 〈路径〉"),
        ("open /home/liting/x y.pdf", "open 〈路径〉"),
        ("number 11010119900307001X", "number 〈号码〉"),
        ("line 12345, in run", "line 12345, in run"),
        ("李婷的档案", "〈名称〉的档案"),
        ("a / b", "a / b"),
        ('File "/opt/李婷/x.enclave", line 1', 'File "〈路径〉", line 1'),
        ('File "<frozen runpy>", line 198', 'File "〈路径〉", line 198'),
    ],
)
def test_that_paths_numbers_and_names_are_taken_out(text, reduced):
    assert Reducing({"李婷"})(text) == reduced

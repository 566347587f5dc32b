"""Word files as PDF, by the office program of this machine where there is one."""

import os
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from enclave_desktop.errors import UserError
from enclave_desktop.packet import word_converter
from enclave_desktop.packet.word_converter import convert_to_pdf, installed_converter

needs_converter = pytest.mark.skipif(installed_converter() is None, reason="no office program is installed")


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("申报单位：示例企业")
    path = tmp_path / "表格.docx"
    document.save(str(path))
    return path


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """An office program of our own making, in place of any that is installed."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@needs_converter
def test_that_the_words_of_the_file_stand_in_the_pdf_of_its_name(word_file, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    made = convert_to_pdf(word_file, folder, seconds=100)
    assert made == folder / "表格.pdf"
    with pypdfium2.PdfDocument(made) as document:
        assert "申报单位：示例企业" in document[0].get_textpage().get_text_range()


@needs_converter
def test_that_words_set_downwards_do_not_push_those_set_across_into_one_another(tmp_path):
    """As the left-hand cells of departments' blanks are, in 仿宋."""
    document = docx.Document()
    downwards, across = document.add_table(1, 2).rows[0].cells
    for cell, words in ((downwards, "工作情况"), (across, "工作单位")):
        run = cell.paragraphs[0].add_run(words)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    direction = OxmlElement("w:textDirection")
    direction.set(qn("w:val"), "tbRlV")
    downwards._tc.get_or_add_tcPr().append(direction)
    source = tmp_path / "表.docx"
    document.save(str(source))
    with pypdfium2.PdfDocument(convert_to_pdf(source, tmp_path, seconds=100)) as made:
        page = made[0].get_textpage()
        at = page.get_text_range().index("工作单位")
        lefts = [page.get_charbox(at + n)[0] for n in range(4)]
    assert all(after - before > 5 for before, after in pairwise(lefts))


def test_that_without_a_program_the_user_hears_what_to_do(word_file, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(word_converter, "_PLACES", ())
    assert installed_converter() is None
    with pytest.raises(UserError, match=r"无法把 表格\.docx 转成 PDF(.|\n)*另存为 PDF"):
        convert_to_pdf(word_file, tmp_path, seconds=5)


def test_that_a_program_that_hangs_is_ended_with_its_children(word_file, tmp_path, monkeypatch):
    noted = tmp_path / "child"
    pretend(monkeypatch, tmp_path, f"sleep 60 & echo $! > '{noted}'; wait")
    began = time.monotonic()
    with pytest.raises(UserError, match="超过 1 秒"):
        convert_to_pdf(word_file, tmp_path, seconds=1)
    assert time.monotonic() - began < 20
    assert is_gone(noted)


def test_that_who_wants_no_more_of_it_does_not_wait_for_the_program(word_file, tmp_path, monkeypatch):
    noted = tmp_path / "child"
    pretend(monkeypatch, tmp_path, f"sleep 60 & echo $! > '{noted}'; wait")

    class NoMore(Exception):
        pass

    def going_on() -> None:
        if noted.exists() and noted.read_text().strip():
            raise NoMore

    began = time.monotonic()
    with pytest.raises(NoMore):
        convert_to_pdf(word_file, tmp_path, seconds=60, going_on=going_on)
    assert time.monotonic() - began < 20
    assert is_gone(noted)
    assert not (tmp_path / "表格.pdf").exists()


def is_gone(noted: Path) -> bool:
    """The process whose number was noted has ended, or is not yet buried."""
    number = noted.read_text().strip()
    call = ["ps", "-o", "stat=", "-p", number]
    state = subprocess.run(call, capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] in ("", "Z")


def test_that_a_program_that_makes_nothing_is_told_of(word_file, tmp_path, monkeypatch):
    pretend(monkeypatch, tmp_path, "exit 3")
    with pytest.raises(UserError, match="没能把"):
        convert_to_pdf(word_file, tmp_path, seconds=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["soffice", "表格.docx"]


def test_that_the_program_never_sees_the_name_or_place_of_the_file(word_file, tmp_path, monkeypatch):
    noted = tmp_path / "call"
    pretend(monkeypatch, tmp_path, f"echo \"$@\" > '{noted}'")
    with pytest.raises(UserError):
        convert_to_pdf(word_file, tmp_path, seconds=5)
    assert "表格" not in noted.read_text()
    assert "document.docx" in noted.read_text()

"""Windows' own 仿宋 and 楷体 in place of the bundled ones: in the packet that asks for them, and nowhere else."""

import hashlib
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.errors import UserError
from enclave_desktop.packet import fonts, windows_fonts
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.on_record import keep_packet, made_again
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.style import FANG
from enclave_desktop.paths import resources
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.packet import sample
from tests.packet.paper import text_of

DOCTORS = "nx-phd-allowance"
NOW = datetime(2025, 6, 30, 9, 5)
STAND_INS = {"simfang.ttf": "hei", "simkai.ttf": "song-bold"}
"""Bundled fonts under Windows' names, of faces that cannot be taken for 仿宋 and 楷体."""


def bundled(key: str) -> Path:
    return resources() / "fonts" / fonts.FILES[key]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of fonts as Windows has them."""
    place = tmp_path / "Fonts"
    place.mkdir()
    for name, key in STAND_INS.items():
        shutil.copy(bundled(key), place / name)
    monkeypatch.setenv(windows_fonts.FOLDER, str(place))
    return place


def asked(count=1):
    return replace(sample.application(DOCTORS, count), options=Options(windows_fonts=True))


def embedded(path: Path) -> set[str]:
    """The fonts in a PDF, without the tags of their subsets."""
    with pikepdf.open(path) as pdf:
        faces = {str(f.BaseFont) for page in pdf.pages for f in page.resources.Font.values()}
    return {name.partition("+")[2] for name in faces}


def name_of(key: str) -> str:
    return fonts.font(key).name.decode()


def test_that_a_packet_that_asks_draws_from_them(folder, tmp_path):
    write_packet(asked(), tmp_path / "packet.pdf")
    assert not {name_of("fang"), name_of("kai")} & embedded(tmp_path / "packet.pdf")


def test_that_what_they_lack_is_drawn_from_the_bundled_ones(folder):
    own = windows_fonts.opened(windows_fonts.windows_fonts())
    with fonts.drawing_from(own):
        assert [key for key, _ in fonts.runs("申☐报", FANG)] == ["own-fang", "symbols", "own-fang"]


def test_that_the_next_packet_is_as_ever(folder, tmp_path):
    usual = sample.application(DOCTORS, 1)
    write_packet(usual, tmp_path / "before.pdf")
    write_packet(asked(), tmp_path / "asked.pdf")
    write_packet(usual, tmp_path / "after.pdf")
    assert (tmp_path / "before.pdf").read_bytes() == (tmp_path / "after.pdf").read_bytes()
    assert (tmp_path / "asked.pdf").read_bytes() != (tmp_path / "after.pdf").read_bytes()


def test_that_the_bundled_ones_are_back_when_a_packet_fails(folder):
    own = windows_fonts.opened(windows_fonts.windows_fonts())
    with pytest.raises(UserError), fonts.drawing_from(own):
        raise UserError("…")
    assert fonts.runs("申报", FANG) == [("fang", "申报")]


def test_that_their_digests_stand_in_the_manifest_and_on_the_last_page(folder, tmp_path):
    write_packet(asked(), tmp_path / "packet.pdf")
    manifest = manifest_of(asked())
    text = text_of((tmp_path / "packet.pdf").read_bytes())
    for name, entry in zip(STAND_INS, manifest.data["fonts"], strict=True):
        assert entry["sha256"] == digest(folder / name)
        assert entry["sha256"] in text
        assert f"字体{entry['name']}".replace(" ", "") in text


def test_that_a_packet_that_does_not_ask_names_no_fonts(folder):
    assert "fonts" not in manifest_of(sample.application(DOCTORS, 1)).data


def test_that_other_fonts_give_another_number(folder):
    before = manifest_of(asked()).number
    shutil.copy(bundled("fang"), folder / "simfang.ttf")
    assert manifest_of(asked()).number != before


@pytest.mark.parametrize("name", STAND_INS)
def test_that_one_that_is_missing_is_named_with_a_remedy(folder, tmp_path, name):
    (folder / name).unlink()
    with pytest.raises(UserError, match=name) as complaint:
        write_packet(asked(), tmp_path / "packet.pdf")
    assert "打印设置" in "".join(complaint.value.details)
    assert not (tmp_path / "packet.pdf").exists()


def test_that_a_file_that_is_no_font_is_named(folder, tmp_path):
    (folder / "simkai.ttf").write_bytes(b"not a font" * 40)
    with pytest.raises(UserError, match=r"simkai\.ttf"):
        write_packet(asked(), tmp_path / "packet.pdf")
    assert not (tmp_path / "packet.pdf").exists()


@pytest.mark.parametrize(
    ("variable", "inside"),
    [("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts")],
)
def test_that_they_are_looked_for_where_windows_keeps_fonts(tmp_path, monkeypatch, variable, inside):
    monkeypatch.delenv(windows_fonts.FOLDER, raising=False)
    for name in ("WINDIR", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv(variable, str(tmp_path / "here"))
    place = tmp_path / "here" / inside
    place.mkdir(parents=True)
    for name, key in STAND_INS.items():
        shutil.copy(bundled(key), place / name)
    assert [font.path for font in windows_fonts.windows_fonts()] == [place / name for name in STAND_INS]


@pytest.fixture
def kept(folder, tmp_path):
    """A record that holds a packet printed from them, its number, and the file."""
    record = Record.create(tmp_path / "a.enclave")
    with record.transaction() as transaction:
        transaction.apply(Changes(added={entity: list(sample.dossier().rows(entity)) for entity in SHEETS}))
    made = write_packet(asked(), tmp_path / "packet.pdf")
    packet = keep_packet(record, asked(), made, (tmp_path / "packet.pdf").read_bytes(), NOW)
    yield record, packet.number, tmp_path / "packet.pdf"
    record.close()


def test_that_made_again_from_the_same_fonts_it_is_the_same_to_the_byte(kept, tmp_path):
    record, number, printed = kept
    made_again(record, number, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == printed.read_bytes()


def test_that_it_is_not_made_again_from_other_fonts(kept, folder, tmp_path):
    record, number, _ = kept
    shutil.copy(bundled("kai"), folder / "simkai.ttf")
    with pytest.raises(UserError, match=r"楷体 simkai\.ttf"):
        made_again(record, number, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


def test_that_it_is_not_made_again_where_they_are_missing(kept, folder, tmp_path):
    record, number, _ = kept
    (folder / "simfang.ttf").unlink()
    with pytest.raises(UserError, match="没有找到 Windows 的仿宋"):
        made_again(record, number, tmp_path / "again.pdf")

"""Dossiers made at random: every packet of every programme that they fit prints whole, and is a sound PDF.

Thirty in the everyday suite; `GENERATED_DOSSIERS=500` for so many, as `make generated` does.
"""

import os
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.reading import read_value
from enclave_desktop.dossier.showing import show
from enclave_desktop.packet import fonts, frame, packet
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.style import A4, FRAME, MM, Box
from enclave_desktop.packet.verify import verify as read_back
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.loading import load_packs
from tests.packet.generated import YEAR, generated
from tests.packet.layout_check import Watched

COUNT = int(os.environ.get("GENERATED_DOSSIERS", "30"))
AWKWARD = (180, 378)
"""Seeds that once came out wrong."""
every_seed = pytest.mark.parametrize("seed", sorted({*range(COUNT), *AWKWARD}))
SHEET = Box(FRAME.x, 8 * MM, FRAME.width, A4[1] - 16 * MM)
"""Where header and number may stand."""
POPPLER = shutil.which("pdftotext")


@dataclass(frozen=True)
class Printed:
    """A packet as it was written, with the texts that were drawn on each page and what was wrong with them."""

    path: Path
    texts: Sequence[Sequence[str]]
    faults: Sequence[str]


def eligible(seed: int) -> dict[str, list[Finding]]:
    """By programme."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in check(generated(seed), load_packs(), YEAR):
        if finding.status is Status.ELIGIBLE:
            found[finding.programme.id].append(finding)
    return found


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Prints the packet of these findings, watched; it is read back as ever."""
    texts: list[Sequence[str]] = []

    def verify(path, drawn, progress):
        texts[:] = drawn
        read_back(path, drawn, progress)

    monkeypatch.setattr(packet, "verify", verify)

    def print_(seed: int, findings: Sequence[Finding]) -> Printed:
        watched, around = Watched(cover=True), Watched(upright=SHEET)
        monkeypatch.setattr(packet, "Pen", watched.pen)
        monkeypatch.setattr(frame, "Pen", around.pen)
        out = tmp_path / f"{findings[0].programme.id}.pdf"
        write_packet(Application.of(generated(seed), findings, YEAR), out)
        return Printed(out, list(texts), [*watched.faults, *around.faults])

    return print_


@every_seed
def test_that_every_packet_of_a_generated_dossier_is_whole(seed, printed):
    for programme, findings in eligible(seed).items():
        paper = printed(seed, findings)
        assert paper.faults == [], programme
        with pikepdf.open(paper.path) as pdf:
            assert len(pdf.pages) == len(paper.texts)
            assert pdf.check_pdf_syntax() == []
            assert not_embedded(pdf) == []
        if POPPLER:
            assert lost(paper) == {}, programme
        paper.path.unlink()


def not_embedded(pdf: pikepdf.Pdf) -> list[str]:
    """Fonts of any page of which the file carries no outlines."""
    lacking = []
    for held in pdf.objects:
        if isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/FontDescriptor":
            if not any(key in held for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                lacking.append(str(held.get("/FontName")))
        elif isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/Font":
            kin = held.get("/DescendantFonts", [held])
            lacking += [str(held.get("/BaseFont")) for font in kin if "/FontDescriptor" not in font]
    return lacking


def lost(paper: Printed) -> dict[int, Counter[str]]:
    """By page the characters that were drawn and that Poppler does not find."""
    read = subprocess.run(
        [POPPLER or "", "-raw", "-enc", "UTF-8", paper.path, "-"], capture_output=True, check=True
    )
    pages = read.stdout.decode().split("\f")
    gone = {}
    for number, (texts, page) in enumerate(zip(paper.texts, pages, strict=False), 1):
        lacking = Counter(bare("".join(texts))) - Counter(bare(page))
        if lacking:
            gone[number] = lacking
    return gone


def bare(text: str) -> str:
    """Without white space and what is never seen, ligatures in their plain form."""
    return normalize(
        "NFKC", "".join(char for char in text if not char.isspace() and char not in fonts.UNSEEN)
    )


@every_seed
def test_that_a_generated_dossier_could_stand_in_a_record(seed):
    dossier = generated(seed)
    for entity, sheet in SHEETS.items():
        for row in dossier.rows(entity):
            assert [problem for problem in check_row(row, dossier.as_of) if not problem.warning] == []
            for described in sheet.fields:
                value = getattr(row, described.name)
                if value is not None:
                    assert read_value(described, show(described, value)) == value


def test_that_the_same_seed_gives_the_same_dossier():
    assert generated(7) == generated(7)
    assert generated(7) != generated(8)


def test_that_generated_dossiers_fit_every_programme():
    programmes = {programme.id for pack in load_packs() for programme in pack.programmes}
    assert {programme for seed in range(30) for programme in eligible(seed)} == programmes

"""The blanks of the tests, suggested for and filled in for the invented firms."""

from functools import cache
from pathlib import Path

from enclave_desktop.packet.blanks.filling import given_for, new_mapping, suggest
from enclave_desktop.packet.blanks.labels import Suggestion
from enclave_desktop.packet.blanks.mapping import Cell, Mapping
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.context import Context
from tests.packet.firms import YEAR
from tests.packet.paper import FIRMS, finding_of

FOLDER = Path(__file__).parents[1] / "fixtures" / "blanks"
PDFS = ("groups-and-comb", "hand-written", "libreoffice-form", "libreoffice-ruled", "reportlab-form")
WORDS = ("libreoffice", "word-like")
PROGRAMME = "nx-phd-allowance"


def data_of(name: str) -> bytes:
    return path_of(name).read_bytes()


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.{'pdf' if name in PDFS else 'docx'}"


@cache
def suggestions(name: str) -> tuple[Suggestion, ...]:
    return suggest(empty_mapping(name), data_of(name))


def empty_mapping(name: str) -> Mapping:
    return new_mapping(path_of(name).name, data_of(name), programmes=(PROGRAMME,))


def mapping_of(name: str, *cells: Cell) -> Mapping:
    """With these cells; with everything that is suggested when none are said."""
    empty = empty_mapping(name)
    suggested = tuple(cell for s in suggestions(name) if (cell := s.cell()))
    return Mapping(empty.title, empty.programmes, empty.blank, empty.sha256, empty.kind, cells or suggested)


@cache
def given(firm: str = "short", programme: str = PROGRAMME) -> Given:
    dossier = FIRMS[firm]()
    return given_for(finding_of(dossier, programme), Context(dossier, YEAR))

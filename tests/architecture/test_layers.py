"""The layers of ARCHITECTURE.md: a module imports only from what stands below it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "enclave_desktop"
LAYERS = [{"__main__"}, {"desktop", "cli"}, {"packet", "exchange"}, {"policy", "records"}, {"dossier"}]
FOR_ALL = {"__init__", "errors", "paths", "pdfium", "temporary", "toml_table", "whole_file"}
PURE = {"cn2an", "stdnum"}
DOORS = {"asyncio", "io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "urllib"}


def part(source: Path) -> str:
    """`records` for records/tables.py, `errors` for errors.py."""
    return source.relative_to(PACKAGE).parts[0].removesuffix(".py")


SOURCES = sorted(PACKAGE.rglob("*.py"))
PARTS = {part(source) for source in SOURCES}


def imports(source: Path) -> Iterator[list[str]]:
    """Every name imported anywhere in a file, split at its dots."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([*node.module.split("."), alias.name] for alias in node.names)


def rank(name: str) -> int:
    return next((rank for rank, layer in enumerate(LAYERS) if name in layer), len(LAYERS))


def test_that_every_part_has_its_layer():
    assert set().union(FOR_ALL, *LAYERS) >= PARTS


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_that_a_module_imports_only_from_the_layers_below(source):
    ours = {names[1] for names in imports(source) if names[0] == PACKAGE.name and len(names) > 1}
    ours = ours & PARTS - FOR_ALL - {part(source)}
    assert [name for name in sorted(ours) if rank(name) <= rank(part(source))] == []


def test_that_only_the_window_knows_qt():
    qt = {"PySide6", "shiboken6", "pytestqt"}
    knowing = [source for source in SOURCES if any(names[0] in qt for names in imports(source))]
    assert [source for source in knowing if part(source) != "desktop"] == []


def test_that_a_dossier_touches_nothing_outside_itself():
    allowed = sys.stdlib_module_names - DOORS | PURE | {PACKAGE.name}
    used = {names[0] for source in SOURCES if part(source) == "dossier" for names in imports(source)}
    assert used - allowed == set()

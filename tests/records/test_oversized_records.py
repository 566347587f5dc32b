"""Records in which there is far more than a record holds: told in plain words, or read within the bounds."""

import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from enclave_desktop.dossier import frozen
from enclave_desktop.packet.manifest import read_manifest
from enclave_desktop.records import history_lines
from enclave_desktop.records.bounds import MOST_ROWS
from enclave_desktop.records.contents import LARGEST
from tests.records.hostile import fates, spoil, write_history
from tests.unit.records.filled import make

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by /proc")
MB = 1 << 20
PAGE = 4096
_FIRST = b'{"words":"","workbook":null}\n'


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return make(tmp_path_factory.mktemp("honest") / "外来.enclave")


@pytest.fixture
def path(honest, tmp_path):
    return Path(copyfile(honest, tmp_path / "外来.enclave"))


def packed(piece: bytes, times: int) -> bytes:
    """As an entry of the history is kept, made piece by piece."""
    packer = zlib.compressobj(9)
    pieces = (packer.compress(piece) for _ in range(times))
    compressed = packer.compress(_FIRST) + b"".join(pieces) + packer.flush()
    return zlib.crc32(compressed).to_bytes(4, "big") + compressed


def by_sql(*statements: str) -> Callable[[Path], None]:
    return lambda path: spoil(path, "PRAGMA foreign_keys = OFF", *statements)


def in_history(column: str, value: Callable[[], object]) -> Callable[[Path], None]:
    return lambda path: write_history(path, column, value())


def letters(count: int) -> str:
    """In SQL, a text of so many."""
    return f"replace(hex(zeroblob({count // 2})), '0', 'a')"


def numbered(count: int, statement: str) -> str:
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {count}) {statement}"


def ring_in_the_list_of_tables(path: Path) -> None:
    """Twelve pages of two hundred ways each to the next one, before the list is come to."""
    data = bytearray(path.read_bytes())
    pages = len(data) // PAGE
    leaf = int.from_bytes(data[108:112], "big")
    for number in range(12):
        data += crossroads(pages + number if number else leaf)
    data[100:PAGE] = crossroads(pages + 12, at=100)[100:]
    data[28:32] = (pages + 12).to_bytes(4, "big")
    path.write_bytes(data)


def crossroads(child: int, at: int = 0, ways: int = 200) -> bytes:
    """A page of a table that leads to one other only."""
    page = bytearray(PAGE)
    cells = PAGE - 5 * ways
    head = b"\5\0\0" + ways.to_bytes(2, "big") + cells.to_bytes(2, "big") + b"\0" + child.to_bytes(4, "big")
    page[at : at + 12] = head
    for way in range(ways):
        cell = cells + 5 * way
        page[cell : cell + 5] = child.to_bytes(4, "big") + b"\1"
        page[at + 12 + 2 * way : at + 14 + 2 * way] = cell.to_bytes(2, "big")
    return bytes(page)


TOO_MUCH: dict[str, Callable[[Path], None]] = {
    "lines that unpack to far more": in_history("rows", lambda: packed(b"a" * MB, 700)),
    "an entry of empty lines only": in_history("rows", lambda: packed(b"\n" * MB, 400)),
    "salts without end": in_history("salts", lambda: bytes(180 * MB)),
    "counts without end": in_history("counts", lambda: "[]" * (90 * MB)),
    "a name of 180 MB": by_sql("UPDATE person SET name = zeroblob(180000000)"),
    "a reason of 180 MB": by_sql(
        f"INSERT INTO moved_out VALUES ('person', 1, '2024-01-01', {letters(180 * MB)})"
    ),
    "a version of 180 MB": by_sql(f"UPDATE alembic_version SET version_num = {letters(180 * MB)}"),
    "a hundred thousand tables": by_sql(
        numbered(
            100_000,
            "INSERT INTO sqlite_schema"
            " SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE t' || i || ' (x)' FROM n",
        )
    ),
    "a statement of 180 MB": by_sql(
        f"UPDATE sqlite_schema SET sql = sql || {letters(180 * MB)} WHERE name = 'person'"
    ),
    "a list of tables that is a ring": ring_in_the_list_of_tables,
    "more rows than any": by_sql(
        numbered(
            MOST_ROWS,
            "INSERT INTO moved_out SELECT 'person', i + 1000, '2024-01-01', 'abcdefghijklm' FROM n",
        )
    ),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_that_a_record_of_more_than_fits_is_told(path, case):
    TOO_MUCH[case](path)
    (told,) = fates([path], memory=300)
    assert told["verify"]
    assert all("请" in words for words in told.values() if words)


def test_that_a_kept_file_larger_than_any_does_not_fill_memory(path):
    spoil(path, "UPDATE content SET data = zeroblob(300000000)")
    (told,) = fates([path])
    assert "附件已损坏" in told["verify"]


def test_that_a_kept_file_as_large_as_may_be_goes_from_record_to_record_within_memory(path):
    spoil(path, f"UPDATE content SET data = zeroblob({LARGEST})")
    fates([path])


def test_that_lines_come_out_as_they_were_packed():
    lines = [b"first", b"", b"x" * 3 * MB, *(str(number).encode() for number in range(400_000)), b""]
    assert list(history_lines.unpack(history_lines.pack(lines).rows)) == lines


def test_that_an_entry_that_is_cut_off_is_spoilt():
    cut = zlib.compress(b"a\n" * 9_000)[:-9]
    with pytest.raises(history_lines.SpoiltEntryError):
        list(history_lines.unpack(zlib.crc32(cut).to_bytes(4, "big") + cut))


def test_that_an_overlong_manifest_is_none():
    with pytest.raises(ValueError, match="no manifest"):
        read_manifest(b"[" + b" " * 17 * MB + b"]")


def test_that_a_frozen_dossier_of_too_many_values_is_none():
    with pytest.raises(ValueError, match="more than a dossier holds"):
        frozen.thaw(b"[" + b"[]," * 4_100_000 + b"[]]")

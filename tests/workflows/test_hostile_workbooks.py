"""Files made to harm: each ends in a clear error, within half a GB of memory and half a minute."""

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import read_book
from enclave_desktop.records.record import Record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded by a POSIX limit")

FIXTURES = Path(__file__).parent.parent / "fixtures"
MEMORY = 512 * 2**20
SECONDS = 30
LIMITED = (
    "import resource, sys;"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
    "from enclave_desktop.cli import run;"
    "sys.exit(run(['import', *sys.argv[1:]]))"
)

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Parts = dict[str, bytes]


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "本企业.enclave"
    Record.create(path).close()
    return path


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> Parts:
    """An honest workbook's parts."""
    path = tmp_path_factory.mktemp("honest") / "honest.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("飞地")
        sheet.write_row(0, 0, ("名称", "类型", "所在省份", "所在城市"))
        sheet.write_row(1, 0, ("上海中心", "研发中心", "上海", "上海"))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def sheet(rows: str, head: str = "") -> bytes:
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def import_limited(record: Path, book: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(record), str(book)],
        capture_output=True, timeout=SECONDS, check=False, encoding="utf-8",
    )  # fmt: skip


def assert_refused(record: Path, book: Path, because: str) -> None:
    done = import_limited(record, book)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("错误："), done.stderr
    assert because in done.stderr


def test_that_an_honest_workbook_passes_within_the_same_limits(record, parts, tmp_path):
    done = import_limited(record, pack(tmp_path / "book.xlsx", parts))
    assert done.returncode == 0, done.stderr
    assert "新增 1 行" in done.stderr


def test_that_a_part_that_unpacks_to_gigabytes_is_refused(record, parts, tmp_path):
    book = pack(tmp_path / "bomb.xlsx", parts)
    blank = b" " * 2**20
    with (
        zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"<worksheet>")
        for _ in range(2 * 1024):
            part.write(blank)
    assert book.stat().st_size < 2**25
    assert_refused(record, book, "已经损坏")


def test_that_many_parts_that_unpack_to_too_much_together_are_refused(record, parts, tmp_path):
    bomb = parts | {f"xl/media/image{number}.png": bytes(2**24) for number in range(24)}
    assert_refused(record, pack(tmp_path / "bomb.xlsx", bomb), "解压后超过")


def test_that_sizes_that_lie_do_not_get_past_the_check(record, parts, tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 50_000))
    book = pack(tmp_path / "liar.xlsx", parts | {SHEET: sheet(rows)})
    with zipfile.ZipFile(book) as archive:
        real = archive.getinfo(SHEET).file_size
    data = book.read_bytes().replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    book.write_bytes(data)
    assert_refused(record, book, "已经损坏")


LAUGHS = "".join(
    [
        "<!DOCTYPE lolz [<!ENTITY a0 'ha'>",
        *(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)),
        "]>",
    ]
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", SHARED, "[Content_Types].xml"])
def test_that_entities_are_refused_wherever_they_are_declared(record, parts, tmp_path, part):
    start, end = parts[part].split(b"?>", 1)
    bomb = start + b"?>" + LAUGHS.encode() + end
    assert_refused(record, pack(tmp_path / "laughs.xlsx", parts | {part: bomb}), "DTD")


def test_that_an_entity_that_names_a_file_is_refused(record, parts, tmp_path):
    outside = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&f;</t></is></c></row>'
    book = pack(tmp_path / "outside.xlsx", parts | {SHEET: sheet(row, outside)})
    assert_refused(record, book, "DTD")


def test_that_a_million_empty_rows_are_refused(record, parts, tmp_path):
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 1_048_577))
    assert_refused(record, pack(tmp_path / "rows.xlsx", parts | {SHEET: sheet(rows)}), "最多 200000 行")


def test_that_a_million_formatted_rows_without_a_value_are_refused(record, parts, tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 1_048_577))
    assert_refused(record, pack(tmp_path / "rows.xlsx", parts | {SHEET: sheet(rows)}), "最多 200000 行")


FAR = {
    "the last cell": ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "1048576 行"),
    "a cell beyond the last": ('<row r="1"><c r="ZZZ4294967295"><v>1</v></c></row>', "已经损坏"),
    "a far column": ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "XFD 列"),
    "a wide area": (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="RR190000"><v>1</v></c></row>',
        "个单元格",
    ),
    "a far cell under a prefix": (
        '<x:row xmlns:x="u" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        "1048576 行",
    ),
    "a far cell with a lying row": ('<row r="1"><c r="A900000"><v>1</v></c></row>', "900000 行"),
    "cells without references": ("<row>" + "<c><v>1</v></c>" * 1_000 + "</row>", "列"),
}


@pytest.mark.parametrize("case", FAR)
def test_that_a_sheet_that_reaches_too_far_is_refused(record, parts, tmp_path, case):
    rows, because = FAR[case]
    book = pack(tmp_path / "far.xlsx", parts | {SHEET: sheet(rows)})
    assert_refused(record, book, because)


def test_that_a_far_cell_in_an_xls_is_refused(record):
    assert_refused(record, FIXTURES / "libreoffice-far-cell.xls", "个单元格")


def test_that_three_hundred_sheets_are_refused(record, tmp_path):
    path = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in range(300):
            book.add_worksheet(f"表{number}").write(0, 0, "x")
    assert_refused(record, path, "300 个工作表")


def test_that_a_long_text_shown_by_many_cells_is_refused(record, parts, tmp_path):
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 150_000))
    text = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'.encode()
    assert_refused(
        record, pack(tmp_path / "text.xlsx", parts | {SHEET: sheet(cells), SHARED: text}), "文字太多"
    )


def test_that_millions_of_shared_texts_are_refused(record, parts, tmp_path):
    texts = b"<sst>" + b"<si></si>" * 5_000_000 + b"</sst>"
    assert_refused(record, pack(tmp_path / "texts.xlsx", parts | {SHARED: texts}), "内容太多")


def test_that_more_shared_texts_promised_than_memory_holds_are_refused(record, parts, tmp_path):
    texts = b'<sst uniqueCount="30000000"><si><t>x</t></si></sst>'
    assert_refused(record, pack(tmp_path / "texts.xlsx", parts | {SHARED: texts}), "已经损坏")


def test_that_elements_nested_without_end_are_refused(record, parts, tmp_path):
    deep = sheet("<f>" + "<a>" * 2_000_000 + "</a>" * 2_000_000 + "</f>")
    assert_refused(record, pack(tmp_path / "deep.xlsx", parts | {SHEET: deep}), "已经损坏")


def test_that_one_tag_as_long_as_a_book_is_refused(record, parts, tmp_path):
    tag = sheet(f'<row r="1" x="{"x" * 30_000_000}"/>')
    assert_refused(record, pack(tmp_path / "tag.xlsx", parts | {SHEET: tag}), "已经损坏")


def test_that_merges_over_merges_are_refused(record, parts, tmp_path):
    merges = "".join('<mergeCell ref="A2:B100000"/>' for _ in range(19_000))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 100_000))
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    data = sheet(head + rows).replace(
        b"</worksheet>", f"<mergeCells>{merges}</mergeCells></worksheet>".encode()
    )
    assert_refused(record, pack(tmp_path / "merges.xlsx", parts | {SHEET: data}), "重叠")


def test_that_parts_outside_the_archive_are_never_written(record, parts, tmp_path):
    inside = tmp_path / "deep" / "folder"
    inside.mkdir(parents=True)
    book = pack(inside / "book.xlsx", parts | {"../../escaped.txt": b"x", f"{tmp_path}/escaped.txt": b"x"})
    done = import_limited(record, book)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("escaped*"))


def test_that_a_sheet_outside_the_archive_is_not_opened(record, parts, tmp_path):
    relations = parts["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"../../../../etc/passwd"
    )
    book = pack(tmp_path / "book.xlsx", parts | {"xl/_rels/workbook.xml.rels": relations})
    assert_refused(record, book, "已经损坏")


def test_that_a_workbook_hidden_behind_another_name_is_refused(record, parts, tmp_path):
    root = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/other.xml")
    book = pack(
        tmp_path / "book.xlsx", parts | {"_rels/.rels": root, "xl/other.xml": parts["xl/workbook.xml"]}
    )
    assert_refused(record, book, "已经损坏")


def test_that_two_parts_of_one_name_are_refused(record, parts, tmp_path):
    book = pack(tmp_path / "book.xlsx", parts | {SHEET.upper(): sheet("")})
    assert_refused(record, book, "已经损坏")


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls"])
@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_that_random_bytes_are_refused(record, tmp_path, name, start):
    book = tmp_path / name
    book.write_bytes(start + random.Random(7).randbytes(100_000))
    assert_refused(record, book, "损坏")


@pytest.mark.parametrize(
    "name", ["libreoffice-clean.xlsx", "libreoffice-clean.xls", "libreoffice-faulty.xls"]
)
def test_that_damage_anywhere_gives_a_book_or_an_error_for_the_user(tmp_path, name):
    honest = (FIXTURES / name).read_bytes()
    dice = random.Random(name)
    refused = 0
    for _ in range(300):
        data = bytearray(honest)
        for _ in range(dice.choice([1, 5, 40])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        book = tmp_path / name
        book.write_bytes(bytes(data[: dice.choice([len(data), len(data), dice.randrange(8, len(data))])]))
        try:
            read_book(book)
        except UserError:
            refused += 1
    assert refused > 0


def test_that_damage_within_a_part_gives_a_book_or_an_error_for_the_user(tmp_path, parts):
    dice, errors = random.Random(3), []
    for _ in range(300):
        name = dice.choice(sorted(name for name in parts if parts[name]))
        data = bytearray(parts[name])
        for _ in range(dice.choice([1, 5, 40])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_book(pack(tmp_path / "book.xlsx", parts | {name: bytes(data)}))
        except UserError as error:
            errors.append(error.message)
    assert errors
    assert all("book.xlsx" in error or "工作表" in error for error in errors)

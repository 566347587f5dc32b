"""The whole import of 100 000 rows of 12 columns against openpyxl's bare read of the same workbook.

The product looks through the file, reads it, checks every row (each has a document number) and inserts it into a
new record; openpyxl in its read-only mode only hands out the cells' values. Each runs in a child process, in turn;
figures are user CPU seconds and peak memory of the whole process. How long openpyxl takes depends on how a workbook
holds its texts, so there are books of both kinds; lxml, where it is installed, makes it faster.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.numbers import sex_of
from enclave_desktop.dossier.values import RESIDENT_ID, Person

ROWS = 100_000
ROUNDS = 2
NOW, IN_THE_END = 0.5, 0.25
COLUMNS = (
    "name", "id_type", "id_number", "sex", "born_on", "mobile",
    "degree", "study_mode", "school", "major", "position", "rnd_staff",
)  # fmt: skip
SPEC = SHEETS[Person]
FIELDS = [SPEC.field(name) for name in COLUMNS]
LEDGER = (
    "日期", "凭证号", "分录号", "飞地名称", "项目编号", "费用类别", "金额", "摘要", "资金来源",
    "科目编码", "科目名称", "制单人",
)  # fmt: skip


def invented_people(count: int) -> list[Person]:
    """So many people with valid 居民身份证 numbers, none of them twice."""
    return [_person(number) for number in range(count)]


def _person(number: int) -> Person:
    from stdnum.iso7064 import mod_11_2

    born = date(1960, 1, 1) + timedelta(days=number % 12_000)
    body = f"640104{born:%Y%m%d}{number // 12_000:02d}{number % 10}"
    identity = body + mod_11_2.calc_check_digit(body)
    return Person(
        name=f"示例{number}",
        id_type=RESIDENT_ID,
        id_number=identity,
        sex=sex_of(identity),
        born_on=born,
        mobile=f"138{number:08d}",
        degree=("博士", "硕士", "学士")[number % 3],
        study_mode="全日制",
        school=f"示例大学{number % 200}",
        major=f"示例专业{number % 50}",
        position="研发工程师",
        rnd_staff=bool(number % 3),
    )


def write_shared(path: Path) -> None:
    """The people as Excel saves them: cells refer to texts that they share."""
    from enclave_desktop.exchange.sheet_style import Style, workbook, write_value

    with workbook(path, "100 000 rows") as book:
        style, sheet = Style(book), book.add_worksheet(SPEC.title)
        sheet.write_row(0, 0, [field.label for field in FIELDS])
        for row, person in enumerate(invented_people(ROWS), 1):
            for column, field in enumerate(FIELDS):
                write_value(sheet, row, column, field, getattr(person, field.name), style.cell(field))


def write_inline(path: Path) -> None:
    """The people as programs stream them out: each cell has its own text."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SPEC.title)
    sheet.append([field.label for field in FIELDS])
    for person in invented_people(ROWS):
        values = [getattr(person, field.name) for field in FIELDS]
        sheet.append(["是" if value is True else "否" if value is False else value for value in values])
    book.save(path)


def write_ledger(path: Path) -> None:
    """As many ledger rows, texts shared: nine columns that are read, three that only the bookkeeper knows."""
    import xlsxwriter

    dice = random.Random(1)
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        enclaves, sheet = book.add_worksheet("飞地"), book.add_worksheet("研发费用")
        enclaves.write_row(0, 0, ("名称", "类型", "所在省份", "所在城市"))
        enclaves.write_row(1, 0, ("上海中心", "研发中心", "上海", "上海"))
        sheet.write_row(0, 0, LEDGER)
        for row in range(1, ROWS + 1):
            sheet.write_datetime(row, 0, date(2024, 1, 1) + timedelta(days=dice.randrange(366)), day)
            sheet.write_row(row, 1, (f"记-{row // 4:05d}", f"{row % 4}", "上海中心", "", "直接投入"))
            sheet.write_number(row, 6, dice.randrange(100, 9_999_999) / 100)
            sheet.write_row(row, 7, (f"试剂 {dice.randrange(3000)}", "自筹", "530101", "研发支出", "示例甲"))


def product(book: Path) -> int:
    """Import into a new record; the number of rows that went in."""
    from enclave_desktop.exchange.importing import import_book
    from enclave_desktop.records.record import Record

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.enclave"
        Record.create(path).close()
        with Record.open(path) as record:
            return import_book(record, book, today=date(2025, 6, 30)).plan.new


def peer(book: Path) -> int:
    """openpyxl's bare read; the number of rows below the headers."""
    import openpyxl

    workbook = openpyxl.load_workbook(book, read_only=True, data_only=True)
    return sum(sum(1 for _ in sheet.iter_rows(values_only=True)) - 1 for sheet in workbook)


BOOKS = {"people, shared texts": write_shared, "people, inline texts": write_inline, "ledger": write_ledger}
WAYS = {"product": product, "peer": peer}


def measure(way: str, book: Path) -> dict[str, float]:
    """Seconds, MB and rows of one way, in a child process of its own."""
    done = _run(way, str(book))
    return {key: float(value) for key, value in json.loads(done).items()}


def _run(*arguments: str) -> str:
    call = [sys.executable, "-m", "benchmarks.importing", *arguments]
    return subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout


def _child(way: str, book: Path) -> None:
    import resource

    if way in BOOKS:
        BOOKS[way](book)
        return
    rows = WAYS[way](book)
    used = resource.getrusage(resource.RUSAGE_SELF)
    json.dump({"seconds": used.ru_utime, "peak": used.ru_maxrss / 1024, "rows": rows}, sys.stdout)


def main() -> None:
    """Print what each took on each book, and the ratios."""
    for name in BOOKS:
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / "book.xlsx"
            _run(name, str(book))
            runs = [{way: measure(way, book) for way in WAYS} for _ in range(ROUNDS)]
        for run in runs:
            for way, used in run.items():
                print(
                    f"{name}: {way:8} {used['seconds']:6.2f} s  {used['peak']:4.0f} MB  {used['rows']:.0f} rows"
                )
        ratio = statistics.median(run["product"]["seconds"] / run["peer"]["seconds"] for run in runs)
        print(
            f"import, {name}: {ratio:.3f} of openpyxl's bare read (goal {NOW} now, {IN_THE_END} in the end)"
        )


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))

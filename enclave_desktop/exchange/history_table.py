"""The history as a table, for people who go on in Excel: complete and unmasked, a line each field that changed."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from enclave_desktop.dossier.showing import defused
from enclave_desktop.exchange.sheet_style import check_name, workbook
from enclave_desktop.records.history_reading import Entry, Lines, RowChange
from enclave_desktop.records.history_words import fact_lines, fields_words, row_name, title, what
from enclave_desktop.whole_file import write_whole

HEADER = (
    "序号",
    "时间",
    "账号",
    "电脑",
    "来源",
    "说明",
    "工作簿",
    "变动",
    "表",
    "行",
    "字段",
    "原为",
    "改为",
    "摘要",
)
_WIDTHS = (7, 26, 14, 16, 8, 30, 20, 8, 11, 34, 16, 24, 24, 20)
Row = tuple[str, ...]


def write_csv(told: Iterable[Row], path: Path) -> None:
    """UTF-8 with a mark, as Excel wants it."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(map(defused, row) for row in told)

    write_whole(path, write)


def write_xlsx(told: Iterable[Row], path: Path) -> None:
    """One sheet, every cell a text."""
    check_name(path)

    def write(temporary: Path) -> None:
        with workbook(temporary, "档案的更改历史") as book:
            sheet = book.add_worksheet("历史")
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width)
            sheet.write_row(0, 0, HEADER, book.add_format({"bold": True, "bg_color": "#DCEBF9"}))
            last = 0
            for last, row in enumerate(told, 1):
                for column, cell in enumerate(row):
                    sheet.write_string(last, column, cell)
            sheet.autofilter(0, 0, last, len(HEADER) - 1)

    write_whole(path, write)


def rows_of(held: Iterable[tuple[Entry, Lines]]) -> Iterator[Row]:
    """All that the entries say."""
    for entry, lines in held:
        empty = True
        for change in lines.changes():
            yield from rows_of_change(entry, change)
            empty = False
        for fact in fact_lines(lines):
            yield (*_head(entry), fact, "", "", "", "", "", entry.digest)
            empty = False
        if empty:
            yield (*_head(entry), "", "", "", "", "", "", entry.digest)


def rows_of_change(entry: Entry, change: RowChange) -> Iterator[Row]:
    """A line a field; of a row that is new or gone what it holds or held."""
    row = (what(change), change.sheet.title, row_name(change, masked=False))
    for field in fields_words(change, masked=False):
        yield (*_head(entry), *row, *field, entry.digest)


def _head(entry: Entry) -> Row:
    named = (title(entry), entry.workbook or "")
    return (str(entry.number), entry.at.isoformat(), entry.account, entry.machine, entry.action, *named)

"""The whole record as a workbook, or some sheets of it, complete and unmasked; importing it changes nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.sheet_style import Style, check_name, workbook, write_headers, write_value
from enclave_desktop.whole_file import write_whole


def export_book(dossier: Dossier, path: Path, entities: Iterable[type[Any]] = SHEETS) -> None:
    """Write these sheets, also those without rows. Same dossier, same bytes. UserError when it cannot be written."""
    check_name(path)
    write_whole(path, lambda temporary: _write(dossier, temporary, entities))


def _write(dossier: Dossier, path: Path, entities: Iterable[type[Any]]) -> None:
    with workbook(path, "科创飞地档案导出") as book:
        style = Style(book)
        for entity in entities:
            spec = SHEETS[entity]
            sheet = book.add_worksheet(spec.title)
            write_headers(sheet, spec, style)
            columns = [(number, field, style.cell(field)) for number, field in enumerate(spec.fields)]
            for number, row in enumerate(dossier.rows(entity), 1):
                for column, field, cell in columns:
                    write_value(sheet, number, column, field, getattr(row, field.name), cell)

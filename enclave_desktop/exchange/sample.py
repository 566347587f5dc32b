"""The invented sample firm that ships with the program: one CSV a sheet, read as a workbook's cells are."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Sheet
from enclave_desktop.dossier.reading import is_blank, read_value
from enclave_desktop.paths import resources


def sample_dossier(as_of: date) -> Dossier:
    """The sample firm as of that day."""
    folder = resources() / "sample"
    return Dossier.of(as_of, {entity: _rows(folder, sheet) for entity, sheet in SHEETS.items()})


def _rows(folder: Path, sheet: Sheet) -> list[Any]:
    fields = {field.label: field for field in sheet.fields}
    with (folder / f"{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
        return [
            sheet.entity(
                **{
                    fields[label].name: read_value(fields[label], cell)
                    for label, cell in row.items()
                    if not is_blank(cell)
                }
            )
            for row in csv.DictReader(file)
        ]

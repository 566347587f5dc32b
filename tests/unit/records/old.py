"""Records of every schema that was released, as the programs of their time wrote them, and what was on them."""

import gzip
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT

FOLDER = Path(__file__).parents[2] / "fixtures" / "records"
SCHEMAS = (1, 2, 3, 4)


def old_record(schema: int, path: Path) -> Path:
    """A record of that schema at `path`."""
    path.write_bytes(gzip.decompress((FOLDER / f"schema-{schema}.enclave.gz").read_bytes()))
    return path


def known(schema: int) -> dict[str, Any]:
    """What the program of that time said was on it: rows by class, files with their sizes, packets."""
    held: dict[str, Any] = json.loads((FOLDER / f"schema-{schema}.json").read_text("utf-8"))
    return held


def entries_before(schema: int) -> int:
    """How many entries its history holds; before schema 4 none was kept."""
    return 3 if schema == 4 else 0


def rows_of(dossier: Dossier, schema: int) -> dict[str, Any]:
    """What is on record now, of what was known to that schema, said as its program said it."""
    then = known(schema)["rows"]
    return {
        entity.__name__: [
            {
                field.name: None if (value := getattr(row, field.name)) is None else str(value)
                for field in fields(row)
                if field.name in then[entity.__name__][0]
            }
            for row in dossier.rows(entity)
        ]
        for entity in KEPT
        if then.get(entity.__name__)
    }

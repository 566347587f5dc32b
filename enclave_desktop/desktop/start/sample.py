"""The sample record, beside the user's own and never over one."""

from datetime import date
from pathlib import Path

NAME = "示例企业"


def free_path(folder: Path) -> Path:
    """Where the sample goes: 示例企业, 示例企业 2, ….enclave."""
    number = 1
    while True:
        path = folder / (f"{NAME} {number}.enclave" if number > 1 else f"{NAME}.enclave")
        if not path.exists():
            return path
        number += 1


def make_sample(folder: Path) -> Path:
    """Make a record of the sample firm in the folder; UserError when it cannot be written. Runs in the background."""
    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.exchange.sample import sample_dossier
    from enclave_desktop.exchange.sample_scans import keep_sample_scans
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.origin import Action, Origin
    from enclave_desktop.records.record import Record

    folder.mkdir(parents=True, exist_ok=True)
    path = free_path(folder)
    dossier = sample_dossier(date.today())
    origin = Origin(Action.CREATED, "放入示例企业")
    with Record.create(path) as record, record.transaction(origin) as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
        keep_sample_scans(transaction, dossier)
    return path

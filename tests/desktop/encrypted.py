"""An encrypted record, and what opens it."""

from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.cipher import Key, new_key, recovery_code
from enclave_desktop.records.record import Record

PASSPHRASE = "correct horse battery"


@dataclass(frozen=True)
class Encrypted:
    """What a test knows of it."""

    path: Path
    key: Key

    @property
    def code(self) -> str:
        return recovery_code(self.key)


def make_encrypted(path: Path, dossier: Dossier) -> Encrypted:
    key = new_key(PASSPHRASE)
    with Record.create(path, key=key) as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    return Encrypted(path, key)

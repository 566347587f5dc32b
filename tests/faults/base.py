"""The record that every operation begins with, and what a change numbered so and so writes into it."""

from hashlib import sha256
from pathlib import Path

from enclave_desktop.records.cipher import Key
from enclave_desktop.records.record import Record
from tests.desktop.scans import scan
from tests.unit.records.filled import adding
from tests.unit.rows import (
    NUMBER,
    agreement,
    centre,
    contract,
    evidence,
    expense,
    filing,
    firm,
    person,
    project,
)

RECORD = "示例.enclave"
TYPED_ROWS = tuple(f"T-{n}" for n in range(7))
KEYS = (None, Key(bytes(range(32)), bytes(range(16))), Key(bytes(range(32, 64)), bytes(range(16, 32))))
"""The first is that of a plain record. To make keys of passphrases takes long on purpose, and is nothing to be killed."""
BOOKED_ROWS = 300
"""Rows that an import changes, every one."""


def make_base(folder: Path) -> Path:
    """The record before the first change: a centre with a doctor whom every criterion fits, and her diploma."""
    diploma = scan(folder / "diploma.png").read_bytes()
    declared = (firm(account="6222020200001234567"), centre(), filing(), person(), contract(), project())
    proved = evidence(person=NUMBER, content=sha256(diploma).hexdigest())
    typed = (agreement(number=number, object="第0次") for number in TYPED_ROWS)
    booked = (expense(voucher=f"凭-{n}", summary="第0册") for n in range(BOOKED_ROWS))
    path = folder / RECORD
    with Record.create(path) as record, record.transaction() as transaction:
        transaction.keep([diploma])
        transaction.apply(adding(*declared, proved, *typed, *booked))
    return path


def text_of(change: int) -> tuple[str, str]:
    """The row that a typed change is written to, and the words."""
    return TYPED_ROWS[change % len(TYPED_ROWS)], f"第{change}次"

"""What the program is killed, starved and unplugged at: each change numbered, so that the judge can tell what is there."""

import contextlib
import gzip
import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.faults import judge, window
from tests.faults.base import BOOKED_ROWS, KEYS, RECORD, make_base, text_of
from tests.faults.marks import Marks, watch_calls, watch_transactions

Life = Callable[[int], None]
"""Makes the change of that number; returns once the program said that it is saved."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the program does again and again."""

    begin: Callable[[Path], Life]
    """In a driver, at the start of its first change; the record is opened there."""
    held: Callable[[Path, int], int]
    """The judge's: of how many changes what lies in the folder tells, given how many were acknowledged."""
    watch: Callable[[Marks], None] = watch_transactions
    """Sees to it that what the program does marks how far it is."""
    make_base: Callable[[Path], object] = make_base
    warm: Callable[[Path], object] | None = None
    """Load everything on a record for trial, before lives are split off; without, by making one change."""
    bring: Callable[[Path, int], None] = lambda *_: None
    """What the change needs that does not come from the program."""


class Refused(Exception):
    """The command line said that the user must act, with these words."""


def command(*words: object) -> str:
    """What the program's command line says, and what it complains of, once it is done."""
    from enclave_desktop.cli import MUST_ACT, run

    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = run([str(word) for word in words])
    if code == MUST_ACT:
        raise Refused(complained.getvalue())
    if code:
        raise RuntimeError(complained.getvalue())
    return said.getvalue() + complained.getvalue()


def creating(folder: Path) -> Life:
    """An empty record."""

    def change(number: int) -> None:
        path = folder / f"{number}.enclave"
        with contextlib.suppress(FileNotFoundError):  # there after a kill, though it was not yet said
            path.unlink()
        command("new", path)

    return change


def importing(folder: Path) -> Life:
    """A workbook that changes every row of the ledger, adds some and leaves some as they are."""

    def change(number: int) -> None:
        command("import", folder / RECORD, _book(folder, number))

    return change


def _book(folder: Path, number: int) -> Path:
    """Not in the folder of the record: what is written there is the program's."""
    return folder.parent / f"{folder.name}-{number}.xlsx"


def bring_book(folder: Path, number: int) -> None:
    from xlsxwriter import Workbook

    header = ("日期", "凭证号", "飞地名称", "费用类别", "金额", "摘要")
    old = [f"凭-{row}" for row in range(BOOKED_ROWS)]
    new = [f"新-{number}-{row}" for row in range(5)]
    with Workbook(_book(folder, number)) as book:
        sheet = book.add_worksheet("研发费用")
        sheet.write_row(0, 0, header)
        for at, voucher in enumerate(old + new, 1):
            sheet.write_row(at, 0, ("2024-05-06", voucher, "上海中心", "直接投入", 1000, f"第{number}册"))


def printing(folder: Path) -> Life:
    """A packet, made and kept; of another day each time, so that it is another packet."""

    def change(number: int) -> None:
        day = date(2025, 1, 1) + timedelta(days=number)
        out = folder / f"{number}.pdf"
        who = ("--subject", judge.SUBJECT, "--as-of", day)
        said = command("packet", folder / RECORD, "--programme", judge.PROGRAMME, *who, "--out", out)
        if "已存入档案" not in said:  # the paper is there all the same
            raise Refused(said)

    return change


def backing_up(folder: Path) -> Life:
    """A change of one row, and then a backup of it."""

    def change(number: int) -> None:
        typed(folder / RECORD, number)
        command("backup", folder / RECORD)

    return change


def typed(path: Path, number: int) -> None:
    """The same change as one typed at the window, without the window."""
    from dataclasses import replace

    from enclave_desktop.records.record import Record
    from tests.unit.records.filled import change, updating
    from tests.unit.rows import TODAY

    row, text = text_of(number)
    with Record.open(path) as record:
        before = next(one for one in record.dossier(TODAY).agreements if one.number == row)
        change(record, updating((before, replace(before, object=text))))


def restoring(folder: Path) -> Life:
    """One of two backups by turns."""

    def change(number: int) -> None:
        command("restore", folder / f"{number % 2}.backup", folder / RECORD)

    return change


def make_two_backups(folder: Path) -> None:
    path = make_base(folder)
    shutil.copy(path, folder / "0.backup")
    typed(path, 1)
    shutil.copy(path, folder / "1.backup")
    shutil.copy(folder / "0.backup", path)


def restoring_plain(folder: Path) -> Life:
    """The same plain backups over an encrypted record."""

    def change(number: int) -> None:
        from enclave_desktop.records.restore import restore

        restore(folder / f"{number % 2}.backup", folder / RECORD, datetime.now(), record_key=KEYS[1])

    return change


def make_plain_backups(folder: Path) -> None:
    """Of a record that was encrypted since."""
    from enclave_desktop.records.recrypting import recrypt

    make_two_backups(folder)
    recrypt(folder / RECORD, None, KEYS[1])


def make_nothing(folder: Path) -> None:
    """Every change brings its own record."""


def migrating(folder: Path) -> Life:
    """A record of an older program, of each released schema by turns, brought up to date."""

    def change(number: int) -> None:
        command("upgrade", folder / f"{number}.enclave", "--yes")

    return change


def bring_old_record(folder: Path, number: int) -> None:
    """As it would come from another machine: at once, and as a whole."""
    path = folder / f"{number}.enclave"
    schema = judge.OLD_SCHEMAS[number % len(judge.OLD_SCHEMAS)]
    if not path.exists():
        unfinished = path.with_suffix(".coming")
        unfinished.write_bytes(
            gzip.decompress((judge.OLD_RECORDS / f"schema-{schema}.enclave.gz").read_bytes())
        )
        unfinished.rename(path)


def recrypting(folder: Path) -> Life:
    """Encrypted, then under another key, then decrypted, and so on."""

    def change(number: int) -> None:
        from enclave_desktop.records.recrypting import recrypt

        recrypt(folder / RECORD, KEYS[(number - 1) % len(KEYS)], KEYS[number % len(KEYS)])

    return change


def make_encrypted_base(folder: Path) -> None:
    from enclave_desktop.records.recrypting import recrypt

    recrypt(make_base(folder), None, KEYS[1])


def importing_encrypted(folder: Path) -> Life:
    """The same workbooks, into an encrypted record."""

    def change(number: int) -> None:
        from enclave_desktop.exchange.importing import import_book
        from enclave_desktop.records.record import Record
        from tests.unit.rows import TODAY

        with Record.open(folder / RECORD, key=KEYS[1]) as record:
            import_book(record, _book(folder, number), today=TODAY)

    return change


OPERATIONS: Mapping[str, Operation] = {
    "typing": Operation(window.begin, judge.typed, warm=window.warm),
    "create": Operation(
        creating, judge.created, partial(watch_calls, "creating", "create", "create"), make_nothing
    ),
    "import": Operation(importing, judge.imported, bring=bring_book),
    "print": Operation(printing, judge.printed),
    "backup": Operation(backing_up, judge.backed_up, partial(watch_calls, "backup", "copy", "put_down")),
    "restore": Operation(
        restoring, judge.restored, partial(watch_calls, "restore", "restore", "restore"), make_two_backups
    ),
    "restore, encrypted": Operation(
        restoring_plain,
        judge.restored_encrypted,
        partial(watch_calls, "restore", "restore", "restore"),
        make_plain_backups,
    ),
    "migration": Operation(migrating, judge.migrated, make_base=make_nothing, bring=bring_old_record),
    "encryption": Operation(
        recrypting, judge.recrypted, partial(watch_calls, "recrypting", "_make_and_put", "recrypt")
    ),
    "import, encrypted": Operation(
        importing_encrypted, judge.imported, make_base=make_encrypted_base, bring=bring_book
    ),
}

AT_A_DISK = tuple(name for name in OPERATIONS if name != "typing")
"""Without the window, which would tell what went wrong in a dialog: what it saves, it saves as an import does."""
OFTEN = ("typing", "import", "print", "backup", "migration", "encryption")
"""What is killed most; the others are killed a quarter as often."""


def kills_of(name: str, kills: int) -> int:
    return kills if name in OFTEN else -(-kills // 4)

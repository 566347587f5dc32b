"""The import's work in the record's thread: nothing here writes."""

from collections.abc import Callable
from pathlib import Path

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.importing.dry_run import DryRun, Mends, hold_against, read
from enclave_desktop.desktop.work import Job
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import Book


def read_and_check(path: Path) -> Callable[[Held, Job], tuple[Book, DryRun]]:
    """Read a workbook and hold it against the record; UserError when it cannot be read or holds none of our sheets."""

    def work(held: Held, job: Job) -> tuple[Book, DryRun]:
        book = read(path, job.progress)
        run = _hold(held, job, book, {})
        if not run.plan.sheets and not run.plan.remarks.error_count:
            raise UserError(
                f"{path.name} 里没有可以导入的表", *run.plan.notices, "表名要与空白工作簿里的一致"
            )
        return book, run

    return work


def check_book(book: Book, mends: Mends) -> Callable[[Held, Job], DryRun]:
    """Hold a book that was read before, with the cells mended so far, against the record."""
    return lambda held, job: _hold(held, job, book, mends)


def plan_good_rows(book: Book, mends: Mends) -> Callable[[Held, Job], DryRun]:
    """The same for the rows without an error only: what refers to a wrong row stays out too."""
    return lambda held, job: _hold(held, job, book, mends, good_rows=True)


def _hold(held: Held, job: Job, book: Book, mends: Mends, *, good_rows: bool = False) -> DryRun:
    from enclave_desktop.policy.loading import load_packs

    programmes = [programme.id for pack in load_packs() for programme in pack.programmes]
    return hold_against(
        held.dossier, book, mends, programmes=programmes, progress=job.progress, good_rows=good_rows
    )

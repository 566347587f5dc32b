"""A packet as the window makes it: the evidence read from the record, looked through, written, and kept once used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from enclave_desktop.desktop.held import Held, View
from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.packets.stages import over_all
from enclave_desktop.desktop.work import Job
from enclave_desktop.errors import UserError
from enclave_desktop.policy.findings import Finding
from enclave_desktop.temporary import own_temporary

if TYPE_CHECKING:  # imported by the workers
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.blanks.mapping import OwnBlank
    from enclave_desktop.packet.consistency import Remark
    from enclave_desktop.packet.options import Options
    from enclave_desktop.packet.packet import Made

Files = Mapping[str, bytes | UserError]
"""The files of evidence by their digests; what is wrong with one that cannot be read."""


def our_own() -> "OwnBlank | None":
    """No office's blank: the form that comes with the program."""
    return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made, of a record as it was at one moment."""

    view: View
    findings: tuple[Finding, ...]
    """Of one programme."""
    options: "Options"
    draft: bool = False
    own_blank: "Callable[[], OwnBlank | None]" = our_own
    """Loads the office's own form in the background, where one is chosen."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A packet that was made, and whatever is needed to keep it."""

    data: bytes
    application: "Application"
    """Without the files of evidence."""
    made: "Made"
    remarks: "tuple[Remark, ...]"
    """What was found of it, the gravest first."""

    @property
    def number(self) -> str:
        return self.made.manifest.number


def read_files(held: Held, wanted: Wanted, job: Job) -> Files:
    """All files that the packet binds in; for the thread of the record."""
    from enclave_desktop.packet.on_record import evidence_for

    bound = evidence_for(wanted.view.dossier, wanted.findings, wanted.view.year)
    digests = list(dict.fromkeys(row.content for rows in bound.values() for row in rows))
    files: dict[str, bytes | UserError] = {}
    for done, sha in enumerate(digests):
        job.progress("读取证明材料", done, len(digests))
        try:
            files[sha] = held.record.content(sha)
        except UserError as error:
            files[sha] = error
    return files


def make_packet(wanted: Wanted, files: Files, job: Job) -> Printed:
    """Make the packet as the command line does, and leave nothing of it on disk.

    UserError when it cannot be made; Cancelled when the user wants no more of it.
    """
    from enclave_desktop.packet.before_print import looked_through
    from enclave_desktop.packet.packet import write_packet

    job.progress("准备", 0, 0)
    before = looked_through(_application(wanted, files, job), damaged=wanted.view.damaged)
    with own_temporary() as folder:
        out = folder / "packet.pdf"
        made = write_packet(before.application, out)
        return Printed(out.read_bytes(), replace(before.application, attachments={}), made, before.remarks)


def make_paper(wanted: Wanted, files: Files, job: Job) -> tuple[Printed, Paper]:
    """The packet with its pages to look at."""
    printed = make_packet(wanted, files, job)
    return printed, Paper(printed.data)


def keep(held: Held, printed: Printed) -> str:
    """Keep a packet in the record with all it was made from; its number. For the thread of the record."""
    from enclave_desktop.packet.on_record import keep_packet

    if not held.record.rights.writes:
        raise UserError(
            "申报材料没有存入档案：档案是只读打开的。", "文件已经写出；可以修改时再保存一次，就会存入。"
        )
    try:
        packet = keep_packet(held.record, printed.application, printed.made, printed.data, datetime.now())
    except UserError as error:
        raise UserError(f"申报材料没有存入档案：{error.message}", *error.details) from None
    return packet.number


def _application(wanted: Wanted, files: Files, job: Job) -> "Application":
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.on_record import attachments_of, evidence_for

    def read(sha: str) -> bytes:
        file = files[sha]
        if isinstance(file, UserError):
            raise file
        return file

    dossier, year = wanted.view.dossier, wanted.view.year
    rows = evidence_for(dossier, wanted.findings, year)
    return Application.of(
        dossier,
        wanted.findings,
        year,
        attachments=attachments_of(rows, read, masked=wanted.options.masked),
        options=wanted.options,
        own_blank=wanted.own_blank(),
        draft=wanted.draft,
        progress=over_all(job.progress),
    )

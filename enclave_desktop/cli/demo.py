"""`demo`: the sample firm through the whole line, as of a fixed day."""

from argparse import Namespace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.errors import UserError
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.report import report
from enclave_desktop.whole_file import write_whole

if TYPE_CHECKING:
    from enclave_desktop.records.record import Record

AS_OF = date(2025, 6, 30)
YEAR = 2024


def run(call: Namespace) -> int:
    folder: Path = call.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"无法建立文件夹 {folder}：{error.strerror}。", "请换一个有写入权限的位置。"
        ) from None
    book, record = folder / "示例企业.xlsx", folder / "示例企业.enclave"
    _make_record(book, record)
    _check_and_print(record, folder)
    return 0


def _make_record(book: Path, path: Path) -> None:
    from enclave_desktop.exchange.export import export_book
    from enclave_desktop.exchange.importing import import_book
    from enclave_desktop.exchange.sample import sample_dossier
    from enclave_desktop.exchange.sample_scans import keep_sample_scans
    from enclave_desktop.records.lock import held
    from enclave_desktop.records.origin import Action, Origin
    from enclave_desktop.records.record import Record

    export_book(sample_dossier(AS_OF), book)
    print(f"工作簿　{book}")
    if path.exists():
        with held(path, "示例"):  # not while a window has it
            path.unlink()
    with Record.create(path) as record:
        outcome = import_book(record, book, today=AS_OF)
        if not outcome.done:
            raise RuntimeError("the sample firm no longer imports")
        with record.transaction(Origin(Action.TYPED, "附上示例的证明材料")) as transaction:
            keep_sample_scans(transaction, transaction.dossier(AS_OF))
    print(f"档案　　{path}")


def _check_and_print(path: Path, folder: Path) -> None:
    from enclave_desktop.records.record import Record

    with Record.open(path, read_only=True) as record:
        dossier = record.dossier(AS_OF)
        findings = _report(dossier, folder)
        for _, group in groupby(findings, key=lambda finding: finding.programme.id):
            _print(record, dossier, list(group), folder)


def _report(dossier: Dossier, folder: Path) -> list[Finding]:
    """Writes the report; the findings that are eligible."""
    findings = check(dossier, load_packs(), YEAR)
    text = folder / "资格核对.txt"
    lines = "\n".join(report(dossier, YEAR, findings)) + "\n"
    write_whole(text, lambda temporary: temporary.write_text(lines, encoding="utf-8"))
    print(f"核对报告　{text}")
    return [finding for finding in findings if finding.status is Status.ELIGIBLE]


def _print(record: "Record", dossier: Dossier, findings: list[Finding], folder: Path) -> None:
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.before_print import looked_through
    from enclave_desktop.packet.on_record import attachments_of, evidence_for
    from enclave_desktop.packet.packet import write_packet

    attachments = attachments_of(evidence_for(dossier, findings, YEAR), record.content, masked=False)
    programme = findings[0].programme
    out = folder / f"{programme.id}.pdf"
    before = looked_through(Application.of(dossier, findings, YEAR, attachments=attachments))
    made = write_packet(before.application, out)
    print(f"申报材料　{out}　{programme.title}，{len(findings)} 个对象，{made.pages} 页")

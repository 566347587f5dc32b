"""`packet`: the application packet as PDF."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.cli.check import checked
from enclave_desktop.cli.naming import chosen_findings, known_programme
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.packet import Made


def run(call: Namespace) -> int:
    from enclave_desktop.packet.packet import write_packet

    programme = known_programme(call.programme)
    application = _application(call, programme.id)
    made = write_packet(application, call.out)
    print(f"已写出 {call.out}：{programme.title}，{len(application.findings)} 个对象，{made.pages} 页")
    if not call.draft:
        _keep(call.record, application, made, call.out)
    return 0


def _application(call: Namespace, programme: str) -> "Application":
    """What is asked for, with the evidence that the record holds."""
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.on_record import attachments_of, evidence_for
    from enclave_desktop.packet.options import options_for
    from enclave_desktop.records.record import Record

    dossier, year, findings = checked(call, {programme})
    chosen = chosen_findings(findings, call.subject, draft=call.draft)
    options = options_for(dossier, programme, call.purpose)
    rows = evidence_for(dossier, chosen, year)
    with Record.open(call.record, read_only=True) as record:
        attachments = attachments_of(rows, record.content, masked=not options.show_numbers)
    return Application.of(dossier, chosen, year, attachments=attachments, options=options, draft=call.draft)


def _keep(path: Path, application: "Application", made: "Made", pdf: Path) -> None:
    """The packet is written by now; a record that cannot be written just takes no copy of it."""
    from enclave_desktop.packet.on_record import keep_packet
    from enclave_desktop.records.record import Record

    try:
        with Record.open(path) as record:
            packet = keep_packet(record, application, made, pdf.read_bytes(), datetime.now())
    except UserError as error:
        print(f"申报材料没有存入档案：{error.message}", file=sys.stderr)
    else:
        print(f"已存入档案，材料编号 {packet.number}")

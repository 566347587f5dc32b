"""`packet`: the application packet as PDF."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.cli.check import checked
from enclave_desktop.cli.naming import chosen_findings, known_programme
from enclave_desktop.cli.opening import open_record
from enclave_desktop.errors import UserError
from enclave_desktop.temporary import own_temporary

if TYPE_CHECKING:
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.blanks.mapping import OwnBlank
    from enclave_desktop.packet.consistency import Remark
    from enclave_desktop.packet.packet import Made

_FIRST = 8
"""So many remarks are told in words."""


def run(call: Namespace) -> int:
    from enclave_desktop.packet.before_print import looked_through
    from enclave_desktop.packet.packet import write_packet

    programme = known_programme(call.programme)
    before = looked_through(_application(call, programme.id))
    application = before.application
    with own_temporary() as folder:
        plain = folder / "packet.pdf"
        made = write_packet(application, plain)
        data = plain.read_bytes()
    _write(data, call.out, call.password_file)
    print(f"已写出 {call.out}：{programme.marked_title}，{len(application.findings)} 个对象，{made.pages} 页")
    _tell(before.remarks)
    if not call.draft:
        _keep(call.record, application, made, data)
    return 0


def _write(data: bytes, out: Path, password_file: Path | None) -> None:
    from enclave_desktop.whole_file import write_whole

    if password_file:
        from enclave_desktop.cli.opening import read_first_line
        from enclave_desktop.packet.protecting import protected

        data = protected(data, read_first_line(password_file, "--password-file"))
    write_whole(out, lambda path: path.write_bytes(data))


def _application(call: Namespace, programme: str) -> "Application":
    """What is asked for, with the evidence that the record holds."""
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.on_record import attachments_of, evidence_for
    from enclave_desktop.packet.options import options_for

    dossier, year, findings = checked(call, {programme})
    chosen = chosen_findings(findings, call.subject, draft=call.draft)
    options = options_for(dossier, programme, call.purpose)
    rows = evidence_for(dossier, chosen, year)
    with open_record(call.record, read_only=True) as record:
        attachments = attachments_of(rows, record.content, masked=options.masked)
    return Application.of(
        dossier,
        chosen,
        year,
        attachments=attachments,
        options=options,
        own_blank=_own_blank(call.blank),
        draft=call.draft,
    )


def _own_blank(file: Path | None) -> "OwnBlank | None":
    """The mapping in a file, and the office's blank that lies beside it."""
    if file is None:
        return None
    from enclave_desktop.packet.blanks.library import beside
    from enclave_desktop.packet.blanks.mapping import OwnBlank, load_mapping

    mapping = load_mapping(file)
    return OwnBlank(mapping, beside(mapping, file.parent))


def _tell(remarks: Sequence["Remark"]) -> None:
    """How many there are of each kind, and the first of them; beside what the command itself says."""
    if not remarks:
        return
    counts = Counter(remark.severity for remark in remarks)
    said = "、".join(f"{severity.words} {count} 处" for severity, count in counts.items())
    print(f"这册材料中有：{said}，请核对。", file=sys.stderr)
    for remark in remarks[:_FIRST]:
        print(f"  {remark}", file=sys.stderr)
    if len(remarks) > _FIRST:
        print(f"  其余 {len(remarks) - _FIRST} 处从略。", file=sys.stderr)


def _keep(path: Path, application: "Application", made: "Made", pdf: bytes) -> None:
    """The packet is written by now; a record that cannot be written just takes no copy of it."""
    from enclave_desktop.packet.on_record import keep_packet
    from enclave_desktop.records.contents import digest

    try:
        with open_record(path, purpose="打印") as record:
            packet = keep_packet(record, application, made, pdf, datetime.now())
    except UserError as error:
        print(f"申报材料没有存入档案：{error}", file=sys.stderr)
    else:
        print(f"已存入档案，材料编号 {packet.number}")
        if digest(pdf) != packet.pdf:
            message = "档案里早有这一编号的一册，是用另一版本的程序打印的，保留原来那一册。"
            print(message, file=sys.stderr)

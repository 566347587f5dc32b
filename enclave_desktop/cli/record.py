"""`new`, `template`, `import`, `export`: what goes into a record and comes out of it."""

import sys
from argparse import Namespace
from datetime import date

from enclave_desktop.cli.opening import open_record
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.policy.loading import load_packs


def new(call: Namespace) -> int:
    from enclave_desktop.cli import encrypting
    from enclave_desktop.records.record import Record

    key = encrypting.new_passphrase_key() if call.encrypt else None
    Record.create(call.record, key=key).close()
    print(f"已新建空档案 {call.record}" + ("，已加密" if key else ""))
    if key:
        encrypting.tell_code(call.record, key, call.sheet)
    return 0


def template(call: Namespace) -> int:
    from enclave_desktop.exchange.template import write_template

    write_template(call.out)
    print(f"已写出空白工作簿 {call.out}；每张表的示例行不改动就不会导入")
    return 0


def import_(call: Namespace) -> int:
    from enclave_desktop.exchange.error_report import write_report
    from enclave_desktop.exchange.importing import import_book, report_lines, summary

    programmes = [programme.id for pack in load_packs() for programme in pack.programmes]
    with open_record(call.record, read_only=call.dry_run, purpose="导入", upgrade=call.yes) as record:
        outcome = import_book(
            record,
            call.book,
            today=date.today(),
            programmes=programmes,
            dry_run=call.dry_run,
            good_rows=call.good_rows,
            progress=show_progress,
        )
    for line in report_lines(outcome.plan):
        print(line)
    if call.report:
        write_report(outcome.book, outcome.plan, call.report)
    print(summary(outcome), file=sys.stderr)
    return 0 if outcome.done else 1


def export(call: Namespace) -> int:
    from enclave_desktop.exchange.export import export_book

    with open_record(call.record, read_only=True) as record:
        export_book(record.dossier(date.today()), call.out)
        unprotected = "；档案是加密的，这个工作簿没有加密，用完请删去" if record.is_encrypted else ""
    print(f"已写出 {call.out}（含完整的证件号码和账号，请妥善保管{unprotected}）")
    return 0

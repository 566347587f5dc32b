"""`new`, `template`, `import`, `export`: what goes into a record and comes out of it."""

import sys
from argparse import Namespace
from datetime import date

from enclave_desktop.cli.progress import show_progress
from enclave_desktop.policy.loading import load_packs


def new(call: Namespace) -> int:
    from enclave_desktop.records.record import Record

    Record.create(call.record).close()
    print(f"已新建空档案 {call.record}")
    return 0


def template(call: Namespace) -> int:
    from enclave_desktop.exchange.template import write_template

    write_template(call.out)
    print(f"已写出空白工作簿 {call.out}；每张表的示例行不改动就不会导入")
    return 0


def import_(call: Namespace) -> int:
    from enclave_desktop.exchange.error_report import write_report
    from enclave_desktop.exchange.importing import import_book, report_lines, summary
    from enclave_desktop.records.record import Record

    programmes = [programme.id for pack in load_packs() for programme in pack.programmes]
    with Record.open(call.record) as record:
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
    from enclave_desktop.records.record import Record

    with Record.open(call.record, read_only=True) as record:
        export_book(record.dossier(date.today()), call.out)
    print(f"已写出 {call.out}（含完整的证件号码和账号，请妥善保管）")
    return 0

"""`backup`, `restore`, `verify`: a second copy of a record, and back."""

from argparse import Namespace
from datetime import date, datetime

from enclave_desktop.cli.progress import show_progress


def backup(call: Namespace) -> int:
    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.looking import contents_words
    from enclave_desktop.records.record import Record

    folder = call.folder or folder_beside(call.record)
    with Record.open(call.record, read_only=True) as record:
        made = record.backup(folder, datetime.now(), show_progress)
    print(f"已备份到 {made.path}" if made.new else f"没有变化，上一份备份仍然完好：{made.path}")
    print(f"核对无误：{contents_words(made.contents)}")
    for decision in made.gone:
        print(f"已删去 {decision.made_at:%Y-%m-%d %H:%M} 的备份：{'；'.join(decision.reasons)}")
    return 0


def restore(call: Namespace) -> int:
    from enclave_desktop.records import restore as restoring
    from enclave_desktop.records.looking import look_lines

    for line in look_lines(restoring.look(call.backup, call.record, date.today(), show_progress)):
        print(line)
    if call.look:
        return 0
    aside = restoring.restore(call.backup, call.record, datetime.now(), show_progress)
    print(f"已恢复到 {call.record}" + (f"；原来的档案留存在 {aside}" if aside else ""))
    return 0


def verify(call: Namespace) -> int:
    from enclave_desktop.records import verify as verifying
    from enclave_desktop.records.looking import contents_words

    contents = verifying.verify(call.file, date.today(), show_progress)
    print(f"{call.file} 完好：{contents_words(contents)}")
    print(f"最后改动　{contents.changed_at:%Y-%m-%d %H:%M}")
    return 0

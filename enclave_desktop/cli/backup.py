"""`backup`, `restore`, `verify`: a second copy of a record, and back."""

import sys
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enclave_desktop.cli.opening import file_key, key_of_damaged, open_record
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key


def backup(call: Namespace) -> int:
    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.looking import contents_words
    from enclave_desktop.records.verify import damaged_words

    if call.folder is None and not isinstance(call.record, Path):
        raise UserError("共享档案旁边没有文件夹。", "请写明备份到哪个文件夹：backup 地址 文件夹")
    folder = call.folder or folder_beside(call.record)
    with open_record(call.record, read_only=True) as record:
        made = record.backup(folder, datetime.now(), show_progress, key=_backup_key(call))
    print(f"已备份到 {made.path}" if made.new else f"没有变化，上一份备份仍然完好：{made.path}")
    print(f"核对无误：{contents_words(made.contents)}")
    if spoilt := damaged_words(made.contents):
        print(f"注意：档案里有 {spoilt}，备份里也是坏的；其余完好。请重新附上这些材料。", file=sys.stderr)
    for decision in made.gone:
        print(f"已删去 {decision.made_at:%Y-%m-%d %H:%M} 的备份：{'；'.join(decision.reasons)}")
    return 0


def restore(call: Namespace) -> int:
    from enclave_desktop.records import restore as restoring
    from enclave_desktop.records.looking import look_lines

    key, record_key = file_key(call.backup), _key_if_known(call.record)
    keys: dict[str, Any] = {"key": key, "record_key": record_key}
    look = restoring.look(call.backup, call.record, date.today(), show_progress, **keys)
    for line in look_lines(look):
        print(line)
    if call.look:
        return 0
    aside = restoring.restore(call.backup, call.record, datetime.now(), show_progress, **keys)
    print(f"已恢复到 {call.record}" + (f"；原来的档案留存在 {aside}" if aside else ""))
    if look.opens:
        print(look.opens, file=sys.stderr)
    return 0


def _backup_key(call: Namespace) -> "Key | None":
    """For a backup under a passphrase; an encrypted record's has the record's anyway."""
    if not call.encrypt or file_key(call.record):
        return None
    from enclave_desktop.cli.encrypting import new_passphrase_key

    return new_passphrase_key()


def _key_if_known(record: Path) -> "Key | None":
    """The record that is there may be under another passphrase than its backup, or one that nobody knows any more."""
    try:
        return key_of_damaged(record)
    except UserError as error:
        print(f"现有的档案不作比较：{error.message}", file=sys.stderr)
        return None


def verify(call: Namespace) -> int:
    from enclave_desktop.records import verify as verifying
    from enclave_desktop.records.looking import contents_words

    if isinstance(call.file, Path):
        contents = verifying.verify(call.file, date.today(), show_progress, key=file_key(call.file))
    else:
        from enclave_desktop.records.server_verify import verify_server

        with open_record(call.file, read_only=True) as record:
            contents = verify_server(record, date.today(), show_progress)
    print(f"{call.file} 完好：{contents_words(contents)}")
    print(f"最后改动　{contents.changed_at:%Y-%m-%d %H:%M}")
    if history := contents.history:
        erased = f"，其中 {history.erased} 项内容已按要求清除" if history.erased else ""
        print(f"更改历史　{history.length} 条，首尾相接，没有改动过{erased}")
    return 0

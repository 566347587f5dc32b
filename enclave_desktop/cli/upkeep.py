"""`upgrade` and `recover`: a record of an older program, and one that is damaged."""

import sys
from argparse import Namespace
from datetime import datetime

from enclave_desktop.cli.opening import key_of_damaged, open_record
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.errors import UserError

_FIRST = 200
"""So many losses are told one by one."""


def upgrade(call: Namespace) -> int:
    from enclave_desktop.records.sqlite_errors import UpgradeWanted

    try:
        with open_record(call.record, purpose="升级", upgrade=call.yes):
            print(f"{call.record} 已是这一版程序的格式")
    except UpgradeWanted as wanted:  # nobody was there to be asked, or said no
        raise UserError(wanted.message, "没有升级。不再询问就升级，请加上 --yes。") from None
    return 0


def recover(call: Namespace) -> int:
    from enclave_desktop.records.last_backup import backup_line, backups_of
    from enclave_desktop.records.looking import contents_words
    from enclave_desktop.records.recovering import recover as save

    saved = save(call.record, call.out, datetime.now(), show_progress, key=key_of_damaged(call.record))
    print(f"已救回到 {saved.path}：{contents_words(saved.contents)}")
    for line in saved.lost[:_FIRST]:
        print(f"  没有救回　{line}")
    if len(saved.lost) > _FIRST:
        print(f"  …还有 {len(saved.lost) - _FIRST} 处")
    if saved.lost and (backups := backups_of(call.record)):
        print(f"最近的备份：{backup_line(backups[0])}；可以用它对照", file=sys.stderr)
    return 0

"""`erase`: a person who asks for it is erased from a record, after the user has seen what goes and what stays."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.cli.opening import open_record
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.records.record import Record


def run(call: Namespace) -> int:
    from enclave_desktop.packet.erasing import erase_person
    from enclave_desktop.records.erasing_plan import plan
    from enclave_desktop.records.erasing_words import done_words, goes, stays, to_see_to

    with open_record(call.record, purpose="清除个人信息") as record:
        planned = record.read(partial(plan, number=call.person))
        _tell("将清除", goes(planned))
        _tell("会保留", stays(planned))
        _tell("请查看", to_see_to(planned))
        if not call.yes:
            _ask()
        print(done_words(erase_person(record, call.person, call.reason, date.today())))
        if isinstance(call.record, Path):
            kept = _renew_backups(record, call.record) if call.delete_backups else None
            _tell_of_copies(call.record, kept)
        else:
            print("服务器自己的日志和备份请管理服务器的人另行处理。")
    return 0


def _tell(title: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        print(f"{title if not number else '　' * len(title)}　{line}")


def _ask() -> None:
    from enclave_desktop.records.erasing_words import WORD

    if not sys.stdin.isatty():
        raise UserError("没有清除：清除后不能恢复，需要确认。", "请在终端里运行，或加上 --yes。")
    print(f"清除后不能恢复。输入“{WORD}”继续：", end="", flush=True)
    if sys.stdin.readline().strip() != WORD:
        raise UserError("没有清除，档案没有改动。")


def _renew_backups(record: "Record", path: Path) -> Path:
    """A new backup first, then the old ones go: the record is never without one."""
    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.history_reading import first_digest
    from enclave_desktop.records.old_backups import delete_backups

    made = record.backup(folder_beside(path), datetime.now(), show_progress)
    print(f"已另做一份备份 {made.path}")
    for gone in delete_backups(path, record.read(first_digest), made.path):
        print(f"已删去旧备份 {gone}")
    return made.path


def _tell_of_copies(record: Path, kept: Path | None) -> None:
    from enclave_desktop.records.erasing_plan import backups_with, copies_beside

    for path in (*(path for path, _ in backups_with(record)), *copies_beside(record)):
        if path != kept:
            print(f"仍含有其信息的旧备份或副本：{path}")
    if not kept:
        print("旧备份可用 --delete-backups 一并删去；U 盘等别处的备份请另行删除。")

"""`encrypt`, `decrypt`, `passphrase`, `recovery`: a record under a passphrase, and what opens it without one."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from enclave_desktop.cli.opening import first_line, key_of
from enclave_desktop.cli.progress import show_progress
from enclave_desktop.errors import UserError
from enclave_desktop.records.cipher import Key, is_encrypted

_NEW = "ENCLAVE_NEW_PASSPHRASE_FILE"
"""Environment variable: a file whose first line is the passphrase to be set."""


def encrypt(call: Namespace) -> int:
    from enclave_desktop.records.recrypting import recrypt

    if is_encrypted(call.record):
        raise UserError(f"档案 {call.record} 已经加密。", "换口令用 enclave-desktop passphrase。")
    key = new_passphrase_key()
    recrypt(call.record, None, key, show_progress)
    print(f"已加密 {call.record}")
    tell_code(call.record, key, call.sheet)
    _tell_plain_copies(call.record)
    return 0


def decrypt(call: Namespace) -> int:
    from enclave_desktop.records.recrypting import recrypt

    recrypt(call.record, _key(call.record), None, show_progress)
    print(f"已取消加密 {call.record}：谁拿到这个文件都能打开；以前的备份仍要用口令")
    return 0


def passphrase(call: Namespace) -> int:
    from enclave_desktop.records.recrypting import recrypt

    old, new = _key(call.record), new_passphrase_key(_NEW)
    recrypt(call.record, old, new, show_progress)
    print(f"已换口令 {call.record}；以前的备份仍用以前的口令和恢复单")
    tell_code(call.record, new, call.sheet)
    return 0


def recovery(call: Namespace) -> int:
    _write_sheet(call.record, _key(call.record), call.out)
    return 0


def new_passphrase_key(variable: str = "ENCLAVE_PASSPHRASE_FILE") -> Key:
    """The key of a passphrase to be set: the file's that `variable` names, or asked for twice at the terminal.

    UserError where there is neither, and when it is too short.
    """
    from enclave_desktop.records.cipher import new_key
    from enclave_desktop.records.strength import strength

    typed = first_line(variable)
    if typed is None:
        typed = _asked_twice(variable)
    found = strength(typed)
    if not found.enough:
        raise UserError(f"口令{found.words}：{found.advice}。", "没有改动。")
    if found.advice:
        print(f"口令强度：{found.words}。{found.advice}。", file=sys.stderr)
    return new_key(typed)


def _asked_twice(variable: str) -> str:
    from getpass import getpass

    if not sys.stdin.isatty():
        raise UserError(
            "要设口令，但没有终端可以输入。", f"请用环境变量 {variable} 指明一个文件，第一行是口令。"
        )
    typed = getpass("新口令（四个不相干的词，或十位以上）：")
    if getpass("再输一遍：") != typed:
        raise UserError("两次输入的口令不一样。", "没有改动，请再试一次。")
    return typed


def _key(record: Path) -> Key:
    key = key_of(record)
    if not isinstance(key, Key):
        raise UserError(f"档案 {record} 没有加密。", "加密用 enclave-desktop encrypt。")
    return key


def tell_code(record: Path, key: Key, sheet: Path | None) -> None:
    """The code is as good as the passphrase: only people at a terminal are shown it, and only where asked on paper."""
    if sheet:
        _write_sheet(record, key, sheet)
    elif sys.stdout.isatty():
        from enclave_desktop.records.cipher import recovery_code

        print("恢复码（忘记口令时用，请抄下收好，不要存在电脑里）：")
        print(f"  {recovery_code(key)}")
    else:
        print(f"请打印恢复单：enclave-desktop recovery {record} 恢复单.pdf", file=sys.stderr)


def _write_sheet(record: Path, key: Key, out: Path) -> None:
    from enclave_desktop.packet.recovery_sheet import recovery_sheet
    from enclave_desktop.records.cipher import recovery_code
    from enclave_desktop.records.record import Record
    from enclave_desktop.whole_file import write_whole

    with Record.open(record, key=key, read_only=True) as opened:
        firm = opened.dossier(date.today()).firm
    sheet = recovery_sheet(record.stem, recovery_code(key), firm=firm.name if firm else "")
    write_whole(out, lambda path: path.write_bytes(sheet))
    print(f"恢复单　{out}　请打印后删去这个文件")


def _tell_plain_copies(record: Path) -> None:
    from enclave_desktop.records.plain_copies import plain_copies

    print("原来没有加密的内容已覆写一遍并删去；固态硬盘和 U 盘上的旧数据不能保证立即消失。", file=sys.stderr)
    if copies := plain_copies(record):
        print(f"注意：以前的 {len(copies)} 份备份没有加密，内容与档案一样：", file=sys.stderr)
        for copy in copies:
            print(f"  {copy}", file=sys.stderr)
        print("逐份加密用 enclave-desktop encrypt，不需要的请删去。", file=sys.stderr)

"""Whether a file is a record at all, told by its first bytes; whatever else it is has its own word."""

import os
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.paths import no_such_file
from enclave_desktop.records.cipher import PLAIN_HEADER, is_encrypted, looks_cut_off
from enclave_desktop.records.first_page import first_page, is_whole_pages
from enclave_desktop.records.naming import hold_nameable
from enclave_desktop.records.sqlite_errors import NO_RIGHT, Damaged, damaged

APPLICATION_ID = 0x456E636C
"""'Encl' in the file's header: this file is ours."""
_HEADER_LENGTH = 100
_APPLICATION_ID_AT = slice(68, 72)
_OURS = "请选择用本程序新建的 .enclave 档案。"
SUFFIX = ".enclave"
_KINDS = {
    b"PK\x03\x04": " Excel、Word 或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版的 Excel 或 Word 文件",
    b"%PDF": " PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩文件",
    b"7z\xbc\xaf": "压缩文件",
    b"\x1f\x8b": "压缩文件",
}
"""How files begin that are taken for a record now and then."""


def recognise(path: Path) -> None:
    """See that the file is there, may be read and is a record, as far as can be told of an encrypted one; UserError
    when not.
    """
    hold_nameable(path)
    header = _header(path)
    if not header.strip(b"\0"):
        raise Damaged(path, "是空的：内容已丢失，或没有复制完")
    if is_encrypted(path):
        return
    if looks_cut_off(path):
        raise Damaged(path, "没有复制完，或已损坏")
    if not header.startswith(PLAIN_HEADER):
        raise _no_record(path, header)
    if len(header) < _HEADER_LENGTH or not is_whole_pages(path):
        raise damaged(path)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        raise UserError(f"{path} 是别的程序的数据库，不是 Enclave 的档案。", _OURS)


def _no_record(path: Path, header: bytes) -> UserError:
    """What else it is, as far as its first bytes tell; a file of our name that is nothing known was a record once."""
    kind = next((kind for beginning, kind in _KINDS.items() if header.startswith(beginning)), "")
    if kind:
        return UserError(f"{path} 不是 Enclave 的档案，而是{kind}。", _OURS)
    if path.suffix.lower() == SUFFIX:
        return Damaged(path, "不是 Enclave 的档案，或开头已损坏")
    return UserError(f"{path} 不是 Enclave 的档案。", _OURS)


def _header(path: Path) -> bytes:
    if path.is_dir():
        raise UserError(f"{path} 是一个文件夹，不是档案。", _OURS)
    try:
        header = first_page(path)[:_HEADER_LENGTH]
    except FileNotFoundError:
        raise no_such_file(path, "档案") from None
    except PermissionError:
        raise _barred(path) from None
    except OSError as error:
        raise UserError(f"无法读取档案 {path}：{error.strerror}。") from None
    # Of a file that was opened here before, a handle is still there.
    if not os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        raise _barred(path)
    return header


def _barred(path: Path) -> UserError:
    return UserError(f"没有读取档案 {path} 的权限。", NO_RIGHT)

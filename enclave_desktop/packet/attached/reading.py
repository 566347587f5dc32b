"""What a foreign file is, by its content and never by its name, and whether it can be put on paper."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.inspected import PDF, Content, Inspected, head_of
from enclave_desktop.packet.attached.limits import CONVERSION_SECONDS, MB, MOST_BYTES
from enclave_desktop.temporary import own_temporary

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS_PDF = "请在原来的软件中打开它，另存为 PDF 后再附上。"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file taken from disk, as it is to be kept."""

    content: bytes
    """As it was; of a Word file the PDF made from it, so that a reprint does not depend on the office program."""
    inspected: Inspected
    converted: bool = False


def take(path: Path, going_on: Callable[[], None] = lambda: None) -> Taken:
    """Reads a file and looks it over; Word files become PDFs by an installed office program.

    UserError, saying what to do, when the file cannot be read, is empty, huge, locked, damaged, of no known
    kind, or there is no program to convert it; while that runs, what `going_on` raises ends it.
    """
    content = _read(path)
    suffix = _word_suffix(content)
    if suffix:
        content = _converted(content, suffix, going_on)
    return Taken(content, inspect(content), converted=bool(suffix))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(
                f"文件超过 {MOST_BYTES // MB} MB，太大了。",
                "请用较低的分辨率（300 dpi）重新扫描，或拆成几个文件附上。",
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"文件无法读取：{error.strerror}。", "请核对文件还在原处、没有被别的程序占用，再试一次。"
        ) from None


def inspect(content: Content) -> Inspected:
    """The kind of a file, its pages and what is to be known of them; UserError as in `take`."""
    head = head_of(content)
    if not head:
        raise UserError("文件是空的。", "请重新扫描或复制一次。")
    if b"%PDF-" in head:
        from enclave_desktop.packet.attached.foreign_pdf import inspect_pdf

        return Inspected(PDF, *inspect_pdf(content))
    if head.startswith(_PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS):
        from enclave_desktop.packet.attached.pictures import inspect_picture

        return Inspected(*inspect_picture(content))
    raise _unknown(content, head)


def _unknown(content: Content, head: bytes) -> UserError:
    names = _names_in_zip(content) if head.startswith(b"PK\3\4") else ()
    if "OFD.xml" in names:
        return UserError("OFD 版式文件不能直接附上。", "请用 OFD 阅读软件打开，另存为或打印成 PDF 后再附上。")
    if any(name.startswith(("xl/", "ppt/")) for name in names) or head.startswith(_OLE):
        return UserError("Excel、PowerPoint 文件不能直接附上。", _SAVE_AS_PDF)
    if names:
        return UserError("压缩包不能直接附上。", "请先解压，再附上其中的 PDF 或图片。")
    return UserError(
        "认不出这是什么文件，可附的是 PDF、JPEG、PNG、TIFF、HEIC 和 Word 文件。",
        "请用能打开它的软件另存为 PDF；打不开的可能已损坏，请再要一份。",
    )


def _names_in_zip(content: Content) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ()


def _word_suffix(content: bytes) -> str | None:
    """.docx or .doc; None when it is no Word file. UserError when it is one under a password."""
    if content.startswith(b"PK\3\4"):
        return ".docx" if "word/document.xml" in _names_in_zip(content) else None
    if not content.startswith(_OLE):
        return None
    if _ENCRYPTED_STREAM in content:
        raise UserError(
            "Office 文件设了打开密码，无法放入材料。",
            "请在 Word 或 WPS 中打开，去掉密码或另存为 PDF 后再附上。",
        )
    return ".doc" if _WORD_STREAM in content else None


def _converted(content: bytes, suffix: str, going_on: Callable[[], None]) -> bytes:
    from enclave_desktop.packet.word_converter import convert_to_pdf

    with own_temporary() as folder:
        source = folder / f"材料{suffix}"  # not by its own name, which may be a person's
        source.write_bytes(content)
        made = convert_to_pdf(source, folder, seconds=CONVERSION_SECONDS, going_on=going_on)
        return made.read_bytes()

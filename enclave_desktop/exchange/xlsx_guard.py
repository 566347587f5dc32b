"""What python-calamine is not to be asked: an .xlsx file is looked through before it is read.

calamine allocates a sheet's whole used area at once, copies a text for every cell that shows it, and returns a
formula's error, or a formula nobody has worked out, as an empty cell. So the parts are streamed first: sizes as they
really unpack, how far each sheet reaches, and every cell with an error.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import damaged

MOST_UNPACKED = 320 * 2**20
MOST_TAGS = 24_000_000
MOST_TEXTS = 2_000_000
MOST_MERGES = 20_000
MOST_DIRECTORY = 2**20
"""Bytes of the archive's own directory: some ten thousand parts."""

_CHUNK = 2**20
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_TEXT = 3
"""Chunks without any tag: no cell holds that much."""
_SMALL_PARTS = re.compile(
    r"(?:\[Content_Types\]\.xml|.*\.rels|xl/workbook\.xml|xl/styles\.xml|xl/theme/.*)", re.IGNORECASE
)
_SMALL = 16 * 2**20
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CORRUPT = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    OSError,
    ValueError,
)
_TRIM = "请删去图片和无关的工作表、清除数据以外的格式，或分成几个工作簿导入"


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, its directory bounded; UserError when it is none."""
    try:
        _check_directory(path)
        return zipfile.ZipFile(path)
    except _CORRUPT:
        raise damaged(path) from None


def _check_directory(path: Path) -> None:
    """The directory's length stands in the archive's last record; longer ones take memory before anyone can count."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(file.tell() - 2**16 - 22, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise ValueError(path.name)
    length: int = struct.unpack_from("<I", tail, at + 12)[0]
    if length > MOST_DIRECTORY:
        raise ValueError(length)


def check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack everything once without keeping it; UserError when it is more than a workbook needs."""
    parts = archive.infolist()
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise damaged(path)
    budget = Budget(path)
    for part in parts:
        if part.compress_type not in _COMPRESSIONS:
            raise damaged(path)
        _check_part(path, archive, part, budget)


class Budget:
    """What all parts together may come to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = self._tags = self._texts = self._merges = 0

    def spend(self, chunk: bytes) -> None:
        """Take a chunk off; UserError when nothing is left."""
        self._bytes += len(chunk)
        self._tags += chunk.count(b"<")
        self._texts += chunk.count(b"si>")
        self._merges += chunk.count(b"mergeCell ")
        if self._bytes > MOST_UNPACKED:
            raise UserError(f"{self._path.name} 解压后超过 {MOST_UNPACKED // 2**20} MB", _TRIM)
        if self._tags > MOST_TAGS or self._texts > 2 * MOST_TEXTS:
            raise UserError(f"{self._path.name} 的内容太多，不像一份填报工作簿", _TRIM)
        if self._merges > MOST_MERGES:
            raise UserError(f"{self._path.name} 有两万处以上的合并单元格", "请取消合并后再导入")


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget) -> None:
    picture = part.filename.startswith("xl/media/")
    size, tagless, before = 0, 0, b""
    for chunk in chunks(path, archive, part):
        budget.spend(chunk)
        size += len(chunk)
        tagless = 0 if picture or b"<" in chunk else tagless + 1
        if tagless > _LONGEST_TEXT or (size > _SMALL and _SMALL_PARTS.fullmatch(part.filename)):
            raise damaged(path)
        if not picture and _DOCTYPE.search(before + chunk):
            raise UserError(
                f"{path.name} 里有不该出现的文档类型声明（DTD），不予读取", "请在表格软件里打开，另存为 .xlsx"
            )
        before = chunk[-9:]


def chunks(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo | str) -> Iterator[bytes]:
    """A part's bytes as they unpack; UserError when they do not."""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except _CORRUPT as error:
        if "encrypted" in str(error):
            raise UserError(f"{path.name} 被压缩软件加了密码", "请取消密码后再导入") from None
        raise damaged(path) from None

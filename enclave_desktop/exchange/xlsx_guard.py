"""An .xlsx archive that is not trusted: every part is bounded as it unpacks, and unpacked at least once.

python-calamine allocates whatever a file asks for; so nothing is given to it that was not looked through first.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import Told, damaged, unheard

MOST_UNPACKED = 320 * 2**20
MOST_TAGS = 24_000_000
MOST_TEXTS = 2_000_000
MOST_MERGES = 20_000
MOST_DIRECTORY = 2**20
"""Bytes of the archive's own directory: some ten thousand parts."""

_CHUNK = 2**20
_LONGEST_TEXT = 3
"""Chunks without any tag: no cell holds that much."""
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL_PARTS = re.compile(r"\[content_types\]\.xml|.*\.rels|xl/workbook\.xml|xl/styles\.xml|xl/theme/.*")
_SMALL = 16 * 2**20
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
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


class Guard:
    """The parts of one archive, by their names in lower case; a context manager."""

    def __init__(self, path: Path, told: Told = unheard) -> None:
        """Open it, its directory bounded; UserError when it is no archive, or a doubtful one.

        `told` hears how many bytes are unpacked.
        """
        self.path = path
        self._told = told
        # Opened here, for an archive stays open as long as one of its parts is.
        self._file = path.open("rb")
        try:
            _check_directory(self._file)
            self._archive = zipfile.ZipFile(self._file)
        except _CORRUPT:
            self._file.close()
            raise damaged(path) from None
        parts = self._archive.infolist()
        self._parts = {part.filename.lower(): part for part in parts}
        if len(self._parts) < len(parts) or any(p.compress_type not in _COMPRESSIONS for p in parts):
            self._file.close()
            raise damaged(path)
        self._size = sum(part.file_size for part in parts)
        self._passed: set[str] = set()
        self._bytes = self._tags = self._texts = self._merges = 0

    def __enter__(self) -> "Guard":
        return self

    def __exit__(self, *how: object) -> None:
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes as they unpack; UserError when they do not, or the archive comes to too much."""
        part = self._parts.get(name)
        if part is None:
            raise damaged(self.path)
        pieces = self._unpack(part)
        yield from pieces if name in self._passed else self._watched(name, pieces)

    def pass_rest(self) -> None:
        """Unpack, once and without keeping anything, what nobody has asked for yet."""
        for name in self._parts.keys() - self._passed:
            for _ in self.chunks(name):
                pass

    def _unpack(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _CORRUPT as error:
            if "encrypted" in str(error):
                raise UserError(f"{self.path.name} 被压缩软件加了密码", "请取消密码后再导入") from None
            raise damaged(self.path) from None

    def _watched(self, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
        picture = name.startswith("xl/media/")
        size, tagless, before = 0, 0, b""
        for piece in pieces:
            self._spend(piece)
            size += len(piece)
            tagless = 0 if picture or b"<" in piece else tagless + 1
            if tagless > _LONGEST_TEXT or (size > _SMALL and _SMALL_PARTS.fullmatch(name)):
                raise damaged(self.path)
            if not picture and (_DECLARATION.search(piece) or _DECLARATION.search(before + piece[:9])):
                reason = f"{self.path.name} 里有不该出现的文档类型声明（DTD），不予读取"
                raise UserError(reason, "请在表格软件里打开，另存为 .xlsx")
            before = piece[-9:]
            yield piece
        self._passed.add(name)

    def _spend(self, piece: bytes) -> None:
        self._bytes += len(piece)
        self._told(min(self._bytes, self._size), self._size)
        self._tags += piece.count(b"<")
        self._texts += piece.count(b"si>")
        self._merges += piece.count(b"mergeCell ")
        name = self.path.name
        if self._bytes > MOST_UNPACKED:
            raise UserError(f"{name} 解压后超过 {MOST_UNPACKED // 2**20} MB", _TRIM)
        if self._tags > MOST_TAGS or self._texts > 2 * MOST_TEXTS:
            raise UserError(f"{name} 的内容太多，不像一份填报工作簿", _TRIM)
        if self._merges > MOST_MERGES:
            raise UserError(f"{name} 有两万处以上的合并单元格", "请取消合并后再导入")


def _check_directory(file: BinaryIO) -> None:
    """The directory's length stands in the archive's last record; a long one takes memory before anyone can count."""
    file.seek(0, 2)
    file.seek(max(file.tell() - 2**16 - 22, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise ValueError(at)
    length: int = struct.unpack_from("<I", tail, at + 12)[0]
    if length > MOST_DIRECTORY:
        raise ValueError(length)

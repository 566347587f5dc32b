"""Embedding: the subset of each font that a document needs, as one composite font with two-byte codes.

ReportLab's own embedding cuts a font into parts of 256 glyphs, so that Chinese text switches fonts in the
middle of words, and maps characters above U+FFFF to a wrong code, so that they are drawn but not found.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import SUBSETN, TTFontFile

from enclave_desktop.packet import fonts

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_CMAP_BLOCK = 100
"""The most entries a block of a CMap may have (PDF 32000-1, 9.10.3)."""


_CHINESE_WIDTH = 1000
_PLAIN = tuple(byte for byte in range(0x20, 0x7F) if chr(byte) not in "()\\")
"""Bytes that stand in a PDF string as themselves: text in them takes half the room of hexadecimal digits."""
_HIGH = range(0x80, 0x100)
_FIRST: tuple[int, ...] = (*_PLAIN, *_HIGH)


def code_of(number: int) -> int:
    """The two-byte code of a document's character `number` of a font, from 0; the plainest come first."""
    plain = len(_FIRST) * len(_PLAIN)
    seconds: Sequence[int] = _PLAIN if number < plain else _HIGH
    first, second = divmod(number if number < plain else number - plain, len(seconds))
    return _FIRST[first] << 8 | seconds[second]


def _in_string(code: int) -> str:
    return "".join(chr(byte) if byte < 0x80 else f"\\{byte:03o}" for byte in divmod(code, 256))


class _Codes(dict[int, str]):
    """Character → its code as it stands in a PDF string; a table for `str.translate`."""

    def __init__(self) -> None:
        self.chars: list[int] = []

    def __missing__(self, char: int) -> str:
        seen = fonts.drawn(chr(char))
        if not seen:
            code = ""
        elif ord(seen) != char:
            code = self[ord(seen)]
        else:
            code = _in_string(code_of(len(self.chars)))
            self.chars.append(char)
        self[char] = code
        return code


class Subset:
    """What one document draws from one font. ReportLab asks it for its objects when the document is saved."""

    def __init__(self, key: str, name: str) -> None:
        self.font = fonts.font(key)
        self.name = name
        self.codes = _Codes()

    def encode(self, text: str) -> str:
        """The codes of a text, every character of which the font has, as they stand in a PDF string."""
        return text.translate(self.codes)

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Adds the font to a document that is being saved."""
        chars, font = self.codes.chars, self.font
        tag = SUBSETN(crc32(",".join(map(str, chars)).encode()) % 10**6)
        base = PDFName(f"{tag.decode()}+{font.name.decode()}")
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": font.flags,
                "FontBBox": PDFArray(font.bbox),
                "ItalicAngle": font.italicAngle,
                "Ascent": font.ascent,
                "Descent": font.descent,
                "CapHeight": font.capHeight,
                "StemV": font.stemV,
                "FontFile2": document.Reference(_stream(font.makeSubset(chars), length1=True)),
            }
        )
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor),
                "DW": _CHINESE_WIDTH,
                "W": PDFArray(list(_widths(font, chars))),
                "CIDToGIDMap": document.Reference(_stream(_glyphs(font, chars))),
            }
        )
        composite = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": base,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(to_unicode(chars).encode())),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(composite)


def to_unicode(chars: list[int]) -> str:
    """The CMap that gives the codes of these characters, in the order of their first use, back as them."""
    return _CMAP_HEAD + "".join(_cmap_blocks(chars)) + _CMAP_TAIL


def _cmap_blocks(chars: list[int]) -> Iterator[str]:
    pairs = [
        f"<{code_of(n):04X}> <{chr(char).encode('utf-16-be').hex().upper()}>\n"
        for n, char in enumerate(chars)
    ]
    for start in range(0, len(pairs), _CMAP_BLOCK):
        block = pairs[start : start + _CMAP_BLOCK]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _widths(font: TTFontFile, chars: list[int]) -> Iterator[int | PDFArray]:
    """For each character that is not as wide as a Chinese one its code, and its width in an array of its own."""
    for number, char in enumerate(chars):
        if (width := round(font.charWidths[char], 2)) != _CHINESE_WIDTH:
            yield code_of(number)
            yield PDFArray([width])


def _glyphs(font: TTFontFile, chars: list[int]) -> bytes:
    """The glyph of each code in the subset: `makeSubset` keeps glyphs in order of first use, each once."""
    places = {0: 0}
    glyphs = bytearray(2 * (max(map(code_of, range(len(chars))), default=0) + 1))
    for number, char in enumerate(chars):
        glyph = places.setdefault(font.charToGlyph[char], len(places))
        glyphs[2 * code_of(number) : 2 * code_of(number) + 2] = glyph.to_bytes(2, "big")
    return bytes(glyphs)


def _stream(content: bytes, length1: bool = False) -> PDFStream:
    dictionary = PDFDictionary({"Length1": len(content)} if length1 else {})
    return PDFStream(dictionary, content, [PDFZCompress])

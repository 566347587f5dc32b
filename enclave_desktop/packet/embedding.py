"""Embedding: the subset of each font that a document needs, as one composite font with two-byte codes.

ReportLab's own embedding cuts a font into parts of 256 glyphs, so that Chinese text switches fonts in the
middle of words, and maps characters above U+FFFF to a wrong code, so that they are drawn but not found.
"""

from collections.abc import Iterator
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


class _Codes(dict[int, str]):
    """Character → its code in the document as four hexadecimal digits; a table for `str.translate`."""

    def __init__(self) -> None:
        self.chars: list[int] = []

    def __missing__(self, char: int) -> str:
        seen = fonts.drawn(chr(char))
        if not seen:
            code = ""
        elif ord(seen) != char:
            code = self[ord(seen)]
        else:
            self.chars.append(char)
            code = f"{len(self.chars):04X}"
        self[char] = code
        return code


class Subset:
    """What one document draws from one font. ReportLab asks it for its objects when the document is saved."""

    def __init__(self, key: str, name: str) -> None:
        self.font = fonts.font(key)
        self.name = name
        self.codes = _Codes()

    def encode(self, text: str) -> str:
        """The codes of a text, every character of which the font has, in hexadecimal digits."""
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
                "DW": 1000,
                "W": PDFArray([1, PDFArray([round(font.charWidths[char], 2) for char in chars])]),
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
    """The CMap that gives the codes 1, 2, … back as these characters."""
    return _CMAP_HEAD + "".join(_cmap_blocks(chars)) + _CMAP_TAIL


def _cmap_blocks(chars: list[int]) -> Iterator[str]:
    pairs = [
        f"<{n:04X}> <{chr(char).encode('utf-16-be').hex().upper()}>\n" for n, char in enumerate(chars, 1)
    ]
    for start in range(0, len(pairs), _CMAP_BLOCK):
        block = pairs[start : start + _CMAP_BLOCK]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _glyphs(font: TTFontFile, chars: list[int]) -> bytes:
    """The glyph of each code in the subset: `makeSubset` keeps glyphs in order of first use, each once."""
    places = {0: 0}
    glyphs = [0, *(places.setdefault(font.charToGlyph[char], len(places)) for char in chars)]
    return b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)


def _stream(content: bytes, length1: bool = False) -> PDFStream:
    dictionary = PDFDictionary({"Length1": len(content)} if length1 else {})
    return PDFStream(dictionary, content, [PDFZCompress])

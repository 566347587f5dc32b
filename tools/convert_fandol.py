"""Makes resources/fonts/fandol-fang from Debian's FandolFang-Regular.otf: cubic outlines become quadratic.

Paper needs TrueType outlines (ReportLab embeds no others). Run once per version of the font:

    apt-get download texlive-lang-chinese && dpkg -x texlive-lang-chinese_*.deb unpacked
    python tools/convert_fandol.py unpacked/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/\
FandolFang-Regular.otf resources/fonts/fandol-fang/FandolFang-Regular.ttf
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

_ERROR = 1.0
"""How far a quadratic curve may stray from the cubic one, in thousandths of the size."""
_WRONG = (0xFFE5,)
"""￥ is drawn as $ in this font: without it, 宋 draws the character."""
_NOTICE = "; outlines converted from CFF to TrueType for Enclave Desktop by tools/convert_fandol.py"


def convert(font: TTFont) -> None:
    """Turns an OpenType font with CFF outlines into one with TrueType outlines, in place."""
    names, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = names
    glyf.glyphs = {name: _quadratic(glyphs[name]) for name in names}
    font["loca"] = newTable("loca")
    for name in names:
        advance, _ = font["hmtx"][name]
        glyf[name].recalcBounds(glyf)
        font["hmtx"][name] = (advance, glyf[name].xMin)
        _hang(font, name)
    _describe(font, names)


def _hang(font: TTFont, name: str) -> None:
    """Keeps how a glyph is set downwards: LibreOffice gives no width to one whose font does not say."""
    origins = font["VORG"]
    top = origins.VOriginRecords.get(name, origins.defaultVertOriginY)
    advance, _ = font["vmtx"][name]
    font["vmtx"][name] = (advance, top - getattr(font["glyf"][name], "yMax", 0))


def _quadratic(glyph: object) -> object:
    outline = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(outline, _ERROR, reverse_direction=True))  # type: ignore[attr-defined]
    return outline.glyph()


def _describe(font: TTFont, names: list[str]) -> None:
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for key in ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxp, f"max{key}", int(key == "Zones"))
    maxp.maxSizeOfInstructions = 0
    maxp.maxComponentElements = 0
    font["post"].formatType = 3.0
    for table in font["cmap"].tables:
        for code in _WRONG:
            table.cmap.pop(code, None)
    for record in font["name"].names:
        if record.nameID == 5:  # the version
            record.string = record.toUnicode() + _NOTICE
    for tag in ("CFF ", "VORG", "BASE", "GPOS"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\x00\x01\x00\x00"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    opened = TTFont(source, recalcTimestamp=False)
    convert(opened)
    opened.save(target)

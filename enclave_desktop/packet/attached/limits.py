"""How much a foreign file may be, so that none can take the machine's memory or time."""

MB = 1 << 20

MOST_BYTES = 200 * MB
"""Of one file: a contract of 300 pages scanned in colour has about 150 MB."""
MOST_PAGES = 2_000
"""Of one file: more than a bound volume of annual accounts has; a packet of more cannot be bound."""
MOST_PIXELS = 80_000_000
"""Of one picture: A3 at 600 dpi has 70 million; 80 million in colour take 240 MB when decoded."""
MOST_DECODED = 64 * MB
"""Of one stream of a PDF that is no picture: the largest fonts of Chinese, whole, have 30 MB."""
MOST_DECODED_TOGETHER = 256 * MB
"""Of all such streams of one PDF: 2 000 pages of dense drawing have less."""
MOST_OBJECTS = 200_000
"""Things to look at in one PDF: 2 000 pages with 100 each; looking takes a few seconds then."""
MOST_STROKES = 1 << 20
"""Of one page: PDFium takes ten seconds for so many; the plan of a building has some 100 000."""
MOST_NOTES = 20_000
"""Annotations of one PDF: ten on each page."""
LARGEST_SIDE = 14_400.0
"""Points: the largest page a PDF can have by its own rules (PDF 32000-1, annex C.2)."""
SMALLEST_SIDE = 3.0
"""Points: a smaller page shows nothing."""
CONVERSION_SECONDS = 120
"""For an office program to turn a Word file into a PDF: the first start after installing takes half a minute."""

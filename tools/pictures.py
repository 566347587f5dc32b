"""The README's pictures from a demonstration run: `python tools/pictures.py DEMO_FOLDER`."""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

CHECKOUT = Path(__file__).parents[1]
SCREENS = CHECKOUT / "docs" / "screens"
FONT = CHECKOUT / "resources" / "fonts" / "noto-sans-sc" / "NotoSansSC_400Regular.ttf"
REPORT_LINES = 34
WIDTH, MARGIN, SIZE, LEADING = 1180, 28, 15, 25
FORM_PAGE = 2


def draw_report(report: Path) -> Image.Image:
    """The beginning of the report, as a console shows it."""
    lines = report.read_text("utf-8").splitlines()[:REPORT_LINES]
    picture = Image.new("RGB", (WIDTH, 2 * MARGIN + LEADING * len(lines)), "#FAFAFA")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), SIZE)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + number * LEADING), line, "#1B1B1F", font)
    return picture


def draw_page(packet: Path) -> Image.Image:
    """The first page of the form in a packet."""
    with pypdfium2.PdfDocument(packet) as document:
        page: Image.Image = document[FORM_PAGE].render(scale=1.6).to_pil()
    return page


def main(demo: Path) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    draw_report(demo / "资格核对.txt").quantize(64).save(SCREENS / "report.png", optimize=True)
    draw_page(demo / "yc-rnd-reward.pdf").quantize(64).save(SCREENS / "packet-form.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

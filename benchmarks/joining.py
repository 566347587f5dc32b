"""Joining 300 attachments (591 pages, about 146 MB) into a packet, each page stamped and listed in the bookmarks.

Peer: pypdf, appending each file and merging a page drawn by ReportLab with the same stamp over each of its pages.
Product: `join`, with the drawing of the stamps and dividers before it. Both as child processes, alternating; user
CPU seconds and peak memory of the whole process. Attachments are made beforehand: half are JPEGs of noise, which
the peer gets as PDFs of one page holding the same JPEG, since pypdf takes nothing else; the others are PDFs of
several pages, two in three of scans, one in three of text.
"""

import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FILES, JPEGS, PAGES = 300, 150, 591
ROUNDS = 3
GOAL, PEAK, SIZE = 0.4, 1.3, 1.005
ACROSS, DOWN, QUALITY = 1_000, 1_414, 75


def make_attachments(folder: Path) -> None:
    """150 JPEGs, 100 PDFs of scans and 50 of text, so that all have the pages and bytes of the yardstick."""
    dice = random.Random(FILES)
    counts = [1] * JPEGS + [2] * (FILES - JPEGS)
    for n in range(PAGES - sum(counts)):
        counts[JPEGS + n] += 1
    for number, pages in enumerate(counts):
        if number < JPEGS:
            (folder / f"{number:03d}.jpg").write_bytes(_scan(dice))
        elif number % 3:
            _scans(dice, folder / f"{number:03d}.pdf", pages)
        else:
            _texts(dice, folder / f"{number:03d}.pdf", pages)


def _scan(dice: random.Random) -> bytes:
    from PIL import Image

    size = ACROSS // 4, DOWN // 4
    noise = Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))
    file = io.BytesIO()
    noise.resize((ACROSS, DOWN), Image.Resampling.BILINEAR).save(
        file, "JPEG", quality=QUALITY, dpi=(121, 121)
    )
    return file.getvalue()


def _scans(dice: random.Random, path: Path, pages: int) -> None:
    """As a scanner writes them: one picture a page."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    pdf = pikepdf.new()
    for _ in range(pages):
        image = pdf.make_stream(_scan(dice), Type=Name.XObject, Subtype=Name.Image, Width=ACROSS, Height=DOWN)
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.DCTDecode
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595.276, 841.89]))
        page.Resources = Dictionary(XObject=Dictionary(Im=image))
        page.Contents = pdf.make_stream(b"q 595.276 0 0 841.89 0 0 cm /Im Do Q")
        pdf.pages.append(pikepdf.Page(page))
    pdf.save(path, static_id=True)


def _texts(dice: random.Random, path: Path, pages: int) -> None:
    """As an office program writes them: 38 lines of Chinese a page, each in runs of its own, in one embedded font."""
    from enclave_desktop.packet.draw import Pen, Sheets
    from enclave_desktop.packet.style import BODY

    with path.open("wb") as file:
        sheets = Sheets(file, title="", author="", subject="")
        for _ in range(pages):
            for place in range(38 * 4):
                with Pen(sheets) as pen:
                    words = "".join(chr(dice.randrange(0x4E00, 0x5200)) for _ in range(9))
                    pen.text(80 + place % 4 * 108, 780 - place // 4 * 19, words, BODY)
            sheets.showPage()
        sheets.save()


def product(folder: Path, out: Path) -> None:
    """Stamps and dividers drawn, foreign pages laid beneath."""
    from enclave_desktop.packet.attached.inspected import JPEG, PDF, Attached, Ground, Inspected, Size
    from enclave_desktop.packet.attached.joining import join
    from enclave_desktop.packet.draw import Pen, Sheets
    from enclave_desktop.packet.stamp import stamp_folio, stamp_label
    from enclave_desktop.packet.style import A4

    counts = json.loads((folder / "pages.json").read_text())
    drawn, grounds = io.BytesIO(), []
    sheets = Sheets(drawn, title="", author="", subject="")
    for number, (name, pages) in enumerate(counts.items(), 1):
        kind = PDF if name.endswith("pdf") else JPEG
        attached = Attached(folder / name, Inspected(kind, (Size(*A4),) * pages))
        for page, edit in enumerate(attached.pages, 1):
            if page == 1:
                sheets.bookmarkPage(name)
                sheets.addOutlineEntry(f"附件{number}", name, 0)
            with Pen(sheets) as pen:
                stamp_folio(pen, f"第{len(grounds) + 1}页　共{PAGES}页")
                stamp_label(pen, f"附件 {number}-{page}")
            sheets.showPage()
            grounds.append(Ground(len(grounds), attached, edit))
    sheets.showOutline()
    sheets.save()
    join(drawn.getvalue(), grounds, out)


def peer(folder: Path, out: Path) -> None:
    """Every file appended, a stamp merged over each page."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from enclave_desktop.packet.fonts import FILES as FONTS
    from enclave_desktop.paths import resources

    for face in ("song", "hei"):
        pdfmetrics.registerFont(TTFont(face, str(resources() / "fonts" / FONTS[face])))
    counts = json.loads((folder / "pages.json").read_text())
    drawn = io.BytesIO()
    canvas, total = Canvas(drawn, (595.276, 841.89), pageCompression=1), 0
    for number, pages in enumerate(counts.values(), 1):
        for page in range(1, pages + 1):
            total += 1
            for x, y, face, size, words in (
                (250, 34, "song", 9, f"第{total}页　共{PAGES}页"),
                (490, 800, "hei", 10.5, f"附件 {number}-{page}"),
            ):
                canvas.setFillGray(1)
                canvas.rect(x - 4, y - 4, 100, size + 6, stroke=0, fill=1)
                canvas.setFillGray(0)
                canvas.setFont(face, size)
                canvas.drawString(x, y, words)
            canvas.showPage()
    canvas.save()
    stamps = iter(PdfReader(drawn).pages)
    writer = PdfWriter()
    for number, name in enumerate(counts, 1):
        file = folder / name if name.endswith("pdf") else folder / f"{Path(name).stem}.peer"
        first = len(writer.pages)
        writer.append(file, import_outline=False)
        writer.add_outline_item(title=f"附件{number}", page_number=first)
        for page in writer.pages[first:]:
            page.merge_page(next(stamps))
    writer.write(out)


WAYS = {"product": product, "peer": peer}


def measure(way: str, folder: Path) -> dict[str, Any]:
    """One way in a child process of its own."""
    call = [sys.executable, "-m", "benchmarks.joining", way, str(folder)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def _child(way: str, folder: Path) -> None:
    import resource

    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "joined.pdf"
        WAYS[way](folder, out)
        used = resource.getrusage(resource.RUSAGE_SELF)
        json.dump(
            {"cpu": used.ru_utime, "peak": used.ru_maxrss * 1024, "size": out.stat().st_size}, sys.stdout
        )


def _prepare(folder: Path) -> int:
    """Makes the attachments, and for the peer a PDF of each JPEG; gives their bytes."""
    import pikepdf
    from reportlab.pdfgen.canvas import Canvas

    make_attachments(folder)
    counts = {}
    for file in sorted(folder.iterdir()):
        if file.suffix == ".pdf":
            with pikepdf.open(file) as pdf:
                counts[file.name] = len(pdf.pages)
            continue
        counts[file.name] = 1
        canvas = Canvas(str(file.with_suffix(".peer")), (595.276, 841.89))
        canvas.drawImage(str(file), 0, 0, 595.276, 841.89)
        canvas.save()
    (folder / "pages.json").write_text(json.dumps(counts))
    assert (len(counts), sum(counts.values())) == (FILES, PAGES)
    return sum((folder / name).stat().st_size for name in counts)


def main() -> None:
    """Prints the ratios and the goals."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = _prepare(folder)
        runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(ROUNDS):
            for way, done in runs.items():
                done.append(measure(way, folder))
    cpu = {way: statistics.median(run["cpu"] for run in done) for way, done in runs.items()}
    peak = {way: max(run["peak"] for run in done) for way, done in runs.items()}
    ours, ratio = runs["product"][0]["size"], cpu["product"] / cpu["peer"]
    print(f"{FILES} attachments, {PAGES} pages, {size / 1e6:.0f} MB: product : pypdf with overlays")
    print(f"  user CPU   {cpu['product']:6.2f} s : {cpu['peer']:6.2f} s = {ratio:.3f} (goal {GOAL})")
    print(
        f"  peak       {peak['product'] / 1e6:6.0f} MB: {peak['peer'] / 1e6:6.0f} MB;"
        f" {peak['product'] / size:.2f} of the input (goal {PEAK})"
    )
    print(f"  size       {ours / 1e6:6.1f} MB = {ours / size:.4f} of the input (goal {SIZE})")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()

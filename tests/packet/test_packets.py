"""Whole packets, read back by PDFium: order, page numbers, sums, words, bytes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.errors import UserError
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Document
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.packet import build, write_packet
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.loading import load_packs
from tests.packet import sample
from tests.packet.firms import YEAR, long_firm

every_programme = pytest.mark.parametrize("programme", sample.PROGRAMMES)
REWARD, DOCTORS = "yc-rnd-reward", "nx-phd-allowance"
AMOUNT = re.compile(r"-?[\d,]+\.\d\d$")


@dataclass(frozen=True)
class Paper:
    """A packet as it was written."""

    path: Path
    pages: tuple[str, ...]
    """The text of each page, without white space."""

    def page(self, number: int) -> str:
        """The text of the page that carries that number."""
        return next(page for page in self.pages if f"第{number}页共" in page)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packets")

    @cache
    def print_(programme: str, count: int | None = None, draft: bool = False) -> Paper:
        out = folder / f"{programme}-{count}-{draft}.pdf"
        return write(sample.dossier(), sample.of_status(programme)[:count], out, draft=draft)

    return print_


def built(application: Application) -> Document:
    return build(application, manifest_of(application))


def write(dossier: Dossier, findings: Sequence[Finding], out: Path, *, draft: bool = False) -> Paper:
    write_packet(Application.of(dossier, findings, YEAR, draft=draft), out)
    with pypdfium2.PdfDocument(out) as document:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    return Paper(out, tuple(texts))


@every_programme
def test_that_parts_stand_in_the_order_of_the_forms(programme, printed):
    parts = built(sample.application(programme)).parts
    kinds = [part.key.split(":")[0] for part in parts]
    order = ["cover", "contents", "form", "commitment", "criteria"]
    order += sorted({kind for kind in kinds if kind.startswith("T")}, key=kinds.index)
    assert list(dict.fromkeys(kinds)) == [*order, "evidence", "digest"]


@every_programme
def test_that_the_form_is_page_1_and_numbers_run_through_to_the_end(programme, printed):
    pages = printed(programme).pages
    unnumbered = [page for page in pages if not re.search(r"第\d+页共\d+页", page)]
    total = len(pages) - len(unnumbered)
    assert [page for page in pages if page not in unnumbered] == list(pages[len(unnumbered) :])
    for number, page in enumerate(pages[len(unnumbered) :], 1):
        assert f"第{number}页共{total}页" in page
    assert "申请表" in printed(programme).page(1) or "推荐表" in printed(programme).page(1)


@every_programme
def test_that_the_contents_give_the_true_pages(programme, printed):
    paper, document = printed(programme), built(sample.application(programme))
    contents = "".join(page for page in paper.pages[1:] if "第1页共" not in page and "共" not in page[-4:])
    for part in document.parts:
        if part.numbered:
            first, last = document.places.ranges[part.key]
            pages = f"{first}–{last}" if last > first else f"{first}"
            assert f"{''.join(part.title.split())}{pages}" in contents
    for part in document.parts:
        if part.key.startswith("evidence:"):
            assert "".join(part.title.split()) in paper.page(document.places.ranges[part.key][0])


@every_programme
def test_that_every_page_but_the_cover_names_firm_programme_day_and_mark(programme, printed):
    firm = sample.dossier().firm
    assert firm is not None
    title = "".join(sample.PROGRAMMES[programme].title.split())
    for page in printed(programme, 1).pages[1:]:
        assert "参考样表" in page
        assert firm.name in page
        assert title in page
        assert "数据截至2025年6月30日" in page


@every_programme
def test_that_bookmarks_lead_to_the_parts(programme, printed):
    document = built(sample.application(programme))
    with pypdfium2.PdfDocument(printed(programme).path) as file:
        marks = [(mark.get_title(), mark.level, mark.get_dest().get_index()) for mark in file.get_toc()]
    starts, sheet = [], 0
    for part in document.parts:
        starts.append((part.title, part.level, sheet))
        sheet += len(part.pages)
    assert marks == starts


@every_programme
def test_that_the_same_dossier_gives_the_same_bytes(programme, printed, tmp_path):
    again = write(sample.dossier(), sample.of_status(programme), tmp_path / "again.pdf")
    digests = [hashlib.sha256(paper.path.read_bytes()).digest() for paper in (printed(programme), again)]
    assert digests[0] == digests[1]


def test_that_the_properties_name_title_and_firm_and_no_day(printed):
    info = PdfReader(printed(REWARD).path).metadata
    assert info is not None
    firm = sample.dossier().firm
    assert firm is not None
    assert (info.title, info.author) == ("飞地研发中心研发费用奖励申报材料（参考样表）", firm.name)
    assert info.creation_date is None or info.creation_date.year == 2000


def test_that_several_subjects_have_a_form_a_sheet_and_a_schedule_each_and_one_roster(printed):
    application = sample.application(DOCTORS)
    kinds = [part.key.split(":")[0] for part in built(application).parts]
    count = len(application.subjects)
    assert count > 2
    assert {kind: kinds.count(kind) for kind in ("form", "criteria", "T2", "T1", "cover", "contents")} == {
        "form": count, "criteria": count, "T2": count, "T1": 1, "cover": 1, "contents": 1,
    }  # fmt: skip


def test_that_one_person_needs_no_roster():
    assert "T1:1" not in [part.key for part in built(sample.application(DOCTORS, 1)).parts]


# The ledger, added up from paper.


def lines_of(paper: Paper, key: str) -> list[list[str]]:
    """The lines of each page of a part."""
    places = built(sample.application(REWARD, 1)).places
    first, last = places.ranges[key]
    before = len(paper.pages) - places.total
    with pypdfium2.PdfDocument(paper.path) as document:
        pages = [document[before + number - 1] for number in range(first, last + 1)]
        texts = [page.get_textpage().get_text_range() for page in pages]
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def amount_after(label: str, lines: Sequence[str]) -> int:
    line = next(line for line in lines if line.startswith(label))
    return fen(line.split()[-1])


def fen(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def ledger_amounts(lines: Sequence[str]) -> list[int]:
    """The amounts of the rows, without the sums."""
    sums = ("本页小计", "累计", "合计")
    return [
        fen(found[0])
        for line in lines
        if not line.startswith(sums) and (found := AMOUNT.findall(line.split()[-1]))
    ]


def test_that_the_ledger_on_paper_adds_up(printed):
    paper = printed(REWARD, 1)
    pages = lines_of(paper, "T4:1")
    assert len(pages) > 3
    so_far = 0
    for lines in pages:
        on_page = sum(ledger_amounts(lines))
        so_far += on_page
        assert amount_after("本页小计", lines) == on_page
        assert amount_after("累计", lines) == so_far
    assert amount_after("合计", pages[-1]) == so_far


def test_that_the_ledger_the_categories_and_the_months_have_one_total(printed):
    paper = printed(REWARD, 1)
    (sums,) = lines_of(paper, "T3:1")
    totals = [fen(line.split()[4]) for line in sums if line.startswith("合计 ") and "×" not in line]
    ledger = amount_after("合计", lines_of(paper, "T4:1")[-1])
    assert totals == [ledger, ledger]


def test_that_every_row_of_the_ledger_is_printed(printed):
    paper = printed(REWARD, 1)
    application = sample.application(REWARD, 1)
    rows = application.expenses(application.enclaves[0])
    amounts = [amount for lines in lines_of(paper, "T4:1") for amount in ledger_amounts(lines)]
    assert amounts == [row.amount for row in rows]


# Words.


@pytest.mark.parametrize("programme", [DOCTORS, "nx-talent-highland", "nx-talent-awards"])
def test_that_no_pay_is_printed_anywhere(programme, tmp_path):
    dossier = sample.dossier()
    paid = replace(dossier, contracts=tuple(replace(row, salary=87_654_32) for row in dossier.contracts))
    findings = check(paid, load_packs(), YEAR, {programme})
    text = "".join(write(paid, findings, tmp_path / "draft.pdf", draft=True).pages)
    assert "月薪" not in text
    assert "87,654" not in text
    assert "87654" not in text


def test_that_identity_numbers_stand_in_full_on_forms_and_roster_and_masked_elsewhere(printed):
    application = sample.application(DOCTORS, 2)
    places = built(application).places
    paper = printed(DOCTORS, 2)
    number = application.subjects[0].key
    full = {n for n in range(1, places.total + 1) if number in paper.page(n)}
    form, roster = places.ranges["form:1"], places.ranges["T1:1"]
    allowed = {*range(form[0], form[1] + 1), *range(roster[0], roster[1] + 1)}
    assert full & set(range(form[0], form[1] + 1))
    assert full & set(range(roster[0], roster[1] + 1))
    assert full <= allowed


@every_programme
def test_that_no_line_number_of_the_source_is_printed(programme, printed):
    text = "".join(printed(programme, 1).pages)
    assert re.search(r"(?<![A-Z0-9])L\d{2,3}(?!\d)", text) is None


def test_that_a_programme_without_a_measure_cites_none(printed):
    text = "".join(printed("nx-rent-equipment", 1).pages)
    assert "暂行办法" not in text
    assert "公开报道：宁夏日报报道《飞越山海共潮生》" in text


@every_programme
def test_that_the_office_has_the_last_word(programme, printed):
    application = sample.application(programme, 1)
    paper = printed(programme, 1)
    (sheet, _) = built(application).places.ranges["criteria:1"]
    assert "初步符合申报条件，最终以主管部门审定为准" in paper.page(sheet)


def test_that_a_draft_says_so_on_every_page_and_a_packet_on_none(printed):
    draft = printed(REWARD, 1, True)
    assert all("草稿" in page for page in draft.pages)
    assert not any("草稿" in page for page in printed(REWARD, 1).pages)


# What cannot be printed.


def test_that_a_subject_that_is_not_eligible_is_refused_with_the_reasons(tmp_path):
    finding = sample.of_status(DOCTORS, Status.INELIGIBLE)[0]
    out = tmp_path / "packet.pdf"
    with pytest.raises(UserError, match="尚未初步符合") as refused:
        write(sample.dossier(), [finding], out)
    assert finding.subject.name in str(refused.value)
    assert "要求" in str(refused.value)
    assert finding.subject.key not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [Status.INELIGIBLE, Status.UNDETERMINED])
@every_programme
def test_that_a_draft_is_printed_whatever_the_status(programme, status, tmp_path):
    for finding in sample.of_status(programme, status)[:2]:
        paper = write(sample.dossier(), [finding], tmp_path / "draft.pdf", draft=True)
        assert any(f"结论{status.words}" in page for page in paper.pages)


def test_that_a_character_without_a_font_names_its_field_and_leaves_nothing(tmp_path):
    dossier = sample.dossier()
    row = next(
        row for row in dossier.expenses if row.enclave == "澜朔上海研发中心" and row.booked_on.year == YEAR
    )
    bad = replace(row, summary="试剂\U0003ffff")
    broken = replace(dossier, expenses=(bad, *(r for r in dossier.expenses if r is not row)))
    findings = [f for f in check(broken, load_packs(), YEAR, {REWARD}) if f.status is Status.ELIGIBLE]
    with pytest.raises(UserError, match=r"研发费用明细账第 \d+ 行“摘要”中的字符.*U\+3FFFF"):
        write(broken, findings, tmp_path / "packet.pdf")
    assert list(tmp_path.iterdir()) == []


def test_that_a_missing_folder_is_said_and_leaves_nothing(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        write(sample.dossier(), sample.of_status(REWARD), tmp_path / "none" / "packet.pdf")
    assert list(tmp_path.iterdir()) == []


@every_programme
def test_that_the_longest_words_and_unknowns_are_printed(programme, tmp_path):
    dossier = long_firm()
    findings = check(dossier, load_packs(), YEAR, {programme})
    if findings:
        assert write(dossier, findings, tmp_path / "draft.pdf", draft=True).pages

"""Packets with evidence attached: where it stands, what it is called, and that the packet knows."""

import pikepdf
import pypdfium2
import pytest

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.style import A4, LEFT
from tests.packet import sample
from tests.packet.firms import YEAR
from tests.unit.packet.attached.files import jpeg, pdf_bytes, quartered, quartered_pdf, words_pdf
from tests.unit.packet.attached.paper import attached, quarters, shown

PROGRAMME = "nx-phd-allowance"


def attachments():
    """Six pages for the first piece in two files, one for the third."""
    return {
        "evidence:1": [
            attached(pdf_bytes(quartered_pdf(4))),
            attached(pdf_bytes(words_pdf("second file")), PageEdit(0), PageEdit(0, turn=90)),
        ],
        "evidence:3": [attached(jpeg(quartered(1240, 1754)))],
    }


def application(draft: bool = False, **more) -> Application:
    found = sample.of_status(PROGRAMME)[:1]
    return Application.of(sample.dossier(), found, YEAR, draft=draft, **more)


class Printed:
    def __init__(self, path):
        self.path = path
        with pypdfium2.PdfDocument(path) as document:
            self.raw = [page.get_textpage().get_text_range() for page in document]
        self.texts = ["".join(text.split()) for text in self.raw]

    def at(self, label: str) -> int:
        """The page of the file, counted from 0, that is stamped so."""
        stamp = label.replace("附件", "附件 ")
        (found,) = (n for n, text in enumerate(self.raw[:-1]) if stamp in text)  # the last page lists all
        return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Printed:
    path = tmp_path_factory.mktemp("attached") / "packet.pdf"
    write_packet(application(attachments=attachments()), path)
    return Printed(path)


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Printed:
    path = tmp_path_factory.mktemp("bare") / "packet.pdf"
    write_packet(application(), path)
    return Printed(path)


def test_that_each_attached_page_is_a_page_of_the_packet(printed, bare):
    assert len(printed.texts) == len(bare.texts) + 7


def test_that_the_pages_of_a_piece_follow_its_divider_and_are_stamped_through_its_files(printed):
    first = printed.at("附件1-1")
    assert [printed.at(f"附件1-{n}") for n in range(1, 7)] == list(range(first, first + 6))
    assert "附件1" in printed.texts[first - 1]
    assert "附件2" in printed.texts[first + 6]
    assert "secondfile" in printed.texts[first + 4]


def test_that_the_pages_beneath_are_those_attached(printed):
    assert quarters(shown(printed.path, printed.at("附件1-2"))) == "RGBY"
    assert quarters(shown(printed.path, printed.at("附件3-1"))) == "RGBY"


def test_that_page_numbers_run_through_attached_pages(printed):
    first = printed.at("附件1-1")
    numbers = [int(text.split("第")[-1].split("页")[0]) for text in printed.texts[first - 1 : first + 8]]
    assert numbers == list(range(numbers[0], numbers[0] + 9))


def test_that_the_contents_count_attached_pages(printed, bare):
    first = printed.at("附件1-1")
    divider = int(printed.texts[first - 1].split("第")[-1].split("页")[0])
    assert f"{divider}–{divider + 6}" in printed.texts[1] + printed.texts[2]


def test_that_the_list_of_evidence_ticks_what_is_attached(printed, bare):
    def ticks(paper):
        return paper.texts[max(n for n, text in enumerate(paper.texts) if "证明材料清单" in text)].count("☑")

    assert ticks(printed) - ticks(bare) == 2


def test_that_bookmarks_lead_to_their_parts_two_levels_deep(printed):
    with pikepdf.open(printed.path) as pdf, pdf.open_outline() as outline:
        evidence = next(item for item in outline.root if item.title == "证明材料清单")
        titles = [item.title.split("\u3000")[0] for item in evidence.children]
        assert titles[:3] == ["附件1", "附件2", "附件3"]
    with pypdfium2.PdfDocument(printed.path) as document:
        pages = {
            mark.get_title().split("\u3000")[0]: mark.get_dest().get_index() for mark in document.get_toc()
        }
    assert pages["附件1"] == printed.at("附件1-1") - 1
    assert pages["附件2"] == printed.at("附件1-6") + 1


def test_that_the_stamp_can_be_read_over_a_dark_scan(tmp_path):
    from PIL import Image

    dark = attached(jpeg(Image.new("RGB", (1240, 1754), "black")))
    path = tmp_path / "dark.pdf"
    write_packet(application(attachments={"evidence:1": [dark]}), path)
    page = shown(path, Printed(path).at("附件1-1"), scale=2)
    label = page.crop((940, 60, 1130, 110))
    assert label.getextrema()[0] == (0, 255)
    assert sum(label.convert("L").histogram()[200:]) > 1_000


def test_that_a_draft_says_so_on_attached_pages(tmp_path):
    path = tmp_path / "draft.pdf"
    write_packet(application(draft=True, attachments=attachments()), path)
    draft = Printed(path)
    assert "草稿" in draft.texts[draft.at("附件1-3")]


def test_that_the_file_is_sound_and_the_same_again(printed, tmp_path):
    with pikepdf.open(printed.path) as pdf:
        assert pdf.check_pdf_syntax() == []
    again = tmp_path / "again.pdf"
    write_packet(application(attachments=attachments()), again)
    assert again.read_bytes() == printed.path.read_bytes()


def end_of_stamp(page) -> float:
    """Where 附件 1-1 ends, in points from the left edge."""
    text = page.get_textpage()
    whole = text.get_text_range()
    at = whole.index("附件")
    end = whole.index("\r\n", at) if "\r\n" in whole[at:] else len(whole)
    return text.get_charbox(end - 1)[2]


def test_that_on_both_sides_neither_scan_nor_stamp_reaches_into_the_bound_edge(tmp_path):
    scans = [attached(jpeg(quartered(1500, 2000)), *(PageEdit(0) for _ in range(4)))]
    options = Options(double_sided=True)
    write_packet(application(attachments={"evidence:1": scans}, options=options), tmp_path / "packet.pdf")
    backs = set()
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as document:
        for at, page in enumerate(document):
            pictures = [found.get_bounds() for found in page.get_objects(filter=[3], max_depth=2)]
            if not pictures or "附件 1-" not in page.get_textpage().get_text_range():
                continue
            ((left, _, right, _),) = pictures
            backs.add(at % 2)
            stamped = end_of_stamp(page)
            if at % 2:
                assert max(right, stamped) <= A4[0] - LEFT + 1
            else:
                assert left >= LEFT - 1
                assert stamped > A4[0] - LEFT
    assert backs == {0, 1}

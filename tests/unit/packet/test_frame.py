"""The header of every page: whatever the programme's title, it stands clear of the mark and says what is to be said."""

import io
from dataclasses import replace

import pypdfium2
import pytest

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.draw import Sheets
from enclave_desktop.packet.frame import draw_frame
from enclave_desktop.packet.style import FRAME, HEADER
from tests.packet import sample

SHORT, LONG = "异地研发奖励", "支持企业在省外设立创新中心并按年度研发投入给予奖励" * 4


def application(title: str, *, unsigned: bool = False) -> Application:
    programme = sample.PROGRAMMES["yc-rnd-reward"]
    measure = replace(programme.measure, unsigned=unsigned)
    return replace(
        sample.application("yc-rnd-reward", 1), programme=replace(programme, title=title, measure=measure)
    )


def header(of: Application) -> list[tuple[str, float, float]]:
    """The characters of its first line, in the order drawn, with their left and right edges."""
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    draw_frame(sheets, of, "", draft=False, bare=False)
    sheets.showPage()
    sheets.save()
    page = pypdfium2.PdfDocument(file.getvalue())[0].get_textpage()
    boxes = ((page.get_text_range(at, 1), page.get_charbox(at)) for at in range(page.count_chars()))
    placed = [(char, box[0], box[2], box[1]) for char, box in boxes if char.strip()]
    top = max(bottom for *_, bottom in placed)
    return [(char, left, right) for char, left, right, bottom in placed if top - bottom < HEADER.leading / 2]


@pytest.mark.parametrize("unsigned", [False, True], ids=["signed", "unsigned"])
@pytest.mark.parametrize("title", [SHORT, LONG], ids=["short", "long"])
def test_that_the_title_stands_between_the_mark_and_the_edge(title, unsigned):
    chars = header(application(title, unsigned=unsigned))
    mark, said = chars[:4], chars[4:]
    assert "".join(char for char, *_ in mark) == "参考样表"
    assert max(right for *_, right in mark) < min(left for _, left, _ in said)
    assert max(right for *_, right in said) <= FRAME.right + 1


@pytest.mark.parametrize("title", [SHORT, LONG], ids=["short", "long"])
def test_that_what_nobody_signed_says_so_on_every_page(title):
    words = "".join(char for char, *_ in header(application(title, unsigned=True)))
    assert "〔未签名规则包〕" in words
    assert words.endswith("数据截至2025年6月30日")

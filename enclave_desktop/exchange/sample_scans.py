"""Invented scans for the sample firm, drawn when asked for: each says on its face that it is an example."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence, proving
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.values import Contract, Person
from enclave_desktop.paths import resources
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.contents import digest
from enclave_desktop.records.transaction import Transaction

_DPI = 100
_PAGE = (620, 877)
_CARD = (540, 345)
_INK, _MARK = 40, 205
_FONT = "NotoSansSC_400Regular.ttf"
_PEOPLE = 3


def keep_sample_scans(transaction: Transaction, dossier: Dossier) -> None:
    """Put a few pieces of the firm and of some of its people on record; not all they need, and one has expired."""
    scans = list(sample_scans(dossier))
    transaction.keep(file for _, file in scans)
    transaction.apply(Changes(added={Evidence: [row for row, _ in scans]}))


def sample_scans(dossier: Dossier) -> Iterator[tuple[Evidence, bytes]]:
    """What goes on record, and its file."""
    for number, (kind, title, reference, lines, more) in enumerate(_pieces(dossier), 1):
        file = _file(kind, lines)
        row = Evidence(
            number=f"sample-{number:02d}",
            kind=kind,
            content=digest(file),
            file_name=f"示例-{kind}.tif",
            position=1,
            **proving(title, reference),
            **more,
        )
        yield row, file


def _pieces(dossier: Dossier) -> Iterator[tuple[str, str, Any, list[str], dict[str, Any]]]:
    """Kind, title of the sheet, reference of the row, what is written on it, and what is said of it."""
    firm = dossier.firm
    if firm is not None:
        yield "营业执照", "企业", None, [firm.name, firm.credit_code or ""], {}
        expired: dict[str, Any] = {"issued_on": date(2024, 1, 8), "valid_until": date(2024, 12, 31)}
        yield "信用报告", "企业", None, [firm.name, "无失信记录"], expired
    people = {person.id_number: person for person in dossier.people}
    contracts = [row for row in dossier.contracts if row.in_effect(dossier.as_of) and row.form == "全职"]
    for contract in contracts[:_PEOPLE]:
        yield from _of_person(people[contract.person], contract)


def _of_person(
    person: Person, contract: Contract
) -> Iterator[tuple[str, str, Any, list[str], dict[str, Any]]]:
    period: dict[str, Any] = {"period_from": "2024-07", "period_to": "2025-06"}
    yield "身份证件", "人员", person.id_number, [person.name, "号码略"], {"valid_until": date(2034, 5, 1)}
    if person.degree:
        lines = [person.name, person.school or "", person.degree]
        yield "学位学历证书", "人员", person.id_number, lines, {"issued_on": person.graduated_on}
    yield "社保记录", "人员", person.id_number, [person.name, "2024 年 7 月至 2025 年 6 月"], period
    days = f"{contract.starts_on} 至 {contract.ends_on or '无固定期限'}"
    reference = KEPT[Contract].reference(contract)
    yield "劳动合同", "劳动合同", reference, [person.name, contract.enclave, days], {}


def _file(kind: str, lines: list[str]) -> bytes:
    """A TIFF: other formats compress differently on Windows and on Linux, and so would their digests in packets."""
    size = _CARD if kind == "身份证件" else _PAGE
    pages = [_page(size, kind, lines)]
    if kind == "劳动合同":
        pages.append(_page(size, f"{kind}（第 2 页）", ["签字页"]))
    file = io.BytesIO()
    first, *more = pages
    first.save(file, "TIFF", save_all=True, append_images=more, compression="tiff_lzw", dpi=(_DPI, _DPI))
    return file.getvalue()


def _page(size: tuple[int, int], title: str, lines: list[str]) -> Image.Image:
    """A frame, a title, some lines, and across it that it is an example."""
    width, height = size
    picture = _marked(size).copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, width - 24, height - 24), outline=_INK, width=3)
    draw.text((width / 2, height * 0.16), title, _INK, _font(36), "mm")
    for at, line in enumerate(filter(None, lines)):
        draw.text((width * 0.14, height * 0.32 + at * 44), line, _INK, _font(21), "lm")
    draw.text((width / 2, height - 50), "示例，内容均为虚构", _INK, _font(17), "mm")
    return picture


@cache
def _marked(size: tuple[int, int]) -> Image.Image:
    """An empty page with the mark across it."""
    width, height = size
    mark = Image.new("L", size, 255)
    ImageDraw.Draw(mark).text((width / 2, height / 2), "示例", _MARK, _font(width // 4), "mm")
    return mark.rotate(30, Image.Resampling.BILINEAR, fillcolor=255)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = next((resources() / "fonts").rglob(_FONT))
    # The other engine, which Windows lacks, sets digits closer.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)

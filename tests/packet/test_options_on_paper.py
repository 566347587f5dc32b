"""What the options change on paper: masks, seals, order, blank backs; and the page that says what all was made from."""

import hashlib
import io
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.options import ORDER, Options
from enclave_desktop.packet.packet import build, write_packet
from tests.packet import sample

DOCTORS, REWARD = "nx-phd-allowance", "yc-rnd-reward"


@pytest.fixture
def pages_of(tmp_path):
    def pages(application):
        made = write_packet(application, tmp_path / "packet.pdf")
        with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as document:
            texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        assert len(texts) == made.pages
        return texts

    return pages


def with_options(programme, count=1, **options):
    return replace(sample.application(programme, count), options=Options(**options))


def test_that_hidden_numbers_stand_nowhere_on_paper(pages_of):
    application = with_options(DOCTORS, 2, show_numbers=False, show_accounts=False)
    text = "".join(pages_of(application))
    firm = application.firm
    assert firm is not None
    assert firm.account
    numbers = [person.id_number for person in application.people]
    assert not [number for number in (*numbers, firm.account) if number in text]
    assert numbers[0][:3] + "*" in text


def test_that_shown_numbers_stand_on_paper(pages_of):
    application = with_options(DOCTORS, 2)
    text = "".join(pages_of(application))
    assert all(person.id_number in text for person in application.people)


def test_that_parts_stand_in_the_order_that_was_set():
    application = with_options(DOCTORS, part_order=ORDER[::-1])
    document = build(application, manifest_of(application))
    kinds = list(dict.fromkeys(part.key.split(":")[0] for part in document.parts))
    assert kinds[2:4] == ["evidence", "T1"] or kinds[2] == "evidence"
    assert kinds[-4:] == ["criteria", "commitment", "form", "digest"]


@pytest.mark.parametrize("programme", [DOCTORS, REWARD])
def test_that_on_both_sides_each_part_starts_on_a_right_hand_page(programme):
    application = with_options(programme, double_sided=True)
    document = build(application, manifest_of(application))
    starts, sheet = {}, 1
    for part in document.parts:
        starts[part.key] = sheet
        sheet += len(part.pages)
    assert all(start % 2 for key, start in starts.items() if not key.startswith("back:"))
    assert any(key.startswith("back:") for key in starts)


def test_that_on_both_sides_each_person_signs_a_sheet_of_her_own(pages_of):
    pages = pages_of(with_options(DOCTORS, 3, double_sided=True))
    consents = [at for at, page in enumerate(pages) if "知情同意书" in page and "本人（签字）" in page]
    assert len(consents) == 3
    assert [at for at in consents if at % 2] == []


def test_that_blank_backs_say_so_and_count(pages_of):
    application = with_options(DOCTORS, double_sided=True)
    pages = pages_of(application)
    assert "此页空白" not in pages[-1]
    blank = [page for page in pages if "此页空白" in page]
    assert blank
    assert all("第" in page for page in blank[1:] if "共" in page)


@cache
def scan():
    file = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(file)
    return file.getvalue()


def attached(content=None, edits=()):
    data = content or scan()
    return Attached(data, inspect(data), edits)


def with_scans(**attachments):
    held = {f"evidence:{key[1:]}": pieces for key, pieces in attachments.items()}
    return replace(sample.application(DOCTORS, 1), attachments=held)


def test_that_the_last_page_lists_every_piece_with_its_digest(pages_of):
    application = with_scans(_2=[attached(), attached(edits=(PageEdit(0),))], _6=[attached()])
    last = pages_of(application)[-1]
    manifest = manifest_of(application)
    for words in (
        "企业档案快照",
        "规则包nx.toml",
        "附件2-1至2-2",
        "附件2-3",
        "附件6-1至6-2",
        "学位证书、毕业证书",
    ):
        assert words in last
    assert last.count(hashlib.sha256(scan()).hexdigest()) == 3
    assert manifest.number in last
    assert manifest.digest in last


def test_that_the_code_on_the_last_page_is_the_digest_and_nothing_personal():
    application = sample.application(DOCTORS, 1)
    manifest = manifest_of(application)
    assert manifest.qr == f"enclave-desktop:packet:1:sha256:{hashlib.sha256(manifest.words).hexdigest()}"
    assert application.people[0].id_number not in manifest.qr


@pytest.mark.parametrize(
    "change",
    [
        lambda a: replace(a, draft=True),
        lambda a: replace(a, options=Options(seal_circles=False)),
        lambda a: replace(a, findings=a.findings[:1]),
        lambda a: replace(a, attachments={"evidence:1": [attached()]}),
    ],
)
def test_that_whatever_is_made_otherwise_has_another_number(change):
    application = sample.application(DOCTORS, 2)
    assert manifest_of(change(application)).number != manifest_of(application).number
    assert manifest_of(sample.application(DOCTORS, 2)).number == manifest_of(application).number

"""The cover: whatever the names, no line of it lies on another."""

from dataclasses import replace

import pypdfium2
import pytest

from enclave_desktop.packet.cover import cover_part
from enclave_desktop.packet.options import LONGEST_RECEIVER
from enclave_desktop.packet.style import COVER_ITEMS, MM
from tests.packet import sample
from tests.packet.layout_check import Watched, faults_of
from tests.packet.paper import pdf_of, text_of

DOCTORS = "nx-phd-allowance"


def named(times: int):
    """A packet whose firm and enclaves have names so many times as long."""
    application = sample.application(DOCTORS)
    dossier = application.dossier
    assert dossier.firm is not None
    findings = [
        replace(
            finding,
            case=replace(
                finding.case,
                enclave=finding.case.enclave
                and replace(finding.case.enclave, name=finding.case.enclave.name * times),
            ),
        )
        for finding in application.findings
    ]
    return replace(application, findings=tuple(findings))


@pytest.mark.parametrize("times", [1, 5, 20, 200])
def test_that_names_of_any_length_stand_clear_of_one_another(times):
    part = cover_part(named(times), receiver="自治区科技厅")
    assert faults_of(part.pages, Watched(cover=True)) == []
    text = text_of(pdf_of(part.pages))
    assert "填报日期" in text
    assert ("…" in text) is (times > 20)


def test_that_the_longest_receiver_stands_in_full():
    part = cover_part(named(1), receiver="示" * LONGEST_RECEIVER)
    assert faults_of(part.pages, Watched(cover=True)) == []
    assert text_of(pdf_of(part.pages)).count("示") >= LONGEST_RECEIVER


def test_that_a_hand_has_room_for_the_year_before_its_word():
    part = cover_part(sample.application(DOCTORS), receiver=None)
    with pypdfium2.PdfDocument(pdf_of(part.pages)) as document:
        text = document[0].get_textpage()
        at, _ = text.search("年").get_next()
        left, *_ = text.get_charbox(at)
    assert left >= COVER_ITEMS.x + 15 * MM

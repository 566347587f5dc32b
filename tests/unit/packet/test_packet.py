"""Making a packet says how far it is, and can be ended at any moment without a trace."""

from datetime import date

import pytest

from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Status
from enclave_desktop.policy.loading import load_packs

PROGRAMME = "nx-filing"


class Enough(Exception):
    """Whoever watches the progress wants no more of it."""


@pytest.fixture(scope="module")
def firm():
    return sample_dossier(date(2025, 6, 30))


@pytest.fixture(scope="module")
def findings(firm):
    found = check(firm, load_packs(), 2024, {PROGRAMME})
    return [finding for finding in found if finding.status is Status.ELIGIBLE]


def write(firm, findings, out, progress):
    return write_packet(
        firm, findings, programme=findings[0].programme, year=2024, out=out, progress=progress
    )


def test_that_every_page_is_told_when_drawn_and_when_read_back(firm, findings, tmp_path):
    told = []
    pages = write(firm, findings, tmp_path / "packet.pdf", lambda *step: told.append(step))
    expected = [(number, pages) for number in range(1, pages + 1)]
    assert [step[1:] for step in told if step[0] == "画页"] == expected
    assert [step[1:] for step in told if step[0] == "核对"] == expected


@pytest.mark.parametrize("stage", ["排版", "画页", "核对"])
def test_that_ending_it_leaves_nothing(firm, findings, tmp_path, stage):
    def enough(what, done, total):
        if what == stage:
            raise Enough

    with pytest.raises(Enough):
        write(firm, findings, tmp_path / "packet.pdf", enough)
    assert list(tmp_path.iterdir()) == []

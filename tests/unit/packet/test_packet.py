"""Making a packet says how far it is, and can be ended at any moment without a trace."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Expense
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.packet.progress import DRAWING, LAYING_OUT, READING_BACK, WRITING
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
    return write_packet(Application.of(firm, findings, 2024, progress=progress), out).pages


def test_that_every_page_is_told_when_drawn_and_when_read_back(firm, findings, tmp_path):
    told = []
    pages = write(firm, findings, tmp_path / "packet.pdf", lambda *step: told.append(step))
    expected = [(number, pages) for number in range(1, pages + 1)]
    assert [step[1:] for step in told if step[0] == "画页"] == expected
    assert [step[1:] for step in told if step[0] == "核对"] == expected


@pytest.mark.parametrize("stage", [LAYING_OUT, DRAWING, READING_BACK])
def test_that_ending_it_leaves_nothing(firm, findings, tmp_path, stage):
    def enough(what, done, total):
        if what == stage:
            raise Enough

    with pytest.raises(Enough):
        write(firm, findings, tmp_path / "packet.pdf", enough)
    assert list(tmp_path.iterdir()) == []


ROWS, REWARD = 10_000, "rnd-reward"


@pytest.fixture(scope="module")
def ledger(firm):
    """The sample firm with a ledger of ten thousand rows at one centre, and what is found for that."""
    rows = [row for row in firm.expenses if row.booked_on.year == 2024]
    many = [replace(rows[n % len(rows)], enclave=rows[0].enclave, voucher=f"记-{n:05}") for n in range(ROWS)]
    large = Dossier.of(firm.as_of, {entity: firm.rows(entity) for entity in SHEETS} | {Expense: many})
    found = [finding for finding in check(large, load_packs(), 2024) if finding.programme.form == REWARD]
    return large, [finding for finding in found if finding.subject.name == rows[0].enclave]


def test_that_the_rows_of_one_annex_are_told_as_they_are_laid_out(ledger, tmp_path):
    told = []

    def until_drawn(what, done, total):
        told.append((what, done, total))
        if what == DRAWING:
            raise Enough

    with pytest.raises(Enough):
        write(ledger[0], ledger[1], tmp_path / "packet.pdf", until_drawn)
    assert [step[1] for step in told if step[2] == ROWS].count(
        ROWS // 2
    ) == 2  # made into cells, and measured


def test_that_every_stage_of_a_large_ledger_is_told_in_small_steps(ledger, tmp_path):
    told = []
    write(ledger[0], ledger[1], tmp_path / "packet.pdf", lambda *step: told.append(step))
    stages = {what for what, _, total in told if total > 100}
    assert stages == {LAYING_OUT, DRAWING, WRITING, READING_BACK}
    for what in stages:
        steps = [(done, total) for stage, done, total in told if stage == what and total > 100]
        assert max(after[0] - before[0] for before, after in pairwise(steps)) <= 500
        assert max(total - done for done, total in steps[-1:]) <= 500


@pytest.mark.parametrize("stage", [LAYING_OUT, DRAWING, WRITING, READING_BACK])
def test_that_a_large_ledger_ended_half_way_leaves_nothing(ledger, tmp_path, stage):
    def enough(what, done, total):
        if what == stage and 2 * done >= total > 100:
            raise Enough

    with pytest.raises(Enough):
        write(ledger[0], ledger[1], tmp_path / "packet.pdf", enough)
    assert list(tmp_path.iterdir()) == []

"""The sample firm's invented scans."""

from datetime import date

from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.exchange.sample_scans import sample_scans
from enclave_desktop.packet.attached.reading import inspect

DAY = date(2025, 6, 30)


def test_that_every_scan_can_be_printed_and_is_small():
    scans = list(sample_scans(sample_dossier(DAY)))
    assert len(scans) > 8
    assert all(inspect(file).pages for _, file in scans)
    assert sum(len(file) for _, file in scans) < 600_000


def test_that_the_same_day_gives_the_same_scans():
    assert list(sample_scans(sample_dossier(DAY))) == list(sample_scans(sample_dossier(DAY)))


def test_that_one_piece_has_expired_and_a_contract_has_two_pages():
    scans = list(sample_scans(sample_dossier(DAY)))
    assert any(row.expired(DAY) for row, _ in scans)
    assert {len(inspect(file).pages) for row, file in scans if row.contract} == {2}

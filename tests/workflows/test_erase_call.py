"""`enclave-desktop erase`: the sample firm's record, a printed packet, and nothing left of the person."""

import io
from datetime import date, datetime, timedelta

import pytest

from enclave_desktop.cli import run
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.exchange.sample_scans import keep_sample_scans
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.on_record import attachments_of, evidence_for, keep_packet
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Status
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard, verify

DAY, YEAR = date(2025, 6, 30), 2024


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The record's path, and the number and name of a person whose packet was printed."""
    folder = tmp_path_factory.mktemp("erase")
    path = folder / "示例.enclave"
    dossier = sample_dossier(DAY)
    with Record.create(path) as record:
        with record.transaction() as transaction:
            transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
            keep_sample_scans(transaction, dossier)
        dossier = record.dossier(DAY)
        finding = next(
            one
            for one in check(dossier, load_packs(), YEAR)
            if one.subject.kind == "person" and one.status is Status.ELIGIBLE
        )
        attachments = attachments_of(evidence_for(dossier, [finding], YEAR), record.content, masked=False)
        application = Application.of(dossier, [finding], YEAR, attachments=attachments)
        out = folder / "材料.pdf"
        made = write_packet(application, out)
        keep_packet(record, application, made, out.read_bytes(), datetime(2025, 6, 30, 9, 0))
        out.unlink()
        record.backup(folder / "备份", datetime.now() - timedelta(days=1), unheard)
    person = next(person for person in dossier.people if person.id_number == finding.subject.key)
    return path, person.id_number, person.name


def test_that_nothing_is_erased_without_a_word(printed, capsys, monkeypatch):
    path, number, _ = printed
    before = path.read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("清除\n"))
    assert run(["erase", str(path), "--person", number, "--reason", "本人申请"]) == 1
    assert "需要确认" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_that_a_person_is_erased_with_figures_kept_and_older_backups_deleted(printed, capsys):
    path, number, name = printed
    call = ["erase", str(path), "--person", number, "--reason", "本人申请", "--yes"]
    assert run(call) == 0
    said = capsys.readouterr().out
    assert "印有本人的申报材料 1 册" in said
    assert "仍含有其信息的旧备份" in said
    assert number not in said
    assert number.encode() not in path.read_bytes()
    assert name.encode() not in path.read_bytes()
    found = verify(path, DAY)
    assert found.history.erased > 3
    with Record.open(path, read_only=True) as record:
        (figures,) = record.erased_figures().values()
        assert float(figures["sums"]["total"]) > 0
        assert number not in {person.id_number for person in record.dossier(DAY).people}
    assert run(["history", str(path)]) == 0
    assert "清除　按要求清除一名人员的个人信息" in capsys.readouterr().out


def test_that_older_backups_are_deleted_when_asked(printed, capsys):
    path, number, _ = printed
    with Record.open(path, read_only=True) as record:
        other = record.dossier(DAY).people[0].id_number
    call = ["erase", str(path), "--person", other, "--reason", "本人申请", "--yes", "--delete-backups"]
    assert run(call) == 0
    said = capsys.readouterr().out
    assert "已删去旧备份" in said
    assert "已另做一份备份" in said
    for file in path.parent.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert number.encode() not in held, file
            assert other.encode() not in held, file


def test_that_nobody_of_that_number_is_told_masked(printed, capsys):
    path, _, _ = printed
    call = ["erase", str(path), "--person", "640104199003070019", "--reason", "本人申请", "--yes"]
    assert run(call) == 1
    assert "640104199003070019" not in capsys.readouterr().err

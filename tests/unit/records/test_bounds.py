"""What a record may hold, and that it is never filled so far that it could not be opened any more."""

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records import bounds
from enclave_desktop.records.record import Record
from tests.unit.records.filled import adding, change, make
from tests.unit.rows import TODAY, expense

MANY = [expense(voucher=f"记-{number}") for number in range(1000, 1000 + bounds.MANY)]


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A record, and bounds that are soon come to: small files are looked at too."""
    monkeypatch.setattr(bounds, "_FEW", 0)
    return make(tmp_path / "档案.enclave")


def rows_of(path):
    with Record.open(path, read_only=True) as record:
        return len(record.dossier(TODAY).expenses)


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_ROWS_BYTES"])
def test_that_many_rows_that_leave_no_room_are_refused_and_none_is_written(path, monkeypatch, limit):
    before = rows_of(path)
    tight = {"MOST_ROWS": 1200, "MOST_ROWS_BYTES": path.stat().st_size * 1.1}
    monkeypatch.setattr(bounds, limit, tight[limit])
    with Record.open(path) as record, pytest.raises(UserError, match=r"放不下这么多内容[\s\S]*另建一份档案"):
        change(record, adding(*MANY))
    assert rows_of(path) == before


def test_that_many_rows_that_leave_room_are_written(path, monkeypatch):
    before = rows_of(path)
    monkeypatch.setattr(bounds, "MOST_ROWS", 1400)
    with Record.open(path) as record:
        change(record, adding(*MANY))
    assert rows_of(path) == before + bounds.MANY


def test_that_a_few_rows_fit_where_many_do_not(path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ROWS", 1200)
    with Record.open(path) as record:
        change(record, adding(*MANY[1:]))
    assert rows_of(path) >= bounds.MANY - 1

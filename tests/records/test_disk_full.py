"""No room: a clear word, nothing half-written, and the same record goes on once there is room."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import recrypt
from enclave_desktop.records.restore import restore
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.rows import TODAY, dossier, expense

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs limits or mounts")

KIB = 1024
NOW = datetime(2025, 6, 30, 9, 0)
KEY = Key(bytes(range(32)), bytes(range(16)))
BULK = [expense(voucher=f"记-{n}", summary="示例" * 50) for n in range(2, 3000)]


@contextmanager
def files_at_most(size):
    """No file may grow beyond `size` bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("room", [0, 4 * KIB, 64 * KIB, 300 * KIB])
def test_that_an_import_that_does_not_fit_leaves_the_record_as_it_was(tmp_path, room):
    path = make(tmp_path / "record.enclave")
    with Record.open(path) as record:
        with files_at_most(room), pytest.raises(UserError, match="这次的更改没有保存") as caught:
            change(record, adding(*BULK))
        assert str(path) in caught.value.message
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
        change(record, adding(*BULK))
        assert record.dossier(TODAY) == dossier(*EVERYTHING, *BULK)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_an_import_on_a_full_disk_leaves_the_record_as_it_was(small_disk):
    path = make(small_disk / "record.enclave")
    with Record.open(path) as record:
        with pytest.raises(UserError, match="磁盘已满，这次的更改没有保存"):
            change(record, adding(*BULK))
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    with Record.open(path) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    assert [file.name for file in small_disk.iterdir()] == [path.name]


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("more", [0, 1000])
def test_that_what_no_longer_fits_into_the_file_at_closing_is_there_at_the_next_opening(tmp_path, more, key):
    path = make(tmp_path / "record.enclave")
    if key:
        recrypt(path, None, key)
    record = Record.open(path, key=key)
    change(record, adding(*BULK))
    with files_at_most(path.stat().st_size + more):
        record.close()
    assert path.stat().st_size % (4 * KIB) == more
    with Record.open(path, key=key) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING, *BULK)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("room", [0, 4 * KIB, 100 * KIB])
def test_that_a_record_that_does_not_fit_is_not_made(tmp_path, room):
    path = tmp_path / "new.enclave"
    with files_at_most(room), pytest.raises(UserError) as caught:
        Record.create(path)
    assert str(path) in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_that_a_record_is_not_made_on_a_full_disk(small_disk):
    (small_disk / "filler").write_bytes(b"x" * (1000 * KIB))
    with pytest.raises(UserError, match="磁盘"):
        Record.create(small_disk / "new.enclave")
    assert [file.name for file in small_disk.iterdir()] == ["filler"]


def test_that_a_backup_onto_a_full_disk_says_so_and_leaves_nothing(small_disk, tmp_path):
    path = make(tmp_path / "record.enclave", *EVERYTHING, *BULK)
    with Record.open(path) as record:
        with pytest.raises(UserError, match="磁盘已满"):
            record.backup(small_disk, NOW, unheard)
        assert list(small_disk.iterdir()) == []
        assert record.dossier(TODAY) == dossier(*EVERYTHING, *BULK)


@pytest.mark.parametrize("room", [0, 4 * KIB, 100 * KIB])
def test_that_a_backup_that_does_not_fit_leaves_the_earlier_one(tmp_path, room):
    path = make(tmp_path / "record.enclave")
    folder = tmp_path / "stick"
    folder.mkdir()
    with Record.open(path) as record:
        earlier = record.backup(folder, NOW, unheard)
        change(record, adding(*BULK))
        before = sorted(file.name for file in folder.iterdir())
        with files_at_most(room), pytest.raises(UserError):
            record.backup(folder, NOW, unheard)
    assert sorted(file.name for file in folder.iterdir()) == before
    assert verify(earlier.path, TODAY).dossier == dossier(*EVERYTHING)


@pytest.mark.parametrize("room", [0, 4 * KIB, 100 * KIB])
def test_that_restoring_what_does_not_fit_leaves_the_record(tmp_path, room):
    path = make(tmp_path / "record.enclave")
    with Record.open(path) as record:
        backup = record.backup(tmp_path, NOW, unheard).path
        change(record, adding(*BULK))
    before = sorted(file.name for file in tmp_path.iterdir())
    with files_at_most(room), pytest.raises(UserError):
        restore(backup, path, NOW)
    assert verify(path, TODAY).dossier == dossier(*EVERYTHING, *BULK)
    assert sorted(file.name for file in tmp_path.iterdir()) == before


@pytest.mark.parametrize("room", [0, 4 * KIB, 100 * KIB])
def test_that_encrypting_what_does_not_fit_leaves_the_record(tmp_path, room):
    path = make(tmp_path / "record.enclave")
    with files_at_most(room), pytest.raises(UserError, match=r"没有保存|没有写出"):
        recrypt(path, None, KEY)
    assert verify(path, TODAY).dossier == dossier(*EVERYTHING)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]

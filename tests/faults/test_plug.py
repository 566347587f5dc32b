"""What the disk holds after a power cut is what was synced, and some of the rest."""

import random
from pathlib import Path

from tests.faults.plug import Disk, Told, What

MANY = 200


def told(what, *names, file=0, at=0, data=b""):
    return Told(what, file, at, "\0".join(map(str, names)).encode() + b"\0" if names else data)


def starts(folder, *things):
    """What different power cuts after all that leave: contents by name."""
    disk = Disk(folder)
    for thing in things:
        disk.tell(thing)
    found = set()
    for seed in range(MANY):
        left = disk.without_power(random.Random(seed))
        found.add(tuple((Path(path).name, bytes(data or b"")) for path, data in left))
    return found


def number(path):
    return path.stat().st_ino


def test_that_what_was_synced_stays(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    write = told(What.WRITE, file=number(path), data=b"new")
    assert starts(tmp_path, write, told(What.SYNC, path, file=number(path))) == {(("a", b"new"),)}


def test_that_what_was_not_synced_may_be_there_or_not(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    write = told(What.WRITE, file=number(path), data=b"new")
    assert starts(tmp_path, write) == {(("a", b"old"),), (("a", b"new"),)}


def test_that_a_long_write_may_be_torn_between_sectors(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(bytes(1024))
    write = told(What.WRITE, file=number(path), data=b"x" * 1024)
    half = {(("a", b"x" * 512 + bytes(512)),), (("a", bytes(512) + b"x" * 512),)}
    assert half < starts(tmp_path, write)


def test_that_a_new_name_may_be_gone_until_its_folder_is_synced(tmp_path):
    made = (told(What.CREATE, tmp_path / "a", file=7), told(What.WRITE, file=7, data=b"x"))
    written = (*made, told(What.SYNC, tmp_path / "a", file=7))
    assert starts(tmp_path, *written) == {(), (("a", b"x"),)}
    assert starts(tmp_path, *written, told(What.SYNC, tmp_path, at=1)) == {(("a", b"x"),)}


def test_that_a_name_that_was_taken_over_means_the_old_file_or_the_new(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    made = (told(What.CREATE, tmp_path / "b", file=7), told(What.WRITE, file=7, data=b"new"))
    things = (*made, told(What.SYNC, tmp_path / "b", file=7), told(What.SYNC, tmp_path, at=1))
    found = starts(tmp_path, *things, told(What.RENAME, tmp_path / "b", tmp_path / "a"))
    assert found == {(("a", b"new"),), (("a", b"old"), ("b", b"new"))}

"""What a program that was killed left unfinished goes the next time, and nothing else does."""

import os
import time

import pytest

from enclave_desktop.records.record import Record
from enclave_desktop.records.unfinished import BACKUP, NEW, clear_up

HOUR = 3600


def left(folder, name, age):
    made = folder / name
    made.mkdir()
    (made / "record").write_bytes(b"half a record")
    then = time.time() - age
    os.utime(made, (then, then))
    return made


@pytest.mark.parametrize("beginning", [NEW, BACKUP])
@pytest.mark.parametrize(("age", "goes"), [(HOUR + 60, True), (HOUR - 60, False)])
def test_that_what_is_an_hour_old_goes(tmp_path, beginning, age, goes):
    made = left(tmp_path, f"{beginning}abc", age)
    clear_up(tmp_path)
    assert made.exists() != goes


def test_that_a_new_record_takes_away_what_was_left_of_another(tmp_path):
    made = left(tmp_path, f"{NEW}abc", 2 * HOUR)
    Record.create(tmp_path / "new.enclave").close()
    assert not made.exists()


def test_that_somebody_elses_folder_of_such_a_name_stays(tmp_path):
    made = left(tmp_path, f"{NEW}sletter", 2 * HOUR)
    (made / "照片").mkdir()
    os.utime(made, (0, 0))
    clear_up(tmp_path)
    assert (made / "record").exists()


@pytest.mark.usefixtures("links")
def test_that_a_file_or_a_link_of_such_a_name_stays(tmp_path):
    (tmp_path / f"{NEW}s.txt").write_text("mine")
    elsewhere = left(tmp_path, "elsewhere", 2 * HOUR)
    (tmp_path / f"{NEW}link").symlink_to(elsewhere)
    clear_up(tmp_path)
    assert (tmp_path / f"{NEW}s.txt").exists()
    assert (elsewhere / "record").exists()

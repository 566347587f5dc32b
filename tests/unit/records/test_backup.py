"""A backup is a whole record of its own, verified before it counts, made while the record is in use."""

import json
import os
import sqlite3
import stat
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.last_backup import backups_of
from enclave_desktop.records.looking import contents_words
from enclave_desktop.records.made import LIST, is_there, known_heads, made_in
from enclave_desktop.records.plain_copies import plain_copies
from enclave_desktop.records.record import Record
from enclave_desktop.records.restore import restore
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.rows import FILE_DIGEST, TODAY, dossier, expense

NOW = datetime(2025, 6, 30, 9, 0)
SECOND = timedelta(seconds=1)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def back_up(record, folder, now=NOW, told=unheard):
    return record.backup(folder, now, told)


def held(path):
    with Record.open(path, read_only=True) as record:
        return record.dossier(TODAY)


def spend(record, voucher):
    change(record, adding(expense(voucher=voucher)))


def backups(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != LIST)


def test_that_a_backup_holds_what_was_saved_last_while_the_record_is_open(record, folder):
    spend(record, "记-9")
    made = back_up(record, folder)
    spend(record, "记-10")
    assert held(made.path) == dossier(*EVERYTHING, expense(voucher="记-9"))
    assert made.contents.dossier == held(made.path)


def test_that_a_name_on_the_list_is_not_given_again_though_its_file_is_gone(record, folder):
    """Killed before the list is written, the new file would be held against what the earlier one was."""
    gone = back_up(record, folder).path
    gone.unlink()
    spend(record, "记-9")
    made = back_up(record, folder)
    assert made.path != gone
    assert {one.name for one in made_in(folder)} == {gone.name, made.path.name}


def test_that_a_backup_is_named_after_the_record_and_the_time(record, folder):
    assert back_up(record, folder).path == folder / "示例 #1%-20250630-090000.enclave"
    assert backups(folder) == ["示例 #1%-20250630-090000.enclave"]


def test_that_a_backup_can_be_worked_on(record, folder):
    with Record.open(back_up(record, folder).path) as backup:
        spend(backup, "记-9")
        assert len(backup.dossier(TODAY).expenses) == 5


def test_that_two_backups_of_one_second_are_two_files(record, folder):
    first = back_up(record, folder)
    spend(record, "记-9")
    second = back_up(record, folder)
    assert first.path != second.path
    assert held(second.path).expenses != dossier(*EVERYTHING).expenses


def test_that_a_file_of_that_name_is_not_replaced(record, folder):
    other = folder / "示例 #1%-20250630-090000.enclave"
    other.write_text("一封信", "utf-8")
    made = back_up(record, folder)
    assert made.path.name == "示例 #1%-20250630-090000-2.enclave"
    assert other.read_text("utf-8") == "一封信"


def test_that_without_a_change_the_earlier_one_stands(record, path, folder):
    first = back_up(record, folder)
    assert first.new
    with Record.open(path, read_only=True) as again:
        second = back_up(again, folder, NOW + SECOND)
    assert (second.new, second.path) == (False, first.path)
    assert len(backups(folder)) == 1


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"x"), lambda path: path.unlink()])
def test_that_an_earlier_one_that_is_no_longer_whole_does_not_stand(record, folder, spoil):
    spoil(back_up(record, folder).path)
    second = back_up(record, folder, NOW + SECOND)
    assert second.new
    assert held(second.path) == dossier(*EVERYTHING)


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights")
def test_that_a_backup_is_its_owners_alone(record, folder):
    assert stat.S_IMODE(back_up(record, folder).path.stat().st_mode) == 0o600


def test_that_what_one_does_not_finish_another_does_not_copy(record, folder):
    with Record.open(record.place, read_only=True) as other, record.transaction() as transaction:
        transaction.apply(adding(expense(voucher="记-9")))
        made = back_up(other, folder)
    assert held(made.path) == dossier(*EVERYTHING)


def test_that_a_missing_folder_is_said_to_be(record, tmp_path):
    with pytest.raises(UserError, match="不存在"):
        back_up(record, tmp_path / "nowhere")


def test_that_the_folder_beside_the_record_is_made(record, path):
    made = back_up(record, path.parent / "备份")
    assert made.path.parent == path.parent / "备份"


def test_that_a_copy_that_is_not_whole_does_not_count(record, path, folder):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM content")
    with pytest.raises(UserError) as caught:
        back_up(record, folder)
    assert caught.value.message.startswith(
        f"备份没有通过核对，没有留下：档案 {path} 里有的行所引用的内容不在"
    )
    assert list(folder.iterdir()) == []


def test_that_a_record_with_a_damaged_kept_file_is_backed_up_and_the_file_named(record, path, folder):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE content SET data = x'00'")
    made = back_up(record, folder)
    assert made.contents.damaged == (FILE_DIGEST,)
    assert made.contents.dossier == dossier(*EVERYTHING)
    assert f"其中1 份附件已损坏（摘要 {FILE_DIGEST[:12]}…）" in contents_words(made.contents)
    assert restore(made.path, path.with_name("again.enclave"), NOW) is None


def test_that_a_backup_that_is_called_off_leaves_nothing(record, folder):
    class Enough(Exception):
        pass

    def told(what, done, total):
        if what == "核对附件":
            raise Enough

    with pytest.raises(Enough):
        back_up(record, folder, told=told)
    assert list(folder.iterdir()) == []


def test_that_the_list_tells_nothing_of_what_is_on_record(record, folder):
    back_up(record, folder)
    (entry,) = json.loads((folder / LIST).read_text("utf-8"))["backups"]
    assert entry.keys() == {"name", "of", "sha256", "made_at", "changed_at", "entries", "head", "first"}
    assert str(record.place.parent) not in str(entry)


def test_that_earlier_ones_are_thinned_with_reasons(record, folder):
    first = back_up(record, folder)
    spend(record, "记-9")
    second = back_up(record, folder, NOW + SECOND)
    assert backups(folder) == [second.path.name]
    assert [decision.made_at for decision in second.gone] == [NOW]
    assert [one.name for one in made_in(folder)] == [second.path.name]
    assert not first.path.exists()


def test_that_many_days_leave_the_last_of_days_weeks_and_months(record, folder):
    days = [NOW + timedelta(days=n) for n in range(40)]
    for n, day in enumerate(days):
        spend(record, f"记-{n + 100}")
        newest = back_up(record, folder, day)
    left = [one.made_at for one in made_in(folder)]
    assert left[:7] == days[:-8:-1]
    assert 7 < len(left) <= 7 + 4 + 12
    assert newest.path.is_file()
    assert len(backups(folder)) == len(left)


def test_that_the_one_just_made_stays_where_the_clock_was_put_back(record, folder):
    for n in range(12):
        spend(record, f"记-{n + 100}")
        back_up(record, folder, NOW + timedelta(days=31 * n))
    before = backups(folder)
    spend(record, "记-9")
    made = back_up(record, folder, NOW - timedelta(days=2000))
    assert made.path.is_file()
    assert backups(folder) == sorted([*before, made.path.name])


def test_that_without_a_change_the_earlier_one_stands_though_the_clock_was_put_back(record, folder):
    back_up(record, folder, NOW + timedelta(days=2000))
    spend(record, "记-9")
    last = back_up(record, folder)
    with Record.open(record.place, read_only=True) as again:
        assert back_up(again, folder, NOW + SECOND).path == last.path


def test_that_what_was_not_made_here_is_never_thinned(record, folder):
    first = back_up(record, folder)
    kept = folder / "示例 #1%-20250630-085959.enclave"  # somebody's own copy, named as ours are
    kept.write_bytes(first.path.read_bytes())
    spend(record, "记-9")
    back_up(record, folder, NOW + SECOND)
    assert kept.exists()


def test_that_a_backup_that_somebody_worked_in_is_never_thinned(record, folder):
    first = back_up(record, folder)
    with Record.open(first.path) as opened:
        spend(opened, "记-77")
    spend(record, "记-9")
    back_up(record, folder, NOW + SECOND)
    assert first.path.exists()


def test_that_another_records_backups_of_the_same_name_are_left_alone(record, path, folder, tmp_path):
    first = back_up(record, folder)
    (tmp_path / "other").mkdir()
    with Record.create(tmp_path / "other" / path.name) as other:
        back_up(other, folder, NOW + SECOND)
    assert first.path.exists()
    assert len(backups(folder)) == 2


def test_that_without_its_list_nothing_is_thinned(record, folder):
    first = back_up(record, folder)
    (folder / LIST).write_text("{")
    spend(record, "记-9")
    back_up(record, folder, NOW + SECOND)
    assert first.path.exists()


def test_that_a_list_that_leads_out_of_the_folder_is_not_followed(record, folder, tmp_path):
    first = back_up(record, folder)
    words = (folder / LIST).read_text("utf-8").replace(first.path.name, f"../{record.place.name}")
    (folder / LIST).write_text(words, "utf-8")
    assert made_in(folder) == []


def test_that_what_a_killed_backup_left_is_taken_away_later_and_not_while_it_may_still_run(record, folder):
    for name, age in ((".backup-old", 7200), (".backup-new", 60)):
        (folder / name).mkdir()
        (folder / name / "record").write_text("x")
        os.utime(folder / name, (time.time() - age,) * 2)
    back_up(record, folder)
    assert not (folder / ".backup-old").exists()
    assert (folder / ".backup-new").exists()


def test_that_the_empty_place_of_a_stick_is_not_the_stick(record, folder, tmp_path):
    assert is_there(folder, used_before=False)
    assert not is_there(folder, used_before=True)
    back_up(record, folder)
    assert is_there(folder, used_before=True)
    assert not is_there(tmp_path / "nowhere", used_before=False)


def test_that_a_new_record_under_a_lost_ones_name_leaves_the_lost_ones_backups(path, folder):
    with Record.open(path) as lost:
        first = back_up(lost, folder)
    path.unlink()
    with Record.create(path) as record:
        back_up(record, folder, NOW + SECOND)
    assert held(first.path) == dossier(*EVERYTHING)


def test_that_a_new_record_under_a_lost_ones_name_is_found_whole(path):
    with Record.open(path) as lost:
        back_up(lost, path.parent / "备份")
    path.unlink()
    make(path)
    assert verify(path, TODAY).dossier == dossier(*EVERYTHING)


@pytest.mark.parametrize(
    "spoil", [lambda beside: (beside / LIST).mkdir(), lambda beside: beside.rmdir() or beside.touch()]
)
def test_that_a_record_is_found_whole_though_the_list_beside_it_cannot_be_read(path, spoil):
    (path.parent / "备份").mkdir()
    spoil(path.parent / "备份")
    assert verify(path, TODAY).dossier == dossier(*EVERYTHING)


def test_that_a_list_that_cannot_be_read_is_not_written_anew(record, folder):
    (folder / LIST).mkdir()
    with pytest.raises(UserError, match=r"无法写出|没有权限写"):
        back_up(record, folder)
    assert backups(folder) == []


def test_that_a_file_in_the_place_of_the_folder_beside_is_said_to_be_one(record, path):
    (path.parent / "备份").touch()
    with pytest.raises(UserError, match="是一个文件，不是放备份的文件夹"):
        back_up(record, path.parent / "备份")


def test_that_a_list_in_which_a_later_program_put_down_more_is_still_one(record, folder):
    first = back_up(record, folder)
    words = (folder / LIST).read_text("utf-8").replace('"name":', '"later": 1, "name":')
    (folder / LIST).write_text(words, "utf-8")
    assert [one.name for one in made_in(folder)] == [first.path.name]


@pytest.fixture
def moved(path, tmp_path):
    """A record that was backed up, and then moved with its backups: the stick has another letter."""
    here = tmp_path / "here"
    here.mkdir()
    with Record.open(make(here / path.name)) as record:
        back_up(record, here / "备份")
    here.rename(tmp_path / "there")
    return tmp_path / "there" / path.name


def test_that_backups_that_were_moved_with_the_record_are_still_its_own(moved):
    (backup,) = (moved.parent / "备份").glob("*.enclave")
    assert [found.path for found in backups_of(moved)] == [backup]
    assert plain_copies(moved) == [backup]
    assert list(known_heads(moved)) == [2]


def test_that_backups_of_a_record_of_a_longer_name_are_not_taken_for_its_own(path):
    longer = path.with_name(f"{path.stem}-2.enclave")
    with Record.open(make(longer)) as record:
        back_up(record, path.parent / "备份")
    assert backups_of(path) == []

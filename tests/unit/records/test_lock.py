"""One writer: who, where and since when; freed by a crash, and gone after a clean close."""

import json
import platform
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.lock import HeldElsewhere, Lock, lock_file

_HOLD = """
import subprocess, sys
from pathlib import Path
from enclave_desktop.records.lock import Lock
lock = Lock.take(Path(sys.argv[1]), "导入")
if "child" in sys.argv:
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "示例 #1%.enclave"
    path.touch()
    return path


@contextmanager
def held_by_another(record, *words):
    """Another process that has the lock until its input ends."""
    call = [sys.executable, "-c", _HOLD, str(record), *words]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def test_that_a_second_writer_is_told_who_where_and_since_when(record):
    with held_by_another(record) as other, pytest.raises(HeldElsewhere) as caught:
        Lock.take(record, "窗口")
    holder = caught.value.holder
    assert holder.pid == other.pid
    assert holder.machine == platform.node()
    assert timedelta() <= datetime.now() - holder.since < timedelta(minutes=1)
    assert f"电脑“{platform.node()}”，自 {holder.since:%Y-%m-%d %H:%M} 起（导入）" in caught.value.message
    assert holder.account in caught.value.message


def test_that_one_process_does_not_hold_it_twice(record):
    lock = Lock.take(record, "窗口")
    with pytest.raises(HeldElsewhere):
        Lock.take(record, "窗口")
    lock.release()
    Lock.take(record, "窗口").release()


@pytest.mark.usefixtures("links")
def test_that_a_link_to_the_record_leads_to_the_same_lock(record, tmp_path):
    link = tmp_path / "快捷.enclave"
    link.symlink_to(record)
    lock = Lock.take(record, "窗口")
    with pytest.raises(HeldElsewhere):
        Lock.take(link, "窗口")
    lock.release()


def test_that_a_clean_close_leaves_nothing(record, tmp_path):
    lock = Lock.take(record, "窗口")
    assert lock.left is None
    assert lock_file(record).exists()
    lock.release()
    lock.release()
    assert list(tmp_path.iterdir()) == [record]


def test_that_a_crash_frees_it_and_who_crashed_is_told(record):
    with held_by_another(record) as other:
        other.kill()
        other.wait()
        lock = Lock.take(record, "窗口")
    assert lock.left.pid == other.pid
    assert lock.left.what == "导入"
    lock.release()
    assert not lock_file(record).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the child would have to be ended otherwise")
def test_that_a_program_started_meanwhile_does_not_keep_it(record):
    with held_by_another(record, "child") as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        lock = Lock.take(record, "窗口")
    assert lock.left.pid == other.pid
    lock.release()


@pytest.mark.parametrize(
    "text", [b"", b"not json", b"[]", b'{"account": "a"}', b"[" * 4000, '{"account": "甲'.encode()]
)
def test_that_a_text_that_says_nothing_bars_nobody(record, text):
    lock_file(record).write_bytes(text)
    lock = Lock.take(record, "窗口")
    assert lock.left is None
    lock.release()


def test_that_a_longer_text_left_behind_is_written_over_whole(record):
    lock_file(record).write_bytes(b"x" * 1000)
    lock = Lock.take(record, "窗口")
    assert json.loads(lock_file(record).read_bytes())["machine"] == platform.node()
    lock.release()


@pytest.fixture
def synced(tmp_path):
    """A record in a folder that is synchronised, where locks do not reach other machines."""
    path = tmp_path / "坚果云" / "示例.enclave"
    path.parent.mkdir()
    path.touch()
    return path


def left_by(record, machine):
    said = {"account": "王\n芳", "machine": machine, "pid": 7, "since": "2025-06-30T09:12:00", "what": "窗口"}
    lock_file(record).write_text(json.dumps(said), "utf-8")


def test_that_what_another_machine_left_counts_where_locks_do_not_reach(synced):
    left_by(synced, "财务-PC")
    with pytest.raises(HeldElsewhere) as caught:
        Lock.take(synced, "窗口")
    assert not caught.value.certain
    assert "可能正在另一台电脑上使用：王 芳，电脑“财务-PC”，自 2025-06-30 09:12 起" in caught.value.message
    assert str(lock_file(synced)) in caught.value.details[0]
    lock_file(synced).unlink()
    Lock.take(synced, "窗口").release()


def test_that_what_another_machine_left_is_taken_over_where_locks_reach(record):
    left_by(record, "财务-PC")
    lock = Lock.take(record, "窗口")
    assert lock.left.machine == "财务-PC"
    lock.release()


def test_that_what_this_machine_left_is_taken_over_anywhere(synced):
    left_by(synced, platform.node())
    Lock.take(synced, "窗口").release()


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be moved there")
def test_that_the_lock_of_the_next_is_not_taken_away_with_ones_own(record, tmp_path):
    lock = Lock.take(record, "窗口")
    lock_file(record).rename(tmp_path / "moved")
    following = Lock.take(record, "窗口")
    lock.release()
    assert lock_file(record).exists()
    following.release()


def test_that_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        Lock.take(tmp_path / "没有" / "a.enclave", "窗口")


def test_that_of_many_who_come_and_go_only_one_has_it_at_a_time(record, tmp_path):
    script = """
import sys
from pathlib import Path
from enclave_desktop.records.lock import HeldElsewhere, Lock
record, alone = Path(sys.argv[1]), Path(sys.argv[2])
done = 0
while done < 20:
    try:
        lock = Lock.take(record, "导入")
    except HeldElsewhere:
        continue
    alone.mkdir()  # fails when somebody is inside
    alone.rmdir()
    lock.release()
    done += 1
"""
    call = [sys.executable, "-c", script, str(record), str(tmp_path / "inside")]
    running = [subprocess.Popen(call) for _ in range(3)]
    assert [one.wait() for one in running] == [0, 0, 0]
    assert not lock_file(record).exists()

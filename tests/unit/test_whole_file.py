"""A file is written whole or not at all, and whatever goes wrong leaves what was there."""

import errno
import os
import stat
import sys

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.whole_file import write_whole


def new(path):
    path.write_text("新", "utf-8")


def refuse(path):
    raise UserError("内容不对。")


def fail(code):
    def write(path):
        path.write_text("一半", "utf-8")
        raise OSError(code, os.strerror(code))

    return write


def bug(path):
    path.write_text("一半", "utf-8")
    raise ZeroDivisionError


@pytest.fixture
def old(tmp_path):
    file = tmp_path / "报告.pdf"
    file.write_text("旧", "utf-8")
    return file


def untouched(file) -> bool:
    """Holds what it held, and nothing lies beside it."""
    return file.read_text("utf-8") == "旧" and list(file.parent.iterdir()) == [file]


def test_that_a_new_file_takes_its_name(tmp_path):
    write_whole(tmp_path / "报告.pdf", new)
    assert [(f.name, f.read_text("utf-8")) for f in tmp_path.iterdir()] == [("报告.pdf", "新")]


def test_that_a_file_replaces_what_was_there(old):
    write_whole(old, new)
    assert [(f.name, f.read_text("utf-8")) for f in old.parent.iterdir()] == [("报告.pdf", "新")]


def test_that_the_check_sees_what_was_written_before_it_has_its_name(old):
    seen = []
    write_whole(old, new, lambda path: seen.append((path.read_text("utf-8"), old.read_text("utf-8"))))
    assert seen == [("新", "旧")]


def test_that_a_failed_check_leaves_what_was_there(old):
    with pytest.raises(UserError, match="内容不对"):
        write_whole(old, new, refuse)
    assert untouched(old)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘已满"),
        (errno.EFBIG, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.EPERM, "没有权限"),
        (errno.EROFS, "没有权限"),
        (errno.EIO, "无法写出"),
    ],
)
def test_that_a_failed_writing_leaves_what_was_there_and_says_why(old, code, says):
    with pytest.raises(UserError) as caught:
        write_whole(old, fail(code))
    assert says in caught.value.message
    assert str(old) in caught.value.message
    assert caught.value.details
    assert untouched(old)


def test_that_a_bug_stays_a_bug_and_leaves_what_was_there(old):
    with pytest.raises(ZeroDivisionError):
        write_whole(old, bug)
    assert untouched(old)


def test_that_a_real_full_disk_is_told(old):
    full = "/dev/full"
    if not os.path.exists(full):  # noqa: PTH110
        pytest.skip("no device that is always full")

    def write(path):
        path.write_text("一半", "utf-8")
        with open(full, "wb") as file:  # noqa: PTH123
            file.write(b"x" * 100_000)

    with pytest.raises(UserError, match="磁盘已满"):
        write_whole(old, write)
    assert untouched(old)


def test_that_a_missing_folder_is_told(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        write_whole(tmp_path / "没有" / "报告.pdf", new)
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_in_the_place_of_the_folder_is_told(old):
    with pytest.raises(UserError, match="不存在"):
        write_whole(old / "报告.pdf", new)
    assert untouched(old)


def test_that_the_name_of_a_folder_is_told(tmp_path):
    folder = tmp_path / "文件夹"
    folder.mkdir()
    with pytest.raises(UserError, match="是一个文件夹"):
        write_whole(folder, new)
    assert list(tmp_path.iterdir()) == [folder]


def test_that_a_name_may_be_as_long_as_the_disk_allows(tmp_path):
    name = "长" * 80 + ".pdf"
    write_whole(tmp_path / name, new)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are otherwise on Windows")
def test_that_a_file_has_the_rights_that_any_new_file_has(tmp_path):
    write_whole(tmp_path / "报告.pdf", new)
    new(tmp_path / "别的")
    rights = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("报告.pdf", "别的")]
    assert rights[0] == rights[1]

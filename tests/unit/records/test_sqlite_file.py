"""Making and opening record files: each thing that can be wrong with one has its own words."""

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records import creating, sqlite_file
from enclave_desktop.records.record import Record
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.rows import FILE_DIGEST, OTHER_NUMBER, TODAY, dossier, person

NOBODY = 65534
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


def refused(path, **how):
    """The words with which a record is not opened."""
    with pytest.raises(UserError) as caught:
        Record.open(path, **how)
    assert str(path) in caught.value.message
    assert caught.value.details
    return caught.value.message.replace(str(path), "…")


@pytest.fixture
def folder():
    """A folder that everybody can reach, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


@contextmanager
def without_privileges():
    """As a user whom rights bind."""
    if os.getuid():
        yield
        return
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


# Making one


def test_that_an_existing_record_is_not_overwritten(path):
    before = path.read_bytes()
    with pytest.raises(UserError, match="已经存在，没有新建档案") as caught:
        Record.create(path)
    assert str(path) in caught.value.message
    assert path.read_bytes() == before


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_that_a_log_left_beside_it_is_not_played_into_a_new_record(tmp_path, ending):
    path = tmp_path / "new.enclave"
    left = tmp_path / f"new.enclave{ending}"
    left.write_bytes(b"old")
    with pytest.raises(UserError, match="已经存在") as caught:
        Record.create(path)
    assert str(left) in caught.value.message
    assert [file.name for file in tmp_path.iterdir()] == [left.name]


@pytest.mark.usefixtures("links")
@posix_only
def test_that_a_link_to_nowhere_is_not_followed(tmp_path):
    path = tmp_path / "new.enclave"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="已经存在"):
        Record.create(path)
    assert not (tmp_path / "elsewhere").exists()


def test_that_one_that_appears_meanwhile_is_not_overwritten(tmp_path, monkeypatch):
    path = tmp_path / "new.enclave"
    make_one = creating._make

    def make_slowly(*given):
        make_one(*given)
        path.write_text("theirs")

    monkeypatch.setattr(creating, "_make", make_slowly)
    with pytest.raises(UserError, match="已经存在"):
        Record.create(path)
    assert path.read_text() == "theirs"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_a_new_record_is_one_file_at_once(tmp_path):
    Record.create(tmp_path / "new.enclave").close()
    assert [file.name for file in tmp_path.iterdir()] == ["new.enclave"]


@posix_only
def test_that_a_new_record_is_its_owners_alone(tmp_path):
    Record.create(tmp_path / "new.enclave").close()
    assert (tmp_path / "new.enclave").stat().st_mode & 0o777 == 0o600


def test_that_a_memory_stick_without_hard_links_will_do(tmp_path, monkeypatch):
    def refuse(source, target):
        raise PermissionError(1, "Operation not permitted", target)

    monkeypatch.setattr(os, "link", refuse)
    make(tmp_path / "new.enclave")
    with Record.open(tmp_path / "new.enclave") as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    with pytest.raises(UserError, match="已经存在"):
        Record.create(tmp_path / "new.enclave")


@pytest.mark.parametrize("name", ["无此文件夹/new.enclave", "file/new.enclave"])
def test_that_a_missing_folder_is_named(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="不存在") as caught:
        Record.create(tmp_path / name)
    assert str((tmp_path / name).parent) in caught.value.message


@posix_only
def test_that_a_folder_without_the_right_to_write_is_named(folder):
    folder.chmod(0o555)
    with without_privileges(), pytest.raises(UserError, match="没有权限写"):
        Record.create(folder / "new.enclave")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["百分 100%.enclave", "a?b#c&mode=ro.enclave", "空 格.enclave", "𬭎.enclave", "x"]
)
def test_that_a_record_may_have_any_name(tmp_path, name):
    if sys.platform == "win32" and "?" in name:
        pytest.skip("Windows has no such names")
    make(tmp_path / name)
    with Record.open(tmp_path / name, read_only=True) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_that_a_record_may_be_named_from_where_one_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(Path("here.enclave"))
    assert (tmp_path / "here.enclave").is_file()


# Opening one


def test_that_a_missing_record_is_not_made(tmp_path):
    assert refused(tmp_path / "none.enclave") == "找不到档案 …。"
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_is_no_record(tmp_path):
    assert refused(tmp_path) == "… 是一个文件夹，不是档案。"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04 a workbook", " Excel、Word 或压缩文件"),
        (b"%PDF-1.7", " PDF 文件"),
        (b"\xff\xd8\xff\xe0", "图片"),
    ],
)
def test_that_a_file_of_another_kind_is_called_by_it(tmp_path, content, kind):
    path = tmp_path / "other.enclave"
    path.write_bytes(content)
    assert refused(path) == f"… 不是 Enclave 的档案，而是{kind}。"
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"x" * 5000, "文字".encode()])
def test_that_a_record_whose_beginning_is_spoilt_is_not_sent_away(tmp_path, content):
    path = tmp_path / "other.enclave"
    path.write_bytes(content)
    assert refused(path) == "档案 … 不是 Enclave 的档案，或开头已损坏。"
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"x" * 5000, "文字".encode()])
def test_that_a_file_of_another_name_is_no_record(tmp_path, content):
    path = tmp_path / "other.txt"
    path.write_bytes(content)
    assert refused(path) == "… 不是 Enclave 的档案。"


@pytest.mark.parametrize("content", [b"", b"\0" * 4096])
def test_that_an_empty_file_is_a_lost_record(tmp_path, content):
    path = tmp_path / "empty.enclave"
    path.write_bytes(content)
    assert refused(path) == "档案 … 是空的：内容已丢失，或没有复制完。"


def test_that_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.enclave"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    before = path.read_bytes()
    assert refused(path) == "… 是别的程序的数据库，不是 Enclave 的档案。"
    assert path.read_bytes() == before


@pytest.mark.parametrize("part", [0.0005, 0.01, 0.3, 0.9, 0.999])
def test_that_a_truncated_record_is_damaged(path, part):
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part))
    assert refused(path) == "档案 … 已损坏。"


def root_page(path, table):
    """Where the first page of a table lies in the file, and how long a page is."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return (root - 1) * size, size


def overwrite(path, table):
    start, size = root_page(path, table)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * size)


def test_that_a_large_record_with_a_damaged_table_is_damaged(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "LARGE", 0)
    Record.open(path).close()
    overwrite(path, "person")
    assert refused(path) == "档案 … 已损坏。"


def test_that_a_large_record_opens_where_only_kept_files_are_damaged(path, monkeypatch):
    overwrite(path, "content")
    assert refused(path) == "档案 … 已损坏。"
    monkeypatch.setattr(sqlite_file, "LARGE", 0)
    with Record.open(path) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
        with pytest.raises(UserError, match="已损坏"):
            record.content(FILE_DIGEST)


def test_that_our_header_over_nothing_is_damaged(path):
    header = path.read_bytes()[:100]
    path.write_bytes(header + b"\0" * 8000)
    assert refused(path) == "档案 … 已损坏。"


def test_that_a_record_without_its_tables_is_damaged(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE claim")
    with Record.open(path) as record, pytest.raises(UserError, match="已损坏"):
        record.dossier(TODAY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE filing SET filed_on = '2024-02-30'",
        "UPDATE filing SET filed_on = 5",
        "UPDATE contract SET person_id = 99",
        "UPDATE person SET name = CAST(x'ff' AS TEXT)",
    ],
)
def test_that_contents_that_make_no_sense_are_damage(path, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    with pytest.raises(UserError, match="已损坏"), Record.open(path) as record:
        record.dossier(TODAY)


def test_that_any_flipped_byte_gives_a_record_or_a_clear_word(path):
    whole = path.read_bytes()
    dice = random.Random(2)
    filled = [at for at, byte in enumerate(whole) if byte]
    words = set()
    for at in dice.sample(filled, 150):
        damaged = bytearray(whole)
        damaged[at] ^= dice.randrange(1, 256)
        path.write_bytes(damaged)
        try:
            with Record.open(path) as record:
                record.dossier(TODAY)
        except UserError as error:
            words.add(error.message.replace(str(path), "…"))
    assert "档案 … 已损坏。" in words


def test_that_a_record_that_is_open_to_write_says_so_to_the_next_writer(path, record):
    assert refused(path).startswith("档案 … 正在别处使用：")
    with Record.open(path, read_only=True) as reader:
        change(record, adding(person(id_number=OTHER_NUMBER)))
        assert len(reader.dossier(TODAY).people) == 2


@contextmanager
def written_by_another(path):
    """Another program, which knows nothing of our lock, is in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_that_a_record_that_another_program_writes_says_so(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    with written_by_another(path):
        assert refused(path) == "档案 … 正被另一个程序使用。"


def test_that_a_record_that_another_program_keeps_to_itself_says_so(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        assert refused(path, read_only=True) == "档案 … 正被另一个程序使用。"


def test_that_one_who_is_kept_waiting_in_the_middle_is_told(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    with (
        Record.open(path) as record,
        written_by_another(path),
        pytest.raises(UserError, match="正被另一个程序使用"),
    ):
        change(record, adding(person(id_number=OTHER_NUMBER)))


@posix_only
def test_that_a_record_that_may_not_be_read_says_so(folder):
    path = make(folder / "mine.enclave")
    path.chmod(0)
    with without_privileges():
        assert refused(path) == "没有读取档案 … 的权限。"


@pytest.fixture
def protected(folder):
    """A record that others may look at."""
    path = make(folder / "record.enclave")
    path.chmod(0o444)
    return path


@posix_only
def test_that_a_protected_record_is_not_opened_to_write(protected):
    with without_privileges():
        assert refused(protected) == "档案 … 没有写入的权限。"


@posix_only
def test_that_a_record_in_a_protected_folder_is_not_opened_to_write(protected):
    protected.chmod(0o666)
    protected.parent.chmod(0o555)
    with without_privileges():
        assert refused(protected) == "档案 … 没有写入的权限。"


@posix_only
@pytest.mark.parametrize("rights", [0o555, 0o777], ids=["in a protected folder", "in an open folder"])
def test_that_a_protected_record_can_be_read(protected, rights):
    protected.parent.chmod(rights)
    with without_privileges(), Record.open(protected, read_only=True) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    assert [file.name for file in protected.parent.iterdir()] == [protected.name]


def test_that_what_is_not_yet_folded_into_the_file_is_read_too(path, record, tmp_path):
    change(record, adding(person(id_number=OTHER_NUMBER)))
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    with Record.open(copy) as crashed:
        assert len(crashed.dossier(TODAY).people) == 2

"""Where a record lies is told by mounts, drives, names of folders and what lies in them."""

import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from enclave_desktop.records import whereabouts as module
from enclave_desktop.records.conflict_copies import conflict_copies, conflict_words
from enclave_desktop.records.record import Record
from enclave_desktop.records.whereabouts import (
    Kind,
    UnsafeToWrite,
    in_windows,
    on_mount,
    whereabouts,
)
from tests.unit.records.filled import adding, change, make
from tests.unit.rows import TODAY, expense

MOUNTS = r"""proc /proc proc rw,relatime 0 0
/dev/vda / ext4 rw,relatime 0 0
/dev/sdb1 /media/wang/U\040盘 vfat rw,nosuid 0 0
/dev/sdc1 /run/media/wang/STICK exfat rw 0 0
server:/export /home/wang/共享 nfs4 rw,vers=4.2,local_lock=none 0 0
server:/old /mnt/old nfs rw,nolock,local_lock=all 0 0
//server/share /mnt/win cifs rw,vers=3.0 0 0
//server/share /mnt/nobrl cifs rw,nobrl 0 0
wang@server: /mnt/ssh fuse.sshfs rw 0 0
tmpfs /mnt/win/local tmpfs rw 0 0
C:\134 /mnt/c 9p rw,dirsync 0 0
/dev/vdb /mediation ext4 rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("path", "kind", "reach"),
    [
        ("/home/wang/a.enclave", Kind.LOCAL, True),
        ("/media/wang/U 盘/a.enclave", Kind.REMOVABLE, True),
        ("/run/media/wang/STICK/b/a.enclave", Kind.REMOVABLE, True),
        ("/media/wang/a.enclave", Kind.LOCAL, True),
        ("/mediation/a.enclave", Kind.LOCAL, True),
        ("/home/wang/共享/深/a.enclave", Kind.NETWORK, True),
        ("/home/wang/共享文件/a.enclave", Kind.LOCAL, True),
        ("/mnt/old/a.enclave", Kind.NETWORK, False),
        ("/mnt/win/a.enclave", Kind.NETWORK, True),
        ("/mnt/nobrl/a.enclave", Kind.NETWORK, False),
        ("/mnt/win/local/a.enclave", Kind.LOCAL, True),
        ("/mnt/ssh/a.enclave", Kind.NETWORK, False),
        ("/mnt/c/a.enclave", Kind.NETWORK, False),
    ],
)
def test_that_the_innermost_mount_decides(path, kind, reach):
    found = on_mount(PurePosixPath(path), MOUNTS)
    assert (found.kind, found.locks_reach) == (kind, reach)
    assert found.may_log == (kind is not Kind.NETWORK)
    assert found.may_write == reach


def test_that_without_a_list_of_mounts_a_file_is_taken_to_be_here():
    assert on_mount(PurePosixPath("/a"), "").kind is Kind.LOCAL


@pytest.mark.parametrize(
    ("path", "type_", "kind", "reach"),
    [
        (r"C:\档案\a.enclave", 3, Kind.LOCAL, True),
        (r"E:\a.enclave", 2, Kind.REMOVABLE, True),
        (r"Z:\档案\a.enclave", 4, Kind.NETWORK, True),
        (r"\\server\share\a.enclave", 0, Kind.NETWORK, True),
        (r"\\?\UNC\server\share\a.enclave", 0, Kind.NETWORK, True),
        (r"\\?\C:\a.enclave", 3, Kind.LOCAL, True),
        (r"\\wsl$\Debian\home\a.enclave", 0, Kind.NETWORK, False),
        (r"\\dav.example.com@SSL\DavWWWRoot\a.enclave", 0, Kind.NETWORK, False),
        (r"\\tsclient\C\a.enclave", 0, Kind.NETWORK, False),
    ],
)
def test_that_in_windows_the_drive_decides(path, type_, kind, reach):
    asked = []

    def drive_type(root):
        asked.append(root)
        return type_

    found = in_windows(PureWindowsPath(path), drive_type)
    assert (found.kind, found.locks_reach) == (kind, reach)
    assert all(len(root) == 3 and root.endswith(":\\") for root in asked)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - 示例科技", "OneDrive"),
        ("坚果云", "坚果云"),
        ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"),
        ("WPSDrive", "WPS 云盘"),
        ("WPS云盘", "WPS 云盘"),
        ("BaiduSyncdisk", "百度网盘"),
        ("Dropbox (示例)", "Dropbox"),
        ("iCloudDrive", "iCloud"),
        ("Google Drive", "Google 云端硬盘"),
    ],
)
def test_that_a_folder_of_synchronising_software_is_known_by_name(tmp_path, folder, name):
    found = whereabouts(tmp_path / folder / "档案" / "a.enclave")
    assert (found.kind, found.name) == (Kind.SYNCED, name)
    assert not found.may_log
    assert found.may_write
    assert not found.locks_reach


@pytest.mark.parametrize("folder", ["OneDriver", "坚果云备份的说明", "dropboxes", "WPS", "百度网盘下载"])
def test_that_a_name_that_only_begins_so_is_an_ordinary_folder(tmp_path, folder):
    assert whereabouts(tmp_path / folder / "a.enclave").kind is Kind.LOCAL


def test_that_onedrive_is_known_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "云"))
    assert whereabouts(tmp_path / "云" / "桌面" / "a.enclave").name == "OneDrive"
    assert whereabouts(tmp_path / "云上" / "a.enclave").kind is Kind.LOCAL


@pytest.mark.parametrize(("marker", "name"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_that_a_synchronised_folder_is_known_by_what_lies_in_it(tmp_path, marker, name):
    (tmp_path / marker).mkdir()
    assert whereabouts(tmp_path / "深" / "a.enclave").name == name


@pytest.mark.usefixtures("links")
def test_that_a_link_into_a_synchronised_folder_is_followed(tmp_path):
    (tmp_path / "坚果云").mkdir()
    (tmp_path / "档案").symlink_to(tmp_path / "坚果云")
    assert whereabouts(tmp_path / "档案" / "a.enclave").name == "坚果云"


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list")
def test_that_a_real_mount_is_found_whatever_its_name(tmp_path, monkeypatch):
    point = tmp_path / "共享 盘\\1"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(point)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount")
    try:
        monkeypatch.setitem(module._NETWORK, "tmpfs", "示例")
        assert whereabouts(point / "a.enclave").name == "示例"
        assert whereabouts(tmp_path / "a.enclave").kind is Kind.LOCAL
    finally:
        subprocess.run(["umount", str(point)], check=True)


def test_that_each_place_but_this_machine_has_its_words(tmp_path):
    assert whereabouts(tmp_path / "a.enclave").words == ""
    network = on_mount(PurePosixPath("/mnt/win/a.enclave"), MOUNTS)
    synced = whereabouts(tmp_path / "坚果云" / "a.enclave")
    stick = on_mount(PurePosixPath("/media/wang/U 盘/a.enclave"), MOUNTS)
    assert "PostgreSQL" in network.words
    assert "坚果云" in synced.words
    assert "PostgreSQL" in synced.words
    assert "拔下之前" in stick.words


@pytest.mark.parametrize(
    "name",
    [
        "示例-冲突.enclave",
        "示例-冲突-王芳.enclave",
        "示例-NSConflict.enclave",
        "示例 (1).enclave",
        "示例（2）.enclave",
        "示例 (王芳's conflicted copy 2025-06-30).enclave",
        "示例 (王芳 的冲突副本 2025-06-30).enclave",
        "示例 (conflicted copy 2025-06-30 093612).enclave",
        "示例.sync-conflict-20250630-093612-ABCDEF.enclave",
        "示例-副本.enclave",
        "示例 - 副本 (2).enclave",
        "示例-DESKTOP-A1B2C3.enclave",
    ],
)
def test_that_a_conflict_copy_beside_the_record_is_noticed(tmp_path, name):
    record = tmp_path / "示例.enclave"
    record.touch()
    (tmp_path / name).touch()
    assert conflict_copies(record) == [tmp_path / name]
    assert name in conflict_words([tmp_path / name])


@pytest.mark.parametrize(
    "name",
    [
        "示例-20250630-090000.enclave",
        "示例二.enclave",
        "示例-冲突.xlsx",
        "示例-恢复前-20250630-090000.enclave",
        "另一家-冲突.enclave",
    ],
)
def test_that_any_other_file_beside_it_is_not_taken_for_one(tmp_path, name):
    record = tmp_path / "示例.enclave"
    record.touch()
    (tmp_path / name).touch()
    assert conflict_copies(record) == []
    assert conflict_words([]) == ""


def test_that_a_folder_that_cannot_be_listed_has_no_copies():
    assert conflict_copies(Path("/no/such/folder/a.enclave")) == []


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """Say what kind of file system the folder is."""

    def say(kind):
        text = tmp_path.with_name(f"{tmp_path.name}-mounts")
        text.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\n")
        monkeypatch.setattr(module, "MOUNTS", text)

    return say


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of mounts")
def test_that_a_record_on_a_network_drive_is_written_without_a_log(tmp_path, mounted):
    path = make(tmp_path / "record.enclave")
    mounted("nfs4")
    with Record.open(path) as record:
        change(record, adding(expense(voucher="记-9")))
        assert not path.with_name(f"{path.name}-wal").exists()
        with Record.open(path, read_only=True) as reader:
            assert reader.head() == record.head()
            change(record, adding(expense(voucher="记-10")))
            assert reader.head() == record.head()
        assert [notice.quiet for notice in record.notices] == [False]


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of mounts")
def test_that_where_nothing_can_be_locked_a_record_is_only_read(tmp_path, mounted):
    path = make(tmp_path / "record.enclave")
    mounted("fuse.sshfs")
    with pytest.raises(UnsafeToWrite, match="锁不住文件") as caught:
        Record.open(path)
    assert "PostgreSQL" in caught.value.details[0]
    with pytest.raises(UnsafeToWrite):
        Record.create(tmp_path / "new.enclave")
    with Record.open(path, read_only=True) as record:
        assert record.dossier(TODAY).people
    assert list(tmp_path.iterdir()) == [path]

"""Where a record's file lies: on this machine, a memory stick, a network drive or in a folder that is synchronised.

SQLite's log (WAL) works only for programs of one machine, and software that synchronises a folder copies a file
while it is being written. So both are noticed, told, and opened otherwise; see `sqlite_file`.
"""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePath, PureWindowsPath

from enclave_desktop.errors import UserError

MOUNTS = Path("/proc/self/mounts")
"""Where Linux lists its file systems."""
SHARED_WAY = "几个人要同时使用一份档案，请放到共享数据库（PostgreSQL）。"


class Kind(Enum):
    LOCAL = "本机"
    REMOVABLE = "U 盘或移动硬盘"
    NETWORK = "网络位置"
    SYNCED = "同步文件夹"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a file lies, and what follows from it."""

    kind: Kind
    name: str = ""
    """Of what it lies in: NFS, 坚果云."""
    locks_reach: bool = True
    """Whether a lock taken here is seen by everybody who can write the file."""

    @property
    def may_log(self) -> bool:
        """Whether SQLite may keep its log beside it."""
        return self.kind in (Kind.LOCAL, Kind.REMOVABLE)

    @property
    def may_write(self) -> bool:
        """Not where two machines could write at once and neither would notice."""
        return self.locks_reach or self.kind is Kind.SYNCED

    @property
    def words(self) -> str:
        """What there is to say of it; empty on this machine."""
        match self.kind:
            case Kind.NETWORK:
                return f"档案放在网络位置（{self.name}）上：保存会慢一些，断网时不能保存，一次只能有一个人写。{SHARED_WAY}"
            case Kind.SYNCED:
                return (
                    f"档案放在会自动同步的文件夹（{self.name}）里：两台电脑先后打开，同步没有完成就会互相覆盖。"
                    f"建议把档案移到本机文件夹，只把备份放在这里。{SHARED_WAY}"
                )
            case Kind.REMOVABLE:
                return "档案放在 U 盘或移动硬盘上：拔下之前请先关闭档案，备份请放到另一处。"
        return ""


LOCAL = Whereabouts(Kind.LOCAL)

_NETWORK = {
    "nfs": "NFS",
    "nfs4": "NFS",
    "cifs": "Windows 共享",
    "smb3": "Windows 共享",
    "smbfs": "Windows 共享",
    "ceph": "Ceph",
    "fuse.ceph": "Ceph",
    "fuse.glusterfs": "GlusterFS",
    "gfs2": "GFS2",
    "ocfs2": "OCFS2",
    "gpfs": "GPFS",
    "lustre": "Lustre",
    "afs": "AFS",
}
"""Network file systems whose locks reach the other machines."""
_NETWORK_ALONE = {
    "fuse.sshfs": "SSH",
    "fuse.rclone": "rclone",
    "fuse.davfs2": "WebDAV",
    "davfs": "WebDAV",
    "fuse.gvfsd-fuse": "GNOME 网络位置",
    "fuse.kio-fuse": "KDE 网络位置",
    "fuse.s3fs": "S3",
    "fuse.curlftpfs": "FTP",
    "9p": "9P 共享",
    "virtiofs": "虚拟机共享",
    "vboxsf": "虚拟机共享",
    "fuse.vmhgfs-fuse": "虚拟机共享",
    "prl_fs": "虚拟机共享",
    "ncpfs": "NetWare",
    "coda": "Coda",
}
"""Those whose locks stay on this machine."""
_LOCKS_STAY = {"nolock", "local_lock=all", "local_lock=flock", "local_lock=posix", "nobrl"}
"""Options with which a network file system keeps its locks to itself."""
_STICKS = ("/media/", "/run/media/")
_REMOVABLE_DRIVE, _REMOTE_DRIVE = 2, 4
"""What Windows calls them (GetDriveTypeW)."""
_CLOUD_TAG, _CLOUD_MASK = 0x9000001A, 0xFFFF0FFF
"""Windows marks folders of any synchronising software that uses its own means so (IO_REPARSE_TAG_CLOUD)."""

_ENVIRONMENT = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NAMES = {
    name: software
    for software, names in {
        "OneDrive": ("onedrive",),
        "坚果云": ("坚果云", "我的坚果云", "nutstore", "nutstore files"),
        "WPS 云盘": ("wpsdrive", "wps cloud files", "wps云盘", "wps网盘", "wps云文档"),
        "百度网盘": ("baidusyncdisk", "baidu syncdisk", "百度网盘同步空间", "百度同步盘", "我的同步空间"),
        "Dropbox": ("dropbox",),
        "iCloud": ("iclouddrive", "icloud drive", "icloud云盘", "mobile documents"),
        "Google 云端硬盘": ("google drive", "googledrive", "我的云端硬盘", "drivefs"),
        "Synology Drive": ("synologydrive",),
        "Nextcloud": ("nextcloud",),
        "ownCloud": ("owncloud",),
        "Seafile": ("seafile",),
        "微云": ("微云", "腾讯微云", "weiyundrive"),
        "阿里云盘": ("阿里云盘", "adrive"),
        "天翼云盘": ("天翼云盘",),
    }.items()
    for name in names
}
"""How folders that are synchronised are called, in small letters."""
_BEGINNINGS = {"onedrive - ": "OneDrive", "dropbox (": "Dropbox", "google drive ": "Google 云端硬盘"}
"""The same where a firm's name or a number follows."""
_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".tmp.driveupload": "Google 云端硬盘",
    ".synologyworkingdirectory": "Synology Drive",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
}
"""What such software leaves in the folder that it synchronises, in small letters."""


def whereabouts(path: Path) -> Whereabouts:
    """Where a file lies, or would lie. Looks at names only, and never into other people's files."""
    try:
        real = path.resolve()
    except OSError:
        real = path.absolute()
    found = in_windows(PureWindowsPath(real), _drive_type) if sys.platform == "win32" else _in_linux(real)
    if found.kind is Kind.NETWORK:
        return found
    name = _synced_by(real) or _synced_by(path.absolute())
    return Whereabouts(Kind.SYNCED, name, locks_reach=False) if name else found


class UnsafeToWrite(UserError):
    """The record lies where nothing can be locked safely."""

    def __init__(self, path: Path, place: Whereabouts) -> None:
        super().__init__(
            f"档案 {path} 放在网络位置（{place.name}）上，那里锁不住文件，两台电脑同时写会损坏档案，不能打开来写。",
            f"请把档案复制到本机再打开，或只读打开。{SHARED_WAY}",
        )
        self.path = path


def _in_linux(path: PurePath) -> Whereabouts:
    try:
        mounts = MOUNTS.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return LOCAL
    return on_mount(path, mounts)


def on_mount(path: PurePath, mounts: str) -> Whereabouts:
    """By the longest mount point that the path lies under; of two at one point the later one covers the earlier."""
    where, kind, options = PurePath("/"), "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 4:
            continue
        point = PurePath(_unescaped(fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= len(where.parts):
            where, kind, options = point, fields[2], fields[3]
    if kind in _NETWORK_ALONE:
        return Whereabouts(Kind.NETWORK, _NETWORK_ALONE[kind], locks_reach=False)
    if kind in _NETWORK:
        stay = _LOCKS_STAY.intersection(options.split(","))
        return Whereabouts(Kind.NETWORK, _NETWORK[kind], locks_reach=not stay)
    if f"{where.as_posix()}/".startswith(_STICKS):
        return Whereabouts(Kind.REMOVABLE)
    return LOCAL


def _unescaped(text: str) -> str:
    """Linux writes spaces and the like as \\040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def in_windows(path: PureWindowsPath, drive_type: Callable[[str], int]) -> Whereabouts:
    """By the drive, or the machine that is named in the path; `drive_type` is Windows' own GetDriveTypeW."""
    drive = path.drive
    if drive.upper().startswith("\\\\?\\UNC\\"):
        drive = "\\\\" + drive[8:]
    elif drive.startswith(("\\\\?\\", "\\\\.\\")):
        drive = drive[4:]
    if drive.startswith("\\\\"):
        return _in_share(drive)
    kind = drive_type(f"{drive}\\")
    if kind == _REMOTE_DRIVE:
        return Whereabouts(Kind.NETWORK, f"{drive} 网络驱动器")
    return Whereabouts(Kind.REMOVABLE) if kind == _REMOVABLE_DRIVE else LOCAL


def _in_share(share: str) -> Whereabouts:
    machine = share.lstrip("\\").split("\\")[0].lower()
    alone = (
        machine in {"wsl$", "wsl.localhost", "tsclient"} or "davwwwroot" in share.lower() or "@" in machine
    )
    return Whereabouts(Kind.NETWORK, share, locks_reach=not alone)


def _drive_type(root: str) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _synced_by(path: Path) -> str:
    """What keeps one of the folders above the file the same elsewhere; empty when nothing known does."""
    for variable in _ENVIRONMENT:
        if (root := os.environ.get(variable)) and path.is_relative_to(root):
            return "OneDrive"
    for folder in path.parents:
        if name := _known_name(folder.name.lower()):
            return name
    return next(filter(None, map(_marked, path.parents)), "")


def _known_name(name: str) -> str:
    begun = (software for beginning, software in _BEGINNINGS.items() if name.startswith(beginning))
    return _NAMES.get(name) or next(begun, "")


def _marked(folder: Path) -> str:
    for marker, name in _MARKERS.items():
        if os.path.lexists(folder / marker):
            return name
    with_tag = getattr(_stat(folder), "st_reparse_tag", 0)
    return "云同步" if with_tag & _CLOUD_MASK == _CLOUD_TAG else ""


def _stat(folder: Path) -> os.stat_result | None:
    try:
        return folder.lstat()
    except OSError:
        return None

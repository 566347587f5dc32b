"""Writing a file whole or not at all."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from enclave_desktop.errors import UserError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_whole(
    path: Path, write: Callable[[Path], object], check: Callable[[Path], None] | None = None
) -> None:
    """Let `write` fill a temporary file beside `path`; once `check` passes it takes the name, replacing what was there.

    UserError when the folder is missing, cannot be written to or is full, or the file is open elsewhere.
    Whatever goes wrong, `path` is as it was and nothing half-written stays.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        if check is not None:
            check(temporary)
        _settle(temporary)
        temporary.replace(path)
        settle_names(path.parent)
    except OSError as error:
        if error.filename not in (None, name, temporary):
            raise  # some other file that `write` needed: not what the user asked for
        raise cannot_write(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> UserError:
    """The UserError for a file that could not be written."""
    if is_too_long(error) or (sys.platform == "win32" and _lost_on_the_way(path, error)):
        return too_long(path)
    if path.is_dir():
        return UserError(f"{path} 是一个文件夹。", "请写上文件名。")
    if error.errno in _FULL:
        return UserError(f"磁盘已满，{path} 没有写出。", "请腾出空间或换一个位置再试；原有的文件没有改动。")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(
            f"文件夹 {path.parent} 不存在，{path.name} 没有写出。", "请先建立文件夹，或换一个位置。"
        )
    if error.errno in _FORBIDDEN:
        return UserError(
            f"没有权限写 {path}。", "如果文件正在 WPS 或 Excel 中打开，请先关闭；或换一个有写入权限的位置。"
        )
    return UserError(f"无法写出 {path}：{error.strerror}。", "请换一个位置再试；原有的文件没有改动。")


def is_too_long(error: OSError) -> bool:
    """Whether the system takes no name or path of such length."""
    return error.errno == errno.ENAMETOOLONG


def _lost_on_the_way(path: Path, error: OSError) -> bool:
    """Of a path beyond 260 characters Windows says that something is not there, though its folder is."""
    return error.errno == errno.ENOENT and path.parent.is_dir()


def too_long(path: Path) -> UserError:
    """The UserError for a name that no disk takes."""
    return UserError(f"名字或路径太长：{path}。", "请换一个短一些的名字，或放到上一级文件夹里。")


def settle_names(folder: Path) -> None:
    """The names in a folder on disk, where the system lets folders be written so; else they may go with the power."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _settle(path: Path) -> None:
    """On disk before it gets its name, with the rights a new file has."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)
    with path.open("rb+") as file:
        os.fsync(file.fileno())

"""Where resources, forms and logs lie: in a checkout, an installed wheel or a frozen folder.

What the program keeps for the user (settings, log, blanks) lies where the system wants it; a portable program keeps
it beside itself.
"""

import os
import sys
import threading
from pathlib import Path

from enclave_desktop.errors import UserError

_PACKAGE = Path(__file__).resolve().parent
OWN_FOLDER = "ENCLAVE_DESKTOP_HOME"
"""An environment variable: the folder for all that the program keeps, records aside."""
_PORTABLE = "portable.txt"
"""Lies beside the executable of a portable program."""


def _shipped(name: str) -> Path:
    """The folder `name` that ships with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / name] if frozen else [_PACKAGE / name, _PACKAGE.parent / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the program's own folder {name!r} is missing beside {_PACKAGE}")


def resources() -> Path:
    """Fonts, icons, rule packs and the sample firm."""
    return _shipped("resources")


def forms() -> Path:
    """The reference forms, one folder each."""
    return _shipped("forms")


def docs() -> Path:
    """The user guide and its pictures."""
    return _shipped("docs")


def own_folder() -> Path | None:
    """Where everything is kept that is not the system's to place; None where it is."""
    if named := os.environ.get(OWN_FOLDER):
        return Path(named)
    return _beside() if _is_portable() else None


def _beside() -> Path:
    return Path(sys.executable).parent / "数据"


def _is_portable() -> bool:
    return getattr(sys, "frozen", False) and (Path(sys.executable).parent / _PORTABLE).exists()


def log_file() -> Path:
    """The log that a bug leaves behind (never holds personal data). Its folder is made if need be."""
    return _kept("user_log_path", "日志") / "enclave-desktop.log"


def blanks() -> Path:
    """The user's own blanks with their mappings (no personal data). The folder is made if need be."""
    folder = _kept("user_data_path", "") / "blanks"
    folder.mkdir(exist_ok=True)
    return folder


def policies() -> Path:
    """The rule packs that the user installed (no personal data). The folder is made when one is."""
    return _place("user_data_path", "") / "policies"


def state_folder() -> Path:
    """What the program remembers of its own running (no personal data). The folder is made if need be."""
    return _kept("user_state_path", "状态")


def _kept(place: str, name: str) -> Path:
    """The folder that platformdirs calls `place`, or `name` in our own folder. Made if need be."""
    return writable(_place(place, name))


def writable(folder: Path) -> Path:
    """A folder for what the program keeps, made if need be; UserError when nothing can be written there."""
    trial = folder / f".{os.getpid()}-{threading.get_ident()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink(missing_ok=True)
    except OSError as error:
        message = f"程序要把设置和日志放在 {folder}，那里写不进去：{error.strerror}。"
        if _is_portable() and folder.is_relative_to(_beside()):
            raise UserError(
                message, "这是便携版：请把整个程序文件夹复制到能写入的位置再运行，或改用安装版。"
            ) from None
        raise UserError(
            message, f"请检查这个文件夹的权限，或用环境变量 {OWN_FOLDER} 指定另一个文件夹。"
        ) from None
    return folder


def _place(place: str, name: str) -> Path:
    own = own_folder()
    if own is not None:
        return own / name
    import platformdirs  # on first use: the window does not wait for it

    folder: Path = getattr(platformdirs, place)("EnclaveDesktop", appauthor=False)
    return folder


def spoilt_program(path: Path) -> UserError:
    """The UserError for a file of the program's own that is missing or spoilt."""
    what = "已损坏" if path.exists() else "不见了"
    return UserError(f"程序自带的文件 {path} {what}。", "请重新安装本程序；档案不受影响。")


def no_such_file(path: Path, what: str) -> UserError:
    """The UserError for a file that is not there, with the nearest names in its folder."""
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_file()]
    except OSError:
        return UserError(f"找不到{what} {path}：没有 {path.parent} 这个文件夹。", "请核对文件夹和文件名。")
    import difflib

    near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.5)
    hints = [f"  相近的有：{path.with_name(name)}" for name in near]
    return UserError(f"找不到{what} {path}。", *hints, "请核对文件名和所在文件夹。")

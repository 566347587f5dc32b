"""Where resources, forms and logs lie: in a checkout, an installed wheel or a frozen folder."""

import sys
from pathlib import Path

from enclave_desktop.errors import UserError

_PACKAGE = Path(__file__).resolve().parent


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


def log_file() -> Path:
    """The log that a bug leaves behind (never holds personal data). Its folder is made if need be."""
    import platformdirs  # on first use: the window does not wait for it

    folder = platformdirs.user_log_path("EnclaveDesktop", appauthor=False, ensure_exists=True)
    return folder / "enclave-desktop.log"


def blanks() -> Path:
    """The user's own blanks with their mappings (no personal data). The folder is made if need be."""
    import platformdirs

    folder = platformdirs.user_data_path("EnclaveDesktop", appauthor=False) / "blanks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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

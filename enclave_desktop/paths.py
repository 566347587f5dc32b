"""Where resources, forms and logs lie: in a checkout, an installed wheel or a frozen folder."""

import sys
from pathlib import Path

import platformdirs

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
    folder = platformdirs.user_log_path("EnclaveDesktop", appauthor=False, ensure_exists=True)
    return folder / "enclave-desktop.log"

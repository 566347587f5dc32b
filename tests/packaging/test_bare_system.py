"""What the frozen program needs of a bare system is what the README names."""

import re
import runpy
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def test_that_the_readme_names_what_the_frozen_program_is_tried_with(monkeypatch: pytest.MonkeyPatch):
    folder = CHECKOUT / "packaging" / "linux"
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    needed = runpy.run_path(str(folder / "bare.py"))["NEEDED"]
    told = (CHECKOUT / "README.md").read_text("utf-8").partition("There it needs,")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"`([^`]+)`", told)) == needed

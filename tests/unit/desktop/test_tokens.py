"""Contrast of everything that is read, in both themes: by the list of pairs, and by what the style sheet pairs."""

import re

import pytest

from enclave_desktop.desktop.tokens import DARK, LIGHT, TEXT_PAIRS, THEMES, contrast
from enclave_desktop.paths import resources

TEXT, GRAPHIC = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""
GRAPHICS = [
    ("control_line", "card"),
    ("control_line", "control"),
    ("control_line", "layer"),
    ("accent", "card"),
    ("accent", "layer"),
    ("focus", "card"),
    ("focus", "layer"),
    ("focus", "window"),
    ("focus", "nav_sel"),
    ("bad", "control"),
    ("axis", "card"),
]
"""What must be seen to know where the keyboard is, where to type, and what is wrong."""
RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
PAINT = re.compile(r"(?<![-\w])(?P<what>color|background): \$(?P<token>\w+)")
SELECTION = re.compile(r"selection-(?P<what>color|background-color): \$(?P<token>\w+)")


def pairs_of_the_style_sheet() -> set[tuple[str, str]]:
    """Text and ground of each rule that sets both."""
    text = (resources() / "desktop" / "style.qss").read_text("utf-8")
    found = set()
    for rule in RULE.finditer(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        for pattern, ground in ((PAINT, "background"), (SELECTION, "background-color")):
            paints = {match["what"]: match["token"] for match in pattern.finditer(rule["body"])}
            if "color" in paints and ground in paints and "disabled" not in rule["selector"]:
                found.add((paints["color"], paints[ground]))
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-".join)
def test_that_text_stands_out_from_its_ground(theme, pair):
    text, ground = (THEMES[theme][token] for token in pair)
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", GRAPHICS, ids="-".join)
def test_that_lines_that_tell_something_stand_out(theme, pair):
    line, ground = (THEMES[theme][token] for token in pair)
    assert contrast(line, ground) >= GRAPHIC


def test_that_what_the_style_sheet_pairs_is_in_the_list():
    found = pairs_of_the_style_sheet()
    assert ("on_accent", "accent") in found
    assert found - set(TEXT_PAIRS) == set()


def test_that_both_themes_have_the_same_tokens():
    assert LIGHT.keys() == DARK.keys()


def test_that_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)

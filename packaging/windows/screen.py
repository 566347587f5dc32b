"""The screen that Wine draws on: the windows there, keys pressed in them, and pictures of them."""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Callable

from layout import BUILD, SCREENS
from PIL import Image, ImageChops
from wine import Failed, Wine

PICTURES = BUILD / "pictures"
_STILL = 0.6
"""Seconds between two looks at a window that must be the same for it to be drawn to its end."""
_CURSOR = 100
"""Pixels that a blinking cursor takes."""


def window(wine: Wine, title: str) -> str | None:
    """The window shown whose title this pattern matches as a whole."""
    for found in _called(wine, ["xdotool", "search", "--onlyvisible", "--name", "."]).split():
        if re.fullmatch(title, _called(wine, ["xdotool", "getwindowname", found]).strip()):
            return found
    return None


def await_window(wine: Wine, title: str, seconds: float = 120) -> str:
    """The window once it is there and drawn."""
    await_that(lambda: window(wine, title) is not None, seconds, f"a window called {title}")
    await_still(wine)
    found = window(wine, title)
    if found is None:
        raise Failed(f"the window called {title} went away")
    return found


def await_no_window(wine: Wine, title: str, seconds: float = 60) -> None:
    """Until it is gone."""
    await_that(lambda: window(wine, title) is None, seconds, f"no window called {title}")


def await_still(wine: Wine, seconds: float = 30) -> None:
    """Until what is on the screen does not change any more."""

    def still() -> bool:
        before = _look(wine)
        time.sleep(_STILL)
        return not _differ(before, _look(wine))

    await_that(still, seconds, "a screen that is still")


def press(wine: Wine, key: str) -> None:
    """In the window that has the keyboard; then wait until something has come of it."""
    before = _look(wine)
    _called(wine, ["xdotool", "key", key])
    await_that(lambda: _differ(before, _look(wine)), 60, f"what comes of {key}")
    await_still(wine)


def write(wine: Wine, text: str) -> None:
    """Type it, as somebody at the keyboard would."""
    subprocess.run(["xdotool", "type", "--delay", "80", text], env=wine.environment(), check=True, timeout=60)


def picture(wine: Wine, name: str, of: str = "root") -> None:
    """A window, or all of the screen, into PICTURES."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    call = ["import", "-window", of, str(PICTURES / f"{name}.png")]
    subprocess.run(call, env=wine.environment(), check=True, timeout=60)


def publish() -> None:
    """The pictures of this run into the documentation, in few colours so that they stay small."""
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    for taken in sorted(PICTURES.glob("*.png")):
        call = [
            "convert",
            str(taken),
            "-strip",
            "-dither",
            "None",
            "-colors",
            "256",
            f"PNG8:{SCREENS / taken.name}",
        ]
        subprocess.run(call, check=True, timeout=60)


def await_that(until: Callable[[], bool], seconds: float, what: str) -> None:
    """Failed when it takes longer."""
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            raise Failed(f"waited {seconds} s for {what}")
        time.sleep(0.3)


def expect(condition: bool, what: str) -> None:
    """Failed unless it is so."""
    if not condition:
        raise Failed(f"expected: {what}")


def _look(wine: Wine) -> Image.Image:
    call = ["import", "-window", "root", "ppm:-"]
    seen = subprocess.run(call, env=wine.environment(), check=True, timeout=60, capture_output=True).stdout
    return Image.open(io.BytesIO(seen)).convert("RGB")


def _differ(one: Image.Image, other: Image.Image) -> bool:
    """But for a cursor that blinks."""
    box = ImageChops.difference(one, other).getbbox()
    return box is not None and (box[2] - box[0]) * (box[3] - box[1]) > _CURSOR


def _called(wine: Wine, call: list[str]) -> str:
    return subprocess.run(
        call, env=wine.environment(), capture_output=True, text=True, check=False, timeout=60
    ).stdout

"""Scans as they lie in a clerk's folder, made for a test."""

from pathlib import Path

from PIL import Image, ImageDraw


def page(words: str, size: tuple[int, int] = (300, 420)) -> Image.Image:
    """A white page with a word at its head and a black bar at its foot, so that it is seen which way up it is."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 20), words, fill="black")
    draw.rectangle((0, size[1] - 40, size[0], size[1]), fill="black")
    return picture


def scan(path: Path, pages: int = 1) -> Path:
    """A file of so many pages, as its ending says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    first, *others = (page(f"{path.stem} {number}") for number in range(1, pages + 1))
    if others:
        first.save(path, save_all=True, append_images=others)
    else:
        first.save(path)
    return path

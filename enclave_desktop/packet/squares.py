"""A QR code as dark squares."""

from collections.abc import Iterator, Sequence

from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.style import Box

QUIET = 4
"""Modules that stay white around the code."""


def draw_squares(pen: Pen, box: Box, modules: Sequence[bytearray]) -> None:
    """Into a square box, with its quiet zone inside."""
    module = box.width / (len(modules) + 2 * QUIET)
    for row, dark in enumerate(modules):
        y = box.top - (row + 1 + QUIET) * module
        for start, stop in _runs(dark):
            pen.shade(Box(box.x + (start + QUIET) * module, y, (stop - start) * module, module), 0.0)


def _runs(dark: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark squares stand side by side: from, to before."""
    start = None
    for at, is_dark in enumerate([*dark, 0]):
        if is_dark and start is None:
            start = at
        elif not is_dark and start is not None:
            yield start, at
            start = None

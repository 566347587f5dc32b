"""A record that somebody else writes, or that nothing can be written to: it is opened to be read, and says so.

The strip above the pages (`desktop/strip.py`) tells why, and leads back.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.session import Session


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    """Nothing needs to be asked."""
    session.begin(replace(opening, read_only=True, because=error))

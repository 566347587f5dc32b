"""What has to be asked before a record can be opened: a module for each question.

Each has `ask(window, session, opening, error, leave)`, which asks and begins the opening anew with the answer, or
calls `leave` when the user lets it be.
"""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.session import Session

_QUESTIONS = {
    "PassphraseWanted": "passphrase",
    "WrongPassphrase": "passphrase",
    "PasswordWanted": "password",
    "HeldElsewhere": "elsewhere",
    "NotWritable": "elsewhere",
    "UnsafeToWrite": "elsewhere",
    "UpgradeWanted": "upgrading",
    "Damaged": "damaged",
}
"""Which module asks, by the name of what keeps the record from being opened."""


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> bool:
    """Ask what is in the way; False when nothing can be asked, and the error is to be told."""
    module = _QUESTIONS.get(type(error).__name__)
    if module is None:
        return False
    import_module(f"{__name__}.{module}").ask(window, session, opening, error, leave)
    return True

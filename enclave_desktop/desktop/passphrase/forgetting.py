"""A key that no longer opens the record is taken out of the system's credential store: it still opens earlier backups."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.work import Job


def forget_former(session: Session, settings: Settings, path: Path, window: QWidget) -> None:
    """Nothing where none is remembered; a store that does not answer is told."""
    if not settings.remembers_key(path):
        return
    settings.set_remembers_key(path, remembers=False)

    def work(job: Job) -> None:
        from enclave_desktop.desktop.passphrase.remembering import forget

        forget(path)

    session.worker.submit("系统密码库", work, lambda _: None, lambda error: show_problem(window, error))

"""A new record gets a passphrase, unless that is declined; then its recovery code is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.passphrase.dialog import PassphraseDialog
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

TITLE = "给档案设一个口令"
WHY = (
    "档案里有身份证号、工资和银行账号。设了口令，电脑或 U 盘丢了，捡到的人也打不开；备份一同加密。强烈建议设置。\n"
    "口令只有您知道，我们找不回来；下一步会给您一份恢复码，打印收好，忘记口令时用它打开。"
)
DECLINE = "不加密，直接新建"


def ask_protection(session: Session, parent: QWidget, then: Callable[["Key | None"], None]) -> None:
    """`then` with the new record's key, or None where it is to stay plain; nothing when it is given up."""

    def chosen(passphrase: str) -> None:
        make_key(session, passphrase, then)

    dialog = PassphraseDialog(TITLE, WHY, "设置口令", parent, decline=DECLINE)
    dialog.chosen.connect(chosen)
    dialog.declined.connect(lambda: then(None))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def create_record(
    session: Session, settings: Settings, window: QWidget, then: Callable[[], None], path: Path
) -> None:
    """Make a record there; `then` once it is open, and its recovery code has been shown."""
    from enclave_desktop.desktop.passphrase.sheet import show_sheet

    def create(key: "Key | None") -> None:
        def made() -> None:
            if key:
                show_sheet(session, settings, path, key, window, then=then)
            else:
                then()

        session.open(path, create=True, key=key, then=made)

    ask_protection(session, window, create)


def make_key(session: Session, passphrase: str, then: Callable[["Key"], None]) -> None:
    """In the background: it takes a while, on purpose."""

    def work(_: object) -> "Key":
        from enclave_desktop.records.cipher import new_key

        return new_key(passphrase)

    session.worker.submit("准备口令", work, then, session.failed.emit)

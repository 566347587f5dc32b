"""The recovery code on the screen: printed or saved as a PDF, and kept where nothing of the computer is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import PDF, ask_save
from enclave_desktop.desktop.passphrase.dress import dress
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.records.recovery_code import GROUPS, is_group, plain_signs

if TYPE_CHECKING:
    from enclave_desktop.desktop.packets.paper import Paper
    from enclave_desktop.desktop.printing.desk import PrintDesk
    from enclave_desktop.records.cipher import Key

_ACROSS = 5
_WHY = "忘记口令时，只有它能打开这份档案和备份。它和口令一样要紧：打印出来，和公章、存折放在一起，不要拍照，不要存在这台电脑里。"
_LATER = "没有收好就忘了口令，谁也打不开这份档案。以后可以在“设置”里再打印，要先输入口令。"


def show_sheet(
    session: Session,
    settings: Settings,
    path: Path,
    key: "Key",
    parent: QWidget,
    *,
    new: bool = True,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Show the recovery code of a record that is encrypted with this key; of a `new` one nobody has a sheet yet.

    `then` once the dialog is left.
    """
    from enclave_desktop.records.cipher import recovery_code

    if new:
        settings.set_code_kept(path, kept=False)
    dialog = SheetDialog(session, settings, path, recovery_code(key), parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(lambda _: then())
    dialog.open()


class SheetDialog(QDialog):
    """Until its last group was typed, the settings say that the sheet may not have been kept."""

    def __init__(self, session: Session, settings: Settings, path: Path, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._settings, self._path, self._code = session, settings, path, code
        self._desk: PrintDesk | None = None
        self.setWindowTitle("恢复码")
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 20, 24, 12)
        inside.setSpacing(12)
        inside.addWidget(label("subtitle", f"“{path.stem}”的恢复码，请打印收好", self, wrap=True))
        inside.addWidget(label("second", _WHY, self, wrap=True))
        inside.addWidget(self._groups())
        inside.addLayout(self._ways())
        inside.addLayout(self._confirm())
        inside.addWidget(label("caption", _LATER, self, wrap=True))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inside, 1)
        whole.addWidget(self._foot())
        self.setMinimumWidth(600)
        self._print.setFocus()

    def _groups(self) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("card")
        frame.setAccessibleName("恢复码")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        for place, group in enumerate(self._code.split("-")):
            row, column = divmod(place, _ACROSS)
            number = label("caption", str(place + 1), frame)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            signs = label("subtitle", group, frame)
            signs.ensurePolished()
            signs.setMinimumWidth(signs.sizeHint().width())
            signs.setAccessibleName(f"第 {place + 1} 组 {' '.join(group)}")
            grid.addWidget(number, row, 2 * column)
            grid.addWidget(signs, row, 2 * column + 1)
        return frame

    def _ways(self) -> QHBoxLayout:
        self._print = QPushButton("打印…", self)
        self._print.setAutoDefault(False)
        self._print.clicked.connect(lambda: self._make(self._print_it))
        save = QPushButton("存成 PDF…", self)
        save.setAutoDefault(False)
        save.setToolTip("存到 U 盘，打印后删去")
        save.clicked.connect(self._ask_where)
        self._done = label("second", "", self)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._print)
        across.addWidget(save)
        across.addWidget(self._done, 1)
        return across

    def _confirm(self) -> QHBoxLayout:
        self._last = QLineEdit(self)
        self._last.setAccessibleName("恢复单上的最后一组")
        self._last.setProperty("sensitive", True)
        self._last.textChanged.connect(self._typed)
        words = QLabel(f"收好了？照着纸输入最后一组（第 {GROUPS} 组）(&L)", self)
        words.setBuddy(self._last)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(words)
        across.addWidget(self._last)
        across.addStretch(1)
        return across

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        self._kept = QPushButton("已经收好", foot)
        self._kept.setProperty("kind", "primary")
        self._kept.setDefault(True)
        self._kept.setEnabled(False)
        self._kept.clicked.connect(self._confirmed)
        later = QPushButton("以后再说", foot)
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        across = QHBoxLayout(foot)
        across.setContentsMargins(20, 12, 20, 12)
        across.setSpacing(8)
        across.addStretch(1)
        across.addWidget(self._kept)
        across.addWidget(later)
        return foot

    def _typed(self, typed: str) -> None:
        """Any last group that checks is not enough: it is this one's."""
        signs = plain_signs(typed)
        right = is_group(GROUPS - 1, signs) and self._code.endswith(signs)
        wrong = len(signs) >= len(self._code.rpartition("-")[2]) and not right
        self._kept.setEnabled(right)
        self._last.setAccessibleDescription("与恢复码不符" if wrong else "")
        dress(self._last, "state", "error" if wrong else "")

    def _confirmed(self) -> None:
        self._settings.set_code_kept(self._path, kept=True)
        self.accept()

    def _make(self, then: "object") -> None:
        path, code, firm = self._path, self._code, self._firm()

        def work(_: object) -> bytes:
            from enclave_desktop.packet.recovery_sheet import recovery_sheet

            return recovery_sheet(path.stem, code, firm=firm)

        self._session.worker.submit("恢复单", work, then, self._tell)  # type: ignore[arg-type]

    def _firm(self) -> str:
        """The firm's name; empty before one is on record, or where another record than the sheet's is open."""
        view = self._session.view if self._session.path == self._path else None
        return view.dossier.firm.name if view and view.dossier.firm else ""

    def _ask_where(self) -> None:
        ask_save(self, "恢复单存到", Path.home() / f"恢复单-{self._path.stem}.pdf", PDF, self._save_as)

    def _save_as(self, out: Path) -> None:
        def save(data: bytes) -> None:
            from enclave_desktop.whole_file import write_whole

            def work(_: object) -> None:
                write_whole(out, lambda path: _write(path, data))

            self._session.worker.submit(
                "恢复单", work, lambda _: self._done.setText("已存好；打印后请删去这个文件"), self._tell
            )

        self._make(save)

    def _print_it(self, data: bytes) -> None:
        from enclave_desktop.desktop.packets.paper import Paper
        from enclave_desktop.desktop.printing.desk import PrintDesk

        if self._desk is None:
            self._desk = PrintDesk(_draw, self._settings, self)
            self._desk.ended.connect(self._done.setText)
            self._desk.failed.connect(self._tell)
            self.finished.connect(self._desk.close)
        self._desk.ask(Paper(data), 0)

    def _tell(self, error: Exception) -> None:
        show_problem(self, error)


def _draw(paper: "Paper", number: int, scale: float, then: "object") -> None:
    then(paper.image(number, scale))  # type: ignore[operator]


def _write(path: Path, data: bytes) -> None:
    path.touch(0o600)
    path.write_bytes(data)

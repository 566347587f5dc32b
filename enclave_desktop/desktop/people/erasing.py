"""Asking whether a person is to be erased: what goes, what stays, why, and a word typed before it is done."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.values import Person
from enclave_desktop.errors import UserError
from enclave_desktop.records.erasing_words import WORD, done_words, goes, stays, to_see_to

if TYPE_CHECKING:
    from enclave_desktop.records.erasing_plan import Plan

_WIDTH = 560
_ABOUT = "应本人要求才这样做：清除后不能撤销，也不能从这份档案里恢复。"


class ErasingDialog(QDialog):
    """Done only with a reason, and after the word was typed."""

    def __init__(
        self, session: Session, person: Person, planned: "Plan", copies: Sequence[Path], parent: QWidget
    ) -> None:
        """`copies` of the record stay beside it whatever becomes of its backups."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("清除个人信息")
        self.setFixedWidth(_WIDTH)
        self._session, self._number = session, person.id_number
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(10)
        whole.addWidget(label("subtitle", f"清除{person.name}的个人信息", self, wrap=True))
        whole.addWidget(label("second", _ABOUT, self, wrap=True))
        to_do = [*to_see_to(planned), *map(_told_of, copies)]
        parts = (("将清除", goes(planned)), ("会保留", stays(planned)), ("请查看", to_do))
        for title, lines in parts:
            if told := _listed(lines):
                whole.addWidget(label("strong", title, self))
                whole.addWidget(label("body", told, self, wrap=True))
        self._reason, self._word = self._line("理由", "例如：本人申请"), self._line(f"输入“{WORD}”确认", "")
        for made, words in ((self._reason, "理由（不写姓名和号码）"), (self._word, f"输入“{WORD}”确认")):
            named = label("second", words, self)
            named.setBuddy(made)
            row = QHBoxLayout()
            named.setFixedWidth(168)
            row.addWidget(named)
            row.addWidget(made, 1)
            whole.addLayout(row)
        self.backups = QCheckBox("同时删除档案旁边的旧备份，并另做一份新的", self)
        self.backups.setChecked(True)
        self.backups.setVisible(isinstance(session.path, Path))
        whole.addWidget(self.backups)
        whole.addWidget(
            label("caption", "U 盘等别处的备份、已导出的文件和已打印的纸张，请另行处理。", self, wrap=True)
        )
        self._told = label("error", "", self, wrap=True)
        self._told.hide()
        whole.addWidget(self._told)
        whole.addLayout(self._buttons())
        self._check()

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.textChanged.connect(self._check)
        return made

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self._go = QPushButton("清除", self)
        self._go.setProperty("kind", "danger")
        self._go.clicked.connect(self._erase)
        leave = QPushButton("取消", self)
        leave.setDefault(True)
        leave.clicked.connect(self.reject)
        row.addWidget(self._go)
        row.addWidget(leave)
        return row

    def _check(self) -> None:
        ready = self._word.text().strip() == WORD and bool(self._reason.text().strip())
        self._go.setEnabled(ready)

    def _erase(self) -> None:
        self._go.setEnabled(False)
        path = self._session.path if self.backups.isChecked() else None
        work = partial(erase, self._number, self._reason.text().strip(), path)
        self._session.for_good("清除个人信息", work, self._done, self._failed)

    def _done(self, words: str) -> None:
        self._session.saved.emit(words)
        self.accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._told.setText(str(error))
            self._told.show()
            self._check()
        else:
            self.reject()
            self._session.failed.emit(error)


def ask_to_erase(session: Session, person: Person, parent: QWidget) -> None:
    """Look up what would go, then ask."""

    def show(found: "tuple[Plan, list[Path]]") -> None:
        ErasingDialog(session, person, *found, parent).open()

    session.with_held("查看要清除的内容", partial(_plan, person.id_number), show)


def _plan(number: str, held: Held, job: Job) -> "tuple[Plan, list[Path]]":
    from enclave_desktop.records.erasing_plan import copies_beside, plan

    place = held.record.place
    copies = copies_beside(place) if isinstance(place, Path) else []
    return held.record.read(partial(plan, number=number)), copies


def _told_of(copy: Path) -> str:
    return f"恢复备份时留存的“{copy.name}”也可能有其信息，不会随之删去，请自己删除"


def erase(number: str, reason: str, delete_backups_of: Path | None, held: Held, job: Job) -> str:
    """In the record's thread; once begun it is ended, whoever cancels: what it did, in words."""
    from enclave_desktop.packet.erasing import erase_person

    job.progress("清除个人信息", 0, 0)
    words = done_words(erase_person(held.record, number, reason, date.today()))
    if isinstance(delete_backups_of, Path):
        words += _renew_backups(delete_backups_of, held)
    return words


def _renew_backups(path: Path, held: Held) -> str:
    """A new backup first, then the old ones go: the record is never without one."""
    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.erasing_plan import backups_with
    from enclave_desktop.records.history_reading import first_digest
    from enclave_desktop.records.old_backups import delete_backups
    from enclave_desktop.records.verify import unheard

    old = [backup for backup, _ in backups_with(path) if backup.exists()]
    if not old:
        return ""
    try:
        made = held.record.backup(folder_beside(path), datetime.now(), unheard)
    except UserError as error:  # she is erased all the same
        return f"；备份没有做成，旧备份没有删去：{error.message}"
    delete_backups(path, held.record.read(first_digest), made.path)
    left = sum(backup.exists() for backup in old)
    words = f"；已另做一份备份，删去旧备份 {len(old) - left} 份"
    return f"{words}，还有 {left} 份没有删去" if left else words


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"· {line}" for line in lines)

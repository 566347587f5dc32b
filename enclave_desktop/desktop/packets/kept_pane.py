"""Packets printed before: which there are, what has changed since, and making one again to hold it against itself."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.packets.kept import (
    Again,
    Kept,
    Parts,
    changes_since,
    list_kept,
    make_again,
    read_kept,
    read_parts,
)
from enclave_desktop.desktop.packets.kept_list import KeptList
from enclave_desktop.desktop.packets.progress_strip import ProgressStrip
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Cancelled, Job, Worker
from enclave_desktop.errors import UserError

_SAID = {
    "bytes": ("ok", "重新生成的与当时打印的逐字节相同。"),
    "content": ("ok", "重新生成的与当时打印的内容相同：解开压缩后一致，只是这一版程序压缩得不一样。"),
    "other": ("warn", "重新生成的与当时打印的不同。请以档案里存着的那一册为准。"),
}


class KeptPane(QWidget):
    """The left side while printed packets are looked at."""

    opened = Signal(object, object)
    """A Kept and its bytes; None where they are damaged."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = Worker(self)
        self._data: bytes | None = None
        self._wanted: str | None = None
        self._shown: str | None = None
        """The number of the packet on show."""
        self._job: Job | None = None
        self._build()
        self._list.selectionModel().currentChanged.connect(lambda now, before: self._choose())
        self._again.clicked.connect(self._make_again)
        self._worker.progressed.connect(self._strip.tell)

    def _build(self) -> None:
        self._list = KeptList(self)
        self._nothing = label("second", "还没有打印或保存过正式的申报材料。", self, wrap=True)
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self._details = QWidget(self)
        inside = QVBoxLayout(self._details)
        inside.setContentsMargins(16, 10, 16, 12)
        inside.setSpacing(6)
        self._what = label("second", wrap=True)
        self._since_title = label("captionstrong")
        self._since = label("second", wrap=True)
        self._since.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._since.setAccessibleName("此后的变化")
        self._again = QPushButton("重新生成核对", self)
        self._again.setToolTip("用存下来的资料重做一遍，与存档的文件比对")
        self._result = QLabel(self)
        self._result.setObjectName("banner")
        self._result.setAccessibleName("核对结果")
        self._result.setWordWrap(True)
        for widget in (self._what, self._again, self._result, self._since_title, self._since):
            inside.addWidget(widget)
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details.setObjectName("clear")
        area.setWidget(self._details)
        line = QFrame(self)
        line.setObjectName("hline")
        self._strip = ProgressStrip(self, "取消核对")
        self._strip.cancelled.connect(self.stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._nothing)
        whole.addWidget(self._list, 2)
        whole.addWidget(line)
        whole.addWidget(self._strip)
        whole.addWidget(area, 3)
        self._show_kept(None)

    def come_back(self, number: str | None = None) -> None:
        """It is turned to: whatever was on show is read anew."""
        self._show_kept(None)
        self.refresh(number)

    def refresh(self, number: str | None = None) -> None:
        """Read the list anew; the packet of that number, or the one that was looked at, is the current one."""
        self._wanted = number or self._wanted
        self._session.with_held("读取已打印的材料", list_kept, self._show_list)

    def forget(self) -> None:
        """Another record is open, or none."""
        self._wanted = None
        self._show_list([])

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def close_down(self) -> None:
        """The window closes."""
        self.stop()
        self._worker.close()

    def _show_list(self, found: Sequence[Kept]) -> None:
        wanted = self._wanted
        self._list.model_of_rows.set_rows(found)
        self._nothing.setVisible(not found)
        self._list.setVisible(bool(found))
        if wanted:
            self._list.choose(wanted)
        if found and self._list.current() is None:
            self._list.setCurrentIndex(self._list.model_of_rows.index(0))
        if not found:
            self._show_kept(None)

    def _choose(self) -> None:
        kept = self._list.current()
        if kept is None:
            return
        if kept.number != self._shown:
            self.stop()
            self._show_kept(kept)
            self._session.with_held(
                "读取存档",
                lambda held, job: read_kept(held, kept),
                partial(self._show_file, kept),
                partial(self._say_damaged, kept),
            )
        self._wanted = kept.number
        self._session.with_held(
            "比对存档",
            lambda held, job: changes_since(held, kept),
            partial(self._show_since, kept),
            partial(self._say_unknown, kept),
        )

    def _show_kept(self, kept: Kept | None) -> None:
        self._details.setVisible(kept is not None)
        self._shown = kept.number if kept else None
        self._data = None
        self._result.hide()
        self._since_title.setText("")
        self._since.setText("")
        self._again.setEnabled(kept is not None)
        if kept:
            told = (kept.subjects, f"编号 {kept.number}", kept.purpose)
            self._what.setText("\n".join(part for part in told if part))

    def _show_file(self, kept: Kept, data: bytes) -> None:
        if kept.number == self._shown:
            self._data = data
            self.opened.emit(kept, data)

    def _say_damaged(self, kept: Kept, error: Exception) -> None:
        if kept.number != self._shown:
            return
        if isinstance(error, UserError):
            self._say("bad", "\n".join((error.message, *error.details)))
            self.opened.emit(kept, None)
        else:
            self._session.failed.emit(error)

    def _show_since(self, kept: Kept, lines: Sequence[str]) -> None:
        if kept.number == self._shown:
            self._since_title.setText(f"此后有 {len(lines)} 处变化" if lines else "此后没有变化")
            self._since.setText("\n".join(lines))

    def _say_unknown(self, kept: Kept, error: Exception) -> None:
        if isinstance(error, UserError):
            if kept.number == self._shown:
                self._since_title.setText("看不出此后有什么变化")
                self._since.setText("\n".join((error.message, *error.details)))
        else:
            self._session.failed.emit(error)

    def _make_again(self) -> None:
        kept = self._list.current()
        if kept is None:
            return
        self._again.setEnabled(False)
        self._result.hide()
        self._strip.begin("读取存档")
        failed = partial(self._not_made, kept)

        def make(parts: Parts) -> None:
            data = self._data
            self._job = self._worker.submit(
                "重新生成", lambda job: make_again(parts, data, job), partial(self._compared, kept), failed
            )

        self._job = self._session.with_held(
            "读取存档", lambda held, job: read_parts(held, kept, job), make, failed
        )

    def _compared(self, kept: Kept, again: Again) -> None:
        self._strip.hide()
        self._again.setEnabled(True)
        if kept.number != self._shown:
            return
        self._say(*_SAID[again.sameness])
        if self._data is None and again.sameness == "bytes":
            self._say("ok", "存档的文件已损坏，但重新生成的与当时打印的逐字节相同，右边显示的就是它。")
            self.opened.emit(kept, again.data)

    def _not_made(self, kept: Kept, error: Exception) -> None:
        self._strip.hide()
        self._again.setEnabled(True)
        if isinstance(error, UserError) and kept.number == self._shown:
            self._say("bad", "\n".join((f"不能重新生成：{error.message}", *error.details)))
        elif not isinstance(error, (UserError, Cancelled)):
            self._session.failed.emit(error)

    def _say(self, tone: str, words: str) -> None:
        self._result.setText(words)
        self._result.setProperty("tone", tone)
        self._result.style().unpolish(self._result)
        self._result.style().polish(self._result)
        self._result.show()

"""The strip above the pages: that the record is open only to be read, by whom it is held, and what else to know of it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.desktop.work import Job

_FOLLOW_MS = 2000
"""Between two looks at whether the writer changed something."""
_ICON = 16


class Strip(QFrame):
    """Follows the session; hidden while there is nothing to say."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._session = session
        self._icon = QLabel(self)
        self._words = label("", "", self, wrap=True)
        self._words.setAccessibleName("关于这份档案")
        self._again = self._button("再试一次", "那边关闭之后，换成可以修改")
        self._again.clicked.connect(self._try_again)
        self._take = self._button("那边已关闭，接手", "确认那台电脑已关闭档案并同步完毕之后再点")
        self._take.clicked.connect(self._take_over)
        self._known = self._button("知道了", "收起这一行")
        self._known.clicked.connect(self.hide)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 6, 20, 6)
        across.setSpacing(10)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self._words, 1)
        for button in (self._take, self._again, self._known):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._follow = QTimer(self, interval=_FOLLOW_MS)
        self._follow.timeout.connect(session.follow)
        session.opened.connect(self.show_record)
        self.show_record()

    def show_record(self) -> None:
        """What there is to say of the record that is open now."""
        opening = self._session.opening if self._session.path else None
        reading = opening is not None and opening.read_only
        because = opening.because if opening else None
        notices = [notice.words for notice in self._session.notices if not notice.quiet]
        if reading:
            notices.insert(0, _reading_words(because, self._session.path))
        if quiet := [notice.words for notice in self._session.notices if notice.quiet and not reading]:
            QTimer.singleShot(0, self, lambda: self._session.told.emit("　".join(quiet)))
        self._say("\n".join(notices))
        self._again.setVisible(reading and because is not None)
        self._take.setVisible(reading and not getattr(because, "certain", True))
        self._known.setVisible(not reading)
        self._icon.setPixmap(icon("lock_closed_16_regular" if reading else "warning_16_filled").pixmap(_ICON))
        self.setVisible(bool(notices))
        if reading:
            self._follow.start()
        else:
            self._follow.stop()

    def _say(self, words: str) -> None:
        self._words.setText(words)

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _try_again(self) -> None:
        """Open it to write, if it is free; until then it stays open to be read."""
        opening = self._session.opening
        assert opening is not None
        path, key = opening.path, self._session.key
        assert isinstance(path, Path)

        def work(job: "Job") -> None:
            from enclave_desktop.records import sqlite_file
            from enclave_desktop.records.lock import held

            sqlite_file.look_first(path, key=key)
            with held(path, "窗口"):
                pass

        def free(_: None) -> None:
            self._again.setEnabled(True)
            self._session.begin(replace(opening, key=key, read_only=False, because=None, then=None))

        def taken(error: Exception) -> None:
            self._again.setEnabled(True)
            if isinstance(error, UserError):
                self._say(f"仍然不能修改。{_reading_words(error, path)}")
                self._take.setVisible(not getattr(error, "certain", True))
            else:
                self._session.failed.emit(error)

        self._again.setEnabled(False)
        self._session.worker.submit("再试一次", work, free, taken)

    def _take_over(self) -> None:
        from enclave_desktop.records.lock import take_over

        path = self._session.path
        assert path is not None
        take_over(path)
        self._try_again()


def _reading_words(because: Exception | None, path: Path | None) -> str:
    """Why it is only read here; which record is known."""
    why = because.message.replace(f"档案 {path} ", "") if isinstance(because, UserError) else ""
    follows = "那边的更改会自动显示出来。" if hasattr(because, "holder") else ""
    return f"只读：{why}可以查看、核对、导出，不能修改。{follows}"

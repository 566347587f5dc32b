"""The preview of a paste: nothing is changed before it is confirmed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.remaining import Remaining
from enclave_desktop.desktop.table.paste import PastePlan, Progress
from enclave_desktop.desktop.table.paste_preview import PreviewTable
from enclave_desktop.desktop.work import Cancelled, Job, Worker


class PasteDialog(QDialog):
    """Says what will change and which cells are wrong; accepted when the good rows are to be saved."""

    failed = Signal(object)
    """The block could not be checked: an exception."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: PastePlan | None = None
        self._job: Job | None = None
        self._remaining = Remaining()
        self.setWindowTitle(f"粘贴到“{title}”")
        self.setAccessibleName(self.windowTitle())
        self.resize(860, 460)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 16)
        self._layout.setSpacing(12)
        self._label("subtitle").setText(self.windowTitle())
        self._counts, self._wrong, self._ignored = map(self._label, ("second", "error", "warn"))
        self._stack = QStackedWidget(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        waiting = QWidget(self)
        inside = QVBoxLayout(waiting)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._bar)
        inside.addStretch(1)
        self._stack.addWidget(waiting)
        self._layout.addWidget(self._stack, 1)
        self._layout.addLayout(self._buttons())
        self.rejected.connect(self._stop)

    def check(self, worker: Worker, plan: Callable[[Progress], PastePlan]) -> None:
        """Work the plan out in the background, then show it."""
        self._counts.setText("正在核对粘贴的内容")
        worker.progressed.connect(self._progress)
        self._job = worker.submit(
            "核对粘贴的内容", lambda job: plan(job.progress), self.show_plan, self._not_checked
        )

    def show_plan(self, plan: PastePlan) -> None:
        self.plan = plan
        self._job = None
        table = PreviewTable(plan, self)
        table.mended.connect(self._tell)
        self._next.clicked.connect(table.next_wrong)
        self._stack.setCurrentIndex(self._stack.addWidget(table))
        self._tell()
        if not self._next.isHidden():
            # Only once it is laid out does it know what is in view.
            QTimer.singleShot(0, table, table.next_wrong)

    def _tell(self) -> None:
        plan = self.plan
        assert plan is not None
        tally = plan.tally()
        self._counts.setText(f"会改动 {tally.changed} 行，新增 {tally.added} 行；共 {tally.rows} 行。")
        self._say(
            self._wrong,
            f"{tally.wrong} 行里有 {tally.faults} 处有误，双击改正；没改正的行不会保存。"
            if tally.wrong
            else "",
        )
        self._say(self._ignored, f"没有这些列，不会粘贴：{'、'.join(plan.ignored)}" if plan.ignored else "")
        self._next.setVisible(tally.wrong > 0)
        self._apply.setText(f"只粘贴无误的 {tally.good} 行" if tally.wrong else f"粘贴 {tally.good} 行")
        self._apply.setEnabled(tally.good > 0)
        self._none.setText("都不粘贴")

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _label(self, role: str) -> QLabel:
        label = QLabel("", self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setVisible(role in ("subtitle", "second"))
        self._layout.addWidget(label)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._next = QPushButton("下一处有误", self)
        self._next.setAutoDefault(False)
        self._next.hide()
        self._apply = QPushButton("粘贴", self)
        self._apply.setProperty("kind", "primary")
        self._apply.setEnabled(False)
        self._apply.setAutoDefault(False)
        self._apply.clicked.connect(self.accept)
        self._none = QPushButton("取消", self)
        self._none.setAutoDefault(False)
        self._none.clicked.connect(self.reject)
        row.addWidget(self._next)
        row.addStretch(1)
        row.addWidget(self._apply)
        row.addWidget(self._none)
        return row

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._job is not None:
            self._counts.setText(f"{what}　{self._remaining.words(done, total)}".rstrip())
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def _not_checked(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self.reject()
            self.failed.emit(error)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

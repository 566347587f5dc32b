"""The import dialog: choose a workbook, a dry run in the background, mend, then import all or the good rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import ask_open
from enclave_desktop.desktop.importing.dry_run import BookCell, DryRun, Mends
from enclave_desktop.desktop.importing.jobs import check_book, plan_good_rows, read_and_check
from enclave_desktop.desktop.importing.result import ResultStage
from enclave_desktop.desktop.importing.saving import save_export, save_report, save_template
from enclave_desktop.desktop.importing.stages import ChooseStage, WorkStage
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Cancelled, Job
from enclave_desktop.errors import UserError

_FILTER = "工作簿 (*.xlsx *.xls);;所有文件 (*)"
_LARGEST = (1160, 680)
_AIR = 60
"""Of the window that stays visible round the dialog, in logical pixels."""


class ImportDialog(QDialog):
    """Window-modal; the record is touched only by the last step, as one change that can be undone."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._job: Job | None = None
        self._book: Any = None
        self._steps: list[Mends] = []
        self._run: DryRun | None = None
        self._words: str | None = None
        """What the import is called in the list of changes."""
        self.setWindowTitle("导入工作簿")
        self.setAccessibleName("导入工作簿")
        self.resize(*(min(most, side - _AIR) for most, side in zip(_LARGEST, _sides(window), strict=True)))
        self._lay_out()
        self._listen()

    def take(self, path: Path) -> None:
        """Read a workbook and hold it against the record."""
        self._steps = []
        self._say(path.name)
        self._begin(f"读取 {path.name}")
        self._submit(f"核对 {path.name}", read_and_check(path), self._checked, self._unread)

    def reject(self) -> None:
        """Cancel what is under way, or close; the record stays as it is. Mended cells are not thrown away unasked."""
        if self._stack.currentWidget() is self._work:
            self._work.stop()
        elif self._steps:
            self._ask_to_close()
        else:
            super().reject()

    def _ask_to_close(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setText("不导入了？")
        box.setInformativeText("在这里改过的格子不会写回工作簿，关闭后就没有了。")
        leave = box.addButton("关闭", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("继续改", QMessageBox.ButtonRole.RejectRole)
        leave.clicked.connect(self._leave)
        box.open()

    def _leave(self) -> None:
        if self._job:
            self._job.cancel()
        super().reject()

    def _lay_out(self) -> None:
        self._choose, self._work, self._result = ChooseStage(), WorkStage(), ResultStage()
        self._stack = QStackedWidget()
        for stage in (self._choose, self._work, self._result):
            self._stack.addWidget(stage)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot())

    def _head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("bar")
        inside = QHBoxLayout(head)
        inside.setContentsMargins(16, 12, 16, 12)
        title = QLabel("导入工作簿")
        title.setProperty("role", "subtitle")
        self._name = QLabel()
        self._name.setProperty("role", "second")
        inside.addWidget(title)
        inside.addSpacing(8)
        inside.addWidget(self._name, 1)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        inside = QHBoxLayout(foot)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        self._verdict = QLabel()
        self._verdict.setAccessibleName("核对结论")
        self._verdict.setWordWrap(True)
        self._all, self._good = QPushButton("全部导入"), QPushButton("只导入没有错误的行")
        self._all.setProperty("kind", "primary")
        self._close = QPushButton("取消")
        inside.addWidget(self._verdict, 1)
        for button in (self._all, self._good, self._close):
            button.setAutoDefault(False)
            inside.addWidget(button)
        self._show_stage(self._choose)
        return foot

    def _listen(self) -> None:
        self._choose.dropped.connect(self.take)
        self._choose.pick.connect(self._pick)
        self._choose.template.connect(lambda: save_template(self._session, self))
        self._choose.export.connect(lambda: save_export(self._session, self))
        self._work.cancelled.connect(lambda: self._job.cancel() if self._job else None)
        self._result.mended.connect(self._mend)
        self._result.undo.connect(self._undo_mend)
        self._result.report.connect(
            lambda: save_report(self._session, self, self._run) if self._run else None
        )
        self._close.clicked.connect(self.reject)
        self._good.clicked.connect(self._import_good)
        self._all.clicked.connect(self._import_all)
        self._session.saved.connect(self._saved)
        self._session.worker.progressed.connect(self._progress)
        self.finished.connect(self._let_go)

    def _pick(self) -> None:
        folder = self._session.path.parent if self._session.path else Path.home()
        ask_open(self, "选择工作簿", folder, _FILTER, self.take)

    def _mend(self, cells: Mends) -> None:
        self._steps.append(cells)
        self._check_again()

    def _undo_mend(self) -> None:
        if self._steps:
            self._steps.pop()
            self._check_again()

    def _check_again(self) -> None:
        """Hold the mended book against the record; an older check that still runs is not waited for."""
        if self._job:
            self._job.cancel()
        self._say_verdict("正在重新核对…")
        self._submit("核对", check_book(self._book, self._mends()), self._checked_again, self._back)

    def _mends(self) -> Mends:
        together: dict[BookCell, str] = {}
        for step in self._steps:
            together |= step
        return together

    def _checked(self, result: tuple[Any, DryRun]) -> None:
        self._book, run = result
        self._show_run(run, fresh=True)
        self._result.lines_table.setFocus()

    def _checked_again(self, run: DryRun) -> None:
        self._show_run(run, fresh=False)

    def _show_run(self, run: DryRun, *, fresh: bool) -> None:
        self._run = run
        self._result.show_run(run, fresh=fresh, undoable=bool(self._steps))
        self._show_stage(self._result)

    def _unread(self, error: Exception) -> None:
        """The workbook cannot be read, or the user did not want to wait."""
        self._show_stage(self._choose)
        self._say("")
        if isinstance(error, Cancelled):
            self._choose.say(None)
        elif isinstance(error, UserError):
            self._choose.say(str(error))
        else:
            self._session.failed.emit(error)

    def _back(self, error: Exception) -> None:
        """Nothing was written: back to the result."""
        self._show_stage(self._result)
        show_problem(self, error)

    def _import_all(self) -> None:
        assert self._run is not None
        self._write(self._run)

    def _import_good(self) -> None:
        self._begin("核对没有错误的行")
        self._submit("核对", plan_good_rows(self._book, self._mends()), self._write, self._back)

    def _write(self, run: DryRun) -> None:
        self._begin("写入档案")
        self._words = f"导入 {run.book.name}"
        self._job = self._session.apply(self._words, run.plan.changes, self._not_written)

    def _saved(self, words: str) -> None:
        if words == self._words:
            self._job = None
            self.accept()

    def _not_written(self, error: Exception) -> None:
        self._job = None
        self._back(error)

    def _begin(self, what: str) -> None:
        self._work.begin(what)
        self._show_stage(self._work)

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._stack.currentWidget() is self._work:
            self._work.progress(what, done, total)

    def _submit(
        self,
        title: str,
        work: Callable[..., Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Work in the background; what comes back of work that was overtaken by other is passed over."""

        def mine(take: Callable[[Any], None]) -> Callable[[Any], None]:
            def deliver(result: Any) -> None:
                if self._job is job:
                    self._job = None
                    take(result) if self.isVisible() else self._let_go()

            return deliver

        job = self._session.with_held(title, work, mine(then), mine(failed))
        self._job = job

    def _show_stage(self, stage: QWidget) -> None:
        self._stack.setCurrentWidget(stage)
        at_result = stage is self._result
        self._close.setVisible(stage is not self._work)
        self._good.setVisible(at_result)
        self._all.setVisible(at_result)
        self._verdict.setText("")
        if at_result and self._run:
            plan = self._run.plan
            ready = plan.accepted and bool(plan.new + plan.changed)
            self._all.setEnabled(ready)
            self._good.setVisible(not plan.accepted)
            self._good.setEnabled(not plan.barred and bool(plan.new + plan.changed))
            self._verdict.setText(verdict(self._run))

    def _say(self, name: str) -> None:
        self._name.setText(name)

    def _say_verdict(self, words: str) -> None:
        self._verdict.setText(words)
        self._all.setEnabled(False)
        self._good.setEnabled(False)

    def _let_go(self) -> None:
        """Closed for good, unless work is still to be heard of."""
        if self._job is None:
            self.deleteLater()


def verdict(run: DryRun) -> str:
    """What can be done with a book, in a sentence."""
    plan = run.plan
    sums = f"新增 {plan.new} 行，更改 {plan.changed} 行"
    if plan.barred:
        return "不能导入：工作簿与档案不是同一家企业，或写了不止一家。"
    if plan.remarks.error_count:
        return f"{plan.bad} 行有 {plan.remarks.error_count} 处错误。改正后可以全部导入；也可以先导入没有错误的行。"
    if not plan.new + plan.changed:
        return "没有要导入的：工作簿里的内容档案里都有。"
    return f"没有错误。将{sums}，导入后可以撤销。"


def _sides(window: QWidget) -> tuple[int, int]:
    return window.width(), window.height()

"""Many packets at once: of which programme, into which folder, under which names; then what became of each."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import ask_folder
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.packets.batch_run import Batch, BatchRun, write_report
from enclave_desktop.desktop.packets.making import Wanted
from enclave_desktop.desktop.packets.progress_strip import ProgressStrip
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION
from enclave_desktop.errors import UserError
from enclave_desktop.packet.batch import USUAL_PATTERN, Entry, Pattern, Task, as_text, planned, summary
from enclave_desktop.policy.findings import Finding, Status

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

FOLDER_SETTING, PATTERN_SETTING = "batch_folder", "batch_pattern"
_SIZE = (620, 460)
_AIR = 60
Make = Callable[[View, Task, str], Wanted]


class BatchDialog(QDialog):
    """Beside the window, which can be worked in meanwhile."""

    def __init__(
        self, session: Session, settings: Settings, make: Make, programme: str | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        view = session.view
        assert view is not None
        self._session, self._settings, self._view, self._make = session, settings, view, make
        self._run: BatchRun | None = None
        self._folder: Path | None = None
        self.setWindowTitle("批量生成申报材料")
        self.setAccessibleName("批量生成申报材料")
        self._build()
        self._programme.setCurrentIndex(max(self._programme.findData(programme), 0))
        self._listen()
        self._show_sum()
        room = parent.window().size()
        self.resize(min(_SIZE[0], room.width() - _AIR), min(_SIZE[1], room.height() - _AIR))

    def _build(self) -> None:
        self._programme, self._purpose = QComboBox(self), QComboBox(self)
        self._programme.setAccessibleName("项目")
        self._programme.addItem("全部项目", None)
        for programme, group in groupby(self._view.findings, key=lambda finding: finding.programme):
            count = sum(finding.status is Status.ELIGIBLE for finding in group)
            self._programme.addItem(f"{programme.title}　{count or '—'}", programme.id)
        self._purpose.setAccessibleName("用途")
        self._purpose.addItems(PURPOSES)
        self._purpose.setCurrentText(SUBMISSION)
        self._each, self._together = (
            QRadioButton("每个对象一册", self),
            QRadioButton("每个项目一册", self),
        )
        together = QButtonGroup(self)
        for button in (self._each, self._together):
            together.addButton(button)
        self._each.setChecked(True)
        self._where = QLineEdit(str(self._settings.folder(FOLDER_SETTING)), self)
        self._where.setAccessibleName("文件夹")
        self._look = QPushButton("选择…", self)
        self._pattern = QLineEdit(self._settings.text(PATTERN_SETTING, USUAL_PATTERN), self)
        self._pattern.setAccessibleName("文件名")
        self._wrong = label("error", wrap=True)
        self._wrong.hide()
        self._anyway = QCheckBox("有缺漏或矛盾的也生成，并在材料清单上注明", self)
        self._sum = label("second", wrap=True)
        self._report = QPlainTextEdit(self)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("批量打印报告")
        self._result = label("subtitle", wrap=True)
        self._saved = label("second", wrap=True)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._order_page())
        self._pages.addWidget(self._report_page())
        self._strip = ProgressStrip(self, "取消批量生成")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self._strip)
        whole.addWidget(self._foot())

    def _order_page(self) -> QWidget:
        page = QWidget(self)
        how = QHBoxLayout()
        how.addWidget(self._each)
        how.addWidget(self._together)
        how.addStretch(1)
        where = QHBoxLayout()
        where.addWidget(self._where, 1)
        where.addWidget(self._look)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("项目", self._programme)
        form.addRow("分册", how)
        form.addRow("用途", self._purpose)
        form.addRow("文件夹", where)
        form.addRow("文件名", self._pattern)
        form.addRow("", self._hint())
        form.addRow("", self._anyway)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 20, 24, 12)
        inside.setSpacing(12)
        inside.addLayout(form)
        inside.addWidget(self._sum)
        inside.addStretch(1)
        return page

    def _hint(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label("caption", "可以写 {项目} {用途} {序号} {编号} {日期}，不写姓名和号码。"))
        column.addWidget(self._wrong)
        return column

    def _report_page(self) -> QWidget:
        page = QWidget(self)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 20, 24, 12)
        inside.setSpacing(8)
        inside.addWidget(self._result)
        inside.addWidget(self._saved)
        inside.addWidget(self._report, 1)
        return page

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        self._open = QPushButton("打开文件夹", foot)
        self._open.setProperty("kind", "link")
        self._open.hide()
        self._begin = QPushButton("开始", foot)
        self._begin.setProperty("kind", "primary")
        self._begin.setDefault(True)
        self._leave = QPushButton("关闭", foot)
        for button in (self._open, self._leave, self._look):
            button.setAutoDefault(False)
        across = QHBoxLayout(foot)
        across.setContentsMargins(20, 12, 16, 12)
        across.setSpacing(8)
        across.addWidget(self._open)
        across.addStretch(1)
        across.addWidget(self._begin)
        across.addWidget(self._leave)
        return foot

    def _listen(self) -> None:
        self._programme.currentIndexChanged.connect(self._show_sum)
        self._each.toggled.connect(self._show_sum)
        self._look.clicked.connect(self._ask_folder)
        self._begin.clicked.connect(self._start)
        self._leave.clicked.connect(self.close)
        self._open.clicked.connect(self._open_folder)
        self._session.opened.connect(self.close)

    def _plan(self) -> tuple[list[Task], list[Entry]]:
        programme = self._programme.currentData()
        findings: Sequence[Finding] = [
            finding for finding in self._view.findings if programme in (None, finding.programme.id)
        ]
        return planned(findings, each=self._each.isChecked())

    def _show_sum(self) -> None:
        tasks, left_out = self._plan()
        rest = f"；{len(left_out)} 个对象尚不符合或待核，原因写在报告里" if left_out else ""
        self._sum.setText(f"将生成 {len(tasks)} 册{rest}。")
        self._begin.setEnabled(bool(tasks))

    def _ask_folder(self) -> None:
        ask_folder(
            self, "选择文件夹", Path(self._where.text()), lambda folder: self._where.setText(str(folder))
        )

    def _start(self) -> None:
        try:
            pattern = Pattern(self._pattern.text())
            folder = self._checked_folder()
        except UserError as error:
            self._wrong.setText("\n".join((error.message, *error.details)))
            self._wrong.show()
            return
        self._wrong.hide()
        self._settings.keep_text(FOLDER_SETTING, str(folder))
        self._settings.keep_text(PATTERN_SETTING, self._pattern.text())
        tasks, left_out = self._plan()
        wanted = partial(self._wanted, self._purpose.currentText())
        complete_only = not self._anyway.isChecked()
        self._run = BatchRun(self._session, Batch(tasks, wanted, pattern, folder, complete_only), self)
        self._folder = folder
        self._run.progressed.connect(self._strip.tell)
        self._run.failed.connect(self._session.failed)
        self._run.ended.connect(lambda entries: self._ended([*entries, *left_out]))
        self._strip.cancelled.connect(self._run.cancel)
        self._pages.setEnabled(False)
        self._begin.setEnabled(False)
        self._strip.begin("准备")
        self._run.start()

    def _checked_folder(self) -> Path:
        folder = Path(self._where.text().strip())
        if not self._where.text().strip() or not folder.is_dir():
            raise UserError("没有这个文件夹。", "请另选一个，或先建好。")
        return folder

    def _wanted(self, purpose: str, task: Task) -> Wanted:
        return self._make(self._view, task, purpose)

    def _ended(self, entries: Sequence[Entry]) -> None:
        assert self._run is not None
        assert self._folder is not None
        self._run.close()
        self._run = None
        self._strip.hide()
        self._pages.setEnabled(True)
        self._pages.setCurrentIndex(1)
        self._result.setText(f"{summary(entries)}。")
        self._report.setPlainText(as_text(entries))
        try:
            written = write_report(self._folder, entries)
        except UserError as error:
            self._saved.setText(f"报告没有写出：{error.message}")
        else:
            self._saved.setText(f"报告已存为 {'、'.join(path.name for path in written)}。")
        self._begin.hide()
        self._open.show()
        if not self.isVisible():
            self.deleteLater()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def stop(self) -> None:
        """The window closes: nothing more is begun."""
        if self._run is not None:
            self._run.close()

    def closeEvent(self, event: "QCloseEvent") -> None:
        """What is under way ends, and then the dialog; what was made stays."""
        super().closeEvent(event)
        if self._run is not None:
            self._run.cancel()
        else:
            self.deleteLater()

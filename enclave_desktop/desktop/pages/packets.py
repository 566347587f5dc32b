"""申报材料: choose, see what is missing, look at the very PDF, save and print it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import PDF, ask_save
from enclave_desktop.desktop.blanks.choice import chosen, load_choice
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.packets.choosing import Choosing
from enclave_desktop.desktop.packets.images import PageImages
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.packets.preview import Pages
from enclave_desktop.desktop.packets.thumbnails import Thumbnails
from enclave_desktop.desktop.packets.toolbar import PreviewBar
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.printing.desk import PrintDesk
from enclave_desktop.desktop.remaining import Remaining
from enclave_desktop.desktop.session import View
from enclave_desktop.desktop.work import Cancelled
from enclave_desktop.errors import UserError
from enclave_desktop.paths import blanks
from enclave_desktop.policy.findings import Finding

FOLDER_SETTING = "packet_folder"
_CHOOSING_MS = 150
_SHARP, _SMALL = 12, 200
"""Pictures kept, of pages and of thumbnails."""
_BARRED = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


class PacketsPage(Page):
    """The packets."""

    title = "申报材料"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._press = Press(self)
        self._desk = PrintDesk(self._press.image, surroundings.settings, self)
        self._build()
        self._listen()
        self._show_paper()

    def _build(self) -> None:
        self._blanks = QPushButton(icon("document_text_20_regular"), "空白表…")
        self._blanks.setToolTip("用主管部门自己的申请表")
        self._print = QPushButton(icon("print_20_regular"), "打印…")
        self._save = QPushButton(icon("save_20_regular", "on_accent"), "保存 PDF")
        self._save.setProperty("kind", "primary")
        for button in (self._blanks, self._print, self._save):
            button.setIconSize(QSize(22, 18))
            self.header.addWidget(button)
        self.choosing = Choosing(self)
        self._pages = Pages(PageImages(self._press, _SHARP, self), self)
        self._thumbnails = Thumbnails(PageImages(self._press, _SMALL, self), self)
        right = QWidget(self)
        self._bar = PreviewBar(self._pages, right)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._thumbnails)
        across.addWidget(self._pages, 1)
        shown = QVBoxLayout(right)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(0)
        shown.addWidget(self._bar)
        shown.addWidget(self._progress_strip())
        shown.addLayout(across, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(right)
        self._stack.addWidget(self._message_page())
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.choosing)
        whole.addWidget(self._stack, 1)
        self.body.addLayout(whole)

    def _progress_strip(self) -> QFrame:
        self._strip = QFrame(self)
        self._strip.setObjectName("bar")
        across = QHBoxLayout(self._strip)
        across.setContentsMargins(16, 4, 12, 4)
        self._doing = QLabel(self._strip)
        self._doing.setProperty("role", "caption")
        self._done = QProgressBar(self._strip)
        self._done.setAccessibleName("进度")
        self._done.setTextVisible(False)
        self._stop = QPushButton("取消", self._strip)
        self._stop.setAccessibleName("取消生成")
        self._stop.setProperty("kind", "link")
        across.addWidget(self._doing)
        across.addWidget(self._done, 1)
        across.addWidget(self._stop)
        self._strip.hide()
        return self._strip

    def _message_page(self) -> QWidget:
        page = QWidget(self)
        self._message = _centred("subtitle")
        self._details = _centred("second")
        self._again = QPushButton("重新生成", page)
        self._again.clicked.connect(self._make)
        button = QHBoxLayout()
        button.addStretch(1)
        button.addWidget(self._again)
        button.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._message)
        column.addWidget(self._details)
        column.addLayout(button)
        column.addStretch(3)
        return page

    def _listen(self) -> None:
        self._remaining = Remaining()
        self._choosing_timer = QTimer(self, singleShot=True, interval=_CHOOSING_MS)
        self._choosing_timer.timeout.connect(self._make)
        self.choosing.changed.connect(self._chosen)
        self.choosing.wanted.connect(self.surroundings.go)
        self._press.listed.connect(self.choosing.show_sections)
        self._press.made.connect(self._made)
        self._press.refused.connect(self._refused)
        self._press.progressed.connect(self._progress)
        self._press.found.connect(self._bar.show_hits)
        self._press.failed.connect(self.session.failed)
        self._bar.sought.connect(self._press.find)
        self._thumbnails.chosen.connect(self._pages.go)
        self._pages.turned.connect(self._thumbnails.show_current)
        self._save.clicked.connect(self._ask_where)
        self._print.clicked.connect(self._ask_printer)
        self._blanks.clicked.connect(self._show_blanks)
        self._stop.clicked.connect(self._cancel)
        self._desk.begun.connect(self._printing_begins)
        self._desk.progressed.connect(self._progress)
        self._desk.ended.connect(self._printed)
        self._desk.failed.connect(self.session.failed)

    def show_view(self, view: View | None) -> None:
        self.choosing.show_findings(view.findings if view else ())

    def look_at(self, target: object) -> None:
        if isinstance(target, Finding):
            self.choosing.choose(target)

    def leave(self) -> None:
        self._choosing_timer.stop()
        self._desk.close()
        self._press.close()

    def _chosen(self) -> None:
        self._save.setEnabled(False)
        self._print.setEnabled(False)
        self._choosing_timer.start()

    def _make(self) -> None:
        view, findings = self.session.view, self.choosing.chosen
        if view is None or not findings:
            self._press.clear()
            self._say("还没有选对象", "在左边勾选要申报的对象；尚不符合的可以先打印草稿。", again=False)
            return
        choice = chosen(self.surroundings.settings, findings[0].programme.id)
        own_blank = partial(load_choice, choice, blanks()) if choice else lambda: None
        self._press.make(view, findings, draft=self.choosing.draft, own_blank=own_blank)
        self._begin("准备")

    def _show_blanks(self) -> None:
        from enclave_desktop.desktop.blanks.shelf import BlankShelf

        view, findings = self.session.view, self.choosing.chosen or self.choosing.offered
        if view is not None and findings:
            shelf = BlankShelf(self.surroundings.settings, blanks(), view, findings, self)
            shelf.changed.connect(self._chosen)
            shelf.open()

    def _begin(self, what: str) -> None:
        self._remaining = Remaining()
        self._stop.setEnabled(True)
        self._progress(what, 0, 0)

    def _made(self) -> None:
        self._strip.hide()
        self._show_paper()

    def _refused(self, error: Exception) -> None:
        self._strip.hide()
        if isinstance(error, Cancelled):
            self._say("已取消", "没有留下任何文件。", again=True)
        elif isinstance(error, UserError):
            self._say(error.message, "\n".join(error.details), again=True)
        else:
            self._say("没有生成", "程序出了问题。", again=True)
            self.session.failed.emit(error)

    def _say(self, message: str, details: str, *, again: bool) -> None:
        self._strip.hide()
        self._message.setText(message)
        self._details.setText(details)
        self._again.setVisible(again)
        self._stack.setCurrentIndex(1)

    def _show_paper(self) -> None:
        paper = self._press.paper
        count = len(paper.sizes) if paper else 0
        self._pages.show_paper(paper)
        self._thumbnails.show_paper(paper)
        self._thumbnails.show_current(self._pages.current)
        self._bar.show_count(count)
        for button in (self._save, self._print):
            button.setEnabled(paper is not None)
        view = self.session.view
        day = f"按 {view.dossier.as_of} 核对　费用年度 {view.year}" if view else ""
        self.subtitle.setText(f"{count} 页　A4　{day}" if count else day)
        self._stack.setCurrentIndex(0)

    def _progress(self, what: str, done: int, total: int) -> None:
        if not (self._press.busy or self._desk.busy) or not self._stop.isEnabled():
            return
        self._doing.setText(f"正在{what}　{self._remaining.words(done, total)}".rstrip())
        self._done.setRange(0, total)
        self._done.setValue(done)
        self._strip.show()
        self._stack.setCurrentIndex(0)

    def _cancel(self) -> None:
        self._doing.setText("正在取消…")
        self._stop.setEnabled(False)
        self._press.cancel()
        self._desk.cancel()

    def _ask_where(self) -> None:
        settings = self.surroundings.settings
        folder = settings.folder(FOLDER_SETTING)
        ask_save(self, "保存申报材料", folder / self._file_name(), PDF, self._save_as)

    def _save_as(self, out: Path) -> None:
        """The very bytes that are shown."""
        if self._press.paper:
            self.surroundings.settings.keep_text(FOLDER_SETTING, str(out.parent))
            self._press.save(out, lambda: self.surroundings.say(f"已保存 {out}"))

    def _file_name(self) -> str:
        """Never a document number: a person's name is enough."""
        findings = self.choosing.chosen
        first = findings[0].subject.name if findings else ""
        many = f"等{len(findings)}个" if len(findings) > 1 else ""
        draft = "-草稿" if self.choosing.draft else ""
        title = findings[0].programme.title if findings else "申报材料"
        return f"{title}-{first}{many}{draft}.pdf".translate(_BARRED)

    def _ask_printer(self) -> None:
        if self._press.paper:
            self._desk.ask(self._press.paper, self._pages.current)

    def _printing_begins(self) -> None:
        self.choosing.setEnabled(False)  # what is printed stays what is shown
        self._begin("打印")

    def _printed(self, words: str) -> None:
        self.choosing.setEnabled(True)
        self._strip.hide()
        self.surroundings.say(words)


def _centred(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label

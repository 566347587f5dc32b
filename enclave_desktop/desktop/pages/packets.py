"""申报材料: choose, see what is missing or contradictory, look at the very PDF, save, print and keep it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import PDF, ask_save
from enclave_desktop.desktop.blanks.choice import chosen, load_choice
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.packets.choosing import Choosing
from enclave_desktop.desktop.packets.images import PageImages
from enclave_desktop.desktop.packets.in_spite import ask_in_spite
from enclave_desktop.desktop.packets.instead import Instead
from enclave_desktop.desktop.packets.making import Printed, Wanted, keep, our_own
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.packets.preview import Pages
from enclave_desktop.desktop.packets.progress_strip import ProgressStrip
from enclave_desktop.desktop.packets.purpose import keep_purpose, purpose_of
from enclave_desktop.desktop.packets.thumbnails import Thumbnails
from enclave_desktop.desktop.packets.toolbar import PreviewBar
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.printing.desk import PrintDesk
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
        self._press = Press(surroundings.session, self)
        self._desk = PrintDesk(self._press.image, surroundings.settings, self)
        self._agreed: Printed | None = None
        """Printed in spite of its contradictions."""
        self._build()
        self._listen()
        self._show_paper()

    def _build(self) -> None:
        self._blanks = QPushButton(icon("document_text_20_regular"), "空白表…")
        self._blanks.setToolTip("用主管部门自己的申请表")
        self._options = QPushButton(icon("settings_20_regular"), "选项…")
        self._options.setToolTip("用途、份数、双面、遮盖号码、各部分的次序")
        self._print = QPushButton(icon("print_20_regular"), "打印…")
        self._save = QPushButton(icon("save_20_regular", "on_accent"), "保存 PDF")
        self._save.setProperty("kind", "primary")
        for button in (self._blanks, self._options, self._print, self._save):
            button.setIconSize(WITH_AIR)
            self.header.addWidget(button)
        self.choosing = Choosing(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._preview())
        self._instead = Instead(self)
        self._stack.addWidget(self._instead)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.choosing)
        whole.addWidget(self._stack, 1)
        self.body.addLayout(whole)

    def _preview(self) -> QWidget:
        right = QWidget(self)
        self._pages = Pages(PageImages(self._press, _SHARP, self), self)
        self._thumbnails = Thumbnails(PageImages(self._press, _SMALL, self), self)
        self._bar = PreviewBar(self._pages, right)
        self._strip = ProgressStrip(right, "取消生成")
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._thumbnails)
        across.addWidget(self._pages, 1)
        shown = QVBoxLayout(right)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(0)
        shown.addWidget(self._bar)
        shown.addWidget(self._strip)
        shown.addLayout(across, 1)
        return right

    def _listen(self) -> None:
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
        self._save.clicked.connect(lambda: self._hand_out(self._ask_where))
        self._print.clicked.connect(lambda: self._hand_out(self._ask_printer))
        self._blanks.clicked.connect(self._show_blanks)
        self._options.clicked.connect(self._show_options)
        self._instead.again_wanted.connect(self._make)
        self._strip.cancelled.connect(self._cancel)
        self._desk.begun.connect(self._printing_begins)
        self._desk.progressed.connect(self._progress)
        self._desk.ended.connect(self._printing_ended)
        self._desk.printed.connect(self._printed)
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
        self._options.setEnabled(bool(self.choosing.offered))
        self._choosing_timer.start()

    def _make(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            self._press.clear()
            self._say("还没有选对象", "在左边勾选要申报的对象；尚不符合的可以先打印草稿。", again=False)
            return
        self._press.make(wanted)
        self._strip.begin("准备")
        self._stack.setCurrentIndex(0)

    def _wanted(self) -> Wanted | None:
        """What is chosen now."""
        from enclave_desktop.packet.options import options_for

        view, findings = self.session.view, self.choosing.chosen
        if view is None or not findings:
            return None
        programme, settings = findings[0].programme.id, self.surroundings.settings
        choice = chosen(settings, programme)
        own_blank = partial(load_choice, choice, blanks()) if choice else our_own
        options = options_for(view.dossier, programme, purpose_of(settings, programme))
        return Wanted(view, tuple(findings), options, self.choosing.draft, own_blank)

    def _show_blanks(self) -> None:
        from enclave_desktop.desktop.blanks.shelf import BlankShelf

        view, findings = self.session.view, self.choosing.chosen or self.choosing.offered
        if view is not None and findings:
            shelf = BlankShelf(self.surroundings.settings, blanks(), view, findings, self)
            shelf.changed.connect(self._chosen)
            shelf.open()

    def _show_options(self) -> None:
        from enclave_desktop.desktop.packets.options_dialog import OptionsDialog

        view, offered = self.session.view, self.choosing.offered
        if view is not None and offered:
            programme = offered[0].programme
            purpose = purpose_of(self.surroundings.settings, programme.id)
            dialog = OptionsDialog(view.dossier, programme, purpose, self)
            dialog.chosen.connect(partial(self._take_options, programme.id))
            dialog.open()

    def _take_options(self, programme: str, purpose: str, words: str, changes: object) -> None:
        """Another purpose is remembered; other options are a change of the record, which prints anew."""
        keep_purpose(self.surroundings.settings, programme, purpose)
        if changes is None:
            self._chosen()
        else:
            self.session.apply(words, changes)

    def _made(self) -> None:
        self._strip.hide()
        printed, view = self._press.printed, self.session.view
        if printed and view:
            self.choosing.show_remarks(printed.remarks, view.dossier)
        self._show_paper()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._say("已取消", "没有留下任何文件。", again=True)
        elif isinstance(error, UserError):
            self._say(error.message, "\n".join(error.details), again=True)
        else:
            self._say("没有生成", "程序出了问题。", again=True)
            self.session.failed.emit(error)

    def _say(self, message: str, details: str, *, again: bool) -> None:
        self._strip.hide()
        self._instead.say(message, details, again=again)
        self._stack.setCurrentIndex(1)

    def _show_paper(self) -> None:
        paper, printed = self._press.paper, self._press.printed
        count = len(paper.sizes) if paper else 0
        self._pages.show_paper(paper)
        self._thumbnails.show_paper(paper)
        self._thumbnails.show_current(self._pages.current)
        self._bar.show_count(count)
        for button in (self._save, self._print):
            button.setEnabled(paper is not None)
        view = self.session.view
        told = [f"{count} 页"] if count else []
        if printed:
            told += [printed.application.options.purpose, f"编号 {printed.number}"]
        if view:
            told.append(f"按 {view.dossier.as_of} 核对")
        self.subtitle.setText("　".join(told))
        self._stack.setCurrentIndex(0)

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._press.busy or self._desk.busy:
            self._strip.tell(what, done, total)
            self._stack.setCurrentIndex(0)

    def _cancel(self) -> None:
        self._press.cancel()
        self._desk.cancel()

    def _hand_out(self, go_on: Callable[[], None]) -> None:
        """Save or print; of what contradicts itself the user is asked once."""
        from enclave_desktop.packet.consistency import Severity

        printed = self._press.printed
        found = printed.remarks if printed and not printed.application.draft else ()
        grave = [remark for remark in found if remark.severity is Severity.CONTRADICTION]
        if not grave or printed is self._agreed:
            go_on()
            return

        def agreed() -> None:
            self._agreed = printed
            go_on()

        ask_in_spite(self, grave, agreed)

    def _ask_where(self) -> None:
        settings = self.surroundings.settings
        folder = settings.folder(FOLDER_SETTING)
        ask_save(self, "保存申报材料", folder / self._file_name(), PDF, self._save_as)

    def _save_as(self, out: Path) -> None:
        """The very bytes that are shown."""
        if self._press.paper:
            self.surroundings.settings.keep_text(FOLDER_SETTING, str(out.parent))
            self._press.save(out, partial(self._keep, self._press.printed, f"已保存 {out}"))

    def _keep(self, printed: Printed | None, words: str) -> None:
        """What was handed out is kept in the record, unless it is a draft."""
        if printed is None or printed.application.draft:
            self.surroundings.say(words)
            return
        self.session.with_held(
            "存入档案",
            lambda held, job: keep(held, printed),
            lambda number: self.surroundings.say(f"{words}；已存入档案，材料编号 {number}"),
        )

    def _file_name(self) -> str:
        """Never a document number: a person's name is enough."""
        findings = self.choosing.chosen
        first = findings[0].subject.name if findings else ""
        many = f"等{len(findings)}个" if len(findings) > 1 else ""
        draft = "-草稿" if self.choosing.draft else ""
        title = findings[0].programme.title if findings else "申报材料"
        return f"{title}-{first}{many}{draft}.pdf".translate(_BARRED)

    def _ask_printer(self) -> None:
        printed = self._press.printed
        if self._press.paper:
            options = printed.application.options if printed else None
            self._desk.ask(self._press.paper, self._pages.current, options)

    def _printing_begins(self) -> None:
        self.choosing.setEnabled(False)  # what is printed stays what is shown
        self._strip.begin("打印")

    def _printing_ended(self, words: str) -> None:
        self.choosing.setEnabled(True)
        self._strip.hide()
        self.surroundings.say(words)

    def _printed(self) -> None:
        self._keep(self._press.printed, "已交给打印机")

"""申报材料: choose, see what is missing or contradictory, look at the very PDF, save, print and keep it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from enclave_desktop.desktop.asking import PDF, ask_save
from enclave_desktop.desktop.blanks.choice import chosen, load_choice
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.packets.in_spite import ask_in_spite
from enclave_desktop.desktop.packets.kept import Kept
from enclave_desktop.desktop.packets.left_side import LeftSide
from enclave_desktop.desktop.packets.making import Printed, Wanted, keep, our_own
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.packets.purpose import keep_purpose, purpose_of
from enclave_desktop.desktop.packets.viewer import Viewer
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.printing.desk import PrintDesk
from enclave_desktop.desktop.work import Cancelled
from enclave_desktop.errors import UserError
from enclave_desktop.paths import blanks
from enclave_desktop.policy.findings import Finding

if TYPE_CHECKING:  # imported when packets are made
    from enclave_desktop.desktop.packets.batch_dialog import BatchDialog
    from enclave_desktop.packet.options import Options
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.places import Place

FOLDER_SETTING = "packet_folder"
_SENT = (
    "打开这个 PDF 要输入密码（AES-256），WPS、Acrobat 和浏览器都能打开。\n"
    "密码请用电话另外告诉对方，不要和文件写在一起；忘了就重新保存一份。存在档案里的原件不带密码。"
)
_CHOOSING_MS = 150
_BARRED = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


class PacketsPage(Page):
    """The packets."""

    title = "申报材料"
    guide = "印材料"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._press = Press(surroundings.session, self)
        self._desk = PrintDesk(self._press.image, surroundings.settings, self)
        self._agreed: Printed | None = None
        """Printed in spite of its contradictions."""
        self._kept: Kept | None = None
        """The packet on show that was printed before."""
        self._batch: BatchDialog | None = None
        self._build()
        self._listen()
        self._show_paper()

    def _build(self) -> None:
        self._blanks = QPushButton(icon("document_text_20_regular"), "空白表…")
        self._blanks.setToolTip("用主管部门自己的申请表")
        self._options = QPushButton(icon("settings_20_regular"), "选项…")
        self._options.setToolTip("用途、份数、双面、遮盖号码、各部分的次序")
        self._print = QPushButton(icon("print_20_regular"), "打印…")
        self._protect = QPushButton(icon("lock_closed_16_regular"), "加密保存…")
        self._protect.setToolTip("给存出来的 PDF 设密码，适合用邮件或微信发送")
        self._save = QPushButton(icon("save_20_regular", "on_accent"), "保存 PDF")
        self._save.setProperty("kind", "primary")
        for button in (self._blanks, self._options, self._print, self._protect, self._save):
            button.setIconSize(WITH_AIR)
            self.header.addWidget(button)
        self.left = LeftSide(self.session, self)
        self.choosing = self.left.choosing
        self._viewer = Viewer(self._press, self)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.left)
        whole.addWidget(self._viewer, 1)
        self.body.addLayout(whole)

    def _listen(self) -> None:
        self._choosing_timer = QTimer(self, singleShot=True, interval=_CHOOSING_MS)
        self._choosing_timer.timeout.connect(self._make)
        self.choosing.changed.connect(self._chosen)
        self.choosing.wanted.connect(self.surroundings.go)
        self.left.turned.connect(self._turned)
        self.left.batch_wanted.connect(self._show_batch)
        self.left.kept.opened.connect(self._show_kept)
        self._press.listed.connect(self.choosing.show_sections)
        self._press.made.connect(self._made)
        self._press.refused.connect(self._refused)
        self._press.progressed.connect(self._progress)
        self._press.failed.connect(self.session.failed)
        self._save.clicked.connect(lambda: self._hand_out(self._ask_where))
        self._protect.clicked.connect(lambda: self._hand_out(self._ask_password))
        self._print.clicked.connect(lambda: self._hand_out(self._ask_printer))
        self._blanks.clicked.connect(self._show_blanks)
        self._options.clicked.connect(self._show_options)
        self._viewer.instead.again_wanted.connect(self._make)
        self._viewer.strip.cancelled.connect(self._cancel)
        self._desk.begun.connect(self._printing_begins)
        self._desk.progressed.connect(self._progress)
        self._desk.ended.connect(self._printing_ended)
        self._desk.printed.connect(self._printed)
        self._desk.failed.connect(self.session.failed)

    def show_view(self, view: View | None) -> None:
        self.choosing.show_findings(view.findings if view else ())
        self.left.follow(view)

    def look_at(self, target: object) -> None:
        """The packet of a finding, or the printed one of a number."""
        if isinstance(target, Finding):
            self.left.show_new()
            self.choosing.choose(target)
        elif isinstance(target, str):
            self.left.show_printed(target)

    def leave(self) -> None:
        self._choosing_timer.stop()
        self._desk.close()
        self.left.kept.close_down()
        if self._batch is not None:
            self._batch.stop()
        self._press.close()

    def _turned(self) -> None:
        """To printed packets, or back to what is to be printed."""
        self._kept = None
        for button in (self._blanks, self._options):
            button.setVisible(not self.left.printed)
        self._press.clear()
        if self.left.printed:
            self._choosing_timer.stop()
            self._viewer.say("已打印的材料", "在左边选一册，这里显示的就是当时打印的那个文件。", again=False)
        else:
            self._chosen()

    def _show_kept(self, kept: Kept, data: bytes | None) -> None:
        if not self.left.printed:  # it was turned away from meanwhile
            return
        self._kept = kept
        if data is None:
            self._press.clear()
            self._viewer.say("这一册的文件已损坏", "说明在左边。", again=False)
        else:
            self._press.show_kept(data)

    def _chosen(self) -> None:
        if self.left.printed:
            return
        for button in (self._save, self._protect, self._print):
            button.setEnabled(False)
        self._options.setEnabled(bool(self.choosing.offered))
        self._choosing_timer.start()

    def _make(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            self._press.clear()
            self._viewer.say(
                "还没有选对象", "在左边勾选要申报的对象；尚不符合的可以先打印草稿。", again=False
            )
            return
        self._press.make(wanted)
        self._viewer.begin("准备")

    def _wanted(self) -> Wanted | None:
        """What is chosen now."""
        view, findings = self.session.view, self.choosing.chosen
        if view is None or not findings:
            return None
        purpose = purpose_of(self.surroundings.settings, findings[0].programme.id)
        return self._ordered(view, findings, purpose, draft=self.choosing.draft)

    def _ordered(
        self, view: View, findings: Sequence[Finding], purpose: str, *, draft: bool = False
    ) -> Wanted:
        """Findings of one programme, printed as is set for the purpose, on the blank that is chosen for it."""
        from enclave_desktop.packet.options import options_for

        programme = findings[0].programme.id
        choice = chosen(self.surroundings.settings, programme)
        own_blank = partial(load_choice, choice, blanks()) if choice else our_own
        return Wanted(view, tuple(findings), options_for(view.dossier, programme, purpose), draft, own_blank)

    def _show_batch(self) -> None:
        from enclave_desktop.desktop.packets.batch_dialog import BatchDialog

        if self.session.view is None:
            return
        if self._batch is not None:  # one after the other
            self._batch.show()
            self._batch.raise_()
            return
        offered = self.choosing.offered
        programme = offered[0].programme.id if offered else None
        dialog = BatchDialog(
            self.session,
            self.surroundings.settings,
            lambda view, task, purpose: self._ordered(view, task.findings, purpose),
            programme,
            self,
        )
        self._batch = dialog
        dialog.destroyed.connect(self._batch_ended)
        dialog.show()

    def _batch_ended(self) -> None:
        self._batch = None

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
            dialog = OptionsDialog(view.dossier, programme, purpose, self, writes=self.session.writes)
            dialog.chosen.connect(partial(self._take_options, programme.id))
            dialog.open()

    def _take_options(self, programme: str, purpose: str, words: str, changes: "Changes | None") -> None:
        """Another purpose is remembered; other options are a change of the record, which prints anew."""
        keep_purpose(self.surroundings.settings, programme, purpose)
        if changes is None:
            self._chosen()
        else:
            self.session.apply(words, changes)

    def _made(self) -> None:
        self._viewer.strip.hide()
        printed, view = self._press.printed, self.session.view
        if printed and view:
            self.choosing.show_remarks(printed.remarks, view.dossier)
        self._show_paper()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._viewer.say("已取消", "没有留下任何文件。", again=True)
        elif isinstance(error, UserError):
            self._viewer.say(error.message, "\n".join(error.details), again=True)
        else:
            self._viewer.say("没有生成", "程序出了问题。", again=True)
            self.session.failed.emit(error)

    def _show_paper(self) -> None:
        printed, kept, view = self._press.printed, self._kept, self.session.view
        banner = f"这是 {kept.day} 打印的那一册。保存和打印的都是存档的原件。" if kept else ""
        count = self._viewer.show_paper(banner)
        for button in (self._save, self._protect, self._print):
            button.setEnabled(bool(count))
        told = [f"{count} 页"] if count else []
        if kept:
            told.append(f"编号 {kept.number}")
        elif printed:
            told += [printed.application.options.purpose, f"编号 {printed.number}"]
        if view and not kept:
            told.append(f"按 {view.dossier.as_of} 核对")
        self.subtitle.setText("　".join(told))

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._press.busy or self._desk.busy:
            self._viewer.tell(what, done, total)

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

    def _ask_password(self) -> None:
        """For the file only: what is kept in the record is the same as ever."""
        from enclave_desktop.desktop.passphrase.dialog import PassphraseDialog

        dialog = PassphraseDialog("给 PDF 设密码", _SENT, "选位置…", self.window(), what="密码")
        dialog.chosen.connect(self._ask_where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where(self, password: str | None = None) -> None:
        settings = self.surroundings.settings
        folder = settings.folder(FOLDER_SETTING)
        ask_save(
            self, "保存申报材料", folder / self._file_name(), PDF, partial(self._save_as, password=password)
        )

    def _save_as(self, out: Path, password: str | None = None) -> None:
        """The very bytes that are shown, under a password if there is one."""
        if self._press.paper:
            self.surroundings.settings.keep_text(FOLDER_SETTING, str(out.parent))
            words = f"已加密保存 {out}" if password else f"已保存 {out}"
            keeping = partial(self._keep, self._press.printed, self.session.place, words)
            self._press.save(out, keeping, password)

    def _keep(self, printed: Printed | None, record: "Place | None", words: str) -> None:
        """What was handed out is kept in the record it was made of, unless it is a draft."""
        if printed is None or printed.application.draft or record != self.session.place:
            self.surroundings.say(words)
            return
        self.session.with_held(
            "存入档案",
            lambda held, job: keep(held, printed),
            lambda number: self.surroundings.say(f"{words}；已存入档案，材料编号 {number}"),
        )

    def _file_name(self) -> str:
        """Never a document number: a person's name is enough."""
        if self._kept:
            return f"{self._kept.title}-{self._kept.day}-{self._kept.number}.pdf".translate(_BARRED)
        findings = self.choosing.chosen
        first = findings[0].subject.name if findings else ""
        many = f"等{len(findings)}个" if len(findings) > 1 else ""
        draft = "-草稿" if self.choosing.draft else ""
        title = findings[0].programme.title if findings else "申报材料"
        return f"{title}-{first}{many}{draft}.pdf".translate(_BARRED)

    def _ask_printer(self) -> None:
        printed = self._press.printed
        if self._press.paper:
            options = printed.application.options if printed else self._kept_options()
            self._desk.ask(self._press.paper, self._viewer.pages.current, options)

    def _kept_options(self) -> "Options | None":
        from enclave_desktop.packet.options import Options

        held = self._kept.manifest.get("options") if self._kept else None
        return Options.from_data(held) if held else None

    def _printing_begins(self) -> None:
        self.left.setEnabled(False)  # what is printed stays what is shown
        self._viewer.begin("打印")

    def _printing_ended(self, words: str) -> None:
        self.left.setEnabled(True)
        self._viewer.strip.hide()
        self.surroundings.say(words)

    def _printed(self) -> None:
        self._keep(self._press.printed, self.session.place, "已交给打印机")

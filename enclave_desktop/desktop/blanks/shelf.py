"""The dialog of the offices' blanks: which there are, which is used for the programme, and the way to the editor."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import ask_folder, ask_open, ask_save
from enclave_desktop.desktop.blanks.choice import Choice, chosen, keep_choice
from enclave_desktop.desktop.blanks.editor import BlankEditor
from enclave_desktop.desktop.blanks.opening import Opened, open_blank, values_for
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.work import Job, Worker
from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks import library
from enclave_desktop.packet.blanks.filling import given_for, new_mapping
from enclave_desktop.packet.blanks.mapping import DOCX, Mapping, OwnBlank
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding, Status

_BLANKS = "空白表 (*.pdf *.docx)"
_MAPPINGS = "对应关系 (*.toml)"
_FOLDER = "blank_folder"
_WIDE, _HIGH = 640, 440


class BlankShelf(QDialog):
    """`changed` when what is used for the programme is something else."""

    changed = Signal()

    def __init__(
        self, settings: Settings, folder: Path, view: View, findings: Sequence[Finding], parent: QWidget
    ) -> None:
        """`findings` are of one programme; the first is what previews are filled in for."""
        super().__init__(parent)
        self._settings, self._folder, self._view, self._findings = settings, folder, view, findings
        self._programme = findings[0].programme
        self._worker = Worker(self)
        self._kept: tuple[library.Kept, ...] = ()
        self._before = chosen(settings, self._programme.id)
        self.setWindowTitle("主管部门的空白表")
        self.setAccessibleName("主管部门的空白表")
        self.resize(_WIDE, _HIGH)
        self._build()
        self._read(self._before.file if self._before else "")
        self.finished.connect(self._ended)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        title = QLabel(f"“{self._programme.title}”用哪份申请表")
        title.setProperty("role", "subtitle")
        title.setWordWrap(True)
        whole.addWidget(title)
        self._ways = QButtonGroup(self)
        for at, words_ in enumerate(
            ("用自带的参考样表", "用下面选中的空白表代替", "两份都要，空白表排在参考样表后面")
        ):
            button = QRadioButton(words_)
            self._ways.addButton(button, at)
            whole.addWidget(button)
        self._ways.idClicked.connect(lambda _: self._keep())
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 4)
        self._list = QListWidget()
        inside.addWidget(self._list)
        self._list.setAccessibleName("空白表")
        self._list.currentRowChanged.connect(lambda _: self._picked())
        self._list.itemActivated.connect(lambda _: self._edit())
        whole.addWidget(card, 1)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setProperty("role", "second")
        whole.addWidget(self._note)
        whole.addLayout(self._buttons())
        whole.addWidget(_line())
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = QPushButton("完成")
        close.setProperty("kind", "primary")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        whole.addLayout(foot)

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        self._new = QPushButton(icon("add_20_regular"), "新的空白表…")
        self._new.setIconSize(QSize(22, 18))
        self._new.clicked.connect(self._ask_new)
        self._open = QPushButton("对应格子…")
        self._open.clicked.connect(self._edit)
        self._more = QPushButton("更多")
        self._more.setProperty("menu", True)
        menu = QMenu(self._more)
        self._newer = menu.addAction("主管部门换了新表…", self._ask_newer)
        self._add = menu.addAction("补上空白表文件…", self._ask_blank)
        menu.addSeparator()
        menu.addAction("导入别人的对应关系…", self._ask_mapping)
        self._export = menu.addAction("导出对应关系…", self._ask_export)
        menu.addSeparator()
        self._write = menu.addAction("另存填好的空白表…", self._ask_folder)
        menu.addSeparator()
        self._remove = menu.addAction("删除…", self._ask_remove)
        self._more.setMenu(menu)
        for button in (self._new, self._open, self._more):
            button.setAutoDefault(False)
            across.addWidget(button)
        across.addStretch(1)
        return across

    # What there is.

    def _read(self, wanted: str = "") -> None:
        """List the folder anew; the mapping in the file of that name is selected."""
        self._kept = tuple(
            one
            for one in library.kept(self._folder)
            if one.mapping is None
            or not one.mapping.programmes
            or self._programme.id in one.mapping.programmes
        )
        self._list.blockSignals(True)
        self._list.clear()
        for one in self._kept:
            item = QListWidgetItem(f"{one.title}　{self._state(one)}".rstrip())
            item.setSizeHint(QSize(0, 30))
            self._list.addItem(item)
        row = next(
            (n for n, one in enumerate(self._kept) if one.file.name == wanted), 0 if self._kept else -1
        )
        self._list.setCurrentRow(row)
        self._list.blockSignals(False)
        choice = chosen(self._settings, self._programme.id)
        at = 0 if choice is None else 2 if choice.besides else 1
        self._ways.button(at).setChecked(True)
        self._show()

    def _state(self, one: library.Kept) -> str:
        if one.mapping is None:
            return "（读不出）"
        if not library.has_blank(one.mapping, self._folder):
            return "（缺空白表文件）"
        return f"{len(one.mapping.cells)} 格"

    @property
    def _current(self) -> library.Kept | None:
        row = self._list.currentRow()
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def _picked(self) -> None:
        self._show()
        if self._ways.checkedId():
            self._keep()

    def _show(self) -> None:
        one = self._current
        mapping = one.mapping if one else None
        ready = mapping is not None and library.has_blank(mapping, self._folder)
        for at in (1, 2):
            self._ways.button(at).setEnabled(ready)
        self._open.setEnabled(ready)
        self._newer.setEnabled(mapping is not None)
        self._add.setEnabled(mapping is not None and not ready)
        self._export.setEnabled(mapping is not None)
        self._remove.setEnabled(one is not None)
        self._write.setEnabled(ready and bool(self._eligible))
        if one is None:
            self._note.setText(
                "把主管部门发的空白表（PDF 或 .docx）拿来，说明哪一格填什么，以后就能自动填好。"
            )
        elif one.problem:
            self._note.setText(str(one.problem))
        elif mapping and not ready:
            self._note.setText(f"对应关系已有，还缺空白表 {mapping.blank}：点“更多”里的“补上空白表文件”。")
        elif mapping:
            how = "可以从“更多”另存填好的 Word 文件；排进申报材料要装有 LibreOffice、Word 或 WPS"
            self._note.setText(f"{mapping.blank}　{how}。" if mapping.kind == DOCX else mapping.blank)

    def _keep(self) -> None:
        way, one = self._ways.checkedId(), self._current
        choice = Choice(one.file.name, way == 2) if way and one else None
        keep_choice(self._settings, self._programme.id, choice)

    def _ended(self) -> None:
        if chosen(self._settings, self._programme.id) != self._before or self._touched:
            self.changed.emit()
        # What is still under way, a Word file being converted, is not waited for.
        self._worker.submit("关闭", lambda _: None, lambda _: self._let_go(), self._tell)

    def _let_go(self) -> None:
        self._worker.close()
        self.deleteLater()

    _touched = False
    """Some mapping was saved: what it prints may be otherwise."""

    # A new one, a newer one.

    def _ask_new(self) -> None:
        ask_open(self, "选择主管部门发的空白表", self._settings.folder(_FOLDER), _BLANKS, self._take)

    def _take(self, path: Path) -> None:
        """A blank that was brought: to the editor with what is suggested."""
        self._settings.keep_text(_FOLDER, str(path.parent))
        programmes = (self._programme.id,)

        def work(_: object) -> Opened:
            data = library.read_file(path)
            return open_blank(new_mapping(path.name, data, programmes=programmes), data)

        self._worker.submit("打开空白表", work, lambda opened: self._show_editor(opened, None), self._tell)

    def _edit(self) -> None:
        one = self._current
        if one is None or one.mapping is None or not self._open.isEnabled():
            return
        mapping = one.mapping
        self._worker.submit(
            "打开空白表",
            lambda _: open_blank(mapping, library.blank_of(mapping, self._folder)),
            lambda opened: self._show_editor(opened, one.file),
            self._tell,
        )

    def _ask_newer(self) -> None:
        one = self._current
        if one and one.mapping:
            mapping, file = one.mapping, one.file
            ask_open(
                self,
                "选择主管部门的新表",
                self._settings.folder(_FOLDER),
                _BLANKS,
                lambda path: self._take_newer(mapping, file, path),
            )

    def _take_newer(self, mapping: Mapping, file: Path, path: Path) -> None:
        """The cells stay as they were, to be checked on the new blank."""

        def work(_: object) -> Opened:
            data = library.read_file(path)
            new = new_mapping(path.name, data)
            if new.kind != mapping.kind:
                raise UserError(f"{path.name} 与原来的空白表不是同一种文件。", "请用“新的空白表”重新对应。")
            return open_blank(replace(mapping, blank=new.blank, sha256=new.sha256), data)

        self._worker.submit("打开空白表", work, lambda opened: self._show_editor(opened, file), self._tell)

    def _show_editor(self, opened: Opened, file: Path | None) -> None:
        given = given_for(self._findings[0], Context(self._view.dossier, self._view.year))
        place = file

        def keep(mapping: Mapping) -> None:
            nonlocal place
            place = library.keep(mapping, opened.data, self._folder, replacing=place)
            self._touched = True
            self._read(place.name)

        editor = BlankEditor(opened, self._worker, given, values_for(given), self._programme.id, keep, self)
        editor.open()

    # Handing on.

    def _ask_mapping(self) -> None:
        ask_open(self, "导入对应关系", self._settings.folder(_FOLDER), _MAPPINGS, self._take_mapping)

    def _take_mapping(self, path: Path) -> None:
        self._settings.keep_text(_FOLDER, str(path.parent))
        self._try(lambda: self._read(library.take_both(path, self._folder).name))

    def _ask_blank(self) -> None:
        one = self._current
        if one and one.mapping:
            mapping, file = one.mapping, one.file

            def add(path: Path) -> None:
                self._try(lambda: library.add_blank(mapping, path, self._folder))
                self._read(file.name)

            ask_open(self, f"选择 {mapping.blank}", self._settings.folder(_FOLDER), _BLANKS, add)

    def _ask_export(self) -> None:
        one = self._current
        if one:
            suggested = self._settings.folder(_FOLDER) / f"对应-{one.file.name}"
            ask_save(
                self,
                "导出对应关系",
                suggested,
                _MAPPINGS,
                lambda path: self._try(lambda: library.hand_on(one, path)),
            )

    # The filled blanks themselves.

    @property
    def _eligible(self) -> list[Finding]:
        return [finding for finding in self._findings if finding.status is Status.ELIGIBLE]

    def _ask_folder(self) -> None:
        one = self._current
        if one and one.mapping:
            mapping = one.mapping
            ask_folder(
                self,
                "填好的空白表放在哪个文件夹",
                self._settings.folder(_FOLDER),
                lambda out: self._write_filled(mapping, out),
            )

    def _write_filled(self, mapping: Mapping, out: Path) -> None:
        """One file a subject, in the office's own kind."""
        findings, context = self._eligible, Context(self._view.dossier, self._view.year)

        def work(job: Job) -> int:
            blank = OwnBlank(mapping, library.blank_of(mapping, self._folder))
            for number, finding in enumerate(findings):
                job.progress("填写空白表", number, len(findings))
                library.write_filled(blank, given_for(finding, context), out)
            return len(findings)

        def done(count: int) -> None:
            self._note.setText(f"已另存 {count} 份到 {out}")

        self._worker.submit("填写空白表", work, done, self._tell)

    def _ask_remove(self) -> None:
        one = self._current
        if one is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setText(f"删除“{one.title}”？")
        box.setInformativeText("对应关系会删掉，主管部门的原文件不受影响。可以先导出备份。")
        yes = box.addButton("删除", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(lambda: self._delete(one))
        box.open()

    def _delete(self, one: library.Kept) -> None:
        library.remove(one, self._folder)
        choice = chosen(self._settings, self._programme.id)
        if choice and choice.file == one.file.name:
            keep_choice(self._settings, self._programme.id, None)
        self._read()

    def _try(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except UserError as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        show_problem(self, error)


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("hline")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return line

"""The settings' card of rule packs: which are in force, whose they are, installing and removing them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout

from enclave_desktop.desktop.asking import ask_open
from enclave_desktop.desktop.packs.installing import begin_install, follow
from enclave_desktop.desktop.packs.mark import mark_chip
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.setting import card
from enclave_desktop.policy.installed import Installed, Own, installed
from enclave_desktop.policy.loading import shipped_packs

if TYPE_CHECKING:
    from enclave_desktop.policy.pack import Pack

_FILES = "规则包和对应关系 (*.toml)"
_FOLDER = "pack_folder"
_HOW = "也可以把规则包文件，或放有规则包的文件夹、U 盘，拖到窗口上。安装前会先看它对企业有什么变化。"
_NO_TITLE = "（公开报道未载明办法名称）"


class PacksCard(QFrame):
    """Shows what is in force whenever it is asked to."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.install = QPushButton("安装…")
        self.install.setAccessibleName("安装规则包")
        self.install.clicked.connect(self._ask_file)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(label("caption", _HOW, wrap=True), 1)
        foot.addWidget(self.install)
        whole.addWidget(card("规则包", (self._lines, foot)))
        self._shown: Installed | None = None

    def show_packs(self) -> None:
        """Show what is in force now."""
        found = installed()
        if found is self._shown:
            return
        self._shown = found
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        own = {one.pack.measure.id: one for one in found.own}
        for pack in found.packs:
            self._lines.addWidget(self._line(pack, own.get(pack.measure.id)))
        for measure, problem in found.problems:
            self._lines.addWidget(self._problem(measure, str(problem)))

    def _line(self, pack: "Pack", own: Own | None) -> QFrame:
        measure = pack.measure
        title = measure.title or _NO_TITLE
        frame, across, words = _row(title)
        office = f"{measure.authority}　" if measure.authority else ""
        words.addWidget(
            label("caption", f"{office}据{measure.source}　{len(pack.programmes)} 个项目", frame, wrap=True)
        )
        whose = f"已安装{self._instead(measure.id)}　{own.signed.words}" if own else "随程序提供"
        words.addWidget(label("caption", whose, frame, wrap=True))
        if measure.mark:
            across.addWidget(mark_chip(measure.mark))
        if own:
            across.addWidget(self._remove_button(measure.id, title))
        return frame

    def _instead(self, measure: str) -> str:
        """Said of a pack that keeps one of the program's own out of force, a newer one too."""
        ships = any(pack.measure.id == measure for pack in shipped_packs())
        return "，代替随程序提供的" if ships else ""

    def _problem(self, measure: str, problem: str) -> QFrame:
        frame, across, words = _row(measure or "已安装的规则包")
        words.addWidget(label("caption", problem, frame, wrap=True))
        if measure:
            across.addWidget(self._remove_button(measure, measure))
        return frame

    def _remove_button(self, measure: str, title: str) -> QPushButton:
        button = QPushButton("移除…", self)
        button.setAccessibleName(f"移除{title}")
        button.clicked.connect(partial(self._ask_remove, measure, title))
        return button

    def _ask_file(self) -> None:
        settings = self._surroundings.settings

        def chosen(path: Path) -> None:
            settings.keep_text(_FOLDER, str(path.parent))
            begin_install(self._surroundings, self, path, self.show_packs)

        ask_open(self, "安装规则包", settings.folder(_FOLDER), _FILES, chosen)

    def _ask_remove(self, measure: str, title: str, _: bool = False) -> None:
        box = QMessageBox(self.window())
        box.setWindowTitle("移除规则包")
        box.setText(f"移除“{title}”？")
        box.setInformativeText("它的项目不再核对，或改用随程序提供的规则。档案里的数据和已打印的材料不变。")
        remove = box.addButton("移除", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        remove.clicked.connect(lambda: self._remove(measure, title))
        box.finished.connect(box.deleteLater)
        box.open()

    def _remove(self, measure: str, title: str) -> None:
        from enclave_desktop.policy.installing import remove

        def done(_: object) -> None:
            self._surroundings.say(f"已移除规则包“{title}”")
            follow(self._surroundings)
            self.show_packs()

        failed = partial(show_problem, self.window())
        self._surroundings.session.worker.submit("移除规则包", lambda _: remove(measure), done, failed)


def _row(title: str) -> tuple[QFrame, QHBoxLayout, QVBoxLayout]:
    frame = QFrame()
    frame.setAccessibleName(title)
    across = QHBoxLayout(frame)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label("", title, frame, wrap=True))
    across.addLayout(words, 1)
    return frame, across, words

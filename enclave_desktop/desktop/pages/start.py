"""开始: the records opened last, a new one, the sample."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.importing import import_button
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.start.recent import RecentRow
from enclave_desktop.desktop.start.ways import Way
from enclave_desktop.desktop.work import Worker
from enclave_desktop.records.places import Place

_COLUMN = 780


class StartPage(Page):
    """Where everything begins."""

    title = "开始"
    guide = "新建档案"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.settings = surroundings.settings
        self._looking = Worker(self)
        """Looks whether files are there: a network drive that is gone keeps it waiting, not the record."""
        self._rows: dict[Place, RecentRow] = {}
        self.header_bar.hide()
        column = QWidget()
        column.setObjectName("clear")
        column.setMaximumWidth(_COLUMN)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 24, 0, 16)
        inside.setSpacing(10)
        inside.addStretch(2)
        self._known = _heading()
        inside.addWidget(self._known)
        self._first: list[QWidget] = []
        """What is there until a record was opened once."""
        if self.settings.is_new:
            from enclave_desktop.desktop.start.welcome import Welcome, keeping

            self._first = [Welcome(column), keeping(self.settings, column)]
            inside.addWidget(self._first[0])
        inside.addSpacing(8)
        inside.addLayout(self._ways())
        inside.addWidget(self._drop())
        self._records = self._recent()
        for widget in (*self._first[1:], self._records):
            inside.addWidget(widget)
        inside.addLayout(self._foot())
        inside.addStretch(3)
        self.body.addWidget(_centred(column))

    def show_view(self, view: View | None) -> None:
        first = bool(self._first) and self.settings.is_new
        for part in self._first:
            part.setVisible(first)
        for part in (self._known, self._records):
            part.setVisible(not first)
        while item := self._list.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._rows.clear()
        for path in self.settings.recent:
            self._add_row(path)
        self._none.setVisible(not self._rows)
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        if self._rows and self.isVisible():
            paths = [place for place in self._rows if isinstance(place, Path)]
            self._looking.submit(
                "查看文件", lambda job: {path: _found(path) for path in paths}, self._show_found, self._tell
            )

    def leave(self) -> None:
        self._looking.close()

    def _ways(self) -> QHBoxLayout:
        new = Way(
            "新建档案",
            "四步：企业、第一个飞地、备案、录入或导入人员",
            "document_add_20_regular",
            self,
            primary=True,
        )
        open_ = Way("打开档案", "选一个 .enclave 文件，也可以从 U 盘打开", "folder_open_20_regular", self)
        sample = Way("看看示例", "一份虚构企业的完整档案，可以随便改", "beaker_20_regular", self)
        new.clicked.connect(self._new)
        open_.clicked.connect(self._ask)
        sample.clicked.connect(self._sample)
        ways = QHBoxLayout()
        ways.setSpacing(12)
        for way in (new, open_, sample):
            ways.addWidget(way, 1)
        return ways

    def _drop(self) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("drop")
        across = QHBoxLayout(frame)
        across.setContentsMargins(16, 10, 16, 10)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(_label("把 Excel 工作簿或 .enclave 档案拖到这里", ""))
        column.addWidget(_label("工作簿先试读，不会马上写入；有错的格子写明原因，可以就地改正", "caption"))
        across.addLayout(column, 1)
        across.addWidget(import_button(self.surroundings))
        return frame

    def _recent(self) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 12, 1, 8)
        column.setSpacing(0)
        title = _label("最近的档案", "strong")
        title.setContentsMargins(15, 0, 15, 6)
        self._none = _label("还没有打开过档案。先看看示例，或新建一份。", "second")
        self._none.setContentsMargins(15, 4, 15, 8)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self._none)
        column.addLayout(self._list)
        return card

    def _foot(self) -> QHBoxLayout:
        shared = QPushButton("连接共享档案…", self)
        shared.setProperty("kind", "link")
        shared.setToolTip("公司服务器上的档案，几个人同时用")
        shared.clicked.connect(self._connect)
        template = QPushButton("空白工作簿…", self)
        template.setProperty("kind", "link")
        template.clicked.connect(self._ask_template)
        foot = QHBoxLayout()
        words = "数据只保存在您的档案里。结论一律写“初步符合”，最终以主管部门审核为准。"
        foot.addWidget(_label(words, "caption"), 1)
        foot.addWidget(shared)
        foot.addWidget(template)
        foot.addWidget(self.help_link())
        return foot

    def _add_row(self, path: Place) -> None:
        row = RecentRow(path, self.settings.opened_at(path), self.settings.backed_up_at(path), self)
        row.clicked.connect(lambda: None if row.gone else self.surroundings.open_record(path))
        row.removed.connect(lambda: self._forget(path))
        self._rows[path] = row
        self._list.addWidget(row)

    def _show_found(self, found: dict[Path, tuple[bool, bool]]) -> None:
        for path, (gone, encrypted) in found.items():
            if row := self._rows.get(path):
                row.set_found(gone=gone, encrypted=encrypted)

    def _forget(self, path: Place) -> None:
        self.settings.forget_record(path)
        self.show_view(self.session.view)

    def _new(self) -> None:
        from enclave_desktop.desktop.importing import begin_import
        from enclave_desktop.desktop.start.guide import Guide

        guide = Guide(
            self.surroundings, lambda: begin_import(self.surroundings, self.window()), self.window()
        )
        guide.finished.connect(guide.deleteLater)
        guide.open()

    def _ask(self) -> None:
        from enclave_desktop.desktop.asking import RECORDS, ask_open

        ask_open(self, "打开档案", self.settings.record_folder, RECORDS, self.surroundings.open_record)

    def _connect(self) -> None:
        from enclave_desktop.desktop.sharing.connect_dialog import ask_server

        ask_server(self.window(), self.session)

    def _sample(self) -> None:
        from enclave_desktop.desktop.start.sample import make_sample

        folder = self.settings.record_folder
        self.session.worker.submit(
            "准备示例", lambda job: make_sample(folder), self.session.open, self.session.failed.emit
        )

    def _ask_template(self) -> None:
        from enclave_desktop.desktop.importing.saving import save_template

        save_template(self.session, self)

    def _tell(self, error: Exception) -> None:
        self.session.failed.emit(error)


def _found(path: Path) -> tuple[bool, bool]:
    """Whether the file is gone, and whether it is encrypted."""
    from enclave_desktop.records.cipher import is_encrypted

    return not path.exists(), is_encrypted(path)


def _heading() -> QWidget:
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addWidget(_label("从一份空档案到可以交的材料", "hero"))
    column.addWidget(_label("登记飞地、人员、合同和研发费用，逐条核对补贴条件，打印申报材料。", "second"))
    return words


def _centred(column: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    holder.setObjectName("clear")
    across = QHBoxLayout(holder)
    across.setContentsMargins(24, 0, 20, 0)
    across.addStretch(1)
    across.addWidget(column, 100)
    across.addStretch(1)
    area.setWidget(holder)
    return area


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label

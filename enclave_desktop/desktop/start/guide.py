"""The guide to a new record: the firm, its first enclave, the filing, then import or type. Saved step by step."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import RECORDS, ask_save
from enclave_desktop.desktop.editor.form import Form
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.passphrase.creating import ask_protection
from enclave_desktop.desktop.passphrase.sheet import show_sheet
from enclave_desktop.desktop.table.editing import built
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Enclave, Filing, Firm
from enclave_desktop.records.changes import Changes

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_STEPS: tuple[tuple[type[Any], str, str], ...] = (
    (Firm, "企业", "档案属于这一家企业；带 * 的必须填写，其余可以以后再填。"),
    (Enclave, "第一个飞地", "在外省市设立的研发中心或孵化器；还有别的，以后再登记。"),
    (Filing, "备案", "飞地在哪个机关备过案；还没有备案就跳过。"),
)
_LAST = "人员和合同"
_WIDTH, _HEIGHT = 560, 560
_BARRED = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


class Guide(QDialog):
    """Four steps; whatever was saved stays when it is left."""

    def __init__(self, surroundings: Surroundings, begin_import: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._begin_import = begin_import
        self._dossier = Dossier(date.today())
        self._step = 0
        self._path_chosen = False
        self._open = False
        self._waiting: list[tuple[str, Changes]] = []
        surroundings.session.failed.connect(self._failed)
        self.setWindowTitle("新建档案")
        self.resize(_WIDTH, _HEIGHT)
        self._build()
        self._show_step()

    def _build(self) -> None:
        self._place_of_step = _label("captionstrong")
        self._title = _label("subtitle")
        self._words = _label("second")
        self._steps = QStackedWidget(self)
        self._forms: list[Form] = []
        settings = self._surroundings.settings
        for entity, _, _ in _STEPS:
            form = Form(SHEETS[entity], lambda: settings.unmasked_seconds, self, wide=True)
            self._forms.append(form)
            self._steps.addWidget(_scrolling(form))
        self._last_page = self._ending()
        self._last_page.setEnabled(False)  # until the record of the first step is there
        self._steps.addWidget(self._last_page)
        self._forms[0].begin(self._dossier, {})
        self._forms[0].edited.connect(self._suggest_path)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 20, 0, 0)
        whole.setSpacing(4)
        for label in (self._place_of_step, self._title, self._words):
            label.setContentsMargins(24, 0, 24, 0)
            whole.addWidget(label)
        whole.addSpacing(4)
        whole.addWidget(self._steps, 1)
        whole.addWidget(self._where())
        whole.addWidget(self._foot())

    def _where(self) -> QWidget:
        self._place = QWidget(self)
        self._path = QLineEdit(str(self._folder() / "本企业.enclave"), self._place)
        self._path.setAccessibleName("保存在")
        self._path.textEdited.connect(self._path_typed)
        label = QLabel("保存在(&S)", self._place)
        label.setProperty("role", "second")
        label.setBuddy(self._path)
        other = QPushButton("更改…", self._place)
        other.clicked.connect(self._ask_path)
        self._path_wrong = _label("error")
        self._path_wrong.hide()
        across = QHBoxLayout()
        across.addWidget(label)
        across.addWidget(self._path, 1)
        across.addWidget(other)
        column = QVBoxLayout(self._place)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(2)
        column.addLayout(across)
        column.addWidget(self._path_wrong)
        return self._place

    def _ending(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        for title, words, act in (
            (
                "从工作簿导入",
                "人事已有花名册和合同台账：用空白工作簿整理好再导入，先试读、不会马上写入。",
                self._import,
            ),
            ("逐条录入", "人不多：在“人员”页一行一行填，也可以从 WPS 或 Excel 粘贴。", self._type),
        ):
            button = QPushButton(title, page)
            button.clicked.connect(act)
            explained = _label("second")
            explained.setText(words)
            column.addWidget(button)
            column.addWidget(explained)
            column.addSpacing(8)
        column.addStretch(1)
        return page

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(24, 12, 24, 12)
        self._skip = QPushButton("跳过", foot)
        self._skip.clicked.connect(lambda: self._go_to(len(_STEPS)))
        self._next = QPushButton("下一步", foot)
        self._next.setProperty("kind", "primary")
        self._next.setDefault(True)
        self._next.clicked.connect(self._save_step)
        self._leave = QPushButton("取消", foot)
        self._leave.clicked.connect(self.reject)
        across.addWidget(self._skip)
        across.addStretch(1)
        across.addWidget(self._next)
        across.addWidget(self._leave)
        return foot

    def _show_step(self) -> None:
        step, last = self._step, len(_STEPS)
        self._place_of_step.setText(f"第 {step + 1} 步，共 {last + 1} 步")
        self._title.setText(_STEPS[step][1] if step < last else _LAST)
        ending = "已经保存。接下来登记人员和他们的劳动合同："
        self._words.setText(_STEPS[step][2] if step < last else ending)
        self._steps.setCurrentIndex(step)
        self._place.setVisible(step == 0)
        self._skip.setVisible(0 < step < last)
        self._next.setVisible(step < last)
        self._leave.setText("取消" if step == 0 else "以后再说")

    def _go_to(self, step: int) -> None:
        self._step = step
        if step < len(_STEPS):
            entity = _STEPS[step][0]
            given = {"enclave": self._dossier.enclaves[0].name} if entity is Filing else {}
            self._forms[step].begin(self._dossier, given)
        self._show_step()

    def _save_step(self) -> None:
        entity, title, _ = _STEPS[self._step]
        form = self._forms[self._step]
        row, wrong = built(SHEETS[entity], form.texts(), self._dossier)
        form.show_errors({name: f"{bad.reason}；{bad.remedy}" for name, bad in wrong.items()})
        if row is None or (self._step == 0 and not self._path_free()):
            return
        changes = Changes(added={entity: [row]})
        if self._step == 0:
            ask_protection(self._surroundings.session, self, partial(self._create, f"登记{title}", changes))
            return
        self._dossier = changes.applied(self._dossier)
        self._waiting.append((f"登记{title}", changes))
        self._save_waiting()
        self._go_to(self._step + 1)

    def _create(self, words: str, changes: Changes, key: "Key | None") -> None:
        path, session = Path(self._path.text()), self._surroundings.session
        self._dossier = changes.applied(self._dossier)
        self._waiting.append((words, changes))
        self._go_to(self._step + 1)

        def made() -> None:
            self._made()
            if key:
                show_sheet(session, self._surroundings.settings, path, key, self)

        session.open(path, create=True, key=key, then=made)

    def _made(self) -> None:
        self._open = True
        self._last_page.setEnabled(True)
        self._save_waiting()

    def _save_waiting(self) -> None:
        """Each step's row, once the record is there."""
        while self._open and self._waiting:
            self._surroundings.session.apply(*self._waiting.pop(0))

    def _failed(self) -> None:
        """The record could not be made, as the window says: begin anew."""
        if not self._open and self._step > 0:
            self._waiting.clear()
            self._dossier = Dossier(date.today())
            self._step = 0
            self._show_step()

    def _path_free(self) -> bool:
        path = Path(self._path.text().strip())
        why = ""
        if path.suffix.lower() != ".enclave":
            why = "文件名要以 .enclave 结尾"
        elif not path.parent.is_dir():
            why = "没有这个文件夹；请点“更改…”选一个"
        elif path.exists():
            why = "已有同名的档案；请换一个名字"
        self._path_wrong.setText(why)
        self._path_wrong.setVisible(bool(why))
        return not why

    def _suggest_path(self, name: str, text: str) -> None:
        if name == "name" and text and not self._path_chosen:
            stem = text.translate(_BARRED).strip()[:60] or "本企业"
            self._path.setText(str(self._folder() / f"{stem}.enclave"))

    def _path_typed(self) -> None:
        self._path_chosen = True

    def _ask_path(self) -> None:
        ask_save(self, "新建档案", Path(self._path.text()), RECORDS, self._take_path)

    def _take_path(self, path: Path) -> None:
        self._path_chosen = True
        self._path.setText(str(path))
        self._path_free()

    def _folder(self) -> Path:
        folder = self._surroundings.settings.record_folder
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _import(self) -> None:
        self.accept()
        self._begin_import()

    def _type(self) -> None:
        self.accept()
        self._surroundings.go("people")


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _scrolling(form: Form) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(form)
    return area

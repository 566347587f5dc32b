"""A person's own page: contracts on a line of time, allowances, what is missing, what to attach."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.evidence.panel import EvidencePanel
from enclave_desktop.desktop.evidence.piece_list import piece_list
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.history.person_card import PersonHistory
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT, Surroundings
from enclave_desktop.desktop.people.dossier import Lacking, lacking, pieces
from enclave_desktop.desktop.people.standing import People
from enclave_desktop.desktop.people.timeline import Timeline
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.table.cells import Cells
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.grid import Grid
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS
from enclave_desktop.desktop.writing_only import only_to_write
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import Contract, Person
from enclave_desktop.policy.findings import Award, Finding

_RIGHT = 316


class PersonPage(QWidget):
    """Follows the record; goes to fields, changes none itself."""

    back_asked = Signal()
    place_asked = Signal(object)

    def __init__(self, surroundings: Surroundings, people: People) -> None:
        super().__init__()
        self._session = surroundings.session
        self._people = people
        self._number: str | None = None
        self.person: Person | None = None
        self._name, self._second = _label("", "subtitle"), _label("", "second")
        self._timeline = Timeline()
        self._timeline.chosen.connect(
            lambda contract: self.place_asked.emit(Place(Contract, contract, "ends_on"))
        )
        self._allowances = ReadTable(_ALLOWANCES, "补助", self)
        self._pieces = piece_list("要附的材料", self)
        self._no_pieces = _label("没有初步符合或待核的项目，暂时不用附。", "second")
        self._no_pieces.setContentsMargins(15, 0, 15, 8)
        self._pieces.opened.connect(lambda line: surroundings.go("evidence", line.place))
        self._shelf = EvidencePanel(surroundings, self)
        self._shelf.gallery.grow()
        self._history = PersonHistory(surroundings, self)
        self._lacking = QVBoxLayout()
        self._lacking.setSpacing(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._body())
        whole.addWidget(area, 1)

    def show_person(self, number: str) -> None:
        self._number = number
        self.show_view(self._session.view)

    def show_view(self, view: View | None) -> None:
        people = view.dossier.people if view else ()
        before = self.person
        self.person = next((person for person in people if person.id_number == self._number), None)
        if self.person is None and before is not None and view is not None and self.isVisible():
            self.back_asked.emit()
        if view is None or self.person is None:
            return
        number = self.person.id_number
        findings = self._people.findings.get(number, [])
        contract = self._people.contract(self.person)
        told = [contract.enclave if contract else "", self.person.position or "", self.person.degree or ""]
        self._name.setText(self.person.name)
        self._second.setText("·".join(part for part in told if part))
        self.setAccessibleName(f"{self.person.name}的个人页")
        self._timeline.show_contracts(self._people.contracts.get(number, ()), view.dossier.as_of)
        self._allowances.show_rows(findings)
        wanted = pieces(findings, view)
        self._pieces.show_rows(wanted)
        self._pieces.setVisible(bool(wanted))
        self._no_pieces.setVisible(not wanted)
        self._shelf.show_row(("人员", number), view)
        self._history.show_person(number, view)
        self._show_lacking(lacking(findings, view))

    def _show_lacking(self, found: Sequence[Lacking]) -> None:
        while item := self._lacking.takeAt(0):
            if widget := item.widget():
                widget.hide()  # it goes only later, and would show through what takes its place
                widget.deleteLater()
        for one in found:
            link = QPushButton(icon("warning_16_filled", "warn"), one.words)
            link.setProperty("kind", "link")
            link.setIconSize(WITH_AIR)
            link.setToolTip("用于：" + "、".join(one.programmes))
            link.clicked.connect(lambda _=False, place=one.place: self.place_asked.emit(place))
            self._lacking.addWidget(link)
        if not found:
            self._lacking.addWidget(_label("没有缺的信息。", "second"))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_LEFT - 8, 8, MARGIN_RIGHT, 4)
        back = QPushButton(icon("chevron_left_20_regular"), "返回")
        back.setAccessibleName("返回人员表")
        back.setProperty("kind", "subtle")
        back.setShortcut("Alt+Left")
        back.setIconSize(WITH_AIR)
        back.clicked.connect(self.back_asked)
        erase = QPushButton("清除个人信息…")
        erase.setProperty("kind", "subtle")
        erase.setToolTip("应本人要求，从档案里清除其个人信息；金额等数字保留")
        erase.clicked.connect(self._ask_to_erase)
        only_to_write(erase, self._session)
        edit = QPushButton(icon("edit_20_regular"), "编辑")
        edit.setIconSize(WITH_AIR)
        edit.clicked.connect(self._edit)
        head.addWidget(back)
        head.addWidget(self._name)
        head.addSpacing(8)
        head.addWidget(self._second, 1)
        head.addWidget(erase)
        head.addWidget(edit)
        return head

    def _edit(self) -> None:
        if self.person is not None:
            self.place_asked.emit(Place(Person, self.person, "name"))

    def _ask_to_erase(self) -> None:
        if self.person is not None:
            from enclave_desktop.desktop.people.erasing import ask_to_erase

            ask_to_erase(self._session, self.person, self)

    def _body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("clear")
        across = QHBoxLayout(body)
        across.setContentsMargins(MARGIN_LEFT, 8, MARGIN_RIGHT, 20)
        across.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(16)
        right.setSpacing(16)
        left.addWidget(_card("劳动合同", self._timeline))
        left.addWidget(_card("补助", self._allowances, flush=True))
        left.addWidget(_card("证明材料", self._shelf))
        left.addWidget(_card("更改记录", self._history, flush=True))
        left.addStretch(1)
        holder = QWidget()
        holder.setLayout(self._lacking)
        self._lacking.setContentsMargins(0, 0, 0, 0)
        right.addWidget(_card("缺什么", holder))
        wanted = _card("要附的材料", self._pieces, flush=True)
        layout = wanted.layout()
        assert layout is not None
        layout.addWidget(self._no_pieces)
        right.addWidget(wanted)
        right.addStretch(1)
        across.addLayout(left, 1)
        narrow = QWidget()
        narrow.setFixedWidth(_RIGHT)
        right.setContentsMargins(0, 0, 0, 0)
        narrow.setLayout(right)
        across.addWidget(narrow)
        return body


class ReadTable(Grid):
    """As high as its rows: the page scrolls, it does not."""

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget) -> None:
        model = TableModel(columns)
        model.setParent(parent)
        cells = Cells(model, theme().font())
        cells.first_padding = 16
        super().__init__(model, cells, lambda: None, parent)
        self._columns = columns
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.horizontalHeader().setProperty("pad", "16")
        self.horizontalHeader().setMinimumSectionSize(96)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_widths([column.width for column in columns])
        theme().changed.connect(self._redress)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.model().set_rows(rows)  # type: ignore[attr-defined]
        self.setFixedHeight((len(rows) + 1) * self.cells.row_height + 2)

    def _redress(self) -> None:
        self.cells.dress(theme().font())
        self.dress()
        self.setFixedHeight((self.model().rowCount() + 1) * self.cells.row_height + 2)


def _money(amount: Callable[[Award], int | None]) -> dict[str, Any]:
    def fen(finding: Finding) -> int | None:
        return amount(finding.award) if finding.award else None

    def words(finding: Finding) -> str:
        value = fen(finding)
        return "" if value is None else grouped(value)

    return {"text": words, "sort_key": fen, "right": True}


_ALLOWANCES = (
    Column(
        "项目",
        190,
        lambda f: f.programme.marked_title,
        lambda f: f.programme.marked_title,
        strong=True,
        tip=lambda f: f.programme.marked_title,
    ),
    Column("结论", 104, lambda f: f.status.words, lambda f: f.status, chip=lambda f: STATUS[f.status]),
    Column("合计（元）", 112, **_money(lambda award: award.total)),
    Column("到核对日（元）", 112, **_money(lambda award: award.due)),
    Column("以后（元）", 112, **_money(lambda award: award.to_come)),
    Column("已申领（元）", 112, **_money(lambda award: award.claimed)),
)


def _card(title: str, inside: QWidget, *, flush: bool = False) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    layout = QVBoxLayout(card)
    side = 1 if flush else 16
    layout.setContentsMargins(side, 12, side, 4 if flush else 12)
    layout.setSpacing(8)
    head = _label(title, "strong")
    head.setContentsMargins(16 - side, 0, 0, 0)
    layout.addWidget(head)
    layout.addWidget(inside)
    return card


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

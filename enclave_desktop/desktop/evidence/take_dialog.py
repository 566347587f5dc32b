"""What is about to be attached, shown before anything is taken: whose it is, of what kind, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.evidence.form import (
    FIELDS,
    EvidenceForm,
    must_make_sense,
    no_button_on_enter,
)
from enclave_desktop.desktop.evidence.glimpse import Glimpse
from enclave_desktop.desktop.evidence.offer_table import OfferTable, remark
from enclave_desktop.desktop.evidence.offers import Offer, Source, look_over, readers, refused, rows_to_add
from enclave_desktop.desktop.evidence.owners import FIRM, Names, Row, kinds_for
from enclave_desktop.desktop.evidence.row_choice import RowChoice
from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.table.editing import read_text
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.reading import BadValue

_SIZE, _SIDE, _AIR = (1080, 680), 340, 48


class TakeDialog(QDialog):
    """Files in a table; beside it what is said of those that are chosen. Taken in one change, which can be undone."""

    def __init__(self, surroundings: Surroundings, window: QWidget) -> None:
        super().__init__(window)
        self._session = surroundings.session
        self._settings = surroundings.settings
        self._job: Job | None = None
        self._saving = ""
        assert self._session.view is not None
        self._dossier = self._session.view.dossier
        self.setWindowTitle("添加证明材料")
        self.setAccessibleName("添加证明材料")
        self.resize(*(min(most, side - _AIR) for most, side in zip(_SIZE, _sides(window), strict=True)))
        self._table = OfferTable(self)
        self._build()
        self._table.chosen.connect(self._show_chosen)
        self._table.toggled.connect(lambda: self._want(not self._wanted.isChecked()))
        self._table.opened.connect(self._glimpse.enlarge)
        self._session.worker.progressed.connect(self._progress)
        self._session.saved.connect(self._saved)

    def look(self, sources: Sequence[Source], folder: Path | None, row: Row | None, kind: str | None) -> None:
        """Read the files in the background and show them."""

        def work(held: Held, job: Job) -> list[Offer]:
            from enclave_desktop.exchange.evidence_folder import files_in

            found, left_out = list(sources), []
            if folder is not None:
                job.progress("查看文件夹", 0, 0)
                inside = files_in(folder)
                found += [Source(path.name, path) for path in inside.files]
                left_out = [refused(Source(path.name, path), why) for path, why in inside.left_out]
            return look_over(found, held.dossier, job, root=folder, row=row, kind=kind) + left_out

        self._begin("正在查看文件")
        self._job = self._session.with_held("查看文件", work, self._show_offers, self._failed)

    def reject(self) -> None:
        """Cancel what is under way, or close; nothing was taken."""
        if self._job is not None:
            self._job.cancel()
        self._job, self._saving = None, ""  # whatever comes of it comes too late
        super().reject()

    def done(self, result: int) -> None:
        self._glimpse.end()
        super().done(result)

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._table, 1)
        across.addWidget(self._side())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(across, 1)
        whole.addWidget(self._foot())
        no_button_on_enter(self)

    def _side(self) -> QFrame:
        self._pane = QFrame(self)
        self._pane.setObjectName("pane")
        self._pane.setFixedWidth(round(_SIDE * theme().scale))
        self._title = label("subtitle", "", self._pane, wrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._remark = label("second", "", self._pane, wrap=True)
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._wanted = QCheckBox("收入", self._pane)
        self._wanted.clicked.connect(self._want)
        self._rows = RowChoice(self._dossier, self._pane)
        self._rows.chosen.connect(self._choose_row)
        self._rows.label.setFixedWidth(round(76 * theme().scale))
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 12, 0)
        head.setSpacing(8)
        for part in (self._title, self._remark, self._wanted, self._rows):
            head.addWidget(part)
        self._area = QScrollArea(self._pane)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form: EvidenceForm | None = None
        inside = QVBoxLayout(self._pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._area, 1)
        self._glimpse = Glimpse(self._session, self._pane)
        inside.addWidget(self._glimpse)
        inside.addSpacing(8)
        self._pane.setEnabled(False)
        return self._pane

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        inside = QHBoxLayout(foot)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(8)
        self._doing = QLabel(foot)
        self._doing.setProperty("role", "second")
        self._doing.setAccessibleName("进度说明")
        self._bar = QProgressBar(foot)
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._take = QPushButton("收入", foot)
        self._take.setProperty("kind", "primary")
        self._take.setEnabled(False)
        self._take.clicked.connect(self._save)
        cancel = QPushButton("取消", foot)
        cancel.clicked.connect(self.reject)
        inside.addWidget(self._doing, 1)
        inside.addWidget(self._bar)
        inside.addWidget(self._take)
        inside.addWidget(cancel)
        return foot

    def _begin(self, words: str) -> None:
        self._doing.setText(words)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._take.setEnabled(False)
        self._table.setEnabled(False)
        self._pane.setEnabled(False)

    def _end(self) -> None:
        self._job = None
        self._bar.hide()
        self._table.setEnabled(True)
        self._count()

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._job is not None:
            self._doing.setText(f"{what}　{done} / {total}" if total else what)
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def _show_offers(self, offers: list[Offer]) -> None:
        if self._job is None:
            return
        self._table.show_offers(offers, Names(self._dossier))
        self._end()
        if offers:
            first = next((at for at, offer in enumerate(offers) if not offer.problem), 0)
            self._table.selectRow(first)
            self._table.setFocus()
        else:
            self._doing.setText("这里没有可以收入的文件")

    def _failed(self, error: Exception) -> None:
        if self._job is None:
            return
        self._saving = ""
        self._end()
        show_problem(self, error)

    def _show_chosen(self) -> None:
        chosen = self._table.selected()
        usable = [offer for offer in chosen if not offer.problem]
        self._pane.setEnabled(bool(usable))
        if not chosen:
            return
        first = usable[0] if usable else chosen[0]
        several = len(chosen) > 1
        self._title.setText(f"选中的 {len(chosen)} 个文件" if several else first.source.name)
        self._remark.setText("下面改的对它们都有效" if several else remark(first))
        self._glimpse.show_offer(None if several else first)
        self._wanted.setChecked(first.wanted)
        self._rows.show_row(first.row, first.among)
        self._show_form(first)

    def _show_form(self, offer: Offer) -> None:
        """The form of the sheet: its kinds only."""
        title = (offer.row or FIRM)[0]
        if self._form is None or self._form.title != title:
            self._form = EvidenceForm(title, lambda: self._settings.unmasked_seconds, self._area)
            self._form.edited.connect(self._edited)
            self._area.setWidget(self._form)
            for part in (self._form.lines["file_name"].label, self._form.lines["file_name"].input):
                part.hide()
        self._form.setEnabled(offer.row is not None)
        self._form.show_row(offer, self._dossier, {}, frozenset())
        self._form.show_kind(offer)

    def _edited(self, name: str, text: str) -> None:
        assert self._form is not None
        line = self._form.lines[name]
        try:
            value = read_text(line.field, text, self._dossier)
            self._check({name: value})
        except BadValue as bad:
            line.say(f"{bad.reason}。{bad.remedy}", "error")
            return
        self._change(**{name: value}, certainty=None)

    def _check(self, values: dict[str, Any]) -> None:
        """BadValue when one of the chosen would make no sense so."""
        for offer in self._table.selected():
            said = {field: getattr(offer, field) for field in FIELDS}
            must_make_sense(Evidence(number="", content="", **said | values), self._dossier.as_of)

    def _choose_row(self, row: Row) -> None:
        kinds = kinds_for(row[0])
        self._change(
            lambda offer: {
                "row": row,
                "certainty": None,
                "kind": offer.kind if offer.kind in kinds else None,
            }
        )

    def _want(self, wanted: bool) -> None:
        self._change(wanted=wanted)

    def _change(self, values: Any = None, **named: Any) -> None:
        """Say something of every chosen file that can be taken."""
        chosen = [offer for offer in self._table.selected() if not offer.problem]
        pairs = [(offer, replace(offer, **(values(offer) if values else named))) for offer in chosen]
        self._table.replace(pairs)
        self._show_chosen()
        self._count()

    def _offers(self) -> list[Offer]:
        return [offer for offer in self._table.shown.everything if offer.ready]

    def _count(self) -> None:
        everything = self._table.shown.everything
        ready = len(self._offers())
        asked = sum(o.wanted and not o.problem and not o.ready for o in everything)
        refused = sum(bool(o.problem) for o in everything)
        parts = [f"{len(everything)} 个文件"] if everything else []
        parts += [f"{asked} 个还要选属于谁、是哪种"] if asked else []
        parts += [f"{refused} 个不能收"] if refused else []
        self._doing.setText("，".join(parts))
        self._take.setEnabled(ready > 0 and self._job is None)
        self._take.setText(f"收入 {ready} 份" if ready else "收入")

    def _save(self) -> None:
        from enclave_desktop.records.changes import Changes

        view = self._session.view
        offers = self._offers()
        if view is None or not offers:
            return
        rows = rows_to_add(offers, view.dossier)
        kinds = list(dict.fromkeys(row.kind for row in rows))
        self._saving = f"添加{kinds[0]}" if len(rows) == 1 else f"添加 {len(rows)} 份证明材料"
        self._begin("正在收入")
        self._job = self._session.apply(
            self._saving, Changes(added={Evidence: rows}), self._failed, readers(offers)
        )

    def _saved(self, words: str) -> None:
        if self._saving and words == self._saving:
            self._job = None
            self.accept()


def _sides(window: QWidget) -> tuple[int, int]:
    return window.width(), window.height()

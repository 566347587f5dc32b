"""总览: what may be claimed now, what is missing, what ends soon, and what to expect."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.evidence.lacks import lacks_of_record
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.importing import import_button
from enclave_desktop.desktop.overview.attention import WITHIN, ending_notices, missing_notices
from enclave_desktop.desktop.overview.caps import Caps, bars
from enclave_desktop.desktop.overview.card import PADDING, Card
from enclave_desktop.desktop.overview.chart import Chart
from enclave_desktop.desktop.overview.figures import Figures
from enclave_desktop.desktop.overview.forecast import Forecast
from enclave_desktop.desktop.overview.notices import Notice, NoticeCard
from enclave_desktop.desktop.overview.programme_table import ProgrammeTable
from enclave_desktop.desktop.overview.recent_changes import RecentChanges
from enclave_desktop.desktop.packs.mark import SumsMark
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT, Page, Surroundings
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.as_of import PeriodBar
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import Firm
from enclave_desktop.policy.forecast import Expected, expected_payments
from enclave_desktop.policy.totals import totals, unsigned_in

_MONTHS = 60
_SIDE, _WIDE_SIDE = 332, 440
_TWO_COLUMNS_FROM, _WIDE_FROM = 980, 1280
_NO_LIMIT = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX, which PySide does not pass on."""
_GAP, _BELOW = 12, 16


class OverviewPage(Page):
    """Where the day begins."""

    title = "总览"
    guide = "看能申请什么"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._lacks = lacks_of_record(surroundings.session)
        self._lacks.ready.connect(self._changed)
        self._period = PeriodBar(self.session)
        self._packet = QPushButton(icon("document_pdf_20_regular", "on_accent"), "生成申报材料")
        self._packet.setIconSize(WITH_AIR)
        self._packet.setProperty("kind", "primary")
        self._packet.clicked.connect(lambda: surroundings.go("packets"))
        self.header.addWidget(self._period)
        self.header.addWidget(import_button(surroundings))
        self.header.addWidget(self._packet)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._dashboard())
        self._stack.addWidget(self._empty())
        self.body.addWidget(self._stack)
        theme().changed.connect(self._share_out)

    def _dashboard(self) -> QScrollArea:
        holder = QWidget()
        holder.setObjectName("clear")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._columns.setContentsMargins(MARGIN_LEFT, _GAP, MARGIN_RIGHT, _BELOW)
        self._columns.setSpacing(_GAP)
        left = QVBoxLayout()
        left.setSpacing(_GAP)
        left.addWidget(self._claims_card())
        left.addWidget(self._expected_card(), 1)
        left.addStretch()
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._side_column())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        return area

    def _claims_card(self) -> Card:
        self._claims = card = Card("现在可以申报（初步符合）")
        self._all = QPushButton()
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(lambda: self.surroundings.go("matching"))
        self._unsigned = SumsMark(card)
        card.head.addWidget(self._unsigned)
        card.head.addWidget(self._all)
        self._figures = Figures(card)
        self._programmes = ProgrammeTable(card)
        self._programmes.chosen.connect(lambda programme: self.surroundings.go("matching", programme))
        self._no_programme = label("second", "还没有初步符合的项目。先补上右边缺少的信息。", card, wrap=True)
        self._no_programme.setContentsMargins(PADDING, 4, PADDING, 8)
        for part in (self._figures, self._programmes, self._no_programme):
            card.body.addWidget(part)
        return card

    def _expected_card(self) -> Card:
        self._forecast = Chart(Forecast())
        self._expected = self._chart_card(self._forecast)
        self._apart = label("caption", "", self._expected, wrap=True)
        self._apart.setContentsMargins(PADDING, 4, PADDING, 0)
        self._expected.body.addWidget(self._apart)
        return self._expected

    def _chart_card(self, chart: Chart) -> Card:
        card = Card(chart.drawing.title)
        card.head.addWidget(chart.copy_button())
        inside = QHBoxLayout()
        inside.setContentsMargins(PADDING, 0, PADDING, 0)
        inside.addWidget(chart)
        card.body.addLayout(inside, 1)
        chart.copied.connect(lambda: self.surroundings.say("已复制图片，可以粘贴到文档里"))
        return card

    def _side_column(self) -> QWidget:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self._missing = NoticeCard("缺少的信息", "不缺：每个项目都能得出结论。")
        self._caps = Chart(Caps())
        self._caps_card = self._chart_card(self._caps)
        self._endings = NoticeCard("即将到期", f"{WITHIN} 天内没有到期的合同、备案和补助。")
        self._changes = RecentChanges(self.session)
        for card in (self._missing, self._caps_card, self._endings, self._changes):
            column.addWidget(card)
        for card in (self._missing, self._endings):
            card.chosen.connect(self._go_to)
        column.addStretch(1)
        return self._side

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(_GAP)
        start = QPushButton(icon("add_20_regular", "on_accent"), f"登记{SHEETS[Firm].title}")
        start.setIconSize(WITH_AIR)
        start.setProperty("kind", "primary")
        place = Place(Firm)
        start.clicked.connect(lambda: self.surroundings.go(place.page, place))
        words = "先登记企业和飞地，再登记备案、人员、劳动合同和研发费用，这里就会列出可以申报的补贴。"
        column.addStretch(2)
        for part in (label("subtitle", "档案里还没有内容"), label("second", words)):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(start, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def show_view(self, view: View | None) -> None:
        if view is None:
            return
        empty = not any(view.dossier.rows(entity) for entity in SHEETS)
        self._stack.setCurrentIndex(1 if empty else 0)
        self._packet.setVisible(not empty)
        self._period.setVisible(not empty)
        if empty:
            return
        self._period.show_view(view)
        self._figures.show_view(view)
        self._unsigned.show_titles(unsigned_in(view.findings))
        self._programmes.show_view(view)
        some = bool(self._programmes.shown.rows)
        self._programmes.setVisible(some)
        self._no_programme.setVisible(not some)
        lacking = missing_notices(view, self._lacks.of(view))
        ending = ending_notices(view)
        self._missing.show_notices(lacking, f"{len(lacking)} 条" if lacking else "")
        self._endings.show_notices(ending, f"{WITHIN} 天内")
        self._changes.show_changes()
        self._caps.show_drawing(Caps(bars(view), view.year))
        self._caps_card.say(Caps.title, f"{view.year} 年度")
        self._show_expected(view)
        QTimer.singleShot(0, self._share_height)

    def _show_expected(self, view: View) -> None:
        expected = expected_payments(view.findings, view.dossier.as_of, _MONTHS)
        forecast = Forecast(expected)
        self._forecast.show_drawing(forecast)
        self._expected.say(forecast.heading())
        self._apart.setText(_what_is_not_drawn(view, expected))
        self._apart.setVisible(bool(self._apart.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Larger type needs a wider side; where there is no room for two columns, it goes below."""
        scale = max(1.0, theme().scale)
        beside = self.width() >= _TWO_COLUMNS_FROM * scale
        side = round((_WIDE_SIDE if self.width() >= _WIDE_FROM else _SIDE) * scale)
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._side.setMinimumWidth(side if beside else 0)
        self._side.setMaximumWidth(side if beside else _NO_LIMIT)
        QTimer.singleShot(0, self._share_height)  # the cards know their widths then

    def _share_height(self) -> None:
        """What stands above a chart shows as many rows as leave it whole, and the chart takes the rest of the window."""
        height = self._stack.height() - _GAP - _BELOW
        claims = _needed(self._claims) - self._programmes.height()
        chart = _needed(self._expected)
        self._programmes.use_room(height - _GAP - chart - claims)
        left = height - _GAP - claims - self._programmes.height()
        self._expected.setMaximumHeight(max(chart, left))
        self._claims.setMaximumHeight(claims + self._programmes.height())  # beside a longer side it stays
        beside = self._columns.direction() == QBoxLayout.Direction.LeftToRight
        self._missing.use_room(height - _GAP - _needed(self._caps_card) if beside else _NO_LIMIT)
        hidden = self._programmes.hidden
        self._all.setText(f"另有 {hidden} 个，看全部" if hidden else "看全部项目")

    def _go_to(self, notice: Notice) -> None:
        self.surroundings.go(notice.page, notice.target)


def _needed(card: Card) -> int:
    """The height that a card asks for at its width."""
    return card.heightForWidth(card.width()) if card.hasHeightForWidth() else card.sizeHint().height()


def _what_is_not_drawn(view: View, expected: Expected) -> str:
    found = totals(view.findings)
    kinds = (("按年", found.yearly.count), ("获批后", found.on_approval.count + found.at_most.count))
    names = "和".join(name for name, count in kinds if count)
    lines = [f"{names}的金额没有发放日期（原文未写明），不画在图上。"] if names else []
    if expected.later:
        lines.append(f"{expected.months[-1]} 以后另有 {grouped(expected.later)} 元。")
    return "".join(lines)

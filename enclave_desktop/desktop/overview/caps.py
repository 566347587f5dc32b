"""Each centre's R&D spend of the year against the cap of what is awarded for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.summary import amount_grounds
from enclave_desktop.desktop.overview.claims import AMOUNT_OPEN
from enclave_desktop.desktop.overview.series import SeriesLook, draw_part
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.awards import YearlyShare, yearly_share
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Status
from enclave_desktop.policy.pack import YearlyRule

_BAR = 10
_AIR = 1.25
"""How far the scale reaches beyond the cap."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AWARDED = SeriesLook("c1", "c1")
_OVER = SeriesLook("c3", "c1", rising=True)
_NOT_YET = SeriesLook("card", "text2", rising=False)
_NOTHING = "这一年还没有登记研发费用"


@dataclass(frozen=True, slots=True)
class Bar:
    """One centre."""

    name: str
    """The centre's; where it stands under several programmes, which one too."""
    status: Status
    share: YearlyShare
    counted: bool
    """Whether the share is awarded as things stand."""
    grounds: tuple[str, ...] = ()
    """Who answered what the amount rests on."""

    @property
    def amount(self) -> str:
        """What is awarded, or why nothing is counted on."""
        if self.counted:
            return f"¥{grouped(self.share.awarded)}"
        return AMOUNT_OPEN if self.status is Status.ELIGIBLE else self.status.words

    @property
    def working(self) -> str:
        return f"{grouped(self.share.of)} × {_percent(self.share.rate)}"

    @property
    def distance(self) -> str:
        """From the cap; of no interest where nothing is awarded anyway."""
        if self.status is Status.INELIGIBLE:
            return ""
        over = self.share.uncapped - self.share.awarded
        if over:
            return f"已到上限，超出 {grouped(over)}"
        if self.share.lacking is None:
            return ""
        return f"再有 {grouped(self.share.lacking)} 费用到上限" if self.share.lacking else "已到上限"


def bars(view: View) -> list[Bar]:
    """Every centre with spend in the year, once a yearly programme; the largest share first.

    Where there are several such programmes each is named.
    """
    context = Context(view.dossier, view.year)
    yearly = [(f, f.programme.award) for f in view.findings if isinstance(f.programme.award, YearlyRule)]
    several = len({finding.programme.id for finding, _ in yearly}) > 1
    found = [
        Bar(
            f"{finding.subject.name} · {finding.programme.marked_title}" if several else finding.subject.name,
            finding.status,
            share,
            finding.award is not None,
            tuple(amount_grounds(finding)),
        )
        for finding, rule in yearly
        if (share := yearly_share(rule, context, finding.case))
    ]
    return sorted(found, key=lambda bar: -bar.share.uncapped)


@dataclass(frozen=True, slots=True)
class Caps:
    """A bar a centre: the cap is a tick, what lies beyond it is hatched."""

    bars: Sequence[Bar] = ()
    year: int = 0

    title: ClassVar[str] = "研发费用与年度上限"
    steps: ClassVar[tuple[Qt.Key, Qt.Key]] = (Qt.Key.Key_Up, Qt.Key.Key_Down)
    grows: ClassVar[bool] = False

    def count(self) -> int:
        return len(self.bars)

    def heading(self) -> str:
        return f"{self.title}　{self.year} 年度"

    def words(self, at: int) -> str:
        bar = self.bars[at]
        parts = (
            f"{bar.name}（{bar.status.words}）：{self.year} 年度费用 {bar.working} = {grouped(bar.share.uncapped)} 元",
            f"上限 {grouped(bar.share.cap)} 元",
            bar.distance,
            *bar.grounds,
        )
        return "；".join(part for part in parts if part)

    def summary(self) -> str:
        return "\n".join(map(self.words, range(self.count()))) or _NOTHING

    def tip(self, at: int) -> str:
        return self.words(at).replace("；", "\n")

    def item_at(self, point: QPointF, rect: QRectF) -> int | None:
        at = int(point.y() // self._row_height(rect.width()))
        return at if 0 <= at < self.count() else None

    def least_size(self, width: float) -> QSize:
        return QSize(240, round(self._row_height(width) * max(1, self.count())) + 1)

    def draw(self, painter: QPainter, rect: QRectF, at: int | None) -> None:
        if not self.bars:
            painter.setFont(theme().font())
            painter.setPen(theme().colour("text2"))
            painter.drawText(rect, _LEFT, _NOTHING)
            return
        sharp = Sharp(painter)
        full = max(max(bar.share.cap * _AIR, bar.share.uncapped) for bar in self.bars)
        height = self._row_height(rect.width())
        for number, bar in enumerate(self.bars):
            row = QRectF(rect.left(), rect.top() + number * height, rect.width(), height)
            if at == number:
                sharp.fill(row.adjusted(-8, 0, 8, 0), theme().colour("row_hover"))
            self._draw_row(sharp, row, bar, full)

    def _draw_row(self, sharp: Sharp, row: QRectF, bar: Bar, full: float) -> None:
        colours, painter = theme(), sharp.painter
        body, caption = colours.font(), colours.font("caption")
        line = QFontMetricsF(body).height()
        top = QRectF(row.left(), row.top() + 4, row.width(), line)
        painter.setFont(colours.font(weight=600))
        painter.setPen(colours.colour("text" if bar.counted else "text2"))
        painter.drawText(top, _RIGHT, bar.amount)
        room = top.width() - painter.fontMetrics().horizontalAdvance(bar.amount) - 8
        painter.setFont(body)
        painter.setPen(colours.colour("text"))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(top, _LEFT, name)
        track = sharp.rect(QRectF(row.left(), top.bottom() + 3, row.width(), _BAR))
        _draw_track(sharp, track, bar, full)
        painter.setFont(caption)
        painter.setPen(colours.colour("text2"))
        under = QRectF(row.left(), track.bottom() + 3, row.width(), QFontMetricsF(caption).height())
        painter.drawText(under, _LEFT, bar.working)
        two_lines = self._two_lines(row.width())
        if two_lines:
            under.translate(0, under.height())
        painter.setPen(colours.colour("text2" if bar.share.lacking else "warn"))
        painter.drawText(under, _LEFT if two_lines else _RIGHT, bar.distance)

    def _row_height(self, width: float) -> float:
        body = QFontMetricsF(theme().font()).height()
        caption = QFontMetricsF(theme().font("caption")).height()
        return body + _BAR + caption * (2 if self._two_lines(width) else 1) + 16

    def _two_lines(self, width: float) -> bool:
        """Whether working and distance find no room beside each other."""
        metrics = QFontMetricsF(theme().font("caption"))
        widest = max(
            (
                metrics.horizontalAdvance(bar.working) + metrics.horizontalAdvance(bar.distance)
                for bar in self.bars
            ),
            default=0,
        )
        return widest + 16 > width


def _draw_track(sharp: Sharp, track: QRectF, bar: Bar, full: float) -> None:
    colours = theme()
    sharp.fill(track, colours.colour("mute_bg"))
    awarded = track.width() * bar.share.awarded / full
    over = track.width() * bar.share.uncapped / full
    cap = track.left() + track.width() * bar.share.cap / full
    draw_part(
        sharp,
        QRectF(track.left(), track.top(), awarded, track.height()),
        _AWARDED if bar.counted else _NOT_YET,
    )
    if over > awarded:
        rest = QRectF(track.left() + awarded, track.top(), over - awarded, track.height())
        draw_part(sharp, rest, _OVER if bar.counted else _NOT_YET)
    sharp.post(cap - sharp.line, track.top() - 3, track.bottom() + 3, colours.colour("text"), 2)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"

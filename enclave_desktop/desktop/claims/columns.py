"""The columns of where each programme and subject stands."""

from collections.abc import Callable
from typing import Any

from enclave_desktop.desktop.claims.wording import name_words, period_words, subject_words
from enclave_desktop.desktop.table.columns import Column, dictionary_order
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_standing import Standing
from enclave_desktop.policy.claiming import Proposal

_MONEY = 96


def period_of(proposal: Proposal) -> str:
    """2025-01 至 2025-03, 2024 年度."""
    if proposal.period_to:
        return f"{proposal.period_from} 至 {proposal.period_to}"
    return proposal.period_from if "-" in proposal.period_from else f"{proposal.period_from} 年度"


def periods_of(standing: Standing, between: str = "；") -> str:
    """What may be claimed: what is recorded already, and what is not."""
    new = "、".join(map(period_of, standing.proposals))
    held = "、".join(period_words(one.claim) for one in standing.waiting)
    return f"{new}{between if new else ''}已登记 {held}" if held else new


def _periods_tip(standing: Standing) -> str:
    if not standing.waiting:
        return periods_of(standing)
    return ("还没登记 " if standing.proposals else "") + periods_of(standing, "\n")


def _money(label: str, fen: Callable[[Standing], int | None], *, nought: bool = False, **more: Any) -> Column:
    """`nought`: whether a zero says something."""

    def words(standing: Standing) -> str:
        amount = fen(standing)
        return grouped(amount) if amount or (nought and amount is not None) else ""

    return Column(f"{label}（元）", _MONEY, words, fen, right=True, **more)


def _heed(standing: Standing) -> str:
    count = len(standing.doubts) + len(standing.open_reasons)
    return str(count) if count else ""


def _tip(standing: Standing) -> str:
    told = [doubt.words for doubt in standing.doubts]
    told += [f"{step.on} 退回：{step.reason}" for step in standing.open_reasons]
    return "\n".join(told)


def _told(standing: Standing) -> str:
    return "\n".join(part for part in (subject_words(standing), _tip(standing)) if part)


COLUMNS = (
    Column("对象", 134, name_words, lambda one: dictionary_order(one.name), strong=True, tip=_told),
    Column("项目", 112, lambda one: one.title, lambda one: one.title, tip=lambda one: one.title),
    _money("应得", lambda one: one.granted, nought=True),
    _money("已申领", lambda one: one.claimed),
    _money(
        "可申领", lambda one: one.claimable, nought=True, tone=lambda one: "ok" if one.claimable else None
    ),
    _money("获批", lambda one: one.approved),
    _money("已拨付", lambda one: one.paid),
    _money("未到账", lambda one: one.outstanding),
    Column("可申领期间", 264, periods_of, periods_of, tip=_periods_tip),
    Column("需核对", 64, _heed, lambda one: len(_heed(one)), tone=lambda one: "warn", tip=_tip),
)

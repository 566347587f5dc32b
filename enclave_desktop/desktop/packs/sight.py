"""What there is to see of a rule pack or a mapping before it is installed; made in the background, frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.policy.pack import UNSIGNED
from enclave_desktop.policy.signing import Standing

if TYPE_CHECKING:
    from enclave_desktop.desktop.held import View
    from enclave_desktop.packet.blanks.mapping import Mapping
    from enclave_desktop.policy.installing import Offer

_SAME = "没有变化：各项结论和金额都和现在一样。"
_NO_RECORD = "没有打开档案，看不到对企业有什么变化；打开档案后再装就能先看。"
_NEW_KEY = "我已用电话等方式与签名人核对指纹，以后也信任这把密钥"
_NO_SIGNATURE = f"我信得过它的来源，知道它决定的每一处都会标明“{UNSIGNED}”"
_IN_SPITE = "我看过上面的提醒，仍要安装"
HEADINGS = ("项目", "对象", "现在", "安装以后")


@dataclass(frozen=True, slots=True)
class Sight:
    """A thing that may be installed, in words."""

    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    """What is said of it, under what."""
    mark: str | None = None
    effect: str = ""
    """What it changes for the firm, above `rows`."""
    rows: tuple[tuple[str, ...], ...] = ()
    """A line for each change, under HEADINGS."""
    consent: str = ""
    """What must be agreed to before; empty: nothing."""


def sight_of_pack(offer: "Offer", view: "View | None") -> Sight:
    measure = offer.pack.measure
    rows = tuple(_rows(offer, view)) if view else ()
    effect = _NO_RECORD if view is None else _effect(view, len(rows)) if rows else _SAME
    return Sight(
        "安装规则包",
        measure.title or measure.id,
        tuple(_facts(offer)),
        measure.mark,
        effect,
        rows,
        {
            Standing.KNOWN: _IN_SPITE if offer.cautions else "",
            Standing.UNKNOWN: _NEW_KEY,
            Standing.NONE: _NO_SIGNATURE,
        }[offer.signed.standing],
    )


def _facts(offer: "Offer") -> Iterator[tuple[str, str]]:
    pack, cases = offer.pack, offer.read.cases
    yield "编号", pack.measure.id
    if pack.measure.authority:
        yield "发布机关", pack.measure.authority
    yield "出处", pack.measure.source
    titles = "、".join(programme.title for programme in pack.programmes)
    yield "项目", f"{len(pack.programmes)} 个：{titles}"
    yield "算例", f"{cases} 个，都成立" if cases else "没有：无法核对规则写得对不对"
    yield "签名", offer.signed.words
    if pack.measure.written_on:
        yield "写于", str(pack.measure.written_on)
    if offer.replaces:
        yield "代替", f"现有的同一编号、{offer.replaces.words}"
    if offer.cautions:
        yield "请注意", "".join(offer.cautions)


def _rows(offer: "Offer", view: "View") -> Iterator[tuple[str, ...]]:
    from enclave_desktop.policy.impact import impact
    from enclave_desktop.policy.installed import installed
    from enclave_desktop.policy.report import subject_words

    for change in impact(view.dossier, installed().packs, offer.packs_after, view.year):
        yield change.programme.title, subject_words(change.subject), change.before, change.after


def _effect(view: "View", count: int) -> str:
    firm = view.dossier.firm.name if view.dossier.firm else "这份档案"
    return f"安装以后，{firm} 有 {count} 处不同（{view.dossier.as_of}）："


def sight_of_mapping(mapping: "Mapping", source: Path, titles: dict[str, str]) -> Sight:
    """`titles` are those of the programmes by their ids."""
    named = "、".join(titles[name] for name in mapping.programmes) or "所有项目"
    there = (source.parent / mapping.blank).is_file()
    facts = (
        ("用于", named),
        ("对应", f"{len(mapping.cells)} 格"),
        ("空白表", f"{mapping.blank}{'，一并安装' if there else '，不在同一文件夹里，安装后再补上'}"),
    )
    effect = "安装以后，在“申报材料”的“空白表…”里选用；没有选用之前，什么也不变。"
    return Sight("安装空白表的对应关系", mapping.title, facts, effect=effect)

"""Rule packs from TOML: every key, fact, operator and word is known, or refused with its path."""

import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from enclave_desktop.dossier.evidence import EVIDENCE_KINDS
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Carrier, Enclave
from enclave_desktop.paths import resources
from enclave_desktop.policy.award_rules import read_award
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.operators import NOTHING, OPERATORS
from enclave_desktop.policy.pack import Assumption, Criterion, Evidence, Measure, Pack, Programme, Series
from enclave_desktop.policy.rule_values import Facts, read_limit, read_period, read_series
from enclave_desktop.toml_table import Table, parse_toml, read_toml

T = TypeVar("T")

KEYS_FILE = "keys.toml"
_BASES = ("source", "assumption")
_KINDS = tuple(kind.name for kind in EVIDENCE_KINDS)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "enclave": SHEETS[Enclave].field("type").choices,
    "person": (),
    "carrier": SHEETS[Carrier].field("type").choices,
}
_ROLES = {
    "enclave": ("firm", "enclave"),
    "person": ("firm", "enclave", "person", "contract"),
    "carrier": ("firm", "enclave", "carrier"),
}
"""Whose facts a programme for that subject may name."""


def load_packs() -> tuple[Pack, ...]:
    """The packs in force, those that ship and those that were installed, in the order of their measures."""
    from enclave_desktop.policy.installed import installed  # which reads packs by what stands here

    return installed().packs


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The packs that ship with the program, in the order of their measures."""
    return load_folder(resources() / "policies")


def pack_files(folder: Path) -> list[Path]:
    """The packs below `folder`, without their cases and the keys that are trusted."""
    return sorted(
        file
        for file in folder.rglob("*.toml")
        if not file.name.endswith(".cases.toml") and file.name != KEYS_FILE
    )


def load_folder(folder: Path) -> tuple[Pack, ...]:
    """Every pack below `folder`; ids must be unique across them."""
    packs = sorted(map(load_pack, pack_files(folder)), key=lambda pack: pack.measure.id)
    for at, pack in enumerate(packs):
        refuse_clash(pack, packs[:at])
    return tuple(packs)


def refuse_clash(pack: Pack, others: Iterable[Pack]) -> None:
    """UserError when a programme of the pack has the id of one of another pack."""
    seen = {programme.id: other.file for other in others for programme in other.programmes}
    for programme in pack.programmes:
        if programme.id in seen:
            raise Table({}, pack.file).error(programme.id, f"与 {seen[programme.id]} 中的项目编号重复")


def load_pack(path: Path) -> Pack:
    """One pack; UserError with file and key path when something in it is not known."""
    return pack_of_text(read_toml(path), path.name)


def pack_of_text(text: str, file: str, *, unsigned: bool = False) -> Pack:
    """A pack from the text of its file."""
    return parse_pack(parse_toml(text, file), file, text, unsigned=unsigned)


def parse_pack(data: dict[str, Any], file: str, text: str = "", *, unsigned: bool = False) -> Pack:
    """A pack from TOML data; `file` names it in errors."""
    with Table(data, file) as table:
        measure = _measure(table.table("measure"), text, unsigned)
        assumptions = _unique(table, "assumption", [_assumption(t) for t in table.tables("assumption")])
        known = {assumption.id: assumption for assumption in assumptions}
        programmes = [_programme(t, measure, known) for t in table.tables("programme")]
        if not programmes:
            raise table.error("programme", "没有任何项目")
        return Pack(file, measure, _unique(table, "programme", programmes), assumptions)


def _unique(table: Table, key: str, items: list[T]) -> tuple[T, ...]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        name: str = item.id  # type: ignore[attr-defined]
        if name in seen:
            raise table.error(f"{key}[{index}].id", f"“{name}”重复")
        seen.add(name)
    return tuple(items)


def _measure(table: Table, text: str, unsigned: bool) -> Measure:
    with table:
        return Measure(
            _name(table, "id"),
            table.optional_text("title"),
            table.optional_text("authority"),
            table.text("source"),
            text,
            unsigned,
            table.optional_date("written_on"),
        )


def _assumption(table: Table) -> Assumption:
    with table:
        return Assumption(table.text("id"), table.text("question"), table.text("answer"))


def _programme(table: Table, measure: Measure, known: dict[str, Assumption]) -> Programme:
    with table:
        subject = table.word("subject", tuple(_SUBJECTS))
        start, end = read_period(table)
        facts = {name: fact for name, fact in FACTS.items() if name.partition(".")[0] in _ROLES[subject]}
        criteria = _unique(
            table, "criterion", [_criterion(t, facts, known) for t in table.tables("criterion")]
        )
        if not criteria:
            raise table.error("criterion", "没有任何条件")
        named = dict.fromkeys(table.words("assumptions", known))
        named.update(dict.fromkeys(name for criterion in criteria for name in criterion.assumptions))
        amount_rests_on = table.words("amount_rests_on", named)
        if amount_rests_on and "award" not in table:
            raise table.error("amount_rests_on", "没有金额的项目不用写")
        return Programme(
            id=_name(table, "id"),
            title=table.text("title"),
            measure=measure,
            subject=subject,
            type=table.word("type", _SUBJECTS[subject]) if "type" in table else None,
            topic=table.text("topic"),
            locator=table.text("locator"),
            form=_name(table, "form"),
            criteria=criteria,
            award=read_award(table.table("award"), facts, subject) if "award" in table else None,
            options=table.words("options"),
            evidence=tuple(_evidence(t, facts) for t in table.tables("evidence")),
            assumptions=tuple(known[name] for name in named),
            amount_rests_on=amount_rests_on,
            start=start,
            end=end,
        )


def _name(table: Table, key: str) -> str:
    name = table.text(key)
    if not _NAME.fullmatch(name):
        raise table.error(key, f"“{name}”应由小写字母、数字和连字符组成")
    return name


def _evidence(table: Table, facts: Facts) -> Evidence:
    with table:
        fact = table.word("fact", facts) if "fact" in table else None
        return Evidence(table.text("name"), table.flag("source"), fact, table.words("kinds", _KINDS))


def _criterion(table: Table, facts: Facts, known: dict[str, Assumption]) -> Criterion:
    with table:
        fact = facts[table.word("fact", facts)]
        operator = table.word("operator", OPERATORS)
        _, takes, kinds = OPERATORS[operator]
        if fact.kind not in kinds:
            raise table.error("operator", f"“{operator}”不能用于“{fact.name}”")
        assumptions = table.words("assumptions", known)
        basis = table.word("basis", _BASES, "source")
        if basis == "assumption" and not assumptions:
            raise table.error("assumptions", "缺少所依据的工作假定")
        falls_with = table.words("falls_with", assumptions)
        stands_without = table.words("stands_without", assumptions)
        if both := set(falls_with).intersection(stands_without):
            raise table.error("stands_without", f"“{min(both)}”也在 falls_with 中")
        return Criterion(
            id=_name(table, "id"),
            label=table.text("label"),
            fact=fact.name,
            operator=operator,
            value=Series(())
            if takes is NOTHING
            else read_series(table, "value", partial(read_limit, fact, takes)),
            required=table.text("required"),
            basis=basis,
            locator=table.text("locator"),
            otherwise=table.word("otherwise", ("unmet", "unknown"), "unmet"),
            remedy=table.optional_text("remedy"),
            assumptions=assumptions,
            falls_with=falls_with,
            stands_without=stands_without,
        )

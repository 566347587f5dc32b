"""Rule packs from TOML: every key, fact, operator and word is known, or refused with its path."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from enclave_desktop.dossier.fields import SHEETS, Kind
from enclave_desktop.dossier.money import parse_yuan
from enclave_desktop.dossier.values import Carrier, Enclave, Filing
from enclave_desktop.paths import resources
from enclave_desktop.policy.facts import FACTS, Fact
from enclave_desktop.policy.operators import MANY, NOTHING, OPERATORS
from enclave_desktop.policy.pack import (
    ApprovalRule,
    Assumption,
    AwardRule,
    Criterion,
    Dated,
    Evidence,
    Measure,
    MonthlyRule,
    Pack,
    Programme,
    Series,
    YearlyRule,
)
from enclave_desktop.toml_table import Table, load_toml, nearest

T = TypeVar("T")

_BASES = ("source", "assumption")
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "enclave": SHEETS[Enclave].field("type").choices,
    "person": (),
    "carrier": SHEETS[Carrier].field("type").choices,
}
_OFFICES = SHEETS[Filing].field("authority").choices


@cache
def load_packs() -> tuple[Pack, ...]:
    """The packs that ship with the program, in the order of their measures."""
    return load_folder(resources() / "policies")


def load_folder(folder: Path) -> tuple[Pack, ...]:
    """Every pack below `folder`; ids must be unique across them."""
    files = (file for file in folder.rglob("*.toml") if not file.name.endswith(".cases.toml"))
    packs = sorted((load_pack(file) for file in files), key=lambda pack: pack.measure.id)
    seen: dict[str, str] = {}
    for pack in packs:
        for programme in pack.programmes:
            if programme.id in seen:
                raise Table({}, pack.file).error(programme.id, f"与 {seen[programme.id]} 中的项目编号重复")
            seen[programme.id] = pack.file
    return tuple(packs)


def load_pack(path: Path) -> Pack:
    """One pack; UserError with file and key path when something in it is not known."""
    return parse_pack(load_toml(path), path.name)


def parse_pack(data: dict[str, Any], file: str) -> Pack:
    """A pack from TOML data; `file` names it in errors."""
    with Table(data, file) as table:
        measure = _measure(table.table("measure"))
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


def _measure(table: Table) -> Measure:
    with table:
        return Measure(
            table.text("id"),
            table.optional_text("title"),
            table.optional_text("authority"),
            table.text("source"),
        )


def _assumption(table: Table) -> Assumption:
    with table:
        return Assumption(table.text("id"), table.text("question"), table.text("answer"))


def _programme(table: Table, measure: Measure, known: dict[str, Assumption]) -> Programme:
    with table:
        subject = table.word("subject", tuple(_SUBJECTS))
        start, end = _period(table)
        criteria = _unique(table, "criterion", [_criterion(t, known) for t in table.tables("criterion")])
        named = dict.fromkeys(table.words("assumptions", known))
        named.update(dict.fromkeys(name for criterion in criteria for name in criterion.assumptions))
        return Programme(
            id=table.text("id"),
            title=table.text("title"),
            measure=measure,
            subject=subject,
            type=table.word("type", _SUBJECTS[subject]) if "type" in table else None,
            topic=table.text("topic"),
            locator=table.text("locator"),
            form=table.text("form"),
            criteria=criteria,
            award=_award(table.table("award")) if "award" in table else None,
            options=table.words("options"),
            evidence=tuple(_evidence(t) for t in table.tables("evidence")),
            assumptions=tuple(known[name] for name in named),
            start=start,
            end=end,
        )


def _period(table: Table) -> tuple[date | None, date | None]:
    """From when until when something is in force; None is open."""
    start, end = table.optional_date("from"), table.optional_date("until")
    if start and end and end < start:
        raise table.error("until", "早于 from")
    return start, end


def _evidence(table: Table) -> Evidence:
    with table:
        fact = table.word("fact", FACTS) if "fact" in table else None
        return Evidence(table.text("name"), table.flag("source"), fact)


def _criterion(table: Table, known: dict[str, Assumption]) -> Criterion:
    with table:
        fact = FACTS[table.word("fact", FACTS)]
        operator = table.word("operator", OPERATORS)
        _, takes, kinds = OPERATORS[operator]
        if fact.kind not in kinds:
            raise table.error("operator", f"“{operator}”不能用于“{fact.name}”")
        return Criterion(
            id=table.text("id"),
            label=table.text("label"),
            fact=fact.name,
            operator=operator,
            value=Series(()) if takes is NOTHING else _series(table, "value", partial(_limit, fact, takes)),
            required=table.text("required"),
            basis=table.word("basis", _BASES, "source"),
            locator=table.text("locator"),
            otherwise=table.word("otherwise", ("unmet", "unknown"), "unmet"),
            remedy=table.optional_text("remedy"),
            assumptions=table.words("assumptions", known),
        )


def _series(table: Table, key: str, read: Callable[[Table, str], T]) -> Series[T]:
    """A single value, or a list of tables each with value, from and until, in order and never two at once."""
    value = table.raw(key)
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return Series((Dated(read(table, key)),))
    series: list[Dated[T]] = []
    for entry in table.tables(key):
        with entry:
            dated = Dated(read(entry, "value"), *_period(entry))
            if series and not _before(series[-1].end, dated.start):
                raise entry.error("from", "须晚于前一段的 until，两处都要写明")
            series.append(dated)
    return Series(tuple(series))


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def _limit(fact: Fact, takes: str, table: Table, key: str) -> Any:
    table.raw(key)
    if takes is MANY:
        words = table.words(key)
        if not words:
            raise table.error(key, "应为至少一个词的列表")
        return tuple(_word(fact, word, table, key) for word in words)
    if fact.kind == "duration":
        return table.whole(key) * fact.unit
    if fact.kind == Kind.YEAR:
        return table.whole(key)
    if fact.kind == Kind.MONEY:
        return _yuan(table, key)
    if fact.kind == Kind.AREA:
        return _decimal(table, key)
    if fact.kind == Kind.YES_NO:
        return table.flag(key)
    if fact.kind == Kind.DATE:
        return table.optional_date(key)
    return _word(fact, table.text(key), table, key)


def _word(fact: Fact, word: str, table: Table, key: str) -> str:
    if fact.choices and not fact.open_choice and word not in fact.choices:
        raise table.error(key, f"“{word}”不是“{fact.label}”的可选值{nearest(word, fact.choices)}")
    return word


def _yuan(table: Table, key: str) -> int:
    text = table.text(key)
    try:
        return parse_yuan(text)
    except ValueError:
        raise table.error(key, f'“{text}”不是金额，应写成 "1234.56" 这样的文字') from None


def _decimal(table: Table, key: str) -> Decimal:
    text = table.text(key)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise table.error(key, f'“{text}”不是数，应写成 "1.5" 这样的文字')
    return number


def _award(table: Table) -> AwardRule:
    with table:
        return _AWARDS[table.word("basis", _AWARDS)](table)


def _monthly(table: Table) -> MonthlyRule:
    return MonthlyRule(
        amount=_series(table, "amount", _yuan),
        months=_series(table, "months", Table.whole),
        filed_with=table.word("filed_with", _OFFICES),
        at_most=table.flag("at_most"),
    )


def _yearly(table: Table) -> YearlyRule:
    money = [name for name, fact in FACTS.items() if fact.kind == Kind.MONEY]
    return YearlyRule(
        of=table.word("of", money),
        rate=_series(table, "rate", _decimal),
        cap=_series(table, "cap", _yuan),
        at_most=table.flag("at_most"),
    )


def _on_approval(table: Table) -> ApprovalRule:
    at_most = table.flag("at_most")
    if "by" not in table:
        return ApprovalRule({None: _series(table, "amount", _yuan)}, at_most=at_most)
    fact = FACTS[table.word("by", FACTS)]
    with table.table("amounts") as amounts:
        by_word: dict[str | None, Series[int]] = {
            _word(fact, word, amounts, word): _series(amounts, word, _yuan) for word in amounts.names()
        }
    return ApprovalRule(by_word, fact.name, at_most)


_AWARDS: dict[str, Callable[[Table], AwardRule]] = {
    "monthly": _monthly,
    "yearly": _yearly,
    "on_approval": _on_approval,
}

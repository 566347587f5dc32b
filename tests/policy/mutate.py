"""Change every rule of the packs by one step: a case beside the pack must notice each (`make mutate`)."""

import copy
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Kind
from enclave_desktop.dossier.values import Carrier, Enclave, Filing
from enclave_desktop.errors import UserError
from enclave_desktop.paths import resources
from enclave_desktop.policy.case_file import PolicyCase, cases_file, load_cases
from enclave_desktop.policy.cases import run_cases
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.loading import pack_files as files_below
from enclave_desktop.policy.loading import parse_pack
from enclave_desktop.policy.operators import MANY, NOTHING, OPERATORS
from enclave_desktop.toml_table import load_toml

INVENTED = Path(__file__).parent / "invented"
SAME_BY_MEANING = {("is", "one_of"), ("includes", "includes_any")}
"""Operators that agree on a single value: changing one into the other changes nothing."""

DAYS = {"yearly": 366, "monthly": 31, "on_approval": 1}
"""How far a dated amount must move to matter: a yearly one is read at the year's end, a monthly one by month."""

Path_ = tuple[str | int, ...]


class Gone:
    """What is left of a key that a mutant drops."""

    def __repr__(self) -> str:
        return "nothing"


GONE = Gone()


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for some keys of one programme; all of them together are one mutant."""

    changes: tuple[tuple[Path_, Any], ...]

    def __str__(self) -> str:
        return ", ".join(f"{'.'.join(map(str, path))} → {value!r}" for path, value in self.changes)

    def apply(self, programme: dict[str, Any]) -> dict[str, Any]:
        changed = copy.deepcopy(programme)
        for path, value in self.changes:
            at: Any = changed
            for step in path[:-1]:
                at = at[step]
            if value is GONE:
                del at[path[-1]]
            else:
                at[path[-1]] = value
        return changed


def one(path: Path_, value: Any) -> Edit:
    return Edit(((path, value),))


def edits(programme: dict[str, Any]) -> Iterator[Edit]:
    """Every way to change one programme by one step."""
    yield from _programme(programme)
    for index, criterion in enumerate(programme["criterion"]):
        path: Path_ = ("criterion", index)
        yield one(path, GONE)
        yield from _fact(criterion, path)
        yield from _operator(criterion, path)
        yield from _limit(criterion, path)
        yield from _otherwise(criterion, path)
        yield from _each_gone(criterion, ("falls_with", "stands_without"), path)
    yield from _each_gone(programme, ("amount_rests_on",), ())
    if "award" in programme:
        yield one(("award",), GONE)
        yield from _award(programme["award"], ("award",))


def _programme(programme: dict[str, Any]) -> Iterator[Edit]:
    subject = programme["subject"]
    yield from (one(("subject",), word) for word in ("enclave", "person", "carrier") if word != subject)
    types = SHEETS[Enclave].field("type").choices + SHEETS[Carrier].field("type").choices
    yield from _other_words(("type",), programme.get("type"), types)
    if "type" in programme:
        yield one(("type",), GONE)
    yield from _dates(programme, ())


def _fact(criterion: dict[str, Any], path: Path_) -> Iterator[Edit]:
    fact = FACTS[criterion["fact"]]
    alike = [name for name, other in FACTS.items() if other.kind == fact.kind]
    yield from _other_words((*path, "fact"), fact.name, alike)


def _operator(criterion: dict[str, Any], path: Path_) -> Iterator[Edit]:
    present = criterion["operator"]
    for name, (_, takes, kinds) in OPERATORS.items():
        if name == present or FACTS[criterion["fact"]].kind not in kinds:
            continue
        if takes is NOTHING:
            yield Edit((((*path, "operator"), name), ((*path, "value"), GONE)))
        elif "value" in criterion and (present, name) not in SAME_BY_MEANING:
            value = _each(criterion["value"], _many if takes is MANY else _single)
            yield Edit((((*path, "operator"), name), ((*path, "value"), value)))


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """`change` made to a value, or to each value of a dated series."""
    if _is_series(value):
        return [entry | {"value": change(entry["value"])} for entry in value]
    return change(value)


def _many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _is_series(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], dict)


def _limit(criterion: dict[str, Any], path: Path_) -> Iterator[Edit]:
    if "value" in criterion:
        fact = FACTS[criterion["fact"]]
        words = ("上海", "北京") if fact.kind == Kind.PLACE else fact.choices
        yield from _series(criterion["value"], (*path, "value"), words)


def _otherwise(criterion: dict[str, Any], path: Path_) -> Iterator[Edit]:
    if "otherwise" in criterion:
        yield one((*path, "otherwise"), GONE)
    elif criterion["operator"] != "present":  # which is never unmet
        yield one((*path, "otherwise"), "unknown")


def _each_gone(table: dict[str, Any], keys: Iterable[str], path: Path_) -> Iterator[Edit]:
    """Each entry of lists left out."""
    for key in keys:
        yield from (one((*path, key, index), GONE) for index in range(len(table.get(key, ()))))


def _award(award: dict[str, Any], path: Path_) -> Iterator[Edit]:
    yield one((*path, "at_most"), not award.get("at_most", False))
    for key in ("amount", "months", "rate", "cap"):
        if key in award:
            days = 1 if key == "months" else DAYS[award["basis"]]
            yield from _series(award[key], (*path, key), days=days)
    if "filed_with" in award:
        offices = SHEETS[Filing].field("authority").choices
        yield from _other_words((*path, "filed_with"), award["filed_with"], offices)
    for key in ("of", "by"):
        if key in award:
            alike = [name for name, other in FACTS.items() if other.kind == FACTS[award[key]].kind]
            yield from _other_words((*path, key), award[key], alike)
    for word, amount in award.get("amounts", {}).items():
        yield one((*path, "amounts", word), GONE)
        yield from _series(amount, (*path, "amounts", word))


def _series(value: Any, path: Path_, words: tuple[str, ...] = (), days: int = 1) -> Iterator[Edit]:
    if not _is_series(value):
        yield from _steps(value, path, words)
        return
    for index, entry in enumerate(value):
        yield one((*path, index), GONE)
        yield from _steps(entry["value"], (*path, index, "value"), words)
        yield from _dates(entry, (*path, index), days, after_another=index > 0)


def _steps(value: Any, path: Path_, words: tuple[str, ...]) -> Iterator[Edit]:
    """The neighbours of a value: one more and one less, the other answer, another word."""
    if isinstance(value, bool):
        yield one(path, not value)
    elif isinstance(value, int):
        yield from (one(path, value + step) for step in (1, -1))
    elif isinstance(value, date):
        yield from (one(path, value + timedelta(days=step)) for step in (1, -1))
    elif isinstance(value, list):
        for index, word in enumerate(value):
            yield one((*path, index), GONE)
            yield from _other_words((*path, index), word, words)
        yield from (one(path, [*value, word]) for word in words if word not in value)
    elif value[:1].isdigit():
        step = Decimal(1).scaleb(int(Decimal(value).as_tuple().exponent))
        yield from (one(path, str(Decimal(value) + sign * step)) for sign in (1, -1))
    else:
        yield from _other_words(path, value, words)


def _dates(table: dict[str, Any], path: Path_, days: int = 1, after_another: bool = False) -> Iterator[Edit]:
    """A period's ends moved or dropped; of two entries for one day the first counts, so a later one's
    earlier start would change nothing."""
    step = timedelta(days=days)
    if "from" in table:
        yield one((*path, "from"), table["from"] + step)
        if not after_another:
            yield one((*path, "from"), table["from"] - step)
            yield one((*path, "from"), GONE)
    if "until" in table:
        yield from (one((*path, "until"), table["until"] + sign * step) for sign in (1, -1))
        yield one((*path, "until"), GONE)


def _other_words(path: Path_, word: str | None, words: Iterable[str]) -> Iterator[Edit]:
    yield from (one(path, other) for other in words if other != word)


def survivors(data: dict[str, Any], cases: list[PolicyCase], file: str) -> Iterator[tuple[str, bool]]:
    """Every mutant of a pack that the loader takes, as its key path and change, and whether it survives."""
    for programme in data["programme"]:
        own = [case for case in cases if case.programme == programme["id"]]
        for edit in edits(programme):
            try:
                pack = parse_pack(data | {"programme": [edit.apply(programme)]}, file)
            except UserError:  # no pack at all, so nobody can be misled by it
                continue
            yield f"{file}: {programme['id']}.{edit}", not any(run_cases(pack, [case]) for case in own)


def pack_files() -> list[Path]:
    return [file for folder in (resources() / "policies", INVENTED) for file in files_below(folder)]


def main() -> int:
    made, alive = 0, []
    for file in pack_files():
        for mutant, survives in survivors(load_toml(file), load_cases(cases_file(file)), file.name):
            made += 1
            if survives:
                alive.append(mutant)
    print(*alive, f"{made} mutants, {len(alive)} survived", sep="\n")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())

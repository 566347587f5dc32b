"""What may be tried for a finding: every field that bears on it, and rows that are not there yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.trials import Knob
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.months import Term
from enclave_desktop.dossier.values import Agreement, Assessment, Contract, Expense, Filing, Person
from enclave_desktop.policy.awards import yearly_share
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Check, Finding, Outcome
from enclave_desktop.policy.pack import MonthlyRule, YearlyRule

_SPEND = "enclave.spend"
"""The fact that yearly awards are a share of."""
_TRIED = "试算"
"""What is not known of a row that is only tried."""


def knobs(finding: Finding, view: View) -> list[Knob]:
    """What may be tried for this finding: what its criteria ask about, then what moves the money."""
    found: dict[tuple[Any, ...], Knob] = {}
    for held in finding.checks:
        for knob in _of_check(held, finding, view):
            known = found.get(knob.identity, knob)
            found[knob.identity] = replace(known, criteria=(*known.criteria, held.criterion.id))
    for knob in _of_award(finding, view):
        found.setdefault(knob.identity, knob)
    return list(found.values())


def _of_check(held: Check, finding: Finding, view: View) -> Iterator[Knob]:
    fact, case = FACTS[held.criterion.fact], finding.case
    role = fact.name.partition(".")[0]
    row = getattr(case, role)
    if row is None:
        if case.person is not None:
            yield from _first_contracts(case.person, finding, view)
        return
    if fact.field is not None:
        if not fact.field.key and not fact.field.sensitive:
            yield _knob(ROLES[role], fact.field.name, row)
    elif role == "contract":
        yield _knob(Contract, "ends_on", row)
    elif fact.name == "enclave.assessment":
        yield _assessment(row.name, view)
    elif fact.name == _SPEND:
        yield _spend(finding, view)
    elif fact.name == "enclave.agreement_types":
        yield from _agreements(row.name, held, view)
    elif fact.name.endswith(".filed_with") and case.enclave and _files_first(held):
        yield _filing(case.enclave.name, held.limit)


def _of_award(finding: Finding, view: View) -> Iterator[Knob]:
    rule, case = finding.programme.award, finding.case
    if isinstance(rule, MonthlyRule) and case.contract:
        for name in ("starts_on", "ends_on", "left_on"):
            yield _knob(Contract, name, case.contract)
    elif isinstance(rule, YearlyRule) and rule.of == _SPEND:
        yield _spend(finding, view)


def _files_first(held: Check) -> bool:
    return held.outcome is Outcome.UNMET and held.criterion.operator == "includes"


def _knob(entity: type[Any], name: str, row: Any) -> Knob:
    def make(value: Any) -> Any:
        # A contract that ends is not 无固定期限: one cannot be tried without the other.
        also = {"open_ended": None} if name == "ends_on" and row.open_ended else {}
        return replace(row, **{name: value}, **also)

    return Knob(entity, SHEETS[entity].field(name), row, make)


def _filing(enclave: str, authority: str) -> Knob:
    def make(value: Any) -> Filing:
        return Filing(enclave=enclave, authority=authority, filed_on=value, number=None, valid_until=None)

    return Knob(Filing, SHEETS[Filing].field("filed_on"), None, make)


def _first_contracts(person: Person, finding: Finding, view: View) -> Iterator[Knob]:
    """A contract of somebody who has none, from the day looked at on, with each enclave; how long is tried."""
    starts_on, full_time = view.dossier.as_of, SHEETS[Contract].field("form").choices[0]
    longest = max((held.limit for held in finding.checks if _is_term(held)), default=None)
    for enclave in view.dossier.enclaves:
        row = {"person": person.id_number, "enclave": enclave.name, "form": full_time}

        def make(value: Any, row: dict[str, Any] = row) -> Contract:
            return Contract(**row, starts_on=starts_on, ends_on=value)

        yield Knob(
            Contract,
            SHEETS[Contract].field("ends_on"),
            None,
            make,
            name=f"与{enclave.name}的{full_time}合同·终止日期",
            wanted=Term(starts_on, starts_on).last_day_for(longest) if longest else None,
            stand_in={**row, "starts_on": starts_on.isoformat()},
        )


def _is_term(held: Check) -> bool:
    return FACTS[held.criterion.fact].kind == "duration" and held.criterion.operator == "at_least"


def _spend(finding: Finding, view: View) -> Knob:
    """More spend of the centre in the year looked at: as much as the year's cap still has room for."""
    assert finding.case.enclave is not None
    enclave, rule = finding.case.enclave.name, finding.programme.award
    field = SHEETS[Expense].field("amount")
    share = None
    if isinstance(rule, YearlyRule):
        share = yearly_share(rule, Context(view.dossier, view.year), finding.case)

    def make(value: Any) -> Expense:
        row: dict[str, Any] = {
            "booked_on": date(view.year, 12, 31),
            "voucher": _TRIED,
            "enclave": enclave,
            "category": SHEETS[Expense].field("category").choices[0],
            "amount": value,
        }
        return Expense(**row)

    return Knob(
        Expense,
        field,
        None,
        make,
        name=f"{view.year} 年度再投入研发费用（元）",
        wanted=(share.lacking or None) if share else None,
        stand_in={"enclave": enclave},
    )


def _agreements(enclave: str, held: Check, view: View) -> Iterator[Knob]:
    """One more agreement of the enclave, or another 类型 of one that it has."""
    field = SHEETS[Agreement].field("type")

    def make(value: Any) -> Agreement:
        row: dict[str, Any] = {"number": _TRIED, "type": value, "counterparty": _TRIED, "enclave": enclave}
        return Agreement(**row)

    wanted = held.limit[0] if isinstance(held.limit, tuple) else held.limit
    lacking = held.outcome is not Outcome.MET and held.criterion.operator.startswith("includes")
    yield Knob(
        Agreement, field, None, make, wanted=wanted if lacking else None, stand_in={"enclave": enclave}
    )
    for row in view.dossier.agreements:
        if row.enclave == enclave:
            yield replace(_knob(Agreement, field.name, row), name=f"{row.number}·{field.label}")


def _assessment(enclave: str, view: View) -> Knob:
    rows = (row for row in view.dossier.assessments if (row.enclave, row.year) == (enclave, view.year))
    row = next(rows, None)

    def make(value: Any) -> Assessment:
        if row:
            return replace(row, result=value)
        return Assessment(enclave=enclave, year=view.year, result=value, number=None)

    return Knob(Assessment, SHEETS[Assessment].field("result"), row, make)

"""The facts that a criterion may name: every field of the dossier, and a few derivations from it.

A fact's value is None where the record does not say: unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import MONTHS_A_YEAR, duration_words
from enclave_desktop.dossier.showing import show, show_masked
from enclave_desktop.dossier.values import (
    Agreement,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
)
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Case

ROLES: dict[str, type[Any]] = {
    "firm": Firm,
    "enclave": Enclave,
    "person": Person,
    "contract": Contract,
    "carrier": Carrier,
}
"""Whose fields are facts, under 'role.field'."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a criterion may ask about."""

    name: str
    kind: str
    """A field's kind, or 'words' (a tuple of choices) or 'duration' (int, months)."""
    label: str
    place: str
    """Where the clerk fills it in: '“劳动合同”的“终止日期”'."""
    read: Callable[[Context, Case], Any]
    choices: tuple[str, ...] = ()
    unit: int = 1
    """Months that one of a duration's limit stands for."""
    open_choice: bool = False
    field: Field | None = None

    def words(self, value: Any) -> str:
        """A value on record as shown to a person; what is sensitive is masked."""
        if self.field is not None and self.field.sensitive:
            return show_masked(self.field, value)
        words = self.limit_words(value)
        return f"{words} m²" if self.kind == Kind.AREA else words

    def limit_words(self, value: Any) -> str:
        """A value that a pack names: nobody's secret."""
        if self.kind == "words":
            return "、".join(value) or "无"
        if self.kind == "duration":
            return duration_words(value)
        if self.kind == Kind.MONEY:
            return f"{grouped(value)} 元"
        if self.field is not None:
            return show(self.field, value)
        if self.kind == Kind.YES_NO:
            return "是" if value else "否"
        return str(value)


def place_words(sheet: type[Any], *labels: str) -> str:
    fields = "、".join(f"“{label}”" for label in labels)
    return f"“{SHEETS[sheet].title}”的{fields}" if labels else f"“{SHEETS[sheet].title}”"


_READ_AS = {"id_type": "document_type"}
"""Fields whose empty cell has a meaning, and the property that gives it."""


def _field_fact(role: str, entity: type[Any], field: Field) -> Fact:
    name = _READ_AS.get(field.name, field.name)

    def read(context: Context, case: Case) -> Any:
        return getattr(getattr(case, role), name, None)

    return Fact(
        f"{role}.{field.name}",
        field.kind,
        field.label,
        place_words(entity, field.label),
        read,
        field.choices if field.kind is Kind.CHOICE else (),
        open_choice=field.open_choice,
        field=field,
    )


def _in_effect(context: Context, case: Case) -> bool | None:
    return case.contract.in_effect(context.as_of) if case.contract else None


def _term_months(context: Context, case: Case) -> int | None:
    term = case.contract.term if case.contract else None
    return term.months if term else None


def _filed_with(context: Context, case: Case) -> tuple[str, ...] | None:
    return context.offices_filed_with(case.enclave.name) if case.enclave else None


def _carrier_filed_with(context: Context, case: Case) -> tuple[str, ...] | None:
    if case.carrier is None:
        return None
    offices = (context.offices_filed_with(e.name) for e in context.incubators(case.carrier.enclave))
    return tuple(dict.fromkeys(office for filed in offices for office in filed))


def _agreement_types(context: Context, case: Case) -> tuple[str, ...] | None:
    if case.enclave is None:
        return None
    return tuple(dict.fromkeys(agreement.type for agreement in context.agreements(case.enclave.name)))


def _assessment(context: Context, case: Case) -> str | None:
    row = context.assessment(case.enclave.name) if case.enclave else None
    return row.result if row else None


def _spend(context: Context, case: Case) -> int | None:
    return context.spend(case.enclave.name) if case.enclave else None


_OFFICES = SHEETS[Filing].field("authority").choices
_DERIVED = (
    Fact(
        "contract.in_effect",
        Kind.YES_NO,
        "合同在有效期内",
        place_words(Contract, "终止日期", "无固定期限"),
        _in_effect,
    ),
    Fact(
        "contract.term_years",
        "duration",
        "合同期限",
        place_words(Contract, "终止日期"),
        _term_months,
        unit=MONTHS_A_YEAR,
    ),
    Fact("contract.term_months", "duration", "合同期限", place_words(Contract, "终止日期"), _term_months),
    Fact("enclave.filed_with", "words", "有效备案", place_words(Filing), _filed_with, _OFFICES),
    Fact("carrier.filed_with", "words", "孵化器有效备案", place_words(Filing), _carrier_filed_with, _OFFICES),
    Fact(
        "enclave.agreement_types",
        "words",
        "已登记合同",
        place_words(Agreement),
        _agreement_types,
        SHEETS[Agreement].field("type").choices,
    ),
    Fact(
        "enclave.assessment",
        Kind.CHOICE,
        "当年考核结果",
        f"{place_words(Assessment)}的当年结果",
        _assessment,
        SHEETS[Assessment].field("result").choices,
    ),
    Fact("enclave.spend", Kind.MONEY, "当年研发费用", f"{place_words(Expense)}的当年分录", _spend),
)

FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        *(
            _field_fact(role, entity, field)
            for role, entity in ROLES.items()
            for field in SHEETS[entity].fields
        ),
        *_DERIVED,
    )
}

"""Where that which a form prints is mended: the field of a row on record, or the sheet its rows belong on."""

from typing import Any

from enclave_desktop.dossier.fields import KEPT, SHEETS
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)
from enclave_desktop.packet.consistency.remark import Spot, spot_of
from enclave_desktop.packet.given import Given

_ENTITIES: dict[str, type[Any]] = {
    "firm": Firm,
    "enclave": Enclave,
    "filing": Filing,
    "person": Person,
    "contract": Contract,
    "carrier": Carrier,
    "approval": Approval,
    "assessment": Assessment,
}
_WORKED_OUT: dict[str, tuple[type[Any], str | None]] = {
    "enclave.staff": (Contract, None),
    "enclave.doctors": (Contract, None),
    "enclave.graduates": (Contract, None),
    "enclave.spend": (Expense, "amount"),
    "enclave.self_funded": (Expense, "funding"),
    "enclave.otherwise_funded": (Expense, "funding"),
    "enclave.projects": (Project, None),
    "enclave.running_projects": (Project, None),
    "enclave.leases": (Agreement, None),
    "enclave.partners": (Agreement, None),
    "enclave.agreement_types": (Agreement, "type"),
    "enclave.lease_count": (Agreement, None),
    "enclave.lease_sum": (Agreement, "amount"),
    "enclave.purchase_count": (Agreement, None),
    "enclave.purchase_sum": (Agreement, "amount"),
}
"""Of rows of a whole sheet."""
_OTHERWISE = {
    "firm.place": "firm.province",
    "enclave.place": "enclave.province",
    "enclave.names": "enclave.name",
    "contract.term": "contract.ends_on",
    "approval.stage": "approval.approved_on",
}
"""Worked out of that field."""


def spot_of_value(name: str, given: Given) -> Spot | None:
    """Where the value of a form's cell is filled in; None where nothing on record is it."""
    if name in _WORKED_OUT:
        entity, field = _WORKED_OUT[name]
        return Spot(KEPT[entity].title, field=field)
    role, _, field = _OTHERWISE.get(name, name).partition(".")
    if role == "award":
        return _of_award(given)
    entity_of_role = _ENTITIES.get(role)
    if entity_of_role is None:
        return None
    sheet = SHEETS[entity_of_role]
    known = field if any(f.name == field for f in sheet.fields) else None
    row = _row(role, given)
    return spot_of(row, known) if row is not None else Spot(sheet.title, field=known)


def _row(role: str, given: Given) -> Any:
    if role == "filing":
        return next(iter(given.filings), None)
    if role in ("approval", "assessment"):
        return getattr(given, role)
    return getattr(given.case, role)


def _of_award(given: Given) -> Spot | None:
    """The row that an amount is worked out of."""
    case = given.case
    if case.contract:
        return spot_of(case.contract, "ends_on")
    if case.carrier:
        return spot_of(case.carrier, "level")
    return Spot(KEPT[Expense].title, field="amount")

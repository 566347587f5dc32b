"""Packets laid out and looked through, as they come from rows; parts may be taken from another packet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.packet.annexes import annex_parts
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.application_form import form_part
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.paper import Paper
from enclave_desktop.packet.consistency.remark import Remark
from enclave_desktop.packet.cover import cover_part
from enclave_desktop.packet.document import Document, Part
from enclave_desktop.packet.forms import load_form
from enclave_desktop.packet.letters import commitment_part
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

YEAR = 2024
DOCTORS, MASTERS, REWARD = "nx-phd-allowance", "nx-master-allowance", "yc-rnd-reward"
CITY = "银川市科技局"
Check = Callable[[LookedAt], Iterable[Remark]]


def doctor(*more: Any, **changed: Any) -> Dossier:
    """A filed centre with one full-time doctor; `changed` are whole rows in place of the usual."""
    usual = {
        "firm": rows.firm(),
        "centre": rows.centre(),
        "filing": rows.filing(),
        "person": rows.person(),
        "contract": rows.contract(),
    }
    return rows.dossier(*(usual | changed).values(), *more)


def spender(*more: Any, **changed: Any) -> Dossier:
    """A centre filed with the city, with two rows of spend on one project."""
    usual = {
        "firm": rows.firm(),
        "centre": rows.centre(),
        "filing": rows.filing(authority=CITY),
        "project": rows.project(enclave="上海中心"),
        "first": rows.expense(project="RD-1", amount=700_000),
        "second": rows.expense(project="RD-1", voucher="记-2", amount=300_000, funding="自筹"),
    }
    return rows.dossier(*(usual | changed).values(), *more)


def application(dossier: Dossier, programme: str = DOCTORS) -> Application:
    """For all that the programme is for, whatever is found of them."""
    findings = check(dossier, load_packs(), YEAR, {programme})
    return Application(findings[0].programme, tuple(findings), Context(dossier, YEAR))


def parts(of: Application) -> Iterator[Part]:
    form = load_form(of.programme.form)
    yield cover_part(of, receiver=None)
    for number, finding in enumerate(of.findings, 1):
        yield form_part(form, finding, of.context, key=f"form:{number}", title="申请表")
    yield commitment_part(of, place=form.place, receiver=None, personal=form.personal)
    yield from annex_parts(("T1", *form.annexes) if of.people else form.annexes, of)


def document(of: Application, *instead: Part) -> Document:
    """Its packet, with these parts in place of those of the same key."""
    other = {part.key: part for part in instead}
    return Document.of(other.get(part.key, part) for part in parts(of))


def part_of(of: Application, key: str) -> Part:
    return next(part for part in parts(of) if part.key == key)


def looked_at(of: Application, *instead: Part, **more: Any) -> LookedAt:
    return LookedAt(of, Paper.of(document(of, *instead)), **more)


def remarks(
    found_by: Check, dossier: Dossier, programme: str = DOCTORS, *instead: Part, **more: Any
) -> list[Remark]:
    """What one check says of the packet."""
    return list(found_by(looked_at(application(dossier, programme), *instead, **more)))

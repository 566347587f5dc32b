"""前后一致: what is printed in several places reads the same in all of them."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.numbers import check_credit_code, check_document
from enclave_desktop.dossier.showing import mask, mask_number
from enclave_desktop.dossier.values import RESIDENT_ID, Enclave
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.readings import FIRM, FormOnPaper, Reading, bare, readings
from enclave_desktop.packet.consistency.remark import Remark, Severity, spot_of
from enclave_desktop.packet.consistency.spots import spot_of_value
from enclave_desktop.packet.forms import Entry

TOPIC = "前后一致"
_ALIKE = 0.75
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])")


def places_that_differ(looked_at: LookedAt) -> Iterator[Remark]:
    """Of each thing that is printed more than once."""
    said: dict[tuple[str, Any], dict[str, Reading]] = {}
    for reading in readings(looked_at.paper, looked_at.application, looked_at.forms):
        said.setdefault((reading.name, reading.owner), {}).setdefault(bare(reading.words), reading)
    for (name, owner), different in said.items():
        if len(different) > 1:
            form = looked_at.forms[0 if owner == FIRM else owner]
            label = _label(name, form)
            words = "；".join(
                f"{reading.leaf.where}为“{_shown(name, reading)}”" for reading in different.values()
            )
            about = "" if owner == FIRM else looked_at.about(owner)
            spot = spot_of_value(name, form.given)
            yield Remark(Severity.CONTRADICTION, TOPIC, f"{about}“{label}”前后不一致：{words}", spot=spot)


def _label(name: str, form: FormOnPaper) -> str:
    for section in form.form.sections:
        for item in (item for row in section.rows for item in row):
            if isinstance(item, Entry) and item.value == name:
                return item.label.replace("\n", "")
    field = _field(name)
    return field.label if field else name


@cache
def _field(name: str) -> Field | None:
    """The field of that name, where the value is one."""
    role, _, wanted = name.partition(".")
    for entity, sheet in SHEETS.items():
        if entity.__name__.lower() == role:
            return next((field for field in sheet.fields if field.name == wanted), None)
    return None


def _shown(name: str, reading: Reading) -> str:
    field = _field(name)
    return mask(field, reading.words) if field and field.sensitive else reading.words


def employer(looked_at: LookedAt) -> Iterator[Remark]:
    """用人单位 is the firm, or the enclave where the person works, in the very words of the form."""
    for form in looked_at.forms:
        cell, contract = form.cell("contract.employer"), form.finding.case.contract
        if cell is None or contract is None or not cell.words or not cell.whole:
            continue
        names = [c.words for c in map(form.cell, ("firm.name", "enclave.name")) if c and c.words]
        if bare(cell.words) in map(bare, names):
            continue
        near = max(names, key=lambda name: _likeness(name, cell.words), default="")
        if near and _likeness(near, cell.words) >= _ALIKE:
            words = f"用人单位“{cell.words}”与“{near}”写法不同"
        else:
            words = f"用人单位“{cell.words}”不是申报单位，也不是飞地"
        yield Remark(
            Severity.CONTRADICTION,
            TOPIC,
            words,
            form.where,
            spot_of(contract, "employer"),
        )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def credit_codes(looked_at: LookedAt) -> Iterator[Remark]:
    """An independent institution has a code of its own; one within the firm has none but the firm's."""
    firm = looked_at.application.firm
    for enclave in looked_at.application.enclaves:
        if firm is None or enclave.credit_code is None:
            continue
        same = enclave.credit_code == firm.credit_code
        if same and enclave.legal_form == _independent():
            words = f"“{enclave.name}”是独立法人，统一社会信用代码却与企业的相同"
            yield Remark(Severity.CONTRADICTION, TOPIC, words, spot=spot_of(enclave, "credit_code"))
        elif not same and enclave.legal_form == _inner():
            words = f"“{enclave.name}”是内设机构，却有自己的统一社会信用代码"
            yield Remark(Severity.HINT, TOPIC, words, spot=spot_of(enclave, "legal_form"))


def _independent() -> str:
    return SHEETS[Enclave].field("legal_form").choices[0]


def _inner() -> str:
    return SHEETS[Enclave].field("legal_form").choices[-1]


def strange_numbers(looked_at: LookedAt) -> Iterator[Remark]:
    """A number of identity or a credit code that stands somewhere on paper, and is nobody's whom the packet is about."""
    known = _numbers_of(looked_at)
    as_of = looked_at.application.as_of
    for leaf in looked_at.paper.leaves:
        for found in dict.fromkeys(n for text in leaf.texts for n in _NUMBER.findall(text.words)):
            if found in known:
                continue
            if not check_document(RESIDENT_ID, found, as_of).error:
                words = f"印有证件号码 {mask_number(found)}，不是档案中有关人员的"
            elif not check_credit_code(found).error:
                words = f"印有统一社会信用代码 {mask_number(found)}，不是本企业或其飞地的"
            else:
                continue
            yield Remark(Severity.HINT, TOPIC, words, leaf.where)


def _numbers_of(looked_at: LookedAt) -> set[str]:
    """Those of the firm, its enclaves and accounts, and everyone who works at an enclave of the packet."""
    dossier, application = looked_at.dossier, looked_at.application
    enclaves = {enclave.name for enclave in application.enclaves}
    people = {person.id_number for person in application.people}
    people |= {contract.person for contract in dossier.contracts if contract.enclave in enclaves}
    firm = application.firm
    own: Iterable[str | None] = (firm.credit_code, firm.account) if firm else ()
    return {n for n in (*people, *own, *(e.credit_code for e in dossier.enclaves)) if n}

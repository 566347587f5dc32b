"""日期: days in an order that can be, on the rows that the packet is drawn from."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.fields import KEPT, Kind
from enclave_desktop.dossier.months import add_years
from enclave_desktop.dossier.numbers import birth_date
from enclave_desktop.dossier.values import RESIDENT_ID, Contract, Person
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.remark import Remark, Severity, spot_of

TOPIC, NUMBERS = "日期", "号码"
YOUNG, OLD = 16, 70
FULL_TIME_STUDY, FULL_TIME_WORK = "全日制", "全职"
_NUMBERS = (Kind.CREDIT_CODE, Kind.DOCUMENT_NUMBER)
_PAST = {
    "enclave": ("founded_on",),
    "filing": ("filed_on",),
    "person": ("born_on", "graduated_on"),
    "contract": ("signed_on",),
    "carrier": ("recognised_on",),
    "agreement": ("signed_on",),
    "expense": ("booked_on",),
}
"""Days that cannot lie after the as-of day."""


def within_rows(looked_at: LookedAt) -> Iterator[Remark]:
    """What the checks of a single row say, as when it was entered."""
    application = looked_at.application
    for row in _rows(application):
        for problem in check_row(row, application.as_of):
            severity = Severity.HINT if problem.warning else Severity.CONTRADICTION
            words = f"{_named(row, application)}：{problem.reason}，请{problem.remedy}"
            kind = KEPT[type(row)].field(problem.field).kind
            topic = NUMBERS if kind in _NUMBERS else TOPIC
            yield Remark(severity, topic, words, spot=spot_of(row, problem.field))


def not_yet(looked_at: LookedAt) -> Iterator[Remark]:
    """What lies after the as-of day though it is told as past."""
    application = looked_at.application
    for row in _rows(application):
        for name in _PAST.get(type(row).__name__.lower(), ()):
            day = getattr(row, name)
            if day is not None and day > application.as_of:
                label = KEPT[type(row)].field(name).label
                words = f"{_named(row, application)}：{label} {day} 晚于数据截至的 {application.as_of}"
                yield Remark(Severity.CONTRADICTION, TOPIC, words, spot=spot_of(row, name))


def founded_before_filed(looked_at: LookedAt) -> Iterator[Remark]:
    application = looked_at.application
    for enclave in application.enclaves:
        for filing in application.filings(enclave):
            if enclave.founded_on and enclave.founded_on > filing.filed_on:
                words = f"“{enclave.name}”设立于 {enclave.founded_on}，晚于在{filing.authority}备案的 {filing.filed_on}"
                yield Remark(Severity.CONTRADICTION, TOPIC, words, spot=spot_of(enclave, "founded_on"))


def degree_before_contract(looked_at: LookedAt) -> Iterator[Remark]:
    """Graduated before the contract began: of full-time studies and full-time work else one cannot be right."""
    for person, contract in _employed(looked_at.application):
        graduated = person.graduated_on
        if graduated is None or graduated <= contract.starts_on:
            continue
        both = person.study_mode == FULL_TIME_STUDY and contract.form == FULL_TIME_WORK
        severity = Severity.CONTRADICTION if both else Severity.HINT
        words = f"{person.name}的毕业日期 {graduated} 晚于合同起始日期 {contract.starts_on}"
        yield Remark(severity, TOPIC, words, spot=spot_of(person, "graduated_on"))


def born_before_degree(looked_at: LookedAt) -> Iterator[Remark]:
    for person in looked_at.application.people:
        born = _born(person)
        if born and person.graduated_on and add_years(born, YOUNG) > person.graduated_on:
            words = f"{person.name}毕业时不满 {YOUNG} 周岁"
            yield Remark(Severity.HINT, TOPIC, words, spot=spot_of(person, "graduated_on"))


def age_at_start(looked_at: LookedAt) -> Iterator[Remark]:
    """Under 16 or over 70 when the contract began."""
    for person, contract in _employed(looked_at.application):
        born = _born(person)
        if born is None:
            continue
        young = contract.starts_on < add_years(born, YOUNG)
        old = contract.starts_on >= add_years(born, OLD + 1)
        if young or old:
            age = f"不满 {YOUNG}" if young else f"超过 {OLD}"
            words = f"{person.name}在合同起始日期{age}周岁，请核对出生日期和证件号码"
            field = "born_on" if person.born_on else "id_number"
            yield Remark(Severity.HINT, TOPIC, words, spot=spot_of(person, field))


def spend_within_projects(looked_at: LookedAt) -> Iterator[Remark]:
    """Spend booked on a project before it began or after it ended, a remark for each project."""
    application = looked_at.application
    if not any(leaf.part.key.startswith("T4:") for leaf in looked_at.paper.leaves):
        return
    projects = {project.number: project for project in application.dossier.projects}
    outside: dict[str, int] = {}
    for row in (row for enclave in application.enclaves for row in application.expenses(enclave)):
        project = projects.get(row.project or "")
        if project and not _during(row.booked_on, project.starts_on, project.ends_on):
            outside[project.number] = outside.get(project.number, 0) + 1
    for number, count in outside.items():
        words = f"研发项目 {number} 有 {count} 笔费用的日期不在项目起止之间"
        yield Remark(Severity.HINT, TOPIC, words, spot=spot_of(projects[number], "starts_on"))


def _during(day: date, starts_on: date | None, ends_on: date | None) -> bool:
    return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)


def _employed(application: Application) -> Iterator[tuple[Person, Contract]]:
    for finding in application.findings:
        if finding.case.person and finding.case.contract:
            yield finding.case.person, finding.case.contract


def _born(person: Person) -> date | None:
    if person.born_on or person.document_type != RESIDENT_ID:
        return person.born_on
    return birth_date(person.id_number)


def _rows(application: Application) -> Iterator[Any]:
    """The rows that the packet is drawn from, each once; answers and claims aside."""
    dossier, enclaves = application.dossier, {enclave.name for enclave in application.enclaves}
    if application.firm:
        yield application.firm
    yield from application.enclaves
    yield from (row for enclave in application.enclaves for row in application.filings(enclave))
    for person in application.people:
        yield person
        yield from (row for row in dossier.contracts if row.person == person.id_number)
    yield from application.carriers
    for rows in (dossier.projects, dossier.agreements):
        yield from (row for row in rows if row.enclave in enclaves)
    yield from (row for enclave in application.enclaves for row in application.expenses(enclave))


def _named(row: Any, application: Application) -> str:
    """The row as a clerk calls it, without numbers of identity."""
    title = KEPT[type(row)].title
    if isinstance(row, Contract):
        people = {person.id_number: person.name for person in application.people}
        return f"{people.get(row.person, '')}的{title}（{row.enclave}，{row.starts_on} 起）"
    names = (getattr(row, field, None) for field in ("name", "number", "voucher", "enclave"))
    return f"{title}“{next(filter(None, names), '')}”"

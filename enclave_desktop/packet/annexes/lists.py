"""The annexes that list rows as they stand on record: people, agreements, projects, filings (T1, T5–T8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.dossier.values import (
    INCUBATOR,
    Agreement,
    Contract,
    Enclave,
    Person,
    Project,
)
from enclave_desktop.packet.annexes.sheet import Sheet, course, heading, iso, listing, money
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.counting import agreements_of, projects_of
from enclave_desktop.packet.derived import COOPERATION, LEASE, NOT_STATED, OPEN_ENDED, PURCHASE
from enclave_desktop.packet.flow import Flowing
from enclave_desktop.packet.tables import Column


@dataclass(frozen=True, slots=True)
class Staff:
    """One line of the roster."""

    person: Person
    contract: Contract | None
    number: str
    """证件号码, as it is shown on this paper."""


def _yes_no(value: bool | None) -> str:
    return {True: "是", False: "否", None: ""}[value]


def _contract_course(staff: Staff) -> str:
    contract = staff.contract
    if contract is None:
        return ""
    if contract.open_ended:
        return f"{iso(contract.starts_on)} 起\n{OPEN_ENDED}"
    return course(contract.starts_on, contract.ends_on)


ROSTER = (
    Column("姓名", 20, lambda s: s.person.name),
    Column("性别", 9, lambda s: s.person.sex, "centre"),
    Column("出生年月", 16, lambda s: iso(s.person.born_on)[:7], "centre"),
    Column("证件号码", 36, lambda s: s.number, "centre"),
    Column("学位", 11, lambda s: s.person.degree, "centre"),
    Column("培养方式", 16, lambda s: s.person.study_mode, "centre"),
    Column("毕业院校", 30, lambda s: s.person.school),
    Column("专业", 25, lambda s: s.person.major),
    Column("岗位", 24, lambda s: s.person.position),
    Column("用工形式", 16, lambda s: s.contract and s.contract.form, "centre"),
    Column("合同起止", 24, _contract_course, "centre"),
    Column("研发\n人员", 11, lambda s: _yes_no(s.person.rnd_staff), "centre"),
)

LEASES = (
    Column("合同编号", 28, lambda a: a.number),
    Column("出租方", 48, lambda a: a.counterparty),
    Column("标的", 56, lambda a: a.object),
    Column("起止", 24, lambda a: course(a.starts_on, a.ends_on), "centre"),
    Column("面积（m²）", 16),
    Column("合同金额", 26, lambda a: money(a.amount), "right"),
    Column("已付金额", 26, lambda a: money(a.paid), "right"),
    Column("发票号", 14),
)

PURCHASES = (
    Column("合同编号", 28, lambda a: a.number),
    Column("供应方", 46, lambda a: a.counterparty),
    Column("标的", 46, lambda a: a.object),
    Column("型号", 18),
    Column("数量", 12),
    Column("签订日期", 22, lambda a: iso(a.signed_on), "centre"),
    Column("合同金额", 26, lambda a: money(a.amount), "right"),
    Column("已付金额", 26, lambda a: money(a.paid), "right"),
    Column("发票号", 14),
)

COOPERATIONS = (
    Column("合同编号", 25, lambda a: a.number),
    Column("合作单位", 31, lambda a: a.counterparty),
    Column("标的", 25, lambda a: a.object),
    Column("签订日期", 19, lambda a: iso(a.signed_on), "centre"),
    Column("起止", 24, lambda a: course(a.starts_on, a.ends_on), "centre"),
    Column("金额", 22, lambda a: money(a.amount), "right"),
)


@dataclass(frozen=True, slots=True)
class ProjectSpend:
    """A project with what was booked on it at the centre in the year; None when no row is."""

    project: Project | None
    """None is what was booked without a project."""
    spent: int | None


PROJECTS = (
    Column("项目编号", 22, lambda p: p.project and p.project.number),
    Column("项目名称", 55, lambda p: p.project.name if p.project else "（未列项目）"),
    Column("开始日期", 21, lambda p: iso(p.project and p.project.starts_on), "centre"),
    Column("结束日期", 21, lambda p: iso(p.project and p.project.ends_on), "centre"),
    Column("当年支出", 27, lambda p: money(p.spent), "right"),
)

FILINGS = (
    Column("飞地名称", 40, lambda f: f.enclave),
    Column("备案机关", 26, lambda f: f.authority, "centre"),
    Column("备案日期", 21, lambda f: iso(f.filed_on), "centre"),
    Column("备案编号", 38, lambda f: f.number),
    Column("有效期至", 21, lambda f: iso(f.valid_until) or NOT_STATED, "centre"),
)

CARRIERS = (
    Column("载体名称", 38, lambda c: c.name),
    Column("类型", 25, lambda c: c.type, "centre"),
    Column("所在城市", 15.5, lambda c: c.city, "centre"),
    Column("认定级别", 15.5, lambda c: c.level, "centre"),
    Column("认定日期", 19, lambda c: iso(c.recognised_on), "centre"),
    Column("认定文号", 33, lambda c: c.recognition_number),
)

ASSESSMENTS = (
    Column("飞地名称", 58, lambda a: a.enclave),
    Column("年度", 20, lambda a: str(a.year), "centre"),
    Column("结果", 24, lambda a: a.result, "centre"),
    Column("文号", 44, lambda a: a.number),
)


def roster(application: Application) -> Iterator[Sheet]:
    """T1 人员名册: the people it is for, or all at its centres with a contract in effect."""
    groups = _applicants(application) if application.people else _centres(application)
    blocks: list[Flowing] = []
    for name, staff in groups.items():
        table = listing(ROSTER, staff, "人员名册")
        blocks += [*heading(name, landscape=True), table] if len(groups) > 1 else [table]
    count = sum(map(len, groups.values()))
    yield Sheet("人员名册", blocks, landscape=True, line=f"{_about(application)}共 {count} 人")


def people_on_roster(application: Application) -> list[Person]:
    """Everyone whom T1 lists, each once."""
    groups = _applicants(application) if application.people else _centres(application)
    people = (staff.person for group in groups.values() for staff in group)
    return list({person.id_number: person for person in people}.values())


def _applicants(application: Application) -> dict[str, list[Staff]]:
    """By the centre of the contract that counts."""
    groups: dict[str, list[Staff]] = {}
    for case in (finding.case for finding in application.findings):
        if case.person:
            centre = case.enclave.name if case.enclave else "未登记劳动合同"
            groups.setdefault(centre, []).append(_staff(application, case.person, case.contract))
    return groups


def _centres(application: Application) -> dict[str, list[Staff]]:
    """Everyone whose contract there is in effect, or may be; of several contracts the one that began last."""
    people = {person.id_number: person for person in application.dossier.people}
    groups: dict[str, list[Staff]] = {}
    for enclave in application.enclaves:
        latest: dict[str, Contract] = {}
        for contract in sorted(application.dossier.contracts, key=lambda c: c.starts_on):
            if contract.enclave == enclave.name and contract.in_effect(application.as_of) is not False:
                latest[contract.person] = contract
        groups[enclave.name] = [
            _staff(application, people[key], contract) for key, contract in sorted(latest.items())
        ]
    return groups


def _staff(application: Application, person: Person, contract: Contract | None) -> Staff:
    hidden = Kind.DOCUMENT_NUMBER in application.options.hidden
    return Staff(person, contract, mask_number(person.id_number) if hidden else person.id_number)


def agreements(application: Application) -> Iterator[Sheet]:
    """T5 租赁/设备清单."""
    blocks: list[Flowing] = []
    for enclave in application.enclaves:
        for title, type_, columns in (("场地租赁", LEASE, LEASES), ("设备购置", PURCHASE, PURCHASES)):
            rows = agreements_of(application.context, enclave.name, type_)
            name = f"{enclave.name}　{title}" if application.several else title
            blocks += heading(name, landscape=True)
            blocks.append(listing(columns, rows, title, _agreement_totals(columns, rows)))
    yield Sheet("场地租赁、设备购置清单", blocks, landscape=True, money=True, line=_about(application))


def _agreement_totals(columns: tuple[Column, ...], rows: list[Agreement]) -> list[tuple[str, ...]]:
    """The sum of the amounts on record; none when some are not."""
    if not rows or any(row.amount is None for row in rows):
        return []
    total = sum(row.amount or 0 for row in rows)
    return [("合计", *(money(total) if column.label == "合同金额" else "" for column in columns))]


def cooperations(application: Application) -> Iterator[Sheet]:
    """T6 合作项目清单."""
    blocks: list[Flowing] = []
    for enclave in application.enclaves:
        rows = agreements_of(application.context, enclave.name, COOPERATION)
        blocks += _headed(application, enclave.name, listing(COOPERATIONS, rows, "合作项目清单"))
    yield Sheet("合作项目清单", blocks, money=True, line=_about(application))


def projects(application: Application) -> Iterator[Sheet]:
    """T7 研发项目清单."""
    blocks: list[Flowing] = []
    for enclave in application.enclaves:
        rows = _project_spend(application, enclave)
        spent = [row.spent for row in rows if row.spent is not None]
        totals = [("合计", "", "", "", "", money(sum(spent)))] if spent else []
        blocks += _headed(application, enclave.name, listing(PROJECTS, rows, "研发项目清单", totals))
    line = f"{_about(application)}当年：{application.year}年"
    yield Sheet("研发项目清单", blocks, money=True, line=line)


def _project_spend(application: Application, enclave: Enclave) -> list[ProjectSpend]:
    spent: dict[str | None, int] = {}
    for row in application.expenses(enclave):
        spent[row.project] = spent.get(row.project, 0) + row.amount
    listed = projects_of(application.context, enclave.name)
    rows = [ProjectSpend(project, spent.get(project.number)) for project in listed]
    return [*rows, ProjectSpend(None, spent[None])] if None in spent else rows


def standing(application: Application) -> Iterator[Sheet]:
    """T8 备案/认定/考核情况."""
    enclaves = {enclave.name for enclave in application.enclaves}
    filings = [
        f for f in application.dossier.filings if f.enclave in enclaves and f.filed_on <= application.as_of
    ]
    blocks: list[Flowing] = [*heading("备案"), listing(FILINGS, filings, "备案情况")]
    if application.carriers:
        blocks += [*heading("载体认定"), listing(CARRIERS, application.carriers, "载体认定情况")]
    if any(enclave.type == INCUBATOR for enclave in application.enclaves) and not application.carriers:
        rows = [a for a in application.dossier.assessments if a.enclave in enclaves]
        blocks += [*heading("考核"), listing(ASSESSMENTS, rows, "考核情况")]
    yield Sheet("备案、认定、考核情况", blocks, line=_about(application))


def _headed(application: Application, name: str, table: Flowing) -> list[Flowing]:
    """The table, under the enclave's name when there are several."""
    return [*heading(name), table] if len(application.enclaves) > 1 else [table]


def _about(application: Application) -> str:
    """飞地：… when there is one; several have headings."""
    enclaves = application.enclaves
    return f"飞地：{enclaves[0].name}　　" if len(enclaves) == 1 else ""

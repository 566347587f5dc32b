"""The sample firm: clean to read, invented throughout, and rich enough to show every status there is."""

import csv
import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field, Sheet, sheet_titled
from enclave_desktop.dossier.reading import read_value
from enclave_desktop.dossier.values import (
    CENTRE,
    INCUBATOR,
    PASSPORT,
    RESIDENT_ID,
    Agreement,
    Approval,
    Carrier,
    Claim,
    Contract,
    Enclave,
    Expense,
    Firm,
    Person,
    Project,
)
from enclave_desktop.paths import resources
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs

AS_OF, YEAR = date(2025, 6, 30), 2024
FOLDER = resources() / "sample"
RARE = "𬭎𫖯䶮㼆𠅤"
ANY = {"eligible", "ineligible", "undetermined"}
POSSIBLE = {"nx-rent-equipment": {"eligible", "undetermined"}}
"""Of the programmes that cannot give every status: nothing in it is ever a no."""

every_sheet = pytest.mark.parametrize("sheet", list(SHEETS.values()), ids=lambda sheet: sheet.title)


def cells_of(sheet: Sheet) -> list[dict[str, str]]:
    with (FOLDER / f"{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def rows_of(entity: type[Any]) -> tuple[Any, ...]:
    return rows_titled(SHEETS[entity].title)


@cache
def rows_titled(title: str) -> tuple[Any, ...]:
    sheet = sheet_titled(title)
    return tuple(
        sheet.entity(**{f.name: read_value(f, row[f.label]) for f in sheet.fields if row[f.label]})
        for row in cells_of(sheet)
    )


@cache
def findings() -> tuple[Finding, ...]:
    dossier = Dossier.of(AS_OF, {entity: rows_of(entity) for entity in SHEETS})
    return tuple(check(dossier, load_packs(), YEAR))


def statuses(programme: str) -> set[str]:
    return {str(finding.status) for finding in findings() if finding.programme.id == programme}


def found(programme: str, name: str) -> Finding:
    return next(f for f in findings() if (f.programme.id, f.subject.name) == (programme, name))


def targets(field: Field) -> set[str]:
    """What a reference may say."""
    assert field.refers
    sheet = sheet_titled(field.refers)
    return {sheet.key_of(row)[0] for row in rows_titled(sheet.title)}


@every_sheet
def test_that_a_file_has_its_sheets_columns_in_order(sheet: Sheet):
    assert list(cells_of(sheet)[0]) == [field.label for field in sheet.fields]


@every_sheet
def test_that_no_row_has_anything_wrong_with_it(sheet: Sheet):
    assert [problem for row in rows_of(sheet.entity) for problem in check_row(row, AS_OF)] == []


@every_sheet
def test_that_keys_are_unique(sheet: Sheet):
    keys = Counter(sheet.key_of(row) for row in rows_of(sheet.entity))
    assert [key for key, count in keys.items() if count > 1] == []


@every_sheet
def test_that_what_is_referred_to_is_there(sheet: Sheet):
    missing = [
        value
        for field in sheet.fields
        if field.refers
        for row in rows_of(sheet.entity)
        if (value := getattr(row, field.name)) is not None and value not in targets(field)
    ]
    assert missing == []


def test_that_claims_are_for_programmes_and_subjects_that_exist():
    known = {(finding.programme.id, finding.subject.key) for finding in findings()}
    assert [claim for claim in rows_of(Claim) if (claim.programme, claim.subject) not in known] == []


@every_sheet
def test_that_no_file_has_carriage_returns_or_a_mark_in_front(sheet: Sheet):
    data = (FOLDER / f"{sheet.title}.csv").read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")


def test_that_the_folder_holds_nothing_else():
    assert {path.name for path in FOLDER.iterdir()} == {f"{sheet.title}.csv" for sheet in SHEETS.values()}


def test_that_there_is_as_much_of_everything_as_promised():
    centres = [enclave for enclave in rows_of(Enclave) if enclave.type == CENTRE]
    incubators = [enclave for enclave in rows_of(Enclave) if enclave.type == INCUBATOR]
    assert len(rows_of(Firm)) == 1
    assert len(centres) >= 4
    assert len(incubators) == 3
    assert len(rows_of(Carrier)) == 6
    assert 25 <= len(rows_of(Person)) <= 30
    assert 380 <= len(rows_of(Expense)) <= 420


def test_that_names_have_rare_characters():
    assert set(RARE) <= set("".join(person.name for person in rows_of(Person)))


def test_that_documents_of_several_kinds_are_held():
    kinds = {person.document_type for person in rows_of(Person)}
    assert {RESIDENT_ID, PASSPORT} < kinds


def test_that_no_resident_number_is_of_a_real_county():
    numbers = [p.id_number for p in rows_of(Person) if p.document_type == RESIDENT_ID]
    assert {number[2:4] for number in numbers} == {"99"}


def test_that_no_credit_code_is_of_a_real_county():
    codes = [row.credit_code for row in (*rows_of(Firm), *rows_of(Enclave)) if row.credit_code]
    assert {code[4:8] for code in codes} == {"9999"}


def test_that_no_telephone_can_be_dialled():
    phones = [person.mobile for person in rows_of(Person)] + [firm.phone for firm in rows_of(Firm)]
    assert [phone for phone in phones if not re.fullmatch(r"0{9}\d\d|0951-0{7}", phone)] == []


def test_that_other_parties_and_schools_are_examples():
    names = [agreement.counterparty for agreement in rows_of(Agreement)]
    names += [person.school for person in rows_of(Person) if person.school]
    assert [name for name in names if not re.search("示例|Example|Ejemplo", name)] == []


def test_that_an_address_is_too_long_for_a_line():
    assert max(len(enclave.address or "") for enclave in rows_of(Enclave)) > 100


def test_that_every_choice_of_a_closed_list_occurs():
    lists = [
        (Agreement, "type"),
        (Contract, "form"),
        (Expense, "category"),
        (Claim, "state"),
        (Carrier, "type"),
    ]
    for entity, name in lists:
        assert {getattr(row, name) for row in rows_of(entity)} == set(SHEETS[entity].field(name).choices)


def test_that_the_ledger_has_reversals_long_summaries_and_every_kind_of_funding():
    ledger = rows_of(Expense)
    assert {row.booked_on.year for row in ledger} == {2023, 2024, 2025}
    assert {row.funding for row in ledger} == {"自筹", "财政", None}
    assert sum(row.amount < 0 for row in ledger) >= 5
    assert sum(len(row.summary or "") > 40 for row in ledger) >= 10
    assert any("\n" in (row.summary or "") for row in ledger)


def test_that_nothing_is_booked_before_its_project_starts():
    projects = {project.number: project for project in rows_of(Project)}
    astray = [
        row for row in rows_of(Expense) if row.project and row.booked_on < projects[row.project].starts_on
    ]
    assert astray == []


def test_that_a_ledger_row_is_booked_at_its_projects_centre():
    homes = {project.number: project.enclave for project in rows_of(Project) if project.enclave}
    assert [r for r in rows_of(Expense) if r.project in homes and homes[r.project] != r.enclave] == []


def test_that_some_approvals_are_on_record():
    assert len({approval.category for approval in rows_of(Approval)}) >= 3


@pytest.mark.parametrize("programme", [p.id for pack in load_packs() for p in pack.programmes])
def test_that_a_programme_shows_every_status_it_can_give(programme: str):
    assert statuses(programme) == POSSIBLE.get(programme, ANY)


def test_that_exactly_five_years_a_day_less_and_an_open_end_part_ways():
    names = ["陈𬭎", "赵𫖯", "李䶮"]
    assert [found("nx-phd-allowance", name).status for name in names] == [
        "eligible",
        "ineligible",
        "undetermined",
    ]


def test_that_one_who_left_is_out_and_one_about_to_leave_is_paid_to_the_end():
    leaver, leaving = (found("nx-phd-allowance", name) for name in ("孙临川", "吴霁月"))
    assert leaver.status == "ineligible"
    assert leaving.award
    assert str(leaving.award.schedule[-1][0]) == "2025-09"


def test_that_one_centre_is_over_the_yearly_cap_and_one_below():
    over, below = (found("yc-rnd-reward", name).award for name in ("澜朔上海研发中心", "澜朔深圳研发中心"))
    assert over
    assert below
    assert over.total == 100_000_000
    spend = sum(
        row.amount
        for row in rows_of(Expense)
        if row.enclave == "澜朔深圳研发中心" and row.booked_on.year == YEAR
    )
    assert below.total == (spend * 15 + 50) // 100


def test_that_places_are_spelt_short_and_long():
    assert {enclave.province for enclave in rows_of(Enclave)} >= {"广东", "广东省", "浙江", "浙江省"}

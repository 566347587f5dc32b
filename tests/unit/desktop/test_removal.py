"""What is removed along with rows, and what stays without them."""

from dataclasses import replace
from datetime import date

from enclave_desktop.desktop.table.removal import removal
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim, Contract, Enclave, Person, Project
from tests.unit.rows import (
    NUMBER,
    centre,
    claim,
    claim_step,
    contract,
    dossier,
    evidence,
    expense,
    person,
    project,
)

CONTRACT_SCAN = evidence(kind="劳动合同", contract=(NUMBER, "上海中心", date(2024, 2, 20)))
CERTIFICATE = evidence(number="e2", person=NUMBER)
LICENCE = evidence(number="e3", kind="营业执照")
HELD = dossier(
    centre(),
    person(),
    contract(),
    CONTRACT_SCAN,
    CERTIFICATE,
    LICENCE,
    claim(),
    claim_step(),
    project(),
    expense(project="RD-1"),
)


def test_that_with_a_person_go_contracts_claims_and_what_proves_any_of_them():
    result = removal(Person, [person()], HELD)
    assert {entity: list(rows) for entity, rows in result.changes.removed.items() if rows} == {
        Person: [person()],
        Contract: [contract()],
        Evidence: [CERTIFICATE, CONTRACT_SCAN],
        Claim: [claim()],
        ClaimStep: [claim_step()],
    }
    assert not any(result.changes.updated.values())
    assert "证明材料 2 行" in result.words


def test_that_a_project_stays_without_its_centre():
    located = project(enclave="上海中心")
    result = removal(Enclave, [centre()], dossier(centre(), located))
    updated = {entity: list(rows) for entity, rows in result.changes.updated.items() if rows}
    assert updated == {Project: [(located, replace(located, enclave=None))]}
    assert result.let_go == (("研发项目", 1),)


def test_that_what_goes_anyway_is_not_updated_besides():
    result = removal(
        Enclave, [centre()], dossier(centre(), project(enclave="上海中心"), expense(project="RD-1"))
    )
    assert result.removed_too == (("研发费用", 1),)
    assert result.let_go == (("研发项目", 1),)


def test_that_the_changes_leave_nothing_that_refers_to_nothing():
    left = removal(Person, [person()], HELD).changes.applied(HELD)
    assert left.evidence == (LICENCE,)
    assert (left.contracts, left.claims, left.claim_steps) == ((), (), ())

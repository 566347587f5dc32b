"""For whom a programme is reported."""

import pytest

from enclave_desktop.policy.context import Context
from enclave_desktop.policy.subjects import cases
from tests.unit import rows
from tests.unit.policy.packs import only
from tests.unit.rows import NUMBER, OTHER_NUMBER

HELD = [
    rows.firm(),
    rows.centre(),
    rows.incubator(),
    rows.centre(name="杭州中心"),
    rows.carrier(),
    rows.carrier(name="示例孵化器", type="科技企业孵化器", enclave="深圳孵化器"),
    rows.person(),
    rows.person(id_number=OTHER_NUMBER, name="另一人"),
    rows.contract(),
    rows.contract(enclave="杭州中心"),
]


def found(subject: str, **more):
    return cases(only(subject=subject, **more), Context(rows.dossier(*HELD), 2024))


@pytest.mark.parametrize(
    ("subject", "type_", "keys"),
    [
        ("enclave", None, ["上海中心", "杭州中心", "深圳孵化器"]),
        ("enclave", "研发中心", ["上海中心", "杭州中心"]),
        ("enclave", "孵化器", ["深圳孵化器"]),
        ("carrier", None, ["示例众创空间", "示例孵化器"]),
        ("carrier", "众创空间", ["示例众创空间"]),
        ("person", None, [OTHER_NUMBER, NUMBER, NUMBER]),
    ],
)
def test_that_every_subject_of_the_kind_is_found_by_key(subject, type_, keys):
    more = {"type": type_} if type_ else {}
    assert [found.key for found, _ in found(subject, **more)] == sorted(keys)


def test_that_a_subject_tells_its_kind_key_and_name():
    subject, _ = found("person")[0]
    assert (subject.kind, subject.key, subject.name) == ("person", OTHER_NUMBER, "另一人")


def test_that_a_person_comes_once_for_each_contract_with_its_enclave():
    held = [
        (case.contract and case.contract.enclave, case.enclave and case.enclave.name)
        for _, case in found("person")
    ]
    assert held == [(None, None), ("上海中心", "上海中心"), ("杭州中心", "杭州中心")]


def test_that_a_carrier_comes_with_the_incubator_it_names():
    held = {subject.key: case.enclave and case.enclave.name for subject, case in found("carrier")}
    assert held == {"示例众创空间": None, "示例孵化器": "深圳孵化器"}


def test_that_every_case_knows_the_firm():
    assert all(
        case.firm == rows.firm() for kind in ("enclave", "person", "carrier") for _, case in found(kind)
    )

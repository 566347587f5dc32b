"""The guide for authors of rule packs: it names everything there is, and its example is a pack that holds."""

import re
from pathlib import Path

import pytest

from enclave_desktop.dossier.evidence import EVIDENCE_KINDS
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.packet.forms import form_ids
from enclave_desktop.policy.award_rules import AWARDS
from enclave_desktop.policy.case_file import EXPECTED, cases_file, load_cases, parse_cases
from enclave_desktop.policy.cases import run_cases
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.loading import pack_of_text
from enclave_desktop.policy.operators import OPERATORS
from enclave_desktop.toml_table import Table, parse_toml

TITLES = {"firm": "企业", "enclave": "飞地", "person": "人员", "contract": "劳动合同", "carrier": "载体"}
GUIDE = (Path(__file__).parents[3] / "docs" / "policy-packs.md").read_text("utf-8")
YUNLING = Path(__file__).parents[2] / "fixtures" / "policies" / "yunling.toml"


def example(name: str) -> str:
    found = re.search(rf"<!-- {re.escape(name)} -->\n```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_that_every_fact_stands_in_the_guide_with_its_choices(fact):
    choices = "、".join(fact.choices)
    (line,) = (line for line in GUIDE.splitlines() if line.startswith(f"| `{fact.name}` | {fact.label} |"))
    assert line.endswith(f"| {choices} |" if choices else "| |")


@pytest.mark.parametrize(
    "name",
    [
        *OPERATORS,
        *form_ids(),
        *sorted(EXPECTED),
        *(
            e.__name__.lower()
            for e in KEPT
            if e.__name__
            in "Firm Enclave Filing Person Contract Project Expense Agreement Carrier Assessment Approval Claim Confirmation".split()
        ),
    ],
)
def test_that_every_word_of_a_pack_and_its_cases_stands_in_the_guide(name):
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("basis", AWARDS)
def test_that_every_kind_of_award_stands_in_the_guide(basis):
    assert f"（`{basis}`" in GUIDE


def test_that_every_kind_of_evidence_stands_in_the_guide():
    assert f"：{'、'.join(kind.name for kind in EVIDENCE_KINDS)}。" in GUIDE


LISTED = re.findall(r"^- `(\w+)`（.*?）：(`.*)$", GUIDE, re.MULTILINE)
"""The classes whose fields are no facts, with what is said of their fields."""


def test_that_claims_and_what_else_is_no_fact_are_listed():
    assert {name for name, _ in LISTED} == set(
        "filing project expense agreement assessment approval claim confirmation".split()
    )


@pytest.mark.parametrize(("name", "told"), LISTED, ids=[name for name, _ in LISTED])
def test_that_fields_are_listed_with_a_star_where_they_must_be_filled_in(name, told):
    (sheet,) = (sheet for entity, sheet in KEPT.items() if entity.__name__.lower() == name)
    listed = {field: "＊" in words for field, words in re.findall(r"`(\w+)`([^`]*)", told)}
    assert listed == {field.name: field.required for field in sheet.fields}


@pytest.mark.parametrize("name", ["firm", "enclave", "person", "contract", "carrier"])
def test_that_the_fields_that_must_be_filled_in_are_told(name):
    (sheet,) = (sheet for entity, sheet in KEPT.items() if entity.__name__.lower() == name)
    told = GUIDE.partition("\n必填：")[2].partition("\n")[0]
    (part,) = (part for part in re.split("[；。]", told) if part.startswith(TITLES[name]))
    assert re.findall(r"`(\w+)`", part) == [field.name for field in sheet.fields if field.required]


def test_that_the_example_of_the_guide_is_a_pack_whose_cases_hold():
    pack = pack_of_text(example("nanping.toml"), "nanping.toml")
    cases = parse_cases(parse_toml(example("nanping.cases.toml"), "cases"), "cases")
    assert len(cases) == 8
    assert run_cases(pack, cases) == []


@pytest.mark.parametrize(
    "read",
    [
        lambda: pack_of_text(YUNLING.read_text("utf-8"), YUNLING.name),
        lambda: load_cases(cases_file(YUNLING)),
    ],
    ids=["pack", "cases"],
)
def test_that_every_key_that_is_read_stands_in_the_guide(read, monkeypatch):
    keys: set[str] = set()
    finish = Table.finish

    def finish_and_tell(table: Table) -> None:
        keys.update(table._taken)
        finish(table)

    monkeypatch.setattr(Table, "finish", finish_and_tell)
    read()
    named = {key for key in keys if re.search(rf"`\[*(\w+\.)*{re.escape(key)}(\.名称)?\]*`", GUIDE)}
    own = {"doctor", "master", "centre", "incubator", "expense.booked_on", "expense.amount"}
    assert {key for key in keys - named - own if key.isascii()} == set()

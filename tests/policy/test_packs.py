"""What the packs that ship say besides thresholds and amounts: whom, in what order, on whose authority."""

import pytest

from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import Pack, Programme

PACKS = {pack.measure.id: pack for pack in load_packs()}
PROGRAMMES = {programme.id: programme for pack in PACKS.values() for programme in pack.programmes}

CENTRE = "firm-region outside-region independent"
PERSON = "firm-region centre-type outside-region independent filed full-time contract-in-effect"
CRITERIA = {
    "nx-filing": f"{CENTRE} not-yet-filed",
    "nx-talent-highland": f"{CENTRE} filed",
    "nx-postdoc-station": f"{CENTRE} filed",
    "nx-postdoc-base": f"{CENTRE} filed",
    "nx-innovation-team": f"{CENTRE} filed",
    "nx-phd-allowance": f"{PERSON} contract-term rnd-staff degree study-mode",
    "nx-master-allowance": f"{PERSON} contract-term rnd-staff degree key-school key-discipline",
    "nx-talent-awards": f"{PERSON} rnd-staff",
    "nx-rent-equipment": "moved-in lease-or-purchase",
    "yc-rnd-reward": "firm-city outside-region filed spend-entered",
    "yc-incubator-operation": "filed assessment",
    "yc-carrier-incubator": "filed carrier-city level",
    "yc-carrier-makerspace": "filed carrier-city level",
}
"""Every programme in order, with its criteria in order."""

ASSUMED = {
    ("nx-filing", "not-yet-filed"),
    ("nx-talent-awards", "independent"),
    ("nx-talent-awards", "filed"),
    ("yc-rnd-reward", "filed"),
    ("yc-carrier-incubator", "filed"),
    ("yc-carrier-makerspace", "filed"),
}
"""Criteria that the source does not state."""


def test_that_all_programmes_stand_in_order():
    assert list(PROGRAMMES) == list(CRITERIA)


@pytest.mark.parametrize("name", CRITERIA)
def test_that_criteria_stand_in_order(name: str):
    assert " ".join(criterion.id for criterion in PROGRAMMES[name].criteria) == CRITERIA[name]


@pytest.mark.parametrize(
    ("measure", "title", "authority"),
    [
        ("nx", "宁夏回族自治区企业飞地研发中心备案支持暂行办法", "自治区科技厅"),
        ("yc", "银川市飞地研发中心和飞地孵化器备案支持办法", "银川市科技局"),
        ("nx-fund", None, None),
    ],
)
def test_that_a_measure_is_cited_as_published_or_not_at_all(
    measure: str, title: str | None, authority: str | None
):
    assert (PACKS[measure].measure.title, PACKS[measure].measure.authority) == (title, authority)


def test_that_only_what_the_source_leaves_unsaid_is_called_an_assumption():
    assumed = {(p.id, c.id) for p in PROGRAMMES.values() for c in p.criteria if c.basis == "assumption"}
    assert assumed == ASSUMED


def test_that_a_criterion_that_is_assumed_names_its_assumption():
    unnamed = [
        (p.id, c.id)
        for p in PROGRAMMES.values()
        for c in p.criteria
        if c.basis == "assumption" and not c.assumptions
    ]
    assert unnamed == []


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_that_no_assumption_is_without_a_programme_that_rests_on_it(pack: Pack):
    used = {assumption.id for programme in pack.programmes for assumption in programme.assumptions}
    assert {assumption.id for assumption in pack.assumptions} - used == set()


@pytest.mark.parametrize(
    ("measure", "lines"), [("nx", {"L49", "L104"}), ("nx-fund", {"L51"}), ("yc", {"L106"})]
)
def test_that_the_lines_cited_are_those_of_the_measure(measure: str, lines: set[str]):
    programmes = PACKS[measure].programmes
    assert {p.locator for p in programmes} | {c.locator for p in programmes for c in p.criteria} == lines


def test_that_the_three_awards_are_listed_each():
    assert PROGRAMMES["nx-talent-awards"].options == ("科技领军人才", "宁夏杰出人才奖", "塞上英才")


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_that_some_evidence_proves_what_the_source_states(programme: Programme):
    assert any(evidence.proves_source for evidence in programme.evidence)

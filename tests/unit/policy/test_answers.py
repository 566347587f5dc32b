"""What answers to assumptions make of criteria, of amounts and of what is said about them."""

import pytest

from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.errors import UserError
from enclave_desktop.policy.as_json import findings_data
from enclave_desktop.policy.check import check
from enclave_desktop.policy.explain import answer_words, basis_words, gap, reason, required
from enclave_desktop.policy.findings import Finding, Outcome, Status
from enclave_desktop.policy.pack import Pack
from enclave_desktop.policy.report import report
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme

ASSUMED = [{"id": name, "question": f"{name} 是否要求", "answer": "要求"} for name in ("one", "two", "three")]
APPROVED = {"basis": "on_approval", "amount": "100.00"}
INDEPENDENT = criterion("enclave.independent", "is", True)


def resting_on(*names: str, **more: object) -> Pack:
    """A centre must be independent, as is only assumed."""
    rule = INDEPENDENT | {"basis": "assumption", "assumptions": list(names)} | more
    return pack(programme(rule, award=APPROVED), assumption=ASSUMED)


def confirmed(name: str, **more: object) -> Confirmation:
    return rows.confirmation(measure="p", assumption=name, **more)


def denied(name: str, **more: object) -> Confirmation:
    return confirmed(name, answer="否定", **more)


def find(packs: Pack, *answers: Confirmation, independent: bool | None = True) -> Finding:
    (finding,) = check(
        rows.dossier(rows.firm(), rows.centre(independent=independent), *answers), [packs], 2024
    )
    return finding


def test_that_a_confirmed_assumption_is_the_users_and_changes_no_outcome():
    assert [
        find(resting_on("one"), confirmed("one"), independent=held).checks[0].outcome
        for held in (True, False)
    ] == [
        Outcome.MET,
        Outcome.UNMET,
    ]
    (held,) = find(resting_on("one"), confirmed("one")).checks
    assert (held.basis, basis_words(held)) == ("user", "用户确认")


def test_that_all_assumptions_must_be_confirmed():
    rule = resting_on("one", "two")
    assert find(rule, confirmed("one")).checks[0].basis == "assumption"
    assert find(rule, confirmed("one"), confirmed("two")).checks[0].basis == "user"


def test_that_an_answer_to_another_measures_assumption_decides_nothing():
    other = rows.confirmation(measure="q", assumption="one", answer="否定")
    finding = find(resting_on("one"), other)
    assert (finding.status, finding.checks[0].basis, finding.answers) == (Status.ELIGIBLE, "assumption", ())


def test_that_what_the_source_states_stays_the_sources_when_its_reading_is_confirmed():
    rule = pack(programme(INDEPENDENT | {"assumptions": ["one"]}), assumption=ASSUMED)
    assert find(rule, confirmed("one")).checks[0].basis == "source"


@pytest.mark.parametrize("independent", [True, False, None])
@pytest.mark.parametrize("basis", ["source", "assumption"])
def test_that_a_denied_assumption_leaves_its_criterion_unknown(independent, basis):
    finding = find(resting_on("one", basis=basis), denied("one"), independent=independent)
    (held,) = finding.checks
    assert (finding.status, held.outcome, held.basis) == (Status.UNDETERMINED, Outcome.UNKNOWN, "user")
    assert basis_words(held) == "用户否定"


def test_that_another_criterion_that_is_unmet_still_decides():
    rule = INDEPENDENT | {"basis": "assumption", "assumptions": ["one"]}
    rules = pack(programme(rule, criterion("enclave.province", "is", "宁夏")), assumption=ASSUMED)
    assert find(rules, denied("one")).status is Status.INELIGIBLE


@pytest.mark.parametrize("independent", [True, False, None])
def test_that_a_criterion_falls_away_where_the_pack_says_so(independent):
    finding = find(resting_on("one", falls_with=["one"]), denied("one"), independent=independent)
    (held,) = finding.checks
    assert (finding.status, held.outcome, held.basis) == (Status.ELIGIBLE, Outcome.MET, "user")
    assert (required(held), gap(held, finding.case)) == ("不作要求", None)


def test_that_it_falls_away_only_if_nothing_else_was_denied():
    rule = resting_on("one", "two", falls_with=["one"])
    assert find(rule, denied("one"), denied("two")).status is Status.UNDETERMINED
    assert find(rule, denied("one"), confirmed("two")).status is Status.ELIGIBLE


@pytest.mark.parametrize(("independent", "outcome"), [(True, "met"), (False, "unmet"), (None, "unknown")])
def test_that_an_outcome_stands_without_an_assumption_where_the_pack_says_so(independent, outcome):
    rule = resting_on("one", basis="source", stands_without=["one"])
    (held,) = find(rule, denied("one"), independent=independent).checks
    assert (held.outcome, held.basis, held.answers) == (outcome, "source", (denied("one"),))


def test_that_a_denied_ground_of_the_amount_leaves_no_award():
    rule = pack(
        programme(INDEPENDENT, award=APPROVED, assumptions=["one", "two"], amount_rests_on=["one"]),
        assumption=ASSUMED,
    )
    assert find(rule).award is not None
    assert find(rule, confirmed("one"), denied("two")).award is not None
    finding = find(rule, denied("one"))
    assert (finding.status, finding.award, finding.amount_denied) == (Status.ELIGIBLE, None, True)


def test_that_a_gap_tells_what_holds_instead():
    finding = find(resting_on("one"), denied("one", instead="三年内有效"))
    (held,) = finding.checks
    assert gap(held, finding.case) == "所依据的工作假定已改为“三年内有效”，请按此核对"
    assert "〔用户否定〕" in reason(held, finding.case)


def test_that_a_denial_without_more_is_for_the_office_to_say():
    finding = find(resting_on("one"), denied("one"))
    assert gap(finding.checks[0], finding.case) == "所依据的工作假定已被否定，请向主管部门确认"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (confirmed("one", source="电话"), "用户确认（示例人，2025-05-06，电话）"),
        (denied("one"), "用户否定（示例人，2025-05-06）"),
    ],
)
def test_that_an_answer_is_told_with_who_when_and_on_what(answer, words):
    assert answer_words(answer) == words


def test_that_the_data_for_scripts_names_the_user_as_the_basis():
    dossier = rows.dossier(rows.firm(), rows.centre(), confirmed("one"))
    data = findings_data(dossier, 2024, check(dossier, [resting_on("one")], 2024))
    (held,) = data["findings"][0]["checks"]
    assert held["basis"] == "user"
    assert list(held) == ["criterion", "outcome", "actual", "required", "gap", "basis", "locator"]


def test_that_the_report_tells_answers_beside_what_is_assumed():
    rule = resting_on("one", "two")
    dossier = rows.dossier(rows.firm(), rows.centre(), confirmed("one"))
    text = "\n".join(report(dossier, 2024, check(dossier, [rule], 2024)))
    assert "one 是否要求：要求　用户确认（示例人，2025-05-06）" in text
    assert "two 是否要求：要求\n" in f"{text}\n"


def test_that_the_report_says_why_there_is_no_amount():
    rule = pack(
        programme(INDEPENDENT, award=APPROVED, amount_rests_on=["one"], assumptions=["one"]),
        assumption=ASSUMED,
    )
    dossier = rows.dossier(rows.firm(), rows.centre(), denied("one"))
    text = "\n".join(report(dossier, 2024, check(dossier, [rule], 2024)))
    assert "金额所依据的工作假定已被否定" in text


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"falls_with": ["two"]}, "criterion[0].falls_with"),
        ({"stands_without": ["two"]}, "criterion[0].stands_without"),
        ({"falls_with": ["one"], "stands_without": ["one"]}, "criterion[0].stands_without"),
    ],
)
def test_that_a_criterion_falls_with_or_stands_without_only_its_own_assumptions(more, place):
    with pytest.raises(UserError) as error:
        resting_on("one", **more)
    assert place in str(error.value)


@pytest.mark.parametrize(
    "more",
    [{"amount_rests_on": ["one"], "assumptions": ["one"]}, {"amount_rests_on": ["two"], "award": APPROVED}],
    ids=["no award", "an assumption that it does not name"],
)
def test_that_an_amount_rests_on_the_programmes_own_assumptions(more):
    with pytest.raises(UserError, match="amount_rests_on"):
        pack(programme(INDEPENDENT, **more), assumption=ASSUMED)

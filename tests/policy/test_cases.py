"""The packs' own cases, each a test; and that they leave no criterion out."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from enclave_desktop.policy.case_file import PolicyCase, cases_file, load_cases
from enclave_desktop.policy.cases import run_cases
from enclave_desktop.policy.loading import load_pack
from enclave_desktop.policy.pack import Pack, Programme
from tests.policy.mutate import pack_files

CANNOT_BE_UNMET = {"moved-in", "lease-or-purchase", "spend-entered", "level"}
"""The record's silence about these is no no."""


@cache
def loaded(file: Path) -> tuple[Pack, list[PolicyCase]]:
    return load_pack(file), load_cases(cases_file(file))


def every_case() -> Iterator[object]:
    for file in pack_files():
        pack, cases = loaded(file)
        for case in cases:
            yield pytest.param(pack, case, id=f"{pack.measure.id}-{case.programme}-{case.name}")


def every_programme() -> Iterator[object]:
    for file in pack_files():
        pack, cases = loaded(file)
        for programme in pack.programmes:
            own = [case for case in cases if case.programme == programme.id]
            yield pytest.param(programme, own, id=programme.id)


@pytest.mark.parametrize(("pack", "case"), list(every_case()))
def test_that_a_case_gives_what_was_worked_out_by_hand(pack: Pack, case: PolicyCase):
    assert [str(failure) for failure in run_cases(pack, [case])] == []


@pytest.mark.parametrize("file", pack_files(), ids=lambda file: file.name)
def test_that_every_case_has_its_own_name(file: Path):
    names = [case.name for case in loaded(file)[1]]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("programme", "cases"), list(every_programme()))
def test_that_every_criterion_is_met_in_one_case_and_not_in_another(
    programme: Programme, cases: list[PolicyCase]
):
    expected = [case.expect.get("checks", {}) for case in cases]
    wanted = {(c.id, "met") for c in programme.criteria}
    wanted |= {(c.id, "unknown" if c.id in CANNOT_BE_UNMET else "unmet") for c in programme.criteria}
    assert wanted - {pair for checks in expected for pair in checks.items()} == set()


@pytest.mark.parametrize(("programme", "cases"), list(every_programme()))
def test_that_every_award_has_its_total_written_down(programme: Programme, cases: list[PolicyCase]):
    totals = [case.expect["total"] for case in cases if "total" in case.expect]
    assert bool(totals) == (programme.award is not None)

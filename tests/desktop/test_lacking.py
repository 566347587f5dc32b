"""What the window says of evidence that is older than the firm lets its packets be."""

import pytest

from enclave_desktop.desktop.evidence.lacking import lacks_of
from enclave_desktop.dossier.handing_in import OWN_COPY
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

PHD = "nx-phd-allowance"


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ([], []),
        ([rows.print_setting(newest_months=3)], ["过旧"]),
        ([rows.print_setting(newest_months=12)], []),
        ([rows.print_setting(newest_months=3, purpose=OWN_COPY)], []),
        ([rows.print_setting(newest_months=3, programme="nx-master-allowance")], []),
    ],
)
def test_that_it_is_said_to_be_too_old_where_the_programmes_packets_are_held_to_that(setting, what):
    person = rows.person()
    degree = rows.evidence(person=person.id_number, issued_on=rows.TODAY.replace(month=1, day=1))
    held = [rows.firm(), rows.centre(), rows.filing(), person, rows.contract(), degree, *setting]
    dossier = rows.dossier(*held)
    finding = next(f for f in check(dossier, load_packs(), 2024) if f.programme.id == PHD)
    lacks = lacks_of(Context(dossier, 2024), finding)
    assert [lack.what for lack in lacks if lack.place.number == degree.number] == what

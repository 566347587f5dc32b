"""All checks over one packet."""

from dataclasses import replace

import pytest

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.packet.consistency import Severity, consistency
from enclave_desktop.packet.consistency.remark import Remark, in_order
from tests.packet import sample
from tests.packet.firms import long_firm, short_firm
from tests.unit import rows
from tests.unit.packet.consistency import looking


def of(dossier, programme):
    application = looking.application(dossier, programme)
    return consistency(application, looking.document(application))


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
@pytest.mark.parametrize("held", [sample.dossier, long_firm])
def test_that_every_packet_can_be_looked_through_and_every_spot_is_there(programme, held):
    dossier = held()
    for remark in of(dossier, programme):
        assert remark.words
        if remark.spot:
            sheet = remark.spot.described
            assert remark.spot.field is None or sheet.field(remark.spot.field)
            assert remark.spot.reference is None or remark.spot.row(dossier) is not None


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_no_number_of_identity_or_account_is_told(programme):
    dossier = sample.dossier()
    said = "\n".join(map(str, of(dossier, programme)))
    secrets = [person.id_number for person in dossier.people]
    assert dossier.firm is not None
    assert [secret for secret in (*secrets, dossier.firm.account) if secret and secret in said] == []


def test_that_the_gravest_come_first_and_each_once():
    a, b, c = (Remark(severity, "t", str(severity)) for severity in Severity)
    assert in_order([c, b, a, b]) == [a, b, c]


def test_that_a_packet_in_which_nothing_is_wrong_has_only_pieces_to_attach():
    dossier = short_firm()
    sound = tuple(replace(enclave, credit_code=None) for enclave in dossier.enclaves)
    application = looking.application(replace(dossier, enclaves=sound), looking.REWARD)
    found = consistency(application, looking.document(application))
    assert {remark.topic for remark in found if remark.severity is not Severity.HINT} == {"未附材料"}


def test_that_a_remark_says_how_grave_what_and_where():
    assert str(Remark(Severity.GAP, "空白", "“学位”空白", "申请表第1页")) == "缺漏　“学位”空白（申请表第1页）"


def test_that_every_sheet_on_record_can_be_found_by_its_title():
    assert len({sheet.title for sheet in KEPT.values()}) == len(KEPT)


def test_that_a_packet_for_nobody_twice_is_a_contradiction():
    application = looking.application(looking.doctor(rows.project()))
    twice = replace(application, findings=application.findings * 2)
    found = consistency(twice, looking.document(twice))
    assert "“示例人”在本册中出现 2 次" in [remark.words for remark in found]

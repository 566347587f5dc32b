"""A record holds one firm: a second one is refused in words."""

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.record import Record
from tests.unit.records.filled import adding, change
from tests.unit.rows import TODAY, centre, firm

OTHER = firm(name="另一家公司", credit_code="91640100MA7EXAMP56")


@pytest.fixture
def empty(tmp_path):
    with Record.create(tmp_path / "empty.enclave") as record:
        yield record


def test_that_a_second_firm_is_refused_and_the_first_named(empty):
    change(empty, adding(firm()))
    with pytest.raises(UserError, match="一份档案只登记一家企业") as caught:
        change(empty, adding(centre(), OTHER))
    assert "没有保存任何更改" in caught.value.message
    assert empty.dossier(TODAY).firm == firm()
    assert empty.dossier(TODAY).enclaves == ()


def test_that_two_firms_at_once_are_refused(empty):
    with pytest.raises(UserError, match="一份档案只登记一家企业"):
        change(empty, adding(firm(), OTHER))
    assert empty.dossier(TODAY).firm is None

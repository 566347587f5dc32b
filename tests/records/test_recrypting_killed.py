"""Killed while it is encrypted, decrypted or encrypted otherwise, a record is the old one or the new one, whole."""

import sys

import pytest

from enclave_desktop.records.cipher import is_encrypted, salt_of
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import recrypt
from enclave_desktop.records.unfinished import workshop
from enclave_desktop.records.verify import verify
from tests.records.dying import BASE, KEY, OTHER_KEY
from tests.records.test_killed import killed
from tests.unit.records.filled import EVERYTHING, make
from tests.unit.rows import TODAY, dossier

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def key_of(path):
    """By what the file itself says; None for a plain one."""
    if not is_encrypted(path):
        return None
    return next(key for key in (KEY, OTHER_KEY) if key.salt == salt_of(path))


@pytest.mark.parametrize(
    ("action", "before", "after", "way"),
    [
        ("encrypting", None, KEY, "steps/6"),
        ("decrypting", KEY, None, "steps/12"),
        ("changing_passphrase", KEY, OTHER_KEY, "steps/15"),
    ],
)
def test_that_a_record_killed_while_it_is_recrypted_is_the_old_or_the_new_one(
    tmp_path, action, before, after, way
):
    make(tmp_path / BASE)
    if before:
        recrypt(tmp_path / BASE, None, before)
    keys = []
    for path, acknowledged in killed(action, tmp_path, way):
        key = key_of(path)
        assert key in (before, after)
        assert key == after or not acknowledged
        # Whoever opens it to write takes away what is left beside it.
        with Record.open(path, key=key) as record:
            assert record.dossier(TODAY) == dossier(*EVERYTHING)
        assert not workshop(path).exists()
        keys.append(key)
    assert verify(path, TODAY, key=keys[-1]).files == 1
    assert len(keys) > 5
    assert set(keys) == {before, after}

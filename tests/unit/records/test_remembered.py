"""What the credential store was asked to remember goes with the program."""

import sys

import pytest

from enclave_desktop.records.remembered import forget_everything

OURS = "EnclaveDesktop under test"


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' own credential store")
def test_that_every_password_of_ours_is_forgotten_and_no_other():
    import keyring

    others = f"not {OURS}"
    for account in ("first", "second"):
        keyring.set_password(OURS, account, "code")
    keyring.set_password(others, "first", "code")
    forget_everything(OURS)
    assert [keyring.get_password(OURS, account) for account in ("first", "second")] == [None, None]
    assert keyring.get_password(others, "first") == "code"
    keyring.delete_password(others, "first")


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' own credential store")
def test_that_nothing_to_forget_is_no_error():
    forget_everything(OURS)

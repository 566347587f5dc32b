"""A PDF under a password: AES-256, the same pages, nothing to be read without it."""

import io

import pikepdf
import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.protecting import protected
from enclave_desktop.packet.recovery_sheet import recovery_sheet
from enclave_desktop.records.recovery_code import code_of
from tests.unit.packet.reading import words_of

CODE = code_of(bytes(range(32)))
PLAIN = recovery_sheet("档案", CODE)
PASSWORD = "给 孙会计 的口令"


def test_that_it_is_opened_by_the_password_only():
    data = protected(PLAIN, PASSWORD)
    for wrong in ("", "另一个"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(data), password=wrong)
    assert words_of(data, PASSWORD) == words_of(PLAIN)


def test_that_it_is_aes_256_of_the_newest_revision():
    with pikepdf.open(io.BytesIO(protected(PLAIN, PASSWORD)), password=PASSWORD) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert str(pdf.encryption.stream_method).endswith("aesv3")
        assert pdf.allow.print_highres


def test_that_full_width_letters_are_the_same_password():
    assert words_of(protected(PLAIN, "ＡＢＣ１２３"), "ABC123") == words_of(PLAIN)


@pytest.mark.parametrize("password", ["", "长" * 43])
def test_that_a_password_that_readers_would_not_take_is_refused(password):
    with pytest.raises(UserError):
        protected(PLAIN, password)

"""A finished PDF under a password: AES-256 (revision 6 of PDF's own encryption), metadata included."""

import io
import secrets
import unicodedata

import pikepdf

from enclave_desktop.errors import UserError

LONGEST = 127
"""Bytes of UTF-8; readers mind no more of a password."""


def protected(data: bytes, password: str) -> bytes:
    """The same pages, to be opened by the password only; UserError when it is empty or too long.

    What is kept in the record stays as it is: its bytes are what its number vouches for.
    """
    typed = unicodedata.normalize("NFKC", password)
    if not typed or len(typed.encode()) > LONGEST:
        raise UserError("PDF 的口令不能为空，也不能超过 40 个汉字或 127 个字母。", "请换一个口令。")
    out = io.BytesIO()
    # The owner's password could take restrictions away; there are none, and nobody needs it.
    locked = pikepdf.Encryption(user=typed, owner=secrets.token_hex(24), R=6, aes=True, metadata=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=locked)
    return out.getvalue()

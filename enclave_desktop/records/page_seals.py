"""SQLCipher's seal on each page of an encrypted database, by which it refuses whatever is not what was written.

From the first page on that it refuses, it refuses all. So for salvage such a page is sealed anew, as one of nonsense:
then it costs what stood on it, as in a database that is not encrypted.
"""

import hmac
import os
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.records.first_page import PAGE, page_at

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_SALT, _VECTOR, _SEAL, _SECRET = 16, 16, 64, 32
"""SQLCipher 4: the file begins with its salt; each page ends with what its encryption began with, and an HMAC-SHA512 of
all that and its number, under a key made of the key.
"""
_MASK, _ROUNDS = 0x3A, 2
_LOOKED_AT = 64
"""Pages, in a large file."""
_NONSENSE = b"\xff" * (PAGE - _VECTOR - _SEAL)
"""No kind of page begins so, and these are no letters."""


def seals_a_page(path: Path, key: "Key") -> bool:
    """Whether one of some pages was written under the key."""
    words = _sealing(key)
    pages = path.stat().st_size // PAGE
    numbers = range(1, pages + 1, max(pages // _LOOKED_AT, 1))
    return any(_is_sealed(page_at(path, (number - 1) * PAGE), number, words) for number in numbers)


def seal_anew(copy: Path, key: "Key") -> None:
    """Seal whatever pages were not written under the key, and leave out one that was cut off; for a copy only.

    The first page, which holds no rows, stays as far as it can be read.
    """
    words, pages = _sealing(key), copy.stat().st_size // PAGE
    with copy.open("rb+") as file:
        file.truncate(pages * PAGE)
        for number in range(1, pages + 1):
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if not _is_sealed(page, number, words):
                kept = page[:-_SEAL] if number == 1 else _encrypted_nonsense(key)
                file.seek((number - 1) * PAGE)
                file.write(kept + _seal(kept, number, words))


def _sealing(key: "Key") -> bytes:
    return pbkdf2_hmac("sha512", key.secret, bytes(byte ^ _MASK for byte in key.salt), _ROUNDS, _SECRET)


def _is_sealed(page: bytes, number: int, words: bytes) -> bool:
    return hmac.compare_digest(_seal(page[:-_SEAL], number, words), page[-_SEAL:])


def _seal(sealed: bytes, number: int, words: bytes) -> bytes:
    if number == 1:
        sealed = sealed[_SALT:]
    return hmac.digest(words, sealed + number.to_bytes(4, "little"), "sha512")


def _encrypted_nonsense(key: "Key") -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    vector = os.urandom(_VECTOR)
    encryptor = Cipher(AES256(key.secret), CBC(vector)).encryptor()
    return encryptor.update(_NONSENSE) + encryptor.finalize() + vector

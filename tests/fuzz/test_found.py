"""What fuzzing found once, and the readers' own seeds: only a UserError may come out, and soon."""

import gzip
import time
from contextlib import suppress
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from tests.fuzz.readers import READERS, held

FOUND = Path(__file__).parent / "found"
FILES = sorted(path for path in FOUND.rglob("*") if path.is_file())
SECONDS = 20


def content(path: Path) -> bytes:
    """A large finding is kept squeezed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOUND).as_posix())
def test_that_what_was_found_is_told_or_read(path):
    started = time.monotonic()
    held(READERS[path.parent.name].read, content(path))
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("name", READERS)
def test_that_a_reader_reads_its_seeds(name):
    reader = READERS[name]
    read = 0
    for seed in reader.seeds():
        assert len(seed) <= reader.longest, "libFuzzer would cut it off"
        with suppress(UserError):
            reader.read(seed)
            read += 1
    assert read

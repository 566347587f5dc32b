"""A kept packet's manifest: read back as it was written, or refused."""

import json

import pytest

from enclave_desktop.packet.manifest import manifest_of, read_manifest
from tests.packet import sample


def kept() -> dict:
    return json.loads(manifest_of(sample.application("nx-phd-allowance", 1)).words)


def test_that_what_is_written_is_read_as_the_same():
    assert read_manifest(json.dumps(kept()).encode()) == kept()


@pytest.mark.parametrize("words", [b"", b"[]", b"{}", b"[" * 100_000, b"9" * 5_000, b"\xff"])
def test_that_other_bytes_are_refused(words):
    with pytest.raises(ValueError, match=r"\w"):
        read_manifest(words)


@pytest.mark.parametrize("key", sorted(set(kept()) - {"format"}))
def test_that_nothing_may_be_missing_or_of_another_kind(key):
    lacking = {name: value for name, value in kept().items() if name != key}
    for data in (lacking, kept() | {key: None}, kept() | {key: [[]]}):
        with pytest.raises(ValueError, match="manifest"):
            read_manifest(json.dumps(data).encode())


@pytest.mark.parametrize(
    "more",
    [{"remarks": "x"}, {"fonts": [{"face": "song"}]}, {"own_blank": {}}, {"pages": True}, {"names": [1]}],
)
def test_that_what_may_be_there_is_of_its_kind(more):
    with pytest.raises(ValueError, match="manifest"):
        read_manifest(json.dumps(kept() | more).encode())

from contextlib import AbstractContextManager

import pytest

from enclave_desktop.records.cipher import Key
from enclave_desktop.records.record import Record
from tests.unit.records import backends
from tests.unit.records.filled import make


@pytest.fixture
def path(tmp_path):
    return make(tmp_path / "示例 #1%.enclave")


@pytest.fixture
def record(path):
    with Record.open(path) as record:
        yield record


@pytest.fixture(params=["file", "encrypted", "server"])
def backend(request, tmp_path):
    """Where records are kept."""
    kept: AbstractContextManager[backends.Files | backends.Databases]
    if request.param == "file":
        kept = backends.files(tmp_path)
    elif request.param == "encrypted":
        kept = backends.files(tmp_path, Key(bytes(range(32)), bytes(16)))
    else:
        kept = backends.databases(request.getfixturevalue("postgres"))
    with kept as backend:
        yield backend

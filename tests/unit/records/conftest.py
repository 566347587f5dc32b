import pytest

from enclave_desktop.records.record import Record
from tests.unit.records.filled import make


@pytest.fixture
def path(tmp_path):
    return make(tmp_path / "示例 #1%.enclave")


@pytest.fixture
def record(path):
    with Record.open(path) as record:
        yield record

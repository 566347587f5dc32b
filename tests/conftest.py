"""What every test runs under: no screen, and no clock on property tests."""

import os
import sys

import pytest
from hypothesis import settings

from enclave_desktop.paths import OWN_FOLDER

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if settings.get_current_profile_name() != "ci":
    settings.register_profile("local", deadline=None)
    settings.load_profile("local")


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory):
    """What the program remembers of its running; not the user's own."""
    if sys.platform == "win32":  # where the user's own folders are is asked of the system
        os.environ[OWN_FOLDER] = str(tmp_path_factory.mktemp("own"))
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))  # where rule packs are installed


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server on a private socket."""
    if sys.platform == "win32":
        pytest.skip("no server of the tests' own on Windows")
    from tests.postgres_server import running

    with running() as server:
        yield server


@pytest.fixture(scope="session")
def tls_postgres():
    """A PostgreSQL server that listens with TLS and asks for passwords."""
    if sys.platform == "win32":
        pytest.skip("no server of the tests' own on Windows")
    from tests.postgres_server import running

    with running(tcp=True) as server:
        yield server


@pytest.fixture
def links(tmp_path):
    """For tests that make a symbolic link: Windows lets not everybody, and Wine only seems to."""
    probe = tmp_path / "probe"
    try:
        probe.symlink_to(tmp_path)
    except OSError:
        pytest.skip("this user may make no symbolic links")
    if not probe.is_symlink():
        pytest.skip("there are no symbolic links here")
    probe.unlink()

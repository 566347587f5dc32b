"""Settings that something else has written: the usual ones hold, and the window opens."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from enclave_desktop.desktop.settings import Settings
from tests.desktop.conftest import _keep_settings_in


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    """Those of the test, with no window about."""
    _keep_settings_in(tmp_path)


NUMBERS = {"scale": 1.0, "unmasked_seconds": 30, "second_backup_days": 7, "lock_minutes": 15}


def spoil(name: str, value: object) -> Settings:
    settings = Settings()
    settings._kept.setValue(name, value)
    return settings


@pytest.mark.parametrize("value", ["", "x", "nan", "inf", "-5", "9" * 5_000, [], {"a": 1}, b"\xff"])
@pytest.mark.parametrize("name", NUMBERS)
def test_that_a_number_that_is_none_counts_as_the_usual_one(name, value):
    assert getattr(spoil(name, value), name) == NUMBERS[name]


def test_that_a_number_that_is_one_holds():
    assert spoil("scale", 1.15).scale == 1.15
    assert spoil("unmasked_seconds", "60").unmasked_seconds == 60


@pytest.mark.parametrize("value", [7, {"a": "b"}, ["postgresql+psycopg://[", "\0"], "postgresql+psycopg://"])
def test_that_a_list_of_records_that_is_none_is_read_as_far_as_it_goes(value):
    assert isinstance(spoil("recent", value).recent, list)


@pytest.mark.parametrize("value", ["x", {"/a": "2024-02-30"}, {"/a": 7}, []])
def test_that_a_time_that_is_none_counts_as_unknown(value):
    assert spoil("opened", value).opened_at(Path("/a")) is None


def test_that_a_layout_that_is_none_is_left_out():
    assert spoil("layout/window", "x").layout("window") is None
    assert QSettings.Status.NoError == Settings()._kept.status()

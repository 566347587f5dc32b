"""requirements.txt: one lock file for every machine, and nothing in it of the machine that wrote it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
LOCK = (CHECKOUT / "requirements.txt").read_text("utf-8")
PINNED = [Requirement(line.removesuffix("\\")) for line in re.findall(r"^[a-z].*$", LOCK, re.MULTILINE)]
MACHINES = [
    {
        "sys_platform": platform,
        "os_name": name,
        "python_version": version,
        "python_full_version": f"{version}.1",
    }
    for platform, name in (("linux", "posix"), ("win32", "nt"))
    for version in ("3.11", "3.12", "3.13")
]


def wanted():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(line) for line in sum(extras, project["dependencies"])]


def holds(requirement, machine):
    return requirement.marker is None or requirement.marker.evaluate(machine)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}")
def test_that_the_lock_file_gives_each_machine_what_the_project_asks_for(machine):
    pinned = {pin.name: next(iter(pin.specifier)).version for pin in PINNED if holds(pin, machine)}
    for requirement in wanted():
        if holds(requirement, machine):
            assert requirement.specifier.contains(pinned[requirement.name]), requirement


def test_that_every_package_in_the_lock_file_has_its_digest():
    entries = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(PINNED)


def test_that_the_lock_file_names_no_address_or_folder():
    for line in LOCK.splitlines():
        assert not re.search(
            r"://|^\s*-|\s/|index|find-links|\.(com|org|net|internal)\b", line.split("--hash")[0]
        ), line

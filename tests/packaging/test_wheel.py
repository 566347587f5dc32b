"""The wheel carries all that the program needs: it runs where no checkout lies beside it."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pypdf
import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    built = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", built, CHECKOUT, cwd=built)
    return next(built.glob("enclave_desktop-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The programs' folder of an environment that holds the wheel, and this one's libraries for it to use."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    scheme = {"base": str(home), "platbase": str(home)}
    programs, libraries = (Path(sysconfig.get_path(kind, "venv", scheme)) for kind in ("scripts", "purelib"))
    python = programs / Path(sys.executable).name
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel, cwd=home
    )
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return programs


def run(*command: object, cwd: Path) -> str:
    """What a program prints, started away from the checkout and without a path to it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_that_the_package_comes_from_the_wheel(installed, tmp_path):
    python = installed / Path(sys.executable).name
    found = run(python, "-c", "import enclave_desktop as package; print(package.__file__)", cwd=tmp_path)
    assert Path(found.strip()).is_relative_to(installed.parent)


def test_that_the_guide_and_its_pictures_come_with_the_wheel(installed, tmp_path):
    look = (
        "from enclave_desktop.desktop.manual.text import pictures, sections;"
        "print(len(sections()) > 1, all(path.is_file() for path in pictures()))"
    )
    assert run(installed / Path(sys.executable).name, "-c", look, cwd=tmp_path).split() == ["True", "True"]


@pytest.mark.timeout(300)
def test_that_the_demonstration_runs_from_the_wheel(installed, tmp_path):
    run(installed / "enclave-desktop", "demo", tmp_path / "out", cwd=tmp_path)
    written = sorted((tmp_path / "out").iterdir())
    packets = [path for path in written if path.suffix == ".pdf"]
    others = [path.suffix for path in written if path not in packets]
    assert sorted(others) == [".enclave", ".txt", ".xlsx"]
    assert packets
    assert [path.name for path in packets if len(pypdf.PdfReader(path).pages) < 2] == []

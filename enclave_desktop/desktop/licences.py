"""What is bundled with the program, and under which licence: fonts, icons, Python packages."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from enclave_desktop.paths import resources

PROGRAM = "enclave-desktop"
_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FONT = re.compile(
    r"^\| (?P<folder>[^/|]+)/\S+ \| [^|]* \| (?P<version>[^|]*) \| (?P<licence>[^|]*) \|$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Bundled:
    """One thing that is bundled."""

    name: str
    version: str
    licence: str
    """In a few words."""
    files: tuple[Path, ...]
    """Its licence in full; none where the package carries none."""

    @property
    def text(self) -> str:
        return "\n\n".join(path.read_text("utf-8", errors="replace") for path in self.files)


def bundled() -> list[Bundled]:
    """Everything, fonts first."""
    packages = {package.name.lower(): package for package in _packages()}
    return [*_fonts(), _icons(), *(packages[name] for name in sorted(packages))]


def _fonts() -> Iterator[Bundled]:
    """The folders that the fonts' own list names."""
    folder = resources() / "fonts"
    listed = {found["folder"]: found for found in _FONT.finditer((folder / "README.md").read_text("utf-8"))}
    for name, found in listed.items():
        files = tuple(sorted(path for path in (folder / name).iterdir() if path.suffix in ("", ".txt")))
        yield Bundled(name, found["version"].strip(), found["licence"].strip(), files)


def _icons() -> Bundled:
    return Bundled("Fluent UI System Icons", "", "MIT", (resources() / "icons" / "LICENSE",))


def _packages() -> Iterator[Bundled]:
    """What the program needs, what that needs, and so on, as far as it is installed."""
    waiting, seen = _required(), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        waiting += _names(found.requires or ())
        yield _package(found)


def _required() -> list[str]:
    try:
        return _names(distribution(PROGRAM).requires or ())
    except PackageNotFoundError:  # a checkout that nobody installed
        project = Path(__file__).parents[2] / "pyproject.toml"
        return _names(tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"])


def _names(requirements: Iterator[str] | list[str] | tuple[str, ...]) -> list[str]:
    """Of requirements like 'reportlab[accel]>=4.2; …'; extras are not bundled."""
    needed = (line for line in requirements if "extra ==" not in line)
    return [_canonical(match[0]) for line in needed if (match := _NAME.match(line))]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(found: Distribution) -> Bundled:
    about = found.metadata
    own = [path for path in found.files or () if ".dist-info/" in str(path)]
    files = (Path(str(path.locate())) for path in own if _LICENCE_FILE.search(str(path)))
    # Of those that bring the licences of what they contain, the nearest the root is their own.
    ordered = sorted(filter(Path.is_file, files), key=lambda path: (len(path.parts), path))
    return Bundled(about["Name"], found.version, _licence_words(found), tuple(ordered))


def _licence_words(found: Distribution) -> str:
    """The expression where there is one, else the first line of what was written, else the classifiers."""
    about = found.metadata
    written = [*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ())]
    classified = [line for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    words = [*written, "、".join(line.rpartition(" :: ")[2] for line in classified), "见全文"]
    return next(line.strip().partition("\n")[0] for line in words if line.strip())

"""What is bundled with the program, and under which licence: fonts, icons, libraries, Python packages."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path, PurePath
from typing import Any

from enclave_desktop import __version__
from enclave_desktop.paths import resources

PROGRAM = "enclave-desktop"
_LICENCE_FILE = re.compile(r"(^|/)licenses/|(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_NEEDED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[(?P<extras>[^]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*['"](?P<name>[^'"]*)""")
_SHARED = "这个库以单独的文件随程序提供（不是静态链接），可以换成自己修改、编译的版本；许可允许为此调试和反向工程。\n源代码："
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
    """Its licence in full."""
    source: str = ""
    """Where the source is, of what may be replaced."""

    @property
    def text(self) -> str:
        parts = [path.read_text("utf-8", errors="replace") for path in self.files]
        if len(parts) > 1:
            parts = [f"—— {path.name} ——\n\n{part}" for path, part in zip(self.files, parts, strict=True)]
        said = [_SHARED + self.source] if self.source and "LGPL" in self.licence else []
        return "\n\n".join([*said, *parts])


def program() -> Bundled:
    """The program itself."""
    return Bundled("飞地补贴助手", __version__, "Apache-2.0", _resources(["licences/Apache-2.0.txt"]))


def bundled() -> list[Bundled]:
    """Everything, fonts first."""
    known = tomllib.loads((resources() / "licences" / "licences.toml").read_text("utf-8"))
    found = {_canonical(one.metadata["Name"]): one for one in packages()}
    of_packages = [_package(found[name], known["texts"].get(name, ())) for name in sorted(found)]
    return [*_fonts(), _icons(), *_contained(known["contained"], found), *of_packages]


def _fonts() -> Iterator[Bundled]:
    """The folders that the fonts' own list names."""
    folder = resources() / "fonts"
    listed = {found["folder"]: found for found in _FONT.finditer((folder / "README.md").read_text("utf-8"))}
    for name, found in listed.items():
        files = tuple(sorted(path for path in (folder / name).iterdir() if path.suffix in ("", ".txt")))
        yield Bundled(name, found["version"].strip(), found["licence"].strip(), files)


def _icons() -> Bundled:
    return Bundled("Fluent UI System Icons", "", "MIT", (resources() / "icons" / "LICENSE",))


def _contained(known: list[dict[str, Any]], found: dict[str, Distribution]) -> Iterator[Bundled]:
    """Libraries that came inside a package, or beside them all."""
    for one in known:
        inside = one.get("inside")
        if inside is None or inside in found:
            words = (
                f"{one['licence']}（在 {found[inside].metadata['Name']} 中）" if inside else one["licence"]
            )
            yield Bundled(one["name"], "", words, _resources(one["texts"]), one.get("source", ""))


def packages() -> list[Distribution]:
    """What the program needs, what that needs, and so on, as far as it is installed."""
    needed = _required()
    if needed is None:
        return list(distributions())
    waiting, seen = needed, dict[tuple[str, str], Distribution]()
    while waiting:
        name, extra = wanted = waiting.pop()
        if wanted in seen:
            continue
        try:
            seen[wanted] = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        waiting += _names(seen[wanted].requires or (), extra)
    return list({name: one for (name, _), one in seen.items()}.values())


def _required() -> list[tuple[str, str]] | None:
    """Names and extras; None in a frozen folder, which holds nothing but what the program needs."""
    try:
        return _names(distribution(PROGRAM).requires or ())
    except PackageNotFoundError:  # a checkout that nobody installed, or a frozen folder
        project = Path(__file__).parents[2] / "pyproject.toml"
    if not project.is_file():
        return None
    return _names(tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"])


def _names(requirements: Iterable[str], extra: str = "") -> list[tuple[str, str]]:
    """Of requirements like 'reportlab[accel]>=4.2; …': each name alone, and with each extra asked for."""
    names = []
    for line in requirements:
        asked, match = _EXTRA.search(line), _NEEDED.match(line)
        if match and (asked is None or asked["name"] == extra):
            extras = (match["extras"] or "").split(",")
            names += [(_canonical(match["name"]), one.strip()) for one in {"", *extras}]
    return names


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(found: Distribution, more: Iterable[str]) -> Bundled:
    about = found.metadata
    own = [path for path in found.files or () if ".dist-info/" in str(path)]
    files = (Path(str(path.locate())) for path in own if _LICENCE_FILE.search(_inside(path)))
    # Of those that bring the licences of what they contain, the nearest the root is their own.
    ordered = sorted(filter(Path.is_file, files), key=lambda path: (len(path.parts), path))
    return Bundled(about["Name"], found.version, _licence_words(found), (*ordered, *_resources(more)))


def _inside(path: PurePath) -> str:
    """Below the folder of what is known about the package."""
    return "/".join(path.parts[1:])


def _resources(names: Iterable[str]) -> tuple[Path, ...]:
    return tuple(resources() / name for name in names)


def _licence_words(found: Distribution) -> str:
    """The expression where there is one, else the first line of what was written, else the classifiers."""
    about = found.metadata
    written = [*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ())]
    classified = [line for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    words = [*written, "、".join(line.rpartition(" :: ")[2] for line in classified), "见全文"]
    return next(line.strip().partition("\n")[0] for line in words if line.strip())

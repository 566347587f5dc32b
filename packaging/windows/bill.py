"""What an artifact is made of, as CycloneDX 1.6: every Python package and every bundled thing with its licence."""

import json
import platform
import sys
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from layout import DIST, PYTHON_VERSION, version


def write_bill(out: Path, name: str, digest: str) -> None:
    """Beside the artifact of that name and SHA-256."""
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "enclave-desktop",
                "version": version(),
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "properties": [{"name": "file", "value": name}],
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [*_packages(), *_others()],
    }
    out.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _packages() -> list[dict[str, Any]]:
    """What PyInstaller brought the metadata of: what the program needs, and nothing else."""
    found = [Distribution.at(path) for path in sorted((DIST / "_internal").glob("*.dist-info"))]
    return [_package(one) for one in found]


def _package(one: Distribution) -> dict[str, Any]:
    name = one.metadata["Name"]
    licence = one.metadata.get("License-Expression") or one.metadata.get("License") or "see LICENCES.txt"
    return {
        "type": "library",
        "name": name,
        "version": one.version,
        "purl": f"pkg:pypi/{name.lower()}@{one.version}",
        "licenses": [{"license": {"name": licence.splitlines()[0][:120]}}],
    }


def _others() -> list[dict[str, Any]]:
    """Python itself, fonts, icons, and libraries inside packages."""
    from enclave_desktop.desktop.licences import bundled, packages

    of_this_system = {one.metadata["Name"].lower() for one in packages()}
    frozen_by = platform.python_version() if sys.platform == "win32" else PYTHON_VERSION
    python = {"type": "framework", "name": "CPython", "version": frozen_by}
    others = [python | {"licenses": [{"license": {"id": "PSF-2.0"}}]}]
    for thing in bundled():
        if thing.name.lower() not in of_this_system and "Python" not in thing.name:
            entry = {
                "type": "library",
                "name": thing.name,
                "licenses": [{"license": {"name": thing.licence or "—"}}],
            }
            others.append(entry | ({"version": thing.version} if thing.version else {}))
    return others

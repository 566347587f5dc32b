"""`policy list` and `policy verify`."""

from argparse import Namespace
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.paths import resources
from enclave_desktop.policy.case_file import cases_file, load_cases
from enclave_desktop.policy.cases import run_cases
from enclave_desktop.policy.loading import load_pack, load_packs


def list_(call: Namespace) -> int:
    for pack in load_packs():
        measure = pack.measure
        print(
            f"{measure.id}　{measure.title or '（公开报道未载明办法名称）'}　{measure.authority or ''}".rstrip()
        )
        for programme in pack.programmes:
            print(f"  {programme.id}　{programme.title}")
    return 0


def verify(call: Namespace) -> int:
    files = [call.file] if call.file else shipped_packs()
    failures = [line for file in files for line in _verify(file)]
    if failures:
        raise UserError(f"规则包有 {len(failures)} 处算例不成立：", *failures)
    return 0


def shipped_packs() -> list[Path]:
    """The files of the packs that ship with the program."""
    found = (resources() / "policies").rglob("*.toml")
    return sorted(file for file in found if not file.name.endswith(".cases.toml"))


def _verify(file: Path) -> list[str]:
    pack = load_pack(file)
    beside = cases_file(file)
    if not beside.is_file():
        print(f"{file.name}：{len(pack.programmes)} 个项目，格式正确；旁边没有算例（{beside.name}）")
        return []
    cases = load_cases(beside)
    failures = run_cases(pack, cases)
    print(f"{file.name}：{len(pack.programmes)} 个项目，{len(cases)} 个算例，{len(failures)} 处不成立")
    return [f"{beside.name} {failure}" for failure in failures]

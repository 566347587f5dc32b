"""The program's own trial, as it is run where the program was installed: under whatever name and language."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_that_the_trial_tells_each_step_and_keeps_everything_beside_its_report(tmp_path: Path) -> None:
    out, home = tmp_path / "试用 结果 😀.json", tmp_path / "用户" / "张三 𬬮"
    home.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "enclave_desktop", "--self-test", str(out)],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(home),
            "LOGNAME": home.name,
            "LC_ALL": "C",
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    report = json.loads(out.read_text(encoding="utf-8"))
    assert done.returncode == 0, report
    assert [step["step"] for step in report["steps"] if step["error"]] == []
    assert report["findings"]["eligible"] > 0
    beside = {path.name for path in out.with_suffix("").iterdir()}
    assert {"申报材料.pdf", "示例企业.enclave", "示例企业.xlsx", "people.png"} <= beside
    assert list(home.rglob("*.ini")) + list(home.rglob("*.conf")) + list(home.rglob("EnclaveDesktop")) == []

"""A program that is ended while it prints: nothing half-written ever has the name of the packet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 10
CHECKOUT = Path(__file__).parents[2]
PRINT_AND_DIE = """
import json, os, signal, sys, time
from pathlib import Path
from enclave_desktop.packet.packet import write_packet
from tests.packet import sample

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
application = sample.application("yc-rnd-reward")
for _ in range(2):  # the second time fonts are loaded, as they are in what is forked
    began = time.monotonic()
    write_packet(application, folder / "whole.pdf")
    took = time.monotonic() - began
killed = []
for number in range(kills):
    out = folder / f"{number}.pdf"
    if number % 2:
        out.write_bytes(b"of last year")
    child = os.fork()
    if not child:
        write_packet(application, out)
        os._exit(0)
    time.sleep(took * (number + 0.5) / kills)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    killed.append(os.WIFSIGNALED(status))
print(json.dumps(killed))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a program is ended otherwise here")
def test_that_a_program_killed_while_printing_leaves_no_packet_or_the_one_before(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PRINT_AND_DIE, str(tmp_path), str(KILLS)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    killed = json.loads(done.stdout)
    assert sum(killed) >= KILLS // 2
    whole = (tmp_path / "whole.pdf").read_bytes()
    for number in range(KILLS):
        out = tmp_path / f"{number}.pdf"
        before = b"of last year" if number % 2 else None
        now = out.read_bytes() if out.exists() else None
        assert now in (before, whole), number
    untouched = [n for n in range(KILLS) if (tmp_path / f"{n}.pdf").exists() == bool(n % 2)]
    assert len(untouched) >= KILLS // 2
    visible = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert visible <= {"whole.pdf", *(f"{n}.pdf" for n in range(KILLS))}

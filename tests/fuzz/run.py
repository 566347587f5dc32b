"""Fuzzes the readers one after the other under atheris, each in a process of its own.

    python -m tests.fuzz.run --each=33 build/fuzz          so many seconds for each reader
    python -m tests.fuzz.run --together=60 build/fuzz      so many seconds for all, loading included
    python -m tests.fuzz.run --each=300 build/fuzz pdf     one reader
    python -m tests.fuzz.run --seed=1 …                    nearly the same changes each time, as far as time reaches

The corpus and the logs go into the folder; what was found into `found/` beside this file with `--keep`, else
into the folder too.
"""

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

STARTED = time.monotonic()

import atheris  # type: ignore[import-untyped]  # noqa: E402

with atheris.instrument_imports(include=["enclave_desktop", "xlrd", "olefile", "docx", "tomllib", "PIL"]):
    from tests.fuzz.readers import READERS, held

MEMORY_MB = 512
"""Above what the process takes with everything loaded."""
SECONDS = 20
"""For one input."""
FOUND = Path(__file__).parent / "found"
_TOLD = 3000
"""Characters of a reader's log, at whose end stands what was found."""
_DONE = re.compile(r"Done (\d+) runs")
_CORPUS = re.compile(r"corp: (\d+)/")
_RUNS = re.compile(r"^#(\d+)", re.MULTILINE)


def fuzz(name: str, seconds: int, seed: int, corpus: Path, found: Path, log: Path) -> int:
    """Fuzz a reader in a child; its exit code: 0 when nothing was found."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    _fuzz(name, seconds, seed, corpus, found)
    return 0


def _fuzz(name: str, seconds: int, seed: int, corpus: Path, found: Path) -> None:
    reader = READERS[name]
    own = corpus / name
    own.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(reader.seeds()):
        (own / f"seed-{number:02d}").write_bytes(first)
        held(reader.read, first)  # also loads what is loaded on first use
    words = corpus / f"{name}.words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in reader.words), "ascii")
    (found / name).mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={reader.longest}",
        f"-timeout={SECONDS}",
        f"-rss_limit_mb={_resident_mb() + MEMORY_MB}",
        f"-artifact_prefix={found / name}/",
        "-len_control=0",
        *([f"-dict={words}"] if reader.words else []),
    ]
    mutate = reader.mutate

    def change(data: bytes, most: int, seed: int) -> bytes:
        assert mutate is not None
        return mutate(data, most, random.Random(seed), atheris.Mutate)

    more = {"custom_mutator": change} if mutate else {}
    atheris.Setup(["fuzz", *options, str(own)], lambda data: held(reader.read, data), **more)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


def _resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def _shares(names: list[str], asked: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """Each reader with its seconds; of a time together what is left, shared by those that are left."""
    for at, name in enumerate(names):
        if asked.each:
            yield name, asked.each
        else:
            left = asked.together - (time.monotonic() - STARTED)
            yield name, max(1, int(left / (len(names) - at)))


def _runs(log: str) -> int:
    done = _DONE.search(log)
    return int(done[1]) if done else max(map(int, _RUNS.findall(log)), default=0)


def main() -> int:
    """Prints a line a reader: executions, corpus, and whether something was found; 1 when something was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int)
    parser.add_argument("--together", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("folder", type=Path)
    parser.add_argument("readers", nargs="*")
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    found = FOUND if asked.keep else folder / "found"
    failed = False
    for name, seconds in _shares(asked.readers or list(READERS), asked):
        path = folder / f"{name}.log"
        code = fuzz(name, seconds, asked.seed, folder / "corpus", found, path)
        log = path.read_text("utf-8", "replace")
        corpus = _CORPUS.findall(log)
        said = "nothing found" if not code else f"FOUND something, exit {code}\n{log[-_TOLD:]}"
        print(f"{name:<12}{_runs(log):>9} runs{corpus[-1] if corpus else 0:>7} kept  {said}", flush=True)
        failed = failed or bool(code)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

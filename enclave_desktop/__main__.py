"""Which door: the window, without arguments or on a record, or else the command line.

`--self-test OUT.json` is for those who build and install the program: it tries itself in a window of its own.
`--forget-remembered` is for the uninstaller: passwords leave the system's credential store with the program.
"""

import sys
from pathlib import Path

RECORD_SUFFIX = ".enclave"


def main() -> int:
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(RECORD_SUFFIX)):
        from enclave_desktop.desktop.app import main as open_window

        return open_window(Path(arguments[0]) if arguments else None)
    if arguments[0] == "--self-test" and len(arguments) == 2:
        from enclave_desktop.desktop.self_test import main as try_itself

        return try_itself(Path(arguments[1]))
    if arguments == ["--forget-remembered"]:
        from enclave_desktop.records.remembered import forget_everything

        forget_everything()
        return 0
    from enclave_desktop.cli import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())

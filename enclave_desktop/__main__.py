"""Which door: the command line or the window."""

import sys


def main() -> int:
    from enclave_desktop.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""On Windows itself: the frozen program, its setup and zip, with digests. Under Wine: see `__main__`.

python packaging/windows/release.py [--sign COMMAND]
"""

import argparse
import subprocess
import sys

import installer
from freezing import gate
from layout import BUILD, CHECKOUT, DIST


def main() -> None:
    """Everything into build/windows/artifacts/, and an older setup beside them to try upgrading from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sign", default="", help="the command that signs the file named after it; none: unsigned"
    )
    sign = parser.parse_args().sign
    call = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST.parent), "--workpath", str(BUILD / "work"), "build.spec"]
    subprocess.run([*call, *places], cwd=CHECKOUT, check=True)
    gate()
    for program in sorted(DIST.glob("*.exe")) if sign else []:
        subprocess.run(f'{sign} "{program}"', shell=True, check=True)
    installer.make_setup(release=True, sign=sign)
    installer.make_older_setup()
    installer.make_portable()
    installer.describe()


if __name__ == "__main__":
    main()

"""What make asks of a machine: `python -m lab setup [PACKAGE...]` gets it ready, `python -m lab clean` removes images.

Progress is printed as it happens, outside of any test runner.
"""

import argparse
import sys
import uuid

from lab.images import engine, host, supply
from transcripts.errors import LabError


def main() -> None:
    """Do what the arguments say; an error is two lines and status 1."""
    parser = argparse.ArgumentParser(prog="python -m lab")
    verbs = parser.add_subparsers(dest="verb", required=True)
    setup = verbs.add_parser("setup", help="install packages, start an engine where none answers, get the images ready")
    setup.add_argument("package", nargs="*", help="a Debian package that must be there")
    verbs.add_parser("clean", help="remove every image that the workshop made")
    asked = parser.parse_args()
    try:
        if asked.verb == "setup":
            host.provide(asked.package, _say)
            supply.prepare(engine.connect(), uuid.uuid4().hex[:12], _say)
        else:
            _say(f"removed {supply.remove_all(engine.connect())} images")
    except LabError as error:
        sys.exit(str(error))


def _say(text: str) -> None:
    print(f"workshop: {text}", flush=True)


if __name__ == "__main__":
    main()

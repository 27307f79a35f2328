"""What make asks of a machine: `python -m lab setup [NEED...]` gets it ready, `python -m lab clean` removes images, and
`python -m lab hall` serves site and images to a room.

Progress is printed as it happens, outside of any test runner.
"""

import argparse
import sys
import uuid
from pathlib import Path

from lab import addresses
from lab.hosting import hosted
from lab.images import host, supply
from lab.images.engine import Engine, connect
from transcripts import settings
from transcripts.errors import WorkshopError


def main(arguments: list[str] | None = None) -> None:
    """Do what the arguments say; an error is two lines and status 1."""
    parser = argparse.ArgumentParser(prog="python -m lab")
    verbs = parser.add_subparsers(dest="verb", required=True)
    setup = verbs.add_parser("setup", help="install packages, start an engine where none answers, get the images ready")
    setup.add_argument(
        "need", nargs="*", help="what must be there: a package of Debian, or a need of lab/images/needs.py"
    )
    verbs.add_parser("clean", help="remove every image that this workshop made")
    hall = verbs.add_parser("hall", help="serve the site and the images to a room, until Ctrl-C")
    hall.add_argument("--address", default="", help="of this machine, where it has several, or a name that leads to it")
    hall.add_argument("--port", default="", help="where those that are tried are not to be taken")
    asked = parser.parse_args(arguments)
    try:
        known = settings.load(Path.cwd())
        if asked.verb == "setup":
            host.provide(asked.need, _say)
            supply.prepare(Engine(connect(), known.name), known, uuid.uuid4().hex[:12], _say)
        elif asked.verb == "hall":
            hosted(Path.cwd(), known, asked.address, addresses.port(asked.port), _say, _show)
            _say("the hall is closed")
        else:
            removed = Engine(connect(), known.name).remove_images()
            _say(f"removed {removed} image{'' if removed == 1 else 's'}")
    except WorkshopError as error:
        sys.exit(str(error))


def _say(text: str) -> None:
    print(f"workshop: {text}", flush=True)


def _show(notice: str, code: str) -> None:
    print(f"\n{notice}", flush=True)
    # A file has no use for it, and not every terminal has its characters.
    if code and sys.stdout.isatty() and "utf" in (sys.stdout.encoding or "").lower():
        print(f"{code}\n  Ctrl-C closes the hall.\n", flush=True)


if __name__ == "__main__":
    main()

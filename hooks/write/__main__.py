"""`python -m write docs/volumes.md`: the live site beside a warm lab that plays what is saved, until Ctrl-C."""

import argparse
import os
import shutil
import sys
import threading
from pathlib import Path

from lab import addresses
from lab.ends import heed
from lab.images.supply import Source
from lab.run import Run
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.keep import drafts
from transcripts.page.page import DOCS
from write.desk import Desk
from write.preview import Preview
from write.server import Server

FOLDER = ".cache/write"
PORT = 8000


def main(arguments: list[str] | None = None) -> None:
    """Write the pages that the arguments name; an error is two lines and status 1."""
    parser = argparse.ArgumentParser(prog="python -m write", description=__doc__)
    parser.add_argument("page", nargs="*", help="as docs/volumes.md; one that is not there yet begins when it is saved")
    parser.add_argument("--port", default="", help=f"of this machine (default: {PORT})")
    asked = parser.parse_args(arguments)
    try:
        write(Path.cwd(), asked.page, addresses.port(asked.port) or PORT)
    except WorkshopError as error:
        sys.exit(str(error))


def write(root: Path, names: list[str], port: int) -> None:
    """Write pages until a signal ends it; whatever was made for it is gone then."""
    known = settings.load(root)
    pages = [_name(root, name) for name in names]
    if not pages:
        raise WorkshopError("make write", "says no page", "name one: make write PAGE=docs/volumes.md")
    over, broken = threading.Event(), threading.Event()

    def fail(error: threading.ExceptHookArgs) -> None:
        sys.excepthook(error.exc_type, error.exc_value or error.exc_type(), error.exc_traceback)
        broken.set()
        over.set()

    # Of threads, of which the others would wait for ever.
    threading.excepthook = fail
    heed(lambda *_: over.set())
    _sweep(root)
    run, preview = Run(known, Source.MIRROR, _say), Preview(root, root / FOLDER / str(os.getpid()))
    desk = Desk(root, pages, run, preview, _say)
    preview.target.mkdir(parents=True)
    server = None
    try:
        server = Server(preview.target, desk.events, port, preview.whole)
        run.prepare()
        desk.open()
        _say(f"serving at {server.address}; Ctrl-C ends it")
        over.wait()
        _say("removes the labs")
    finally:
        desk.close()
        if server:
            server.close()
        preview.close()
        run.close()
    if broken.is_set():
        sys.exit(1)


def _name(root: Path, name: str) -> str:
    """Give a page as it is named from docs/; raise WorkshopError for what can be none."""
    path = (root / name).resolve()
    if path.suffix != ".md" or not path.is_relative_to(root / DOCS):
        raise WorkshopError(name, f"is no page below {DOCS}/", f"name one: make write PAGE={DOCS}/volumes.md")
    return path.relative_to(root / DOCS).as_posix()


def _sweep(root: Path) -> None:
    """Remove the sites and drafts that writers left behind that were killed."""
    drafts.sweep(root)
    for left in (root / FOLDER).glob("*"):
        if not (left.name.isdecimal() and drafts.alive(int(left.name))):
            shutil.rmtree(left, ignore_errors=True)


def _say(text: str) -> None:
    # An error is its own two lines.
    sys.stdout.write(f"{text}\n" if "\n" in text else f"workshop: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

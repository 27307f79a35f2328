"""Every page on an ordinary machine: `make elsewhere`, or some of them: `make elsewhere PAGE=docs/volumes.md`."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lab.ends import heed
from lab.images.engine import connect
from tests.elsewhere.images import Noting, load, needed, pack
from tests.elsewhere.machine import booted, claimed, make_disk
from transcripts import settings
from transcripts.errors import WorkshopError

ROOT = Path(__file__).parents[2]
REPORTS = "reports/elsewhere"
PATIENCE = 90.0
"""Seconds for a run that was interrupted to remove what it made."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Boot the machine, bring the images, run the pages, shut it down; give the status of the run."""
    parser = argparse.ArgumentParser(prog="python -m tests.elsewhere", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".elsewhere", help="where its disk and its logs are")
    parser.add_argument("--memory", default="6G", help="that it has (default: 6G)")
    parser.add_argument("--keep", action="store_true", help="run no page: tell how it is reached, until Ctrl-C")
    parser.add_argument("page", nargs="*", default=["docs"], help="pages, or options of pytest (default: all pages)")
    asked = parser.parse_args(arguments)
    heed()
    known = settings.load(ROOT)
    with claimed(asked.folder, _say) as folder:
        here = Noting(connect(), known.name)
        tags = needed(here, known, _say)
        images = pack(here, tags, folder, _say, new=make_disk(folder, _say))
        with booted(folder, asked.memory, _say, images) as machine:
            if images:
                load(machine, tags, _say)
            if asked.keep:
                _say(f"DOCKER_HOST={machine.address}")
                _say(" ".join(machine.ssh(user="plain")))
                signal.pause()
            return _run(asked.page, machine.address)


def _run(pages: Sequence[str], address: str) -> int:
    command = [sys.executable, "-m", "pytest", *pages, "-q", "-p", "no:cacheprovider", f"--reports={REPORTS}"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DOCKER_HOST": address}) as run:
        try:
            return run.wait()
        except KeyboardInterrupt:
            # It has heard of Ctrl-C itself, but not that we were told to end.
            run.send_signal(signal.SIGTERM)
            run.wait(PATIENCE)
            raise


def _say(text: str) -> None:
    print(f"workshop: {text}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except WorkshopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)

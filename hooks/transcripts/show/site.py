"""What a built site needs beside its pages: styles, scripts, the player and the sessions; and what it must not hold.

Either door calls `finish` when its builder is done.
"""

import importlib.util
import shutil
from collections.abc import Iterable
from pathlib import Path

from transcripts import files
from transcripts.errors import CaptureError
from transcripts.keep import store
from transcripts.page.page import Page
from transcripts.show import playback
from transcripts.show.showing import Showing, Site

ASSETS = Path(__file__).parent / "assets"
STYLE = "assets/transcript.css"
SCRIPT = "assets/workshop.js"
WORKER = "assets/iframe-worker.js"
"""Lets the theme's search work on a page that is opened from a disk."""
PLAYER = ("asciinema-player.css", "asciinema-player.min.js")


def finish(target: Path, showings: Iterable[Showing]) -> None:
    """Write what the pages need into a built site."""
    for asset in (STYLE, SCRIPT, WORKER):
        files.write(target / asset, (ASSETS / Path(asset).name).read_bytes())
    played = [showing for showing in showings if showing.session]
    for showing in played:
        files.write(target / playback.path(showing.page.path), showing.session.encode())
    spec = importlib.util.find_spec("mkdocs_asciinema_player")
    if played and spec and spec.origin:
        (target / playback.PLAYER).mkdir(parents=True, exist_ok=True)
        for file in PLAYER:
            shutil.copyfile(Path(spec.origin).parent / "assets" / file, target / playback.PLAYER / file)


def orphan(site: Site, pages: Iterable[Page]) -> CaptureError | None:
    """Give the error for the first capture that none of all pages uses, if there is one."""
    found = store.orphans(site.root / store.FOLDER, pages, site.settings.others)
    return store.orphaned(found[0].relative_to(site.root)) if found else None

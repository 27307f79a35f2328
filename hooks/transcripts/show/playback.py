"""What a page needs to play its session back: the session as a script, a button, and the player's own files.

The player comes with the package mkdocs-asciinema-player, and nothing of it is loaded before somebody asks. A script
holds the session, and not a data file, since a page that is opened from a disk may load scripts only.
"""

import importlib.util
import json
import shutil
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path, PurePosixPath

from transcripts import files
from transcripts.keep import store
from transcripts.page.blocks import Snippet
from transcripts.show.cast import asciicast

PLAYER = "assets/player"
FILES = ("asciinema-player.css", "asciinema-player.min.js")


def path(page: str) -> str:
    """Give where the session of a page lies in the site, for a page like `images/commit.md`."""
    return f"assets/casts/{PurePosixPath(page).with_suffix('.js')}"


def script(snippets: Sequence[Snippet], captures: store.Captures, page: str, several: bool) -> str:
    """Give the script that sets `workshopCast` to the session of a page."""
    cast = asciicast(snippets, captures.transcripts, captures.provenance.seconds, title=page, several=several)
    return f"workshopCast = {json.dumps(cast)};\n"


def button(cast: str, base: str) -> str:
    """Give the button that plays a session, for a page whose way to the site's root is `base`."""
    return (
        f'<p class="t-bar" data-search-exclude><button class="t-play md-button" type="button" '
        f'data-cast="{escape(base + cast)}" data-player="{escape(base + PLAYER)}/">Play this page</button></p>'
    )


def write(site: Path, casts: Mapping[str, str]) -> None:
    """Write sessions and player into a built site that plays any."""
    for name, text in casts.items():
        files.write(site / name, text.encode())
    spec = importlib.util.find_spec("mkdocs_asciinema_player")
    if casts and spec and spec.origin:
        (site / PLAYER).mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copyfile(Path(spec.origin).parent / "assets" / file, site / PLAYER / file)

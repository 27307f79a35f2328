"""What a page needs to play its session back: the session as a script, and a button.

The player comes with the package mkdocs-asciinema-player, and nothing of it is loaded before somebody asks. A script
holds the session, and not a data file, since a page that is opened from a disk may load scripts only.
"""

import json
from html import escape
from pathlib import PurePosixPath

from transcripts.keep.store import Captures
from transcripts.page.page import Page
from transcripts.show.cast import asciicast

PLAYER = "assets/player"


def path(page: str) -> str:
    """Give where the session of a page lies in the site, for a page like `images/commit.md`."""
    return f"assets/casts/{PurePosixPath(page).with_suffix('.js')}"


def script(page: Page, captures: Captures, columns: int) -> str:
    """Give the script that sets `workshopCast` to the session of a page; nothing where none was recorded."""
    if not any(snippet.name in captures.transcripts for snippet in page.snippets):
        return ""
    seconds = captures.provenance.seconds
    cast = asciicast(
        page.snippets, captures.transcripts, seconds, title=page.path, columns=columns, several=page.several
    )
    return f"workshopCast = {json.dumps(cast)};\n"


def button(cast: str, base: str) -> str:
    """Give the button that plays a session, for a page whose way to the site's root is `base`."""
    return (
        f'<p class="t-bar" data-search-exclude><button class="t-play md-button" type="button" '
        f'data-cast="{escape(base + cast)}" data-player="{escape(base + PLAYER)}/">Play this page</button></p>'
    )

"""What a page needs to play its session back: the session as a script, and a button.

The player comes with the package mkdocs-asciinema-player, and nothing of it is loaded before somebody asks. A script
holds the session, and not a data file, since a page that is opened from a disk may load scripts only.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import PurePosixPath

from transcripts.keep.store import Captures
from transcripts.page.page import Page
from transcripts.show.cast import asciicast
from transcripts.tell.recorded import Engine, differing
from transcripts.transcript import Transcript

PLAYER = "assets/player"


def path(page: str) -> str:
    """Give where the session of a page lies in the site, for a page like `images/commit.md`."""
    return f"assets/casts/{PurePosixPath(page).with_suffix('.js')}"


def script(page: Page, captures: Captures, columns: int, engines: Sequence[Engine] = ()) -> str:
    """Give the script that sets `workshopCast` to the session of a page; nothing where none was recorded.

    Where engines differ, it is the session of the one that the reader chose, and says whose it is.
    """
    shown = {engine: differing(captures, engine.name) for engine in engines[1:]}
    others = {engine: found for engine, found in shown.items() if any(each.name in found for each in page.snippets)}
    if not any(snippet.name in captures.transcripts for snippet in page.snippets):
        return ""
    if not others:
        return f"workshopCast = {json.dumps(_cast(page, captures, columns))};\n"
    casts = {
        engine.name: _cast(page, captures, columns, found, f"Engine {engine.exactly}")
        for engine, found in {engines[0]: {}, **others}.items()
    }
    choose = f"casts[document.documentElement.dataset.engine] ?? casts[{json.dumps(engines[0].name)}]"
    return f"workshopCast = ((casts) => {choose})({json.dumps(casts)});\n"


def _cast(
    page: Page, captures: Captures, columns: int, other: Mapping[str, Transcript] | None = None, whose: str = ""
) -> str:
    return asciicast(
        page.snippets,
        {**captures.transcripts, **(other or {})},
        captures.provenance.seconds,
        title=page.path,
        columns=columns,
        several=page.several,
        whose=whose,
    )


def button(cast: str, base: str) -> str:
    """Give the button that plays a session, for a page whose way to the site's root is `base`."""
    return (
        f'<p class="t-bar" data-search-exclude><button class="t-play md-button" type="button" '
        f'data-cast="{escape(base + cast)}" data-player="{escape(base + PLAYER)}/">Play this page</button></p>'
    )

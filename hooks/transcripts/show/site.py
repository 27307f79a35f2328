"""What a built site needs beside its pages: styles, fonts, scripts, player and sessions; and what it must not hold.

Either door calls `finish` when its builder is done.
"""

import importlib.util
import json
import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from transcripts import files
from transcripts.errors import CaptureError
from transcripts.keep import store
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.show import choice, fonts, lean, mine, playback
from transcripts.show.showing import Showing, Site
from transcripts.tell.recorded import several

ASSETS = Path(__file__).parent / "assets"
STYLES = (fonts.STYLE, "assets/transcript.css", "assets/tools.css", "assets/room.css", "assets/telling.css")
SCRIPTS = ("assets/workshop.js", "assets/tools.js", "assets/ticks.js", "assets/play.js", mine.SCRIPT)
"""In the order in which they are run, once the page is read."""
STEPS = "assets/steps.js"
"""Loaded when a reader has ticked off a step."""
WHEN_USED = tuple(
    f"assets/{name}" for name in "screen.css screen.js present.css slides.js typing.js notes.js present.js".split()
)
"""What play.js loads when somebody plays or presents a page."""
WORKER = "assets/iframe-worker.js"
"""Lets the theme's search work on a page that is opened from a disk."""
QUERY = "assets/query.js"
"""Has the theme's search take a query as it was typed; for MkDocs alone, as Zensical searches in its own way."""
LOST = "404.html"
"""What a server shows in place of a page that it does not have, at any address; so it is whole in itself."""
HOME = '"/index.html"'
"""Stands in it for the address of the first page."""
PLAYER = ("asciinema-player.css", "asciinema-player.min.js")


def styles(settings: Settings) -> list[str]:
    """Give the styles that pages load."""
    return [*STYLES, *([choice.STYLE] if several(settings) else [])]


def early(settings: Settings) -> list[str]:
    """Give the scripts that pages load before anything is shown."""
    return [WORKER, *([choice.SCRIPT] if several(settings) else [])]


def finish(target: Path, showings: Iterable[Showing], settings: Settings, address: str = "") -> None:
    """Write what the pages need into a built site, and take out the rest; `address` is where it will be read."""
    lean.trim(target)
    home = f'"{escape(urlsplit(address).path.rstrip("/"))}/index.html"'
    files.write(target / LOST, (ASSETS / LOST).read_text("utf-8").replace(HOME, home).encode())
    if names := several(settings):
        files.write(target / choice.STYLE, choice.style(names).encode())
        files.write(target / choice.SCRIPT, choice.script(names).encode())
    for asset in (*STYLES, *SCRIPTS, WORKER, QUERY, mine.STYLE, *mine.PARTS):
        files.write(target / asset, (ASSETS / Path(asset).name).read_bytes())
    fonts.write(target)
    showings = list(showings)
    files.write(target / STEPS, _steps(showings).encode())
    played = [showing for showing in showings if showing.session]
    for asset in WHEN_USED if played else ():
        files.write(target / asset, (ASSETS / Path(asset).name).read_bytes())
    for showing in played:
        files.write(target / playback.path(showing.page.path), showing.session.encode())
        files.write(target / mine.path(showing.page.path), mine.rules(showing.page).encode())
    files.write(target / mine.KINDS, mine.kinds().encode())
    spec = importlib.util.find_spec("mkdocs_asciinema_player")
    if played and spec and spec.origin:
        (target / playback.PLAYER).mkdir(parents=True, exist_ok=True)
        for file in PLAYER:
            shutil.copyfile(Path(spec.origin).parent / "assets" / file, target / playback.PLAYER / file)


def _steps(showings: Iterable[Showing]) -> str:
    """Give the script that names the steps of each page, without those that a reader may leave out."""
    pages = {
        each.address: [snippet.name for snippet in each.page.snippets if not each.page.optional(snippet)]
        for each in showings
    }
    return f"workshopSteps = {json.dumps({page: names for page, names in pages.items() if names})};\n"


def orphan(site: Site, pages: Iterable[Page]) -> CaptureError | None:
    """Give the error for the first capture that none of all pages uses, if there is one."""
    found = store.orphans(site.root / store.FOLDER, pages, site.settings.others)
    return store.orphaned(found[0].relative_to(site.root)) if found else None

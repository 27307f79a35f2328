"""What a page needs to be played back or presented: its session as a script, and two buttons.

The player comes with the package mkdocs-asciinema-player, and nothing of it is loaded before somebody asks. A script
holds the session, and not a data file, since a page that is opened from a disk may load scripts only.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import PurePosixPath
from typing import Any

from transcripts.keep.store import Captures
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.show.cast import LONGEST, asciicast
from transcripts.tell import pace
from transcripts.tell.recorded import Engine, differing
from transcripts.transcript import Step, Transcript

PLAYER = "assets/player"


def path(page: str) -> str:
    """Give where the session of a page lies in the site, for a page like `images/commit.md`."""
    return f"assets/casts/{PurePosixPath(page).with_suffix('.js')}"


def script(page: Page, captures: Captures, settings: Settings, engines: Sequence[Engine] = ()) -> str:
    """Give the script by which `workshopSession()` is the session of a page; nothing where none was recorded.

    Where engines differ, it is the session of the one that the reader chose, and says whose it is.
    """
    shown = {engine: differing(captures, engine.name) for engine in engines[1:]}
    others = {engine: found for engine, found in shown.items() if any(each.name in found for each in page.snippets)}
    if not any(snippet.name in captures.transcripts for snippet in page.snippets):
        return ""
    if not others:
        return f"workshopSession = () => ({json.dumps(_session(page, captures, settings))});\n"
    sessions = {
        engine.name: _session(page, captures, settings, found, f"Engine {engine.exactly}")
        for engine, found in {engines[0]: {}, **others}.items()
    }
    choose = f"sessions[document.documentElement.dataset.engine] ?? sessions[{json.dumps(engines[0].name)}]"
    return f"workshopSession = ((sessions) => () => {choose})({json.dumps(sessions)});\n"


def _session(
    page: Page,
    captures: Captures,
    settings: Settings,
    other: Mapping[str, Transcript] | None = None,
    whose: str = "",
) -> dict[str, Any]:
    """Give a session as scripts take it.

    Of each snippet: the second `at` which it begins in the cast, the second by which it is `due` in class, and of each
    of its commands how many lines were typed and how many seconds it took.
    """
    shown = {**captures.transcripts, **(other or {})}
    seconds = captures.provenance.seconds
    cast = asciicast(
        page.snippets,
        shown,
        seconds,
        title=page.path,
        columns=settings.terminal.columns,
        several=page.several,
        whose=whose,
    )
    due, whole = pace.due(page, captures, settings.fold)
    steps = {
        name: {"at": at, "due": due[name], "commands": _commands(shown[name].steps, seconds.get(name, ()))}
        for name, at in cast.begins.items()
    }
    return {"cast": cast.text, "due": whole, "steps": steps}


def _commands(steps: Sequence[Step], seconds: Sequence[float]) -> list[tuple[int, float]]:
    took = [*seconds, *[0.0] * len(steps)]
    return [(len(step.lines), min(each, LONGEST)) for step, each in zip(steps, took, strict=False)]


def button(cast: str, base: str) -> str:
    """Give the buttons that play and present a session, for a page whose way to the site's root is `base`."""
    return (
        '<p class="t-bar" data-search-exclude>'
        f'<button class="t-play md-button" type="button" data-cast="{escape(base + cast)}" '
        f'data-player="{escape(base + PLAYER)}/">Play this page</button> '
        '<button class="t-present md-button" type="button" title="One step a screen, to be taught from; key: t">'
        "Present</button></p>"
    )

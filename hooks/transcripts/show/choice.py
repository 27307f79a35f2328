"""The reader's engine: what a block shows on each of a page's engines, and the switch between them.

The choice stands on the page's `html` element before anything is shown, where a script in the head puts it; styles do
the rest. Without scripts a block shows what the first engine answered, and below it, folded, what the others did.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from transcripts.errors import CaptureError
from transcripts.keep import store
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet
from transcripts.tell.recorded import Engine, differing, listed
from transcripts.transcript import Transcript

ASSETS = Path(__file__).parent / "assets"
STYLE = "assets/engine.css"
SCRIPT = "assets/engine.js"
"""Loaded in the head, before anything is shown."""
EACH = "/* For each engine: */\n"
SAYS = "Where engines differ, this page shows Docker Engine"


@dataclass(frozen=True)
class Variant:
    """What a snippet showed on one or more engines."""

    transcript: Transcript
    engines: tuple[Engine, ...] = ()
    """On which it was recorded; none where it is the same on all."""
    chosen: tuple[str, ...] = ()
    """The choices of a reader that it answers to; the first of a block answers to all that no other does."""
    first: bool = True

    @property
    def label(self) -> str:
        """Whose it is, as in `Engine 28.5 and 26.1`."""
        return f"Engine {listed([engine.short for engine in self.engines])}"


def variants(
    snippet: Snippet, captures: Captures, engines: Sequence[Engine], names: Sequence[str]
) -> tuple[Variant, ...] | None:
    """Give what a snippet showed on each of the engines of its page: one variant where it is the same on all.

    `names` are all that the workshop has. None where it waits for Docker Hub; raises CaptureError where a capture is
    missing or stale.
    """
    own = store.check(snippet, captures)
    if own is None:
        return None
    groups: dict[Transcript, list[Engine]] = {own: [*engines[:1]]}
    for engine in engines[1:]:
        groups.setdefault(_there(snippet, captures, engine.name) or own, []).append(engine)
    if len(groups) == 1:
        return (Variant(own),)
    others = [engine.name for group in [*groups.values()][1:] for engine in group]
    free = [name for name in names if name not in others]
    return tuple(
        Variant(transcript, tuple(group), tuple([engine.name for engine in group] if number else free), not number)
        for number, (transcript, group) in enumerate(groups.items())
    )


def _there(snippet: Snippet, captures: Captures, engine: str) -> Transcript | None:
    """Give what a snippet showed on another engine; None where that is the same."""
    found = differing(captures, engine)
    if snippet.name not in found:
        return None
    try:
        return store.check(snippet, replace(captures, transcripts=found))
    except CaptureError as error:
        problem, remedy = f"{error.problem}, on engine {engine}", f"{error.remedy} ENGINE={engine}"
        raise CaptureError(error.place, problem, remedy) from None


def switch(engines: Sequence[Engine], names: Sequence[str], block: str = "") -> str:
    """Give the switch of a block, or that of a page."""
    first = [name for name in names if name not in {engine.name for engine in engines[1:]}]
    choices = "".join(
        f'<label class="t-choice" data-engines="{_list(first if not number else [engine.name])}">'
        f'<input type="radio" name="engine-of-{escape(block) or "this-page"}" value="{escape(engine.name)}" '
        f'autocomplete="off"><span>{escape(engine.short)}</span></label>'
        for number, engine in enumerate(engines)
    )
    legend = "On Engine" if block else SAYS
    css = "t-switch" if block else "t-switch t-of-page"
    return f'<fieldset class="{css}" data-search-exclude><legend>{legend}</legend>{choices}</fieldset>'


def framed(variant: Variant, terminal: str) -> str:
    """Give the terminal of a variant with what says whose it is; that of all but the first is folded."""
    said = f"<b>{escape(variant.label)}</b>"
    body = (
        f'<p class="t-whose" data-search-exclude>{said}</p>{terminal}'
        if variant.first
        else f'<details class="t-other"><summary data-search-exclude>{said}</summary>{terminal}</details>'
    )
    return f'<section class="t-engine" data-engines="{_list(variant.chosen)}">{body}</section>'


def _list(names: Sequence[str]) -> str:
    return escape(" ".join(names))


def style(names: Sequence[str]) -> str:
    """Give the styles that show what was chosen, for the engines of a workshop."""
    common, each = (ASSETS / Path(STYLE).name).read_text("utf-8").split(EACH)
    return common + "".join(each.replace('"ENGINE"', json.dumps(name)) for name in names)


def script(names: Sequence[str]) -> str:
    """Give the script that keeps the choice, for the engines of a workshop."""
    return (ASSETS / Path(SCRIPT).name).read_text("utf-8").replace('["ENGINE"]', json.dumps(list(names)))

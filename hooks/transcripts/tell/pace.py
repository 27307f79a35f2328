"""What a page takes a student who reads it all and types every command.

An estimate of what was measured, the seconds of each command, and of four rates. It was off by less than five minutes
from what the authors of twelve pages had said by hand; two others had said too little, as it turned out.
"""

import re
from collections.abc import Mapping

from transcripts.keep.store import Captures
from transcripts.keys import presses
from transcripts.page import claims, front_matter
from transcripts.page.blocks import Snippet, Static
from transcripts.page.page import Page

WORDS = 200
"""That are read in a minute. Prose of books goes at 238 (Brysbaert 2019); this has something to understand."""
KEYS = 120
"""That are typed in a minute: half the speed of those who copy prose, for the sake of hyphens, colons and slashes."""
GLANCE = 5.0
"""Seconds for each command, to see that it did what was said."""
LINE = 0.7
"""Seconds for each line of an output that is not folded."""
RATES: Mapping[str, float] = {"words": WORDS, "typed": KEYS, "glance": int(GLANCE), "line": LINE}
"""The same for pages that tell of it."""
MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)|\]\[[^]]*\]|\{[^}]*\}|^\[[^]]+\]:.*$|^--8<--.*$", re.M)
WORD = re.compile(r"[A-Za-z]['’\w-]*")


def due(found: Page, captures: Captures, fold: int) -> tuple[dict[str, float], float]:
    """Give in how many seconds from the top of a page each of its snippets is done, and the whole page."""
    _, end = front_matter.split(found.text)
    now, each = 0.0, {}
    for block in found.blocks:
        now += _reading(found.text[end : block.start])
        end = block.end
        if isinstance(block, Snippet):
            now += _typing(block, captures, fold)
            each[block.name] = round(now, 1)
        elif isinstance(block, Static):
            now += LINE * min(block.body.count("\n") + 1, block.fold or fold)
    return each, round(now + _reading(found.text[end:]), 1)


def _reading(prose: str) -> float:
    return 60 / WORDS * len(WORD.findall(MARKUP.sub("", claims.told(prose))))


def _typing(snippet: Snippet, captures: Captures, fold: int) -> float:
    steps = captures.transcripts[snippet.name].steps if snippet.name in captures.transcripts else ()
    keys = sum(presses(command.text) if command.keys else len(command.text) for command in snippet.commands)
    lines = sum(min(len(step.output.splitlines()), snippet.options.fold or fold) for step in steps)
    waiting = sum(captures.provenance.seconds.get(snippet.name, ()))
    return 60 / KEYS * keys + GLANCE * len(snippet.commands) + LINE * lines + waiting

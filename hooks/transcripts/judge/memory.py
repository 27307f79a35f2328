"""What two runs of a recording once did not agree on, remembered beside the captures, so that luck is not asked again.

It holds until the author has done something about it: until the commands or options of the snippet, a file above it or
the table of values that may differ are others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from transcripts.judge.drift import Drift
from transcripts.judge.kinds import KINDS
from transcripts.keep.provenance import Unsteady
from transcripts.keep.store import Captures
from transcripts.page.blocks import Options, ProjectFile, Snippet
from transcripts.page.page import Page
from transcripts.recipes import digest

HARMLESS = frozenset({"fold", "timeout", "promised"})
"""Options that decide nothing of what a snippet shows."""


def causes(page: Page) -> dict[str, str]:
    """Give for each snippet, by name, 16 hexadecimal digits that change with what decides whether two runs agree."""
    above = [f"{kind.name} {kind.pattern} {kind.bound}" for kind in KINDS]
    found = {}
    for block in page.blocks:
        if isinstance(block, ProjectFile):
            above += [block.machine, block.file, block.body]
        elif isinstance(block, Snippet):
            parts = [*above, block.on, block.body, *_asked(block.options)]
            found[block.name] = digest(part.encode() for part in parts)
    return found


def _asked(options: Options) -> Iterable[str]:
    usual = vars(Options())
    for name, value in vars(options).items():
        if name not in HARMLESS and value != usual[name]:
            yield f"{name}={getattr(value, 'pattern', value)}"


def holding(captures: Captures, page: Page) -> Captures:
    """Give the captures of a page, of which only that is remembered which still holds."""
    now, known = causes(page), captures.provenance.unsteady
    held = {name: each for name, each in known.items() if now.get(name) == each.cause}
    return replace(captures, provenance=replace(captures.provenance, unsteady=held))


def merged(captures: Captures, disagreed: Mapping[str, Iterable[Drift]], page: Page) -> dict[str, Unsteady]:
    """Give what is to be remembered after a recording, in which two runs did not agree on something or did."""
    now, found = causes(page), dict(holding(captures, page).provenance.unsteady)
    for name, drifts in disagreed.items():
        known = found[name].drifts if name in found else frozenset()
        found[name] = Unsteady(now[name], known | {(drift.step, drift.kind) for drift in drifts})
    return found

"""Blocks as HTML: a terminal with what stands around it, to be copied, searched, linked and trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from transcripts.judge.tolerance import Tolerance
from transcripts.keys import are_keys
from transcripts.page.blocks import Snippet, Static
from transcripts.prompts import Line, split_prompt
from transcripts.show.choice import Variant, framed
from transcripts.show.markup import EXCLUDED, Look, Part, attribute, deep, joined, parts_of, typed

SMALLEST = 1.3
"""How many columns more than those of the terminal fit at the smallest size that is read well."""


@dataclass(frozen=True)
class Frame:
    """What stands around the terminal of a snippet."""

    machine: str | None = None
    """The machine's name, where its page has several."""
    terminal: str = ""
    """In which terminal it is typed, in words."""
    note: str = ""
    """HTML of the line below: what is peculiar to it, or why it was not run."""
    switch: str = ""
    """HTML with which readers choose their engine, where what it shows differs."""
    depths: Sequence[int] = ()
    """How deep in programs each of its commands stands."""
    checked: str = ""
    """The address at which is told how it is checked; empty where there is none."""
    optional: bool = False
    """Whether a reader may leave it out, so that it does not count."""
    columns: int = 0
    """Of the terminal."""
    draft: str = ""
    """How far it came while its author writes; empty for what was recorded."""


def live(snippet: Snippet, shown: Sequence[Variant], frame: Frame, fold: int, tolerance: Tolerance) -> str:
    """Give the HTML of a snippet with the output that its captures hold, folded after so many lines."""
    several = len(snippet.copied) > 1
    fold = snippet.options.fold or fold
    bodies: list[str] = []
    for number, variant in enumerate(shown):
        look = Look(fold, several, tolerance, again=number > 0)
        parts: list[Part] = []
        shown_here = variant.transcript
        for step, command, depth in zip(shown_here.steps, shown_here.commands, frame.depths, strict=True):
            parts += parts_of(step, command, depth, look)
        bodies.append(_terminals(parts))
    if len(shown) > 1:
        bodies = [framed(variant, body) for variant, body in zip(shown, bodies, strict=True)]
    wide = _wide(shown, frame.columns)
    return _frame("transcript", "".join(bodies), snippet.name, _copy(snippet), frame, wide)


def waiting(snippet: Snippet, frame: Frame) -> str:
    """Give the HTML of a snippet that has no capture yet."""
    several = len(snippet.copied) > 1
    body = "".join(
        deep(typed(command.lines, several), depth)
        for command, depth in zip(snippet.commands, frame.depths, strict=True)
    )
    return _frame("transcript transcript-waiting", _terminals([Part(body)]), snippet.name, _copy(snippet), frame)


def static(block: Static) -> str:
    """Give the HTML of a block that is shown as typed, with the reason why it does not run."""
    lines = [(line, split_prompt(line)) for line in block.body.split("\n")]
    prompted = block.language == "console" and any(found for _, found in lines)
    hidden = " data-search-exclude" if prompted else ""
    rows = [
        typed((Line(found[1], found[2]),))
        if prompted and found and not are_keys(found[2])
        else f'<span class="t-out"{hidden}>{escape(line)}</span>\n'
        for line, found in lines
    ]
    fold = block.fold if block.fold and len(rows) > block.fold + 2 else len(rows)
    parts = [Part("".join(rows[:fold])), Part("".join(rows[fold:]), len(rows) - fold)]
    copied = "\n".join(found[2] for _, found in lines if found) if prompted else block.body
    return _frame(
        "transcript transcript-static",
        _terminals(parts),
        None,
        copied,
        Frame(note=f"<b>Not run:</b> {escape(block.why)}"),
    )


def _wide(shown: Sequence[Variant], columns: int) -> int:
    """Give the columns of what is a little wider than the terminal, so that smaller letters make it fit; or 0."""
    widths = (
        max((len(line) for step in variant.transcript.steps for line in step.output.splitlines()), default=0)
        for variant in shown
    )
    # What another engine says may be so wide that it scrolls anyway.
    return max((width for width in widths if columns < width <= columns * SMALLEST), default=0)


def _copy(snippet: Snippet) -> str:
    return "\n".join(snippet.copied)


def _frame(css: str, body: str, name: str | None, copied: str, frame: Frame, wide: int = 0) -> str:
    ident = f' id="{escape(name)}"' if name else ""
    extra = " data-optional" if frame.optional else ""
    if frame.draft:
        css, extra = f"{css} t-draft", f'{extra} data-draft="{frame.draft}"'
    if wide:
        css, extra = f"{css} t-wide", f'{extra} style="--t-columns: {wide}"'
    said = [frame.terminal, f"on <strong>{escape(frame.machine)}</strong>" if frame.machine else ""]
    where = f'<p class="t-machine">{" ".join(filter(None, said))}</p>' if any(said) else ""
    note = f'<p class="t-note"{EXCLUDED}>{frame.note}</p>' if frame.note else ""
    around = f'{where}{frame.switch}{body}<div class="t-tools"{EXCLUDED}>{_links(name, frame.checked)}</div>{note}'
    return f'<div class="{css} highlight"{ident}{extra} data-copy="{attribute(copied)}">{around}</div>'


def _links(name: str | None, checked: str) -> str:
    """Give what leads from a block elsewhere, which needs no script."""
    step = f'<a class="t-link" href="#{escape(name)}" title="Link to this step">{escape(name)}</a>' if name else ""
    how = f'<a href="{escape(checked)}" title="How this step is checked">checked</a>' if checked else ""
    return step + how


def _terminals(parts: list[Part]) -> str:
    return "".join(_terminal(part, first=not number) for number, part in enumerate(joined(parts)))


def _terminal(part: Part, first: bool) -> str:
    if first:
        return f'<pre><code tabindex="0">{part.html}</code></pre>'
    # Without a code element, so that the theme gives the block one copy button only.
    rest = f'<pre class="t-more" tabindex="0">{part.html}</pre>'
    if not part.folded:
        return rest
    return f'<details class="t-fold"><summary data-search-exclude>{part.folded} more lines</summary>{rest}</details>'

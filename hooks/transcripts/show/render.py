"""Blocks as HTML: a terminal with what stands around it, to be copied, searched, linked and trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from transcripts.judge.tolerance import Tolerance
from transcripts.keep.provenance import Facts
from transcripts.page.blocks import Snippet, Static
from transcripts.prompts import Line, split_prompt
from transcripts.show.choice import Variant, framed
from transcripts.show.markup import VARIES, Look, Part, attribute, deep, depths, joined, parts_of, typed
from transcripts.tell.recorded import Engine, listed

EXACT = "the same for you, to the letter"
DIFFERENT = f"<span {VARIES}>underlined</span> will differ for you"


@dataclass(frozen=True)
class Frame:
    """What stands around the terminal of a snippet."""

    machine: str | None = None
    """The machine's name, where its page has several."""
    note: str = ""
    """HTML of the line below: where it comes from, or why it was not run."""
    switch: str = ""
    """HTML with which readers choose their engine, where what it shows differs."""


def live(snippet: Snippet, shown: Sequence[Variant], frame: Frame, fold: int, tolerance: Tolerance) -> str:
    """Give the HTML of a snippet with the output that its captures hold, folded after so many lines."""
    several = len(snippet.commands) > 1
    fold = snippet.options.fold or fold
    bodies: list[str] = []
    varies = False
    for number, variant in enumerate(shown):
        look = Look(fold, several, tolerance, again=number > 0, errors=len(shown) > 1)
        steps = variant.transcript.steps
        parts: list[Part] = []
        for step, depth in zip(steps, depths([step.lines[0].prompt for step in steps]), strict=True):
            parts += parts_of(step, depth, look)
        varies = varies or any(part.varies for part in parts)
        bodies.append(_terminals(parts))
    if len(shown) > 1:
        bodies = [framed(variant, body) for variant, body in zip(shown, bodies, strict=True)]
    return _frame("transcript", "".join(bodies), snippet.name, _copy(snippet), frame, varies)


def waiting(snippet: Snippet, frame: Frame) -> str:
    """Give the HTML of a snippet that has no capture yet."""
    several = len(snippet.commands) > 1
    deepness = depths([command.lines[0].prompt for command in snippet.commands])
    body = "".join(
        deep(typed(command.lines, several), depth) for command, depth in zip(snippet.commands, deepness, strict=True)
    )
    return _frame("transcript transcript-waiting", _terminals([Part(body)]), snippet.name, _copy(snippet), frame)


def static(block: Static) -> str:
    """Give the HTML of a block that is shown as typed, with the reason why it does not run."""
    lines = [(line, split_prompt(line)) for line in block.body.split("\n")]
    prompted = block.language == "console" and any(found for _, found in lines)
    hidden = " data-search-exclude" if prompted else ""
    rows = [
        typed((Line(found[1], found[2]),))
        if prompted and found
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


def note(
    facts: Facts, verified: datetime | None, address: str, exact: bool = False, engines: Sequence[Engine] = ()
) -> str:
    """Give the line below a live snippet: when and on what it was recorded, and when it was last found true."""
    said = [EXACT] if exact else []
    if len(engines) > 1:
        said.append(_recorded(engines))
    elif facts.recorded:
        engine = f" on Engine {escape(facts.engine)}" if facts.engine else ""
        said.append(f"Recorded {_day(facts.recorded)}{engine}")
    if verified:
        said.append(f"verified {_day(verified.date())}")
    if address:
        said.append(f'<a href="{escape(address)}">how it is checked</a>')
    return " · ".join(said)


def _recorded(engines: Sequence[Engine]) -> str:
    """Give the engines with the day of their recording, each day once."""
    days: dict[date | None, list[str]] = {}
    for engine in engines:
        days.setdefault(engine.recorded, []).append(escape(engine.exactly))
    joint = ";" if len(days) == 1 else ","
    told = (
        f"Engine {listed(versions)}{f'{joint} recorded {_day(day)}' if day else ''}" for day, versions in days.items()
    )
    return "; ".join(told)


def _day(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{day.day} {day:%b %Y}</time>'


def _copy(snippet: Snippet) -> str:
    return "\n".join(command.text for command in snippet.commands)


def _frame(css: str, body: str, name: str | None, copied: str, frame: Frame, varies: bool = False) -> str:
    ident = f' id="{escape(name)}"' if name else ""
    where = f'<p class="t-machine">on <strong>{escape(frame.machine)}</strong></p>' if frame.machine else ""
    said = [frame.note, DIFFERENT] if frame.note and varies else [frame.note]
    note = f'<p class="t-note" data-search-exclude>{" · ".join(said)}</p>' if frame.note else ""
    copy = attribute(copied)
    tools = '<div class="t-tools"></div>' if name else ""
    return f'<div class="{css} highlight"{ident} data-copy="{copy}">{where}{frame.switch}{body}{tools}{note}</div>'


def _terminals(parts: list[Part]) -> str:
    return "".join(_terminal(part, first=not number) for number, part in enumerate(joined(parts)))


def _terminal(part: Part, first: bool) -> str:
    if first:
        return f'<pre><code tabindex="0">{part.html}</code></pre>'
    # Without a code element, so that the theme gives the block one copy button only.
    rest = f'<pre class="t-more" tabindex="0">{part.html}</pre>'
    if not part.folded:
        return rest
    return f'<details class="t-fold" data-search-exclude><summary>{part.folded} more lines</summary>{rest}</details>'

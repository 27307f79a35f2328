"""The lines of a terminal as HTML: what was typed, what came back, and how deep in which program.

Phrasing content only, so that it may stand in `pre`; what is to be folded is a part of its own.
"""

from dataclasses import dataclass
from html import escape

from transcripts.judge.tolerance import Tolerance
from transcripts.keys import are_keys, strokes
from transcripts.prompts import Line
from transcripts.transcript import Step

COPY = "Copy this command"
VARIES = 'u class="t-var"'
"""An element of another name than the output around it: the search plugin ends what it leaves out at the first end tag
that has the name of what it began at."""
DIFFERS = "will differ on your machine"
EXCLUDED = " data-search-exclude"
"""Keeps an element out of the index of the theme's search."""


@dataclass(frozen=True)
class Part:
    """A stretch of a terminal."""

    html: str
    folded: int = 0
    """How many lines are folded in it; 0 where it is shown."""
    varies: bool = False
    """Whether a value in it will be another one for the reader."""


@dataclass(frozen=True)
class Look:
    """How the steps of a snippet are shown."""

    fold: int
    """Lines of an output that are shown before the rest is folded."""
    several: bool
    """Whether there are several commands, so that each has a copy button."""
    tolerance: Tolerance
    again: bool = False
    """Whether the commands stand on the page already, and so are not to be found a second time."""


def joined(parts: list[Part]) -> list[Part]:
    """Give the parts with neighbours that are not folded made one."""
    made: list[Part] = []
    for part in parts:
        if made and not part.folded and not made[-1].folded:
            made[-1] = Part(made[-1].html + part.html, varies=made[-1].varies or part.varies)
        elif part.html:
            made.append(part)
    return made


def attribute(text: str) -> str:
    """Give a text as the value of an attribute that keeps its newlines."""
    return escape(text).replace("\n", "&#10;")


def deep(html: str, depth: int) -> str:
    """Give lines as they look inside that many programs."""
    return f'<span class="t-depth t-depth-{depth}">{html}</span>' if depth else html


def parts_of(step: Step, command: str, depth: int, look: Look) -> list[Part]:
    """Give a step with its output, which that command decides, folded where that is long."""
    tolerance = look.tolerance.of(command)
    found = bool(step.status)
    # What was ended by keys has not failed.
    css = "t-status t-ended" if step.keys else "t-status"
    status = f'<span class="{css}"{EXCLUDED}>exit status {step.status}</span>\n' if step.status else ""
    lines = step.output.removesuffix("\n").split("\n") if step.output else []
    lines_typed = typed(step.lines, look.several, look.again)
    if len(lines) <= look.fold + 2:
        output = _output(lines, tolerance, found)
        return [Part(deep(lines_typed + output.html + status, depth), varies=output.varies)]
    shown, rest = (_output(some, tolerance, found) for some in (lines[: look.fold], lines[look.fold :]))
    return [
        Part(deep(lines_typed + shown.html, depth), varies=shown.varies),
        Part(deep(rest.html, depth), len(lines) - look.fold, rest.varies),
        Part(deep(status, depth) if status else ""),
    ]


def typed(lines: tuple[Line, ...], several: bool = False, again: bool = False) -> str:
    """Give typed lines; prompts and keys are no text, so that marking the page with the mouse leaves them out."""
    if are_keys(lines[0].text) and not lines[1:]:
        return f'<span class="t-line">{_prompt(lines[0])}{_keys(lines[0].text)}\n</span>'
    hidden = EXCLUDED if again else ""
    text = attribute("\n".join(line.text for line in lines))
    button = f'<button class="t-copy" type="button" title="{COPY}" data-clipboard-text="{text}"></button>'
    copy = button if several and text.strip() else ""
    rows = [
        f'<span class="t-line">{_prompt(line)}'
        f'<span class="t-cmd"{hidden}>{escape(line.text, quote=False)}</span>{copy if not number else ""}\n</span>'
        for number, line in enumerate(lines)
    ]
    return "".join(rows)


def _prompt(line: Line) -> str:
    return f'<span class="t-prompt" data-prompt="{escape(line.prompt)}"></span>'


def _keys(line: str) -> str:
    # No other `span` in it: the search plugin ends what it leaves out at the first end tag of that name.
    drawn = " ".join(
        "+".join(f"<kbd>{escape(label, quote=False)}</kbd>" for label in stroke.labels) for stroke in strokes(line)
    )
    return f'<span class="t-keys"{EXCLUDED}>{drawn}</span>'


def _output(lines: list[str], tolerance: Tolerance, found: bool) -> Part:
    """Give output with the values marked that will be others for the reader; `found` if a search is to find it."""
    if not lines:
        return Part("")
    output = "\n".join(lines)
    values = tolerance.values(output)
    parts, end = [], 0
    for value in values:
        kind = escape(value.kind.name)
        parts.append(escape(output[end : value.start], quote=False))
        parts.append(f'<{VARIES} title="{kind}, {DIFFERS}">{escape(value.text, quote=False)}</u>')
        end = value.end
    marked = "".join(parts) + escape(output[end:], quote=False)
    hidden = "" if found else EXCLUDED
    return Part(f'<span class="t-out"{hidden}>{marked}\n</span>', varies=bool(values))

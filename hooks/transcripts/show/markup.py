"""The lines of a terminal as HTML: what was typed, what came back, and how deep in which program.

Phrasing content only, so that it may stand in `pre`; what is to be folded is a part of its own.
"""

from dataclasses import dataclass
from html import escape

from transcripts.judge.tolerance import Tolerance
from transcripts.prompts import PROMPT_KINDS, Line, split_prompt
from transcripts.transcript import Step

TOP = frozenset({"host", "continuation"})
ASKED = frozenset({"question", "password"})
"""Prompts at which a command asks for something; they are no program of their own."""
INNER = {kind.name: kind.name.removesuffix("-continuation") for kind in PROMPT_KINDS}
"""The program that a kind of prompt belongs to."""
DEEPEST = 3
COPY = "Copy this command"
VARIES = 'class="t-var"'
DIFFERS = "will differ on your machine"


@dataclass(frozen=True)
class Part:
    """A stretch of a terminal."""

    html: str
    folded: int = 0
    """How many lines are folded in it; 0 where it is shown."""
    varies: bool = False
    """Whether a value in it will be another one for the reader."""


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


def depths(prompts: list[str]) -> list[int]:
    """Give how deep each prompt is nested: a program that was left is not entered anew."""
    inside: list[str] = []
    each = []
    for prompt in prompts:
        found = split_prompt(prompt)
        program = INNER[found[0].name] if found else "host"
        if program in ASKED:
            pass
        elif program in TOP:
            inside.clear()
        elif program in inside:
            del inside[inside.index(program) + 1 :]
        else:
            inside.append(program)
        each.append(min(len(inside), DEEPEST))
    return each


def deep(html: str, depth: int) -> str:
    """Give lines as they look inside that many programs."""
    return f'<span class="t-depth t-depth-{depth}">{html}</span>' if depth else html


def parts_of(step: Step, depth: int, fold: int, several: bool, tolerance: Tolerance) -> list[Part]:
    """Give a step with its output folded after `fold` lines, and with a copy button if it is one of several."""
    tolerance = tolerance.of(step.text)
    status = f'<span class="t-status" data-search-exclude>exit status {step.status}</span>\n' if step.status else ""
    lines = step.output.removesuffix("\n").split("\n") if step.output else []
    command = typed(step.lines, several)
    if len(lines) <= fold + 2:
        output = _output(lines, tolerance)
        return [Part(deep(command + output.html + status, depth), varies=output.varies)]
    shown, rest = _output(lines[:fold], tolerance), _output(lines[fold:], tolerance)
    return [
        Part(deep(command + shown.html, depth), varies=shown.varies),
        Part(deep(rest.html, depth), len(lines) - fold, rest.varies),
        Part(deep(status, depth) if status else ""),
    ]


def typed(lines: tuple[Line, ...], several: bool = False) -> str:
    """Give typed lines; the prompt is no text, so that marking the page with the mouse leaves it out."""
    text = attribute("\n".join(line.text for line in lines))
    button = f'<button class="t-copy" type="button" title="{COPY}" data-clipboard-text="{text}"></button>'
    rows = [
        f'<span class="t-prompt" data-prompt="{escape(line.prompt)}"></span>'
        f'<span class="t-cmd">{escape(line.text, quote=False)}</span>'
        for line in lines
    ]
    return rows[0] + (button if several and text.strip() else "") + "\n" + "".join(row + "\n" for row in rows[1:])


def _output(lines: list[str], tolerance: Tolerance) -> Part:
    """Give output with the values marked that will be others for the reader."""
    if not lines:
        return Part("")
    output = "\n".join(lines)
    found = tolerance.values(output)
    parts, end = [], 0
    for value in found:
        kind = escape(value.kind.name)
        parts.append(escape(output[end : value.start], quote=False))
        parts.append(f'<span {VARIES} title="{kind}, {DIFFERS}">{escape(value.text, quote=False)}</span>')
        end = value.end
    marked = "".join(parts) + escape(output[end:], quote=False)
    return Part(f'<span class="t-out" data-search-exclude>{marked}\n</span>', varies=bool(found))

"""Transcripts as HTML: commands, output and statuses that style sheets and readers can tell apart."""

from html import escape

from .snippet import PROMPT_KINDS, Snippet, Static, split_prompt
from .transcript import Step, Transcript

FOLD = 24
"""Lines of one output that are shown before the rest is folded, where the fence does not say."""
NESTED = frozenset(kind.name for kind in PROMPT_KINDS) - {"host", "continuation"}


def live(snippet: Snippet, transcript: Transcript, machine: str | None = None) -> str:
    """Give the HTML of a snippet with the output that its capture holds, under the machine's name if there is one."""
    body = "".join(_step(step, snippet.options.fold or FOLD) for step in transcript.steps)
    return _frame("transcript", body, snippet.name, _copy(snippet), machine=machine)


def waiting(snippet: Snippet, why: str, machine: str | None = None) -> str:
    """Give the HTML of a snippet that has no capture yet, with the reason."""
    body = "".join(_typed(line.prompt, line.text) for command in snippet.commands for line in command.lines)
    return _frame("transcript transcript-waiting", body, snippet.name, _copy(snippet), why, machine)


def static(block: Static) -> str:
    """Give the HTML of a block that is shown as typed, with the reason why it does not run."""
    lines = [(line, split_prompt(line)) for line in block.body.split("\n")]
    prompted = block.language == "console" and any(found for _, found in lines)
    body = "".join(
        _typed(found[1], found[2]) if prompted and found else f'<span class="t-out">{escape(line)}</span>\n'
        for line, found in lines
    )
    copied = "\n".join(found[2] for _, found in lines if found) if prompted else block.body
    return _frame("transcript transcript-static", body, None, copied, f"Not run: {block.why}")


def _copy(snippet: Snippet) -> str:
    return "\n".join(command.text for command in snippet.commands)


def _frame(
    css: str, body: str, name: str | None, copied: str, why: str | None = None, machine: str | None = None
) -> str:
    ident = f' id="{escape(name)}"' if name else ""
    data = escape(copied).replace("\n", "&#10;")
    where = f'<p class="t-machine">on <strong>{escape(machine)}</strong></p>' if machine else ""
    reason = f'<p class="t-why">{escape(why)}</p>' if why else ""
    return (
        f'<div class="{css} highlight"{ident} data-copy="{data}">'
        f'{where}<pre tabindex="0"><code>{body}</code></pre>{reason}</div>'
    )


def _step(step: Step, fold: int) -> str:
    typed = "".join(_typed(line.prompt, line.text) for line in step.lines)
    status = f'<span class="t-status" data-search-exclude>exit status {step.status}</span>\n' if step.status else ""
    return typed + _output(step.output, fold) + status


def _typed(prompt: str, text: str) -> str:
    found = split_prompt(prompt)
    nested = " t-depth-1" if found and found[0].name in NESTED else ""
    return (
        f'<span class="t-line{nested}"><span class="t-prompt" data-prompt="{escape(prompt)}"></span>'
        f'<span class="t-cmd">{escape(text)}</span></span>\n'
    )


def _output(output: str, fold: int) -> str:
    lines = output.removesuffix("\n").split("\n") if output else []
    if len(lines) <= fold + 2:
        return _lines(lines)
    return (
        _lines(lines[:fold])
        + f'<details class="t-fold" data-search-exclude><summary>{len(lines) - fold} more lines</summary>'
        + f"{_lines(lines[fold:])}</details>"
    )


def _lines(lines: list[str]) -> str:
    return (
        f'<span class="t-out" data-search-exclude>{escape(chr(10).join(lines), quote=False)}\n</span>' if lines else ""
    )

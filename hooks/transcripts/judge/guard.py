"""What must not be stored: an engine's complaint that nobody expected, and what another run shows otherwise."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transcripts.findings import Class, Finding
from transcripts.judge import arrangement, difference
from transcripts.judge.drift import Drift
from transcripts.judge.suggestion import candidate
from transcripts.judge.tolerance import Tolerances, by_options
from transcripts.judge.twins import Twins
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

COMPLAINT = re.compile(r"^(?:(?:docker: )?Error response from daemon:|.*[Cc]annot connect to the Docker daemon)", re.M)
TWICE = "mend the page, so that it runs twice alike; the second run has another day, other addresses, ports and pids"
Shown = Mapping[str, Transcript]
"""What a page showed in one run, by snippet name, as far as it came."""


@dataclass(frozen=True)
class Refusal:
    """Why something must not be stored, and what to do; of what two runs do not agree on, all that differs."""

    finding: Finding
    drifts: tuple[Drift, ...] = ()


def refused(
    snippets: Sequence[Snippet],
    shown: Shown,
    again: Shown,
    stopped: str = "",
    tolerances: Tolerances = by_options,
) -> dict[str, Refusal]:
    """Give what must not be stored of what was shown, by snippet name: each with the reason and what to do.

    `stopped` says why the other run did not come to its end.
    """
    found: dict[str, Refusal] = {}
    twins = Twins()
    for snippet in snippets:
        one, other = shown.get(snippet.name), again.get(snippet.name)
        if one is None:
            continue
        if complaint := _complaint(snippet, one):
            found[snippet.name] = Refusal(complaint)
        elif other is None:
            text = f"another run did not come here: {stopped}\n  {TWICE}"
            found[snippet.name] = Refusal(Finding(Class.FAILS, str(snippet.place), text))
        else:
            if snippet.options.unordered:
                other = arrangement.arranged(one, other, twins, tolerances(snippet))
            if drifts := difference.compare(one, other, twins, tolerances(snippet)):
                found[snippet.name] = Refusal(candidate(snippet, drifts[0]), drifts)
    return found


def _complaint(snippet: Snippet, shown: Transcript) -> Finding | None:
    for command, step in zip(snippet.commands, shown.steps, strict=True):
        if step.status == 0 and (said := COMPLAINT.search(step.output)):
            line = step.output[said.start() :].split("\n")[0]
            text = f"`{command.lines[0].text}` ended with status 0, but the engine said: {line}\n  mend the command"
            return Finding(Class.FAILS, str(command.place), text)
    return None

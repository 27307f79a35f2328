"""What is to be done about a page at its end, by what its runs showed: a pure function of one or two rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from transcripts.findings import Class, Finding
from transcripts.judge import guard, luck
from transcripts.judge.agreement import Findings, Round
from transcripts.judge.drift import Drift
from transcripts.judge.tolerance import Tolerances, by_options
from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript


@dataclass(frozen=True)
class Decision:
    """What is to be done about a page."""

    keep: Mapping[str, Transcript] = field(default_factory=dict)
    """To be stored, by snippet name."""
    changes: Findings = ()
    """How that differs from what was stored before."""
    refused: Findings = ()
    """What was new and is not to be stored."""
    told: Findings = ()
    """What only one of two runs shows."""
    disagreed: Mapping[str, tuple[Drift, ...]] = field(default_factory=dict)
    """What of a recording differs in its two runs, by snippet name."""
    facts: Facts = field(default_factory=Facts)
    """Of the run whose transcripts are kept."""
    true: bool = False
    """Whether a run of all these snippets found nothing, and nothing was refused."""


def is_new(kept: Mapping[str, Transcript], captures: Captures) -> bool:
    """Whether anything of what is to be kept is not in the captures already."""
    return any(captures.transcripts.get(name) != transcript for name, transcript in kept.items())


def decide(
    snippets: Sequence[Snippet],
    captures: Captures,
    rounds: Sequence[Round],
    told: Findings,
    tolerances: Tolerances = by_options,
) -> Decision:
    """Give what is to be done after these rounds: the first gives what is kept, where one came to its end.

    The second is begun otherwise, on another day for one thing, so it is compared and never kept.
    """
    first, ended = rounds[0], next((each for each in rounds if each.ended), None)
    if ended is None:
        why = first.trouble or f"the page stopped: {str(first.stopped).split(chr(10))[0]}"
        return Decision(refused=not_stored(snippets, first.kept, why), told=told)
    refused: dict[str, guard.Refusal] = {}
    if is_new(ended.kept, captures):
        [other] = [each for each in rounds if each is not ended]
        refused = guard.refused(snippets, ended.shown, other.shown, str(other.stopped or other.trouble), tolerances)
        refused |= _lucky(snippets, captures, first, ended.facts.recorded, {*ended.kept} - {*refused}, tolerances)
        refused = {snippet.name: refused[snippet.name] for snippet in snippets if snippet.name in refused}
    settled = {name: first.kept[name] for name in ended.kept if name in first.kept and name not in refused}
    return Decision(
        keep=settled,
        changes=tuple(found for name in settled for found in first.changes.get(name, ())),
        refused=tuple(each.finding for name, each in refused.items() if name in ended.kept),
        told=(*told, *(each.finding for name, each in refused.items() if name not in ended.kept)),
        disagreed={name: each.drifts for name, each in refused.items() if each.drifts},
        facts=ended.facts,
        true=any(each.clean for each in rounds) and not refused,
    )


def _lucky(
    snippets: Sequence[Snippet],
    captures: Captures,
    first: Round,
    day: date | None,
    names: set[str],
    tolerances: Tolerances,
) -> dict[str, guard.Refusal]:
    found = {}
    for snippet in snippets:
        if snippet.name in names and snippet.name in first.shown:
            once = captures.provenance.unsteady.get(snippet.name)
            if against := luck.finding(snippet, first.shown[snippet.name], day, once, tolerances(snippet)):
                found[snippet.name] = guard.Refusal(against)
    return found


def not_stored(snippets: Sequence[Snippet], kept: Mapping[str, Transcript], why: str) -> Findings:
    """Give the finding for each transcript that would have been kept."""
    places = {snippet.name: str(snippet.place) for snippet in snippets}
    text = f"{{}}: {why}\n  mend that, and record again"
    return tuple(Finding(Class.NOT_STORED, places[name], text.format(name)) for name in kept)

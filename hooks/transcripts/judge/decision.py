"""What is to be done about a page at its end, by what its runs showed: a pure function of one or two rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.findings import Class, Finding
from transcripts.judge import guard
from transcripts.judge.agreement import Findings, Round
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
    """Give what is to be done after these rounds, the first that ended being the one whose transcripts are kept."""
    base = next((each for each in rounds if each.ended), rounds[0])
    if not base.ended:
        why = base.trouble or f"the page stopped: {str(base.stopped).split(chr(10))[0]}"
        return Decision(refused=not_stored(snippets, base.kept, why), told=told)
    refused: dict[str, Finding] = {}
    if is_new(base.kept, captures):
        [other] = [each for each in rounds if each is not base]
        refused = guard.refused(snippets, base.shown, other.shown, str(other.stopped or other.trouble), tolerances)
    settled = {name: transcript for name, transcript in base.kept.items() if name not in refused}
    return Decision(
        keep=settled,
        changes=tuple(found for name in settled for found in base.changes.get(name, ())),
        refused=tuple(found for name, found in refused.items() if name in base.kept),
        told=(*told, *(found for name, found in refused.items() if name not in base.kept)),
        facts=base.facts,
        true=any(each.clean for each in rounds) and not refused,
    )


def not_stored(snippets: Sequence[Snippet], kept: Mapping[str, Transcript], why: str) -> Findings:
    """Give the finding for each transcript that would have been kept."""
    places = {snippet.name: str(snippet.place) for snippet in snippets}
    text = f"{{}}: {why}\n  mend that, and record again"
    return tuple(Finding(Class.NOT_STORED, places[name], text.format(name)) for name in kept)

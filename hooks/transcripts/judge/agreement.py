"""The rule of two runs: a finding counts if both show it.

What only one run shows is told and fails nothing, since a machine has moods; and a page is true only by a run in which
nothing at all was found. The same finding is one of the same class at the same command. What neither run showed whole
counts as well: of that, nobody can say that it is true. What two runs of a recording once did not agree on does not
count: that it changes is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.errors import StepError
from transcripts.findings import Class, Finding
from transcripts.keep.provenance import Facts, Unsteady
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

ADVICE = "\n  one of two runs shows this; if it comes again, make the command say less"
KNOWN = "\n  two runs of a recording did not agree here either; make the command show the same each time"
Findings = tuple[Finding, ...]


@dataclass(frozen=True)
class Round:
    """One run of a page, judged as far as it came."""

    shown: Mapping[str, Transcript]
    """By snippet name."""
    findings: Mapping[str, Findings]
    """Of each snippet that it came to, by name; no finding where it was as recorded."""
    stopped: StepError | None = None
    facts: Facts = field(default_factory=Facts)
    trouble: str = ""
    """Why what it showed cannot be trusted to be all, beside that it stopped."""
    kept: Mapping[str, Transcript] = field(default_factory=dict)
    """What of it the mode would store, by snippet name."""
    changes: Mapping[str, Findings] = field(default_factory=dict)
    """How that differs from what was stored before."""

    @property
    def ended(self) -> bool:
        """Whether it came to its end, on machines that still answered then."""
        return self.stopped is None and not self.trouble

    @property
    def clean(self) -> bool:
        """Whether it ended and nothing was found."""
        return self.ended and not any(self.findings.values())


@dataclass(frozen=True)
class Verdict:
    """What one or two runs say of a page."""

    failing: Mapping[str, Findings] = field(default_factory=dict)
    """What counts, by snippet name."""
    unseen: frozenset[str] = frozenset()
    """The snippets behind one that fails, to which no run came."""
    told: Findings = ()
    """What only one run shows."""


def agree(
    snippets: Sequence[Snippet], first: Round, second: Round, unsteady: Mapping[str, Unsteady] | None = None
) -> Verdict:
    """Give what two runs say of these snippets, of which some are known as unsteady."""
    failing: dict[str, Findings] = {}
    unseen: set[str] = set()
    told: list[Finding] = []
    stuck = False
    for snippet in snippets:
        name = snippet.name
        one, other = first.findings.get(name, ()), second.findings.get(name, ())
        both = {(found.kind, found.place) for found in one} & {(found.kind, found.place) for found in other}
        known = _known(snippet, (unsteady or {}).get(name))
        counts = tuple(found for found in one if (found.kind, found.place) in both - known)
        told += [candidate(found) for found in (*one, *other) if (found.kind, found.place) not in both]
        told += [candidate(found, KNOWN) for found in one if (found.kind, found.place) in both & known]
        if name not in first.shown and name not in second.shown:
            if stuck:
                unseen.add(name)
                continue
            stuck = True
            counts = counts or (_nowhere(snippet, first, second),)
        failing[name] = counts
    return Verdict(failing, frozenset(unseen), tuple(told))


def _known(snippet: Snippet, once: Unsteady | None) -> set[tuple[Class, str]]:
    return {(kind, str(snippet.commands[number].place)) for number, kind in once.drifts} if once else set()


def _nowhere(snippet: Snippet, first: Round, second: Round) -> Finding:
    reasons = [str(each.stopped or each.trouble).split("\n")[0] for each in (first, second)]
    text = f"none of two runs came to its end here: {'; '.join(reasons)}\n  mend the page, so that it runs twice alike"
    return Finding(Class.FAILS, str(snippet.place), text)


def candidate(found: Finding, advice: str = ADVICE) -> Finding:
    """Give a finding, of one run unless the advice says otherwise, as what is told and fails nothing."""
    return Finding(Class.CANDIDATE, found.place, found.text + advice)

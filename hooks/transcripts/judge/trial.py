"""A page on trial: played once, and played again in the one place where that is decided.

It runs again if something was found, or if something new is to be stored; the first labs go before the second come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from transcripts.errors import LabError, StepError
from transcripts.findings import Class, Finding
from transcripts.judge import agreement, guard
from transcripts.judge.agreement import Findings, Round, Verdict
from transcripts.judge.review import Mode, Review
from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript


class Player(Protocol):
    """Plays a page as far as it is asked to, each snippet once; close() removes its labs."""

    @property
    def shown(self) -> Mapping[str, Transcript]:
        """What each snippet showed, by name."""

    @property
    def stopped(self) -> StepError | None:
        """Why the page did not go on."""

    def play(self, wanted: Snippet) -> None:
        """Run the page as far as the end of a snippet, or to where it stops; raise LabError if a lab is gone."""

    def healthy(self) -> bool:
        """Whether its labs still answer."""

    def facts(self) -> Facts:
        """Give what it runs on."""

    def close(self) -> None:
        """Remove its labs."""


@dataclass(frozen=True)
class Decision:
    """What is to be done about a page at its end."""

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


class Trial:
    """The trial of one page; close() removes its labs, end() says what came of it."""

    def __init__(
        self,
        snippets: Sequence[Snippet],
        captures: Captures,
        mode: Mode,
        begin: Callable[[], Player],
        say: Callable[[str], None] = lambda why: None,
    ) -> None:
        """Try these snippets, in order; `say` is told why the page runs again."""
        self._snippets = snippets
        self._captures = captures
        self._mode = mode
        self._begin = begin
        self._say = say
        self._player: Player | None = None
        self._trouble: LabError | None = None
        self._reviews = [Review(captures, mode)]
        self._findings: dict[str, Findings] = {}
        self._rounds: list[Round] = []
        self._verdict: Verdict | None = None

    def play(self, snippet: Snippet) -> None:
        """Play the page to the end of a snippet and judge it; raise LabError, each time the same, if labs fail."""
        if self._trouble:
            raise self._trouble
        if self._verdict or snippet.name in self._findings:
            return
        try:
            self._play(snippet)
        except LabError as error:
            self._trouble = error
            self.close()
            raise

    def _play(self, snippet: Snippet) -> None:
        self._player = self._player or self._begin()
        self._player.play(snippet)
        self._findings[snippet.name] = found = _judged(self._reviews[0], self._player, snippet)
        if any(finding.kind is not Class.BAD_CAPTURE for finding in found):
            self._again("an alarm counts if two runs agree")
            self._verdict = agreement.agree(self._snippets, *self._rounds)

    def findings(self, snippet: Snippet) -> Findings:
        """Give what counts against a snippet that was played."""
        return self._verdict.failing.get(snippet.name, ()) if self._verdict else self._findings[snippet.name]

    def unseen(self, snippet: Snippet) -> bool:
        """Whether the page stopped, each time, before it came to a snippet."""
        return snippet.name in self._verdict.unseen if self._verdict else False

    def shown(self, snippet: Snippet) -> Transcript | None:
        """Give what a snippet showed, in the last run that came to it."""
        last = self._player.shown if self._player else {}
        return last.get(snippet.name) or next(
            (each.shown[snippet.name] for each in reversed(self._rounds) if snippet.name in each.shown), None
        )

    def end(self) -> Decision:
        """Give what is to be done about the page, running it again if that is needed for what is new."""
        try:
            return self._broken(self._trouble) if self._trouble else self._outcome()
        except LabError as error:
            return self._broken(error)
        finally:
            self.close()

    def close(self) -> None:
        """Remove the labs, if there are any."""
        if self._player:
            player, self._player = self._player, None
            player.close()

    def _broken(self, error: LabError) -> Decision:
        """Give what is left to say where the machine failed: of one run alone, everything is told."""
        found = tuple(agreement.candidate(one) for each in self._findings.values() for one in each)
        return Decision(refused=self._not_stored(self._reviews[0].kept(), error.problem), told=found)

    def _outcome(self) -> Decision:
        if not self._rounds and self._player:
            self._rounds.append(self._round(self._player, self._findings))
        new = self._new(self._reviews[0].kept())
        if new and self._rounds[0].ended and len(self._rounds) == 1:
            self._again("what is new is stored if two runs agree")
        ended = [each for each in self._rounds if each.ended] or self._rounds
        if not ended:
            return Decision()
        base = ended[0]
        review = self._reviews[self._rounds.index(base)]
        kept = review.kept()
        told = self._verdict.told if self._verdict else ()
        if not base.ended:
            why = base.trouble or f"the page stopped: {str(base.stopped).split(chr(10))[0]}"
            return Decision(refused=self._not_stored(kept, why), told=told)
        refused: dict[str, Finding] = {}
        if self._new(kept):
            other = self._rounds[1 - self._rounds.index(base)]
            refused = guard.refused(self._snippets, base.shown, other.shown, str(other.stopped or other.trouble))
        settled = {name: transcript for name, transcript in kept.items() if name not in refused}
        return Decision(
            keep=settled,
            changes=tuple(found for name in settled for found in review.changes.get(name, ())),
            refused=tuple(found for name, found in refused.items() if name in kept),
            told=(*told, *(found for name, found in refused.items() if name not in kept)),
            facts=base.facts,
            true=any(each.clean for each in self._rounds) and not refused,
        )

    def _new(self, kept: Mapping[str, Transcript]) -> bool:
        """Whether anything of that is not in the captures already."""
        return any(self._captures.transcripts.get(name) != transcript for name, transcript in kept.items())

    def _again(self, why: str) -> None:
        """Bring the first run to its end and let its labs go; then run the page once more."""
        assert self._player
        if not self._rounds:
            try:
                self._to_its_end(self._player, self._reviews[0], self._findings)
                self._rounds.append(self._round(self._player, self._findings))
            except LabError as error:
                self._rounds.append(self._round(self._player, self._findings, str(error)))
        self.close()
        self._say(why)
        self._reviews.append(Review(self._captures, self._mode))
        self._player = self._begin()
        findings: dict[str, Findings] = {}
        self._to_its_end(self._player, self._reviews[1], findings)
        self._rounds.append(self._round(self._player, findings))
        self.close()

    def _to_its_end(self, player: Player, review: Review, findings: dict[str, Findings]) -> None:
        for snippet in self._snippets:
            if snippet.name not in findings and not player.stopped:
                player.play(snippet)
                findings[snippet.name] = _judged(review, player, snippet)

    def _round(self, player: Player, findings: Mapping[str, Findings], trouble: str = "") -> Round:
        if not trouble and not player.stopped and any(snippet.name not in findings for snippet in self._snippets):
            trouble = "the page did not come to its end"
        if not trouble and not player.stopped and not player.healthy():
            trouble = "the lab's engine was gone at the end of the page"
        facts = Facts() if trouble or player.stopped else player.facts()
        return Round(dict(player.shown), dict(findings), player.stopped, facts, trouble)

    def _not_stored(self, kept: Mapping[str, Transcript], why: str) -> Findings:
        places = {snippet.name: str(snippet.place) for snippet in self._snippets}
        text = f"{{}}: {why}\n  mend that, and record again"
        return tuple(Finding(Class.NOT_STORED, places[name], text.format(name)) for name in kept)


def _judged(review: Review, player: Player, snippet: Snippet) -> Findings:
    if snippet.name in player.shown:
        return review.judge(snippet, player.shown[snippet.name])
    assert player.stopped
    return (player.stopped.finding,)

"""A page on trial: played once, and played again in the one place where that is decided.

It runs again if something was found, or if something new is to be stored; those labs go before others come.
The second run is begun otherwise, since two runs that agree for one reason say no more than one.
"""

from collections.abc import Callable, Mapping, Sequence

from transcripts.errors import LabError
from transcripts.findings import Class
from transcripts.judge import agreement
from transcripts.judge.agreement import Findings, Round, Verdict
from transcripts.judge.decision import Decision, decide, is_new, not_stored
from transcripts.judge.player import Player
from transcripts.judge.review import Mode, Review
from transcripts.judge.tolerance import Tolerances, by_options
from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript


class Trial:
    """The trial of one page; close() removes its labs, end() says what came of it."""

    def __init__(
        self,
        snippets: Sequence[Snippet],
        captures: Captures,
        mode: Mode,
        begin: Callable[[bool], Player],
        say: Callable[[str], None] = lambda why: None,
        since: int | None = None,
        tolerances: Tolerances = by_options,
    ) -> None:
        """Try these snippets, in order.

        `begin` is told whether to begin otherwise, `say` why the page runs again; the rest is as a Review has it.
        """
        self._snippets = snippets
        self._captures = captures
        self._mode = mode
        self._begin = begin
        self._say = say
        self._player: Player | None = None
        self._trouble: LabError | None = None
        self._since = since
        self._tolerances = tolerances
        self._review = Review(captures, mode, since, tolerances)
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
        self._player = self._player or self._begin(False)
        self._player.play(snippet)
        self._findings[snippet.name] = found = _judged(self._review, self._player, snippet)
        if any(finding.kind is not Class.BAD_CAPTURE for finding in found):
            self._again("an alarm counts if two runs agree")
            [first, second] = self._rounds
            self._verdict = agreement.agree(self._snippets, first, second, self._captures.provenance.unsteady)

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
            return self._broken(self._trouble) if self._trouble else self._decided()
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
        return Decision(refused=not_stored(self._snippets, self._review.kept(), error.problem), told=found)

    def _decided(self) -> Decision:
        if not self._rounds:
            if not self._player:
                return Decision()
            self._rounds.append(self._round(self._player, self._review, self._findings))
        [first, *others] = self._rounds
        if first.ended and not others and is_new(first.kept, self._captures):
            self._again("what is new is stored if two runs agree")
        told = self._verdict.told if self._verdict else ()
        return decide(self._snippets, self._captures, self._rounds, told, self._tolerances)

    def _again(self, why: str) -> None:
        """Bring the first run to its end and let its labs go; then run the page once more."""
        assert self._player
        if not self._rounds:
            trouble = ""
            try:
                self._to_its_end(self._player, self._review, self._findings)
            except LabError as error:
                trouble = str(error)
            self._rounds.append(self._round(self._player, self._review, self._findings, trouble))
        self.close()
        self._say(why)
        self._player = self._begin(True)
        review = Review(self._captures, self._mode, self._since, self._tolerances)
        findings: dict[str, Findings] = {}
        self._to_its_end(self._player, review, findings)
        self._rounds.append(self._round(self._player, review, findings))
        self.close()

    def _to_its_end(self, player: Player, review: Review, findings: dict[str, Findings]) -> None:
        for snippet in self._snippets:
            if snippet.name not in findings and not player.stopped:
                player.play(snippet)
                findings[snippet.name] = _judged(review, player, snippet)

    def _round(self, player: Player, review: Review, findings: Mapping[str, Findings], trouble: str = "") -> Round:
        if not trouble and not player.stopped:
            if any(snippet.name not in findings for snippet in self._snippets):
                trouble = "the page did not come to its end"
            elif not player.healthy():
                trouble = "the lab's engine was gone at the end of the page"
        facts = Facts() if trouble or player.stopped else player.facts()
        kept, changes = review.kept(), dict(review.changes)
        return Round(dict(player.shown), dict(findings), player.stopped, facts, trouble, kept, changes)


def _judged(review: Review, player: Player, snippet: Snippet) -> Findings:
    if snippet.name in player.shown:
        return review.judge(snippet, player.shown[snippet.name])
    assert player.stopped
    return (player.stopped.finding,)

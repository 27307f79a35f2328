"""What becomes of a new transcript: judged against the page's captures, and kept where the mode says so."""

from enum import StrEnum

from transcripts.errors import CaptureError
from transcripts.findings import Finding
from transcripts.judge import difference, drift
from transcripts.judge.twins import Twins
from transcripts.keep import store
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript


class Mode(StrEnum):
    """What a run does with what pages show."""

    VERIFY = "verify"
    """Compare, write nothing."""
    CREATE = "create"
    """Fill gaps only."""
    UPDATE = "update"
    """Also rewrite what drifted."""


class Review:
    """The review of one page, snippet by snippet in the order of the page."""

    def __init__(self, captures: store.Captures, mode: Mode) -> None:
        self._captures = captures
        self._mode = mode
        self._twins = Twins()
        self.changes: dict[str, tuple[Finding, ...]] = {}
        """How each transcript that is to be stored differs from its capture, by snippet name."""
        self._taken: dict[str, tuple[Transcript | None, Transcript]] = {}

    def kept(self) -> dict[str, Transcript]:
        """Give the transcripts to be stored, by snippet name; call it when the whole page was judged.

        Only then is it known which stored value stands for which new one.
        """
        return {name: difference.carry_over(*pair, self._twins) for name, pair in self._taken.items()}

    def judge(self, snippet: Snippet, new: Transcript) -> tuple[Finding, ...]:
        """Give what is wrong with the page or its capture; nothing where nothing is, or the mode takes the new one."""
        old = self._captures.transcripts.get(snippet.name)
        try:
            known = store.check(snippet, self._captures)
        except CaptureError as error:
            known = None
            if self._mode is Mode.VERIFY or (self._mode is Mode.CREATE and old):
                return (error.finding,)
        if known is None:
            if self._mode is not Mode.VERIFY:
                self._taken[snippet.name] = None, new
            return ()
        if snippet.options.unordered:
            new = difference.arranged(known, new, self._twins)
        drifts = difference.compare(known, new, self._twins)
        found = tuple(drift.finding(each, snippet.commands) for each in drifts)
        if (found and self._mode is Mode.UPDATE) or (not found and snippet.name in self._captures.adopted):
            self._taken[snippet.name] = known, new
            self.changes[snippet.name] = found
            return ()
        return found

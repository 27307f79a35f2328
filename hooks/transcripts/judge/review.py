"""What becomes of a new transcript: judged against the page's captures, and kept where the mode says so."""

from enum import StrEnum

from transcripts.errors import CaptureError
from transcripts.findings import Finding
from transcripts.judge import arrangement, carry, difference, drift
from transcripts.judge.tolerance import Tolerance, Tolerances, by_options
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

    def __init__(
        self, captures: store.Captures, mode: Mode, since: int | None = None, tolerances: Tolerances = by_options
    ) -> None:
        """Review a page that is decided otherwise from an offset on, as an edit of a file or a command makes it.

        From there on a value that may vary is no longer the one that was stored: an update takes all of it new.
        """
        self._captures = captures
        self._mode = mode
        self._since = since
        self._tolerances = tolerances
        self._twins = Twins()
        self.changes: dict[str, tuple[Finding, ...]] = {}
        """How each transcript that is to be stored differs from its capture, by snippet name."""
        self._taken: dict[str, tuple[Transcript | None, Transcript, Tolerance]] = {}

    def kept(self) -> dict[str, Transcript]:
        """Give the transcripts to be stored, by snippet name; call it when the whole page was judged.

        Only then is it known which stored value stands for which new one.
        """
        kept = {
            name: carry.carry_over(old, new, self._twins, tolerance)
            for name, (old, new, tolerance) in self._taken.items()
        }
        return {name: shown for name, shown in kept.items() if not self._stands(name, shown)}

    def _stands(self, name: str, shown: Transcript) -> bool:
        """Whether that is stored already, with this page."""
        return name not in self._captures.adopted and self._captures.transcripts.get(name) == shown

    def judge(self, snippet: Snippet, new: Transcript) -> tuple[Finding, ...]:
        """Give what is wrong with the page or its capture; nothing where nothing is, or the mode takes the new one."""
        old = self._captures.transcripts.get(snippet.name)
        tolerance = self._tolerances(snippet)
        try:
            known = store.check(snippet, self._captures)
        except CaptureError as error:
            known = None
            if self._mode is Mode.VERIFY or (self._mode is Mode.CREATE and old):
                return (error.finding,)
        if known is None:
            if self._mode is not Mode.VERIFY:
                self._taken[snippet.name] = None, new, tolerance
            return ()
        if snippet.options.unordered:
            new = arrangement.arranged(known, new, self._twins, tolerance)
        if self._mode is Mode.UPDATE and self._since is not None and snippet.start >= self._since:
            drifts = difference.compare(known, new, self._twins.copy(), tolerance)
            self._taken[snippet.name] = None, new, tolerance
            self.changes[snippet.name] = tuple(drift.finding(each, snippet.commands) for each in drifts)
            return ()
        drifts = difference.compare(known, new, self._twins, tolerance)
        found = tuple(drift.finding(each, snippet.commands) for each in drifts)
        if (found and self._mode is Mode.UPDATE) or (not found and snippet.name in self._captures.adopted):
            # What differs on an engine shows the values of that engine, not those of the first one.
            self._taken[snippet.name] = None if snippet.name in self._captures.borrowed else known, new, tolerance
            self.changes[snippet.name] = found
            return ()
        return found

"""What becomes of a new transcript: judged against the page's captures, and kept where the mode says so."""

from collections.abc import Mapping

from . import compare, store
from .errors import CaptureError
from .snippet import Snippet
from .transcript import Transcript

MODES = ("verify", "create", "update")


class Review:
    """The review of one page, snippet by snippet in the order of the page."""

    def __init__(self, captures: store.Captures, mode: str) -> None:
        self._captures = captures
        self._mode = mode
        self._twins = compare.Twins()
        self._kept: dict[str, Transcript] = {}

    @property
    def kept(self) -> Mapping[str, Transcript]:
        """The transcripts to be stored, by snippet name."""
        return self._kept

    def judge(self, snippet: Snippet, new: Transcript) -> str | None:
        """Give what is wrong with the page or its capture, or None where nothing is or the mode takes the new one."""
        old = self._captures.transcripts.get(snippet.name)
        try:
            known = store.check(snippet, self._captures)
        except CaptureError as error:
            known = None
            if self._mode == "verify" or (self._mode == "create" and old):
                return str(error)
        if known is None:
            self._kept[snippet.name] = compare.carry_over(None, new, self._twins)
            return None
        drifts = compare.compare(known, new, self._twins)
        if not drifts:
            return None
        if self._mode == "update":
            self._kept[snippet.name] = compare.carry_over(known, new, self._twins)
            return None
        hint = f"\n  if the page is right: make record PAGE={snippet.place.path}"
        return compare.report(drifts, snippet.commands) + hint

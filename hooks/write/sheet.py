"""What a page has shown so far while it is being written, and what of it differs from the captures: its drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from transcripts.errors import StepError
from transcripts.judge import tolerance
from transcripts.judge.review import Mode, Review
from transcripts.keep import provenance, store
from transcripts.keep.drafts import Draft, State
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page
from transcripts.transcript import Step, Transcript
from write.acts import Act, of_page, standing

ROW = "  | "
"""With it begins, below an error, a row of the screen then."""


class Sheet:
    """The acts of a page, those that were done with what they showed, and the one that failed."""

    def __init__(self, captures: Path) -> None:
        """Begin a page whose captures lie, or will lie, in this folder."""
        self._folder = captures
        self._stamp: object = None
        self._review: Review
        self._captured: frozenset[str] = frozenset()
        self._same: dict[str, bool] = {}
        self.acts: tuple[Act, ...] = ()
        self.done: list[Step] = []
        self.failed: StepError | None = None
        """Why the first act that is not done has failed."""

    @property
    def rest(self) -> tuple[Act, ...]:
        """What is still to be done."""
        return self.acts[len(self.done) :]

    def stands(self, page: Page) -> int | None:
        """Give how many acts still count for a page as it was saved; None where it is to be played anew."""
        return standing(self.acts[: len(self.done)], of_page(page))

    def repeats(self, page: Page, running: Act | None = None) -> bool:
        """Whether a page that was saved does in its place what is being done, or has failed here."""
        wanted, here = of_page(page), len(self.done)
        act = running or (self.acts[here] if self.failed else None)
        return act is not None and self.stands(page) == here < len(wanted) and wanted[here].key == act.key

    def take(self, page: Page, stands: int) -> None:
        """Go on with a page as it was saved, of which that many acts count."""
        self.acts = of_page(page)
        del self.done[stands:]
        for act in self.rest:
            self._same.pop(act.snippet.name, None)
        stamp = _stamp(self._folder)
        if not stands or stamp != self._stamp:
            self._stamp, self._same = stamp, {}
            captures = store.salvage(self._folder)
            self._review = Review(captures, Mode.VERIFY, tolerances=tolerance.of_page(page))
            self._captured = frozenset(captures.transcripts)

    def move(self, page: Page) -> None:
        """Take over the places of a page as it was saved, on which everything else is as it was."""
        self.acts = of_page(page)
        if self.failed:
            act = self.rest[0]
            place = act.snippet.commands[act.number].place
            self.failed = StepError(place, self.failed.problem, self.failed.remedy)

    def drafts(self, running: bool = False, shown: str = "") -> Mapping[str, Draft]:
        """Give what differs from the captures or is not whole, by snippet name; of what runs, what it has shown."""
        found: dict[str, Draft] = {}
        for snippet, steps in self._by_snippet():
            lacks = [Step(command.lines, "", 0) for command in snippet.commands[len(steps) :]]
            if not lacks:
                if not self._as_recorded(snippet, Transcript(tuple(steps))):
                    found[snippet.name] = Draft(Transcript(tuple(steps)))
            elif running:
                lacks[0] = replace(lacks[0], output=shown)
                found[snippet.name] = Draft(Transcript((*steps, *lacks)), State.RUNNING)
            elif self.failed:
                problem, remedy, *rows = str(self.failed).splitlines()
                lacks[0] = replace(lacks[0], output="".join(f"{row.removeprefix(ROW)}\n" for row in rows))
                found[snippet.name] = Draft(Transcript((*steps, *lacks)), State.STOPPED, (problem, remedy))
        return found

    def _by_snippet(self) -> Sequence[tuple[Snippet, list[Step]]]:
        """Give the snippets that were begun, in order, each with its steps."""
        begun: dict[str, tuple[Snippet, list[Step]]] = {}
        for number, act in enumerate(self.acts[: len(self.done) + 1]):
            _, steps = begun.setdefault(act.snippet.name, (act.snippet, []))
            if number < len(self.done):
                steps.append(self.done[number])
        return [*begun.values()]

    def _as_recorded(self, snippet: Snippet, shown: Transcript) -> bool:
        if snippet.name not in self._same:
            found = self._review.judge(snippet, shown)
            self._same[snippet.name] = snippet.name in self._captured and not found
        return self._same[snippet.name]


def _stamp(folder: Path) -> object:
    try:
        return (folder / provenance.NAME).stat().st_mtime_ns
    except OSError:
        return None

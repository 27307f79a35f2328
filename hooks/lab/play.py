"""One page while it runs: its labs, and what its snippets showed so far."""

from collections.abc import Sequence

from lab.circumstances import OTHERWISE, USUAL
from lab.run import Run
from lab.terminal.session import Session
from transcripts.errors import LabError, StepError
from transcripts.keep.provenance import Facts
from transcripts.page.blocks import Block, Snippet
from transcripts.page.page import Page
from transcripts.transcript import Transcript


class Play:
    """Plays a page as far as it is asked to, each snippet once; close() lets its labs go."""

    def __init__(self, run: Run, page: Page, blocks: Sequence[Block], *, otherwise: bool = False) -> None:
        """Start the labs of a page, of which these blocks are to be played; raise LabError if they do not start.

        Otherwise, they have what a machine has by chance, as addresses and the day, not as usual.
        """
        self.shown: dict[str, Transcript] = {}
        """What each snippet showed, by name."""
        self.stopped: StepError | None = None
        """Why the page did not go on."""
        self._run = run
        self._blocks = blocks
        self._waiting = [block for block in blocks if isinstance(block, Snippet)]
        self._network, self._labs = run.pool.take(page.machines, OTHERWISE if otherwise else USUAL)
        self.session = Session(self._labs, blocks, run.settings)
        """What types on them."""

    def play(self, wanted: Snippet) -> None:
        """Run the page as far as the end of a snippet, or to where it stops; raise LabError if its engine is gone."""
        while self._waiting and self._waiting[0].start <= wanted.start and not self.stopped:
            snippet = self._waiting.pop(0)
            try:
                self.shown[snippet.name] = self.session.run(snippet)
            except StepError as error:
                self.stopped = error
                if not self._labs[snippet.machine].healthy():
                    raise LabError(error.place, f"the lab's engine is gone: {error.problem}", error.remedy) from None

    def facts(self) -> Facts:
        """Give where captures of this run come from."""
        return self._run.facts(self._labs.values(), self._blocks)

    def healthy(self) -> bool:
        """Whether its machines and their engines still answer."""
        return all(lab.healthy() for lab in self._labs.values())

    def close(self) -> None:
        """Hang up; the labs are removed in the background."""
        self.session.close()
        self._run.pool.remove(self._network)

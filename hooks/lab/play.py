"""One page while it runs: its labs, and what its snippets showed so far."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lab.run import Run
from lab.terminal.session import Session
from transcripts.errors import LabError, StepError
from transcripts.page.blocks import Block, Machine, Snippet
from transcripts.transcript import Transcript


class PageRun:
    """Plays a page as far as it is asked to, each snippet once; close() removes its labs."""

    def __init__(self, run: Run, blocks: Sequence[Block], machines: Iterable[Machine]) -> None:
        self.shown: dict[str, Transcript] = {}
        """What each snippet showed, by name."""
        self.stopped: StepError | None = None
        self.stopped_at = ""
        """The snippet at which the page stopped."""
        self._run = run
        self._words = "\n".join(block.body for block in blocks)
        self._waiting = [block for block in blocks if isinstance(block, Snippet)]
        self._network = run.network()
        try:
            self._labs = self._network.labs(machines)
        except LabError:
            self._network.close()
            raise
        self._session = Session(self._labs, blocks)

    def play(self, wanted: Snippet) -> None:
        """Run the page as far as the end of a snippet, or to where it stops; raise LabError if its engine is gone."""
        while self._waiting and self._waiting[0].start <= wanted.start and not self.stopped:
            snippet = self._waiting.pop(0)
            try:
                self.shown[snippet.name] = self._session.run(snippet)
            except StepError as error:
                self.stopped, self.stopped_at = error, snippet.name
                if not self._labs[snippet.machine].healthy():
                    raise LabError(error.place, f"the lab's engine is gone: {error.problem}", error.remedy) from None

    def facts(self) -> Mapping[str, Any]:
        """Give where captures of this run come from, as captured.toml holds it."""
        return self._run.facts(self._labs.values(), self._words)

    def healthy(self) -> bool:
        """Whether its machines and their engines still answer."""
        return all(lab.healthy() for lab in self._labs.values())

    def close(self) -> None:
        """Hang up and remove the labs."""
        self._session.close()
        self._network.close()

"""What a trial needs of whatever plays a page; lab/play.py does it for real."""

from collections.abc import Mapping
from typing import Protocol

from transcripts.errors import StepError
from transcripts.keep.provenance import Facts
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

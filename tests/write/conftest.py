"""What the tests of writing share: a page that is played on machines of our own, and what was told of it."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest

from lab.circumstances import USUAL, Circumstances
from lab.pool import Pool
from lab.run import Run
from tests.conftest import found_settings
from tests.lab.terminal.conftest import LocalMachine
from transcripts.errors import LabError
from transcripts.keep.drafts import Draft
from transcripts.page.blocks import Machine
from write.news import News
from write.player import Player

PATIENCE = 15


class Rooms:
    """In place of a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closed = False
        folder.mkdir()

    def labs(self, machines: Iterable[Machine]) -> Mapping[str, LocalMachine]:
        return {machine.name: LocalMachine(machine.name, self.folder / machine.name) for machine in machines}

    def close(self) -> None:
        self.closed = True


class Inn:
    """In place of a run: rooms, each with a home of its own, and how many there were."""

    def __init__(self, folder: Path) -> None:
        self.settings = found_settings(folder)
        self.pool = Pool(cast(Any, self.network))
        self.rooms: list[Rooms] = []
        self.full = False
        self._folder = folder

    def network(self, _: Circumstances = USUAL) -> Rooms:
        if self.full:
            raise LabError("lab", "does not start: no memory", "run it again")
        self.rooms.append(Rooms(self._folder / f"room-{len(self.rooms)}"))
        return self.rooms[-1]


def fences(*snippets: str, **named: str) -> str:
    """Give fences, each with lines at prompts, named a, b, c, or as told."""
    each = {**dict(zip("abcdef", snippets, strict=False)), **named}
    return "".join(f'```console snippet="{name}"\n{lines}\n```\n\n' for name, lines in each.items())


class Writer:
    """An author, and what a player tells."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "docs").mkdir(exist_ok=True)
        self.inn = Inn(root)
        self.told: list[News] = []
        self.player = Player(cast(Run, self.inn), root, "page.md", self.told.append)
        self.thread = Thread(target=self.player.work)
        self.thread.start()

    def save(self, text: str) -> None:
        """Save the page, and go on."""
        (self.root / "docs" / "page.md").write_text(text, "utf-8")
        self.player.saved()

    def until(self, true: Callable[[News], bool]) -> News:
        """Give the first news of the last save of which something is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for news in [*self.told]:
                if news.save == self.player._saves and true(news):
                    return news
            time.sleep(0.01)
        raise AssertionError([news.said + news.trouble for news in self.told])

    def after(self, text: str) -> News:
        """Save the page, and give what is told when it has come to its end."""
        self.save(text)
        return self.until(lambda news: not news.busy)

    def end(self) -> None:
        self.player.end()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        self.inn.pool.close()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """An author."""
    one = Writer(tmp_path)
    yield one
    one.end()


def shown(draft: Draft) -> str:
    """Give all output of a draft."""
    return "".join(step.output for step in draft.transcript.steps)

"""A page while it runs, on machines of our own: how far it is played, where it stops, and that nothing stays."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from lab.circumstances import OTHERWISE, USUAL, Circumstances
from lab.play import Play
from lab.run import Run
from tests.lab.terminal.conftest import LocalMachine
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.keep.provenance import Facts
from transcripts.page import page
from transcripts.page.blocks import Block, Machine
from transcripts.settings import Settings

FOUR = "".join(
    f'```console snippet="{name}"\n$ echo {name} | tee --append played\n```\n\n' for name in ("a", "b", "c", "d")
)
FAILS = FOUR.replace("$ echo b |", "$ false | false; echo b |").replace("echo c |", "(exit 3) #")


class Rooms:
    """In place of a run and its pool: it gives machines of our own, and knows whether they were let go."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings("test", {})
        self.folder = folder
        self.pool = self
        self.machines: dict[str, LocalMachine] = {}
        self.refuses = False
        self.removed = 0

    def take(self, machines: Iterable[Machine], circumstances: Circumstances) -> tuple[str, Mapping[str, LocalMachine]]:
        if self.refuses:
            raise LabError("lab", "does not start: no memory", "run it again")
        self.circumstances = circumstances
        self.machines = {machine.name: LocalMachine(machine.name, self.folder / machine.name) for machine in machines}
        return "network", self.machines

    def remove(self, network: str) -> None:
        assert network == "network"
        self.removed += 1

    def facts(self, labs: Iterable[LocalMachine], blocks: Iterable[Block]) -> Facts:
        words = " ".join(block.body for block in blocks)
        return Facts(engine=",".join(lab.name for lab in labs), images={"words": words})


Begin = Callable[..., Play]


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """Machines below a folder of the test."""
    return Rooms(tmp_path)


@pytest.fixture
def begin(rooms: Rooms) -> Iterator[Begin]:
    """Begin to play a page, or some of its blocks."""
    begun: list[Play] = []

    def begin(text: str, only: int | None = None) -> Play:
        found = page.read(text, "index.md", ("docker",))
        begun.append(Play(cast(Run, rooms), found, found.blocks[:only]))
        return begun[-1]

    yield begin
    for play in begun:
        play.close()


def played(rooms: Rooms) -> str:
    """Give what the snippets of the page left on the machine."""
    path = rooms.machines["lab"].home / "played"
    return path.read_text().replace("\n", "") if path.exists() else ""


def snippets(text: str) -> tuple[Any, ...]:
    return page.read(text, "index.md", ("docker",)).snippets


def test_it_goes_as_far_as_it_is_asked_to_and_each_snippet_runs_once(begin: Begin, rooms: Rooms) -> None:
    play, found = begin(FOUR), snippets(FOUR)
    play.play(found[1])
    assert (list(play.shown), played(rooms)) == (["a", "b"], "ab")
    play.play(found[0])
    play.play(found[1])
    assert played(rooms) == "ab"
    play.play(found[3])
    assert played(rooms) == "abcd"
    assert [play.shown[name].steps[0].output for name in "abcd"] == ["a\n", "b\n", "c\n", "d\n"]
    assert play.stopped is None


def test_otherwise_its_machines_have_something_else_by_chance(rooms: Rooms) -> None:
    found = page.read(FOUR, "index.md", ("docker",))
    for otherwise, circumstances in ((False, USUAL), (True, OTHERWISE)):
        Play(cast(Run, rooms), found, found.blocks, otherwise=otherwise).close()
        assert rooms.circumstances == circumstances


def test_only_the_blocks_that_are_to_be_played_are(begin: Begin, rooms: Rooms) -> None:
    play = begin(FOUR, only=2)
    play.play(snippets(FOUR)[3])
    assert played(rooms) == "ab"
    assert list(play.shown) == ["a", "b"]


def test_it_stops_where_a_command_fails_and_what_was_shown_before_is_kept(begin: Begin, rooms: Rooms) -> None:
    play, found = begin(FAILS), snippets(FAILS)
    play.play(found[3])
    assert (list(play.shown), played(rooms)) == (["a", "b"], "ab")
    assert play.stopped
    assert play.stopped.problem == "`(exit 3) # tee --append played` ended with status 3, not 0"
    play.play(found[3])
    assert played(rooms) == "ab", "what stands below an error is not played"


def test_a_machine_that_is_gone_is_at_fault_and_not_the_page(begin: Begin, rooms: Rooms) -> None:
    play = begin(FAILS)
    rooms.machines["lab"].alive = False
    problem = r"the lab's engine is gone: `\(exit 3\) # .+` ended with status 3, not 0"
    with told(LabError, "docs/index.md:10", problem, 'mend it, or say exit="3" .+'):
        play.play(snippets(FAILS)[3])
    assert not play.healthy()


def test_it_is_healthy_while_all_its_machines_are(begin: Begin, rooms: Rooms) -> None:
    play = begin(f"---\nmachines: {{web: docker, db: docker}}\n---\n{FOUR}")
    assert play.healthy()
    rooms.machines["db"].alive = False
    assert not play.healthy()


def test_its_captures_come_from_its_machines_and_name_what_its_blocks_name(begin: Begin) -> None:
    facts = begin(f"---\nmachines: {{web: docker, db: docker}}\n---\n{FOUR}", only=1).facts()
    assert facts == Facts(engine="web,db", images={"words": "$ echo a | tee --append played"})


def test_machines_that_do_not_start_are_told(begin: Begin, rooms: Rooms) -> None:
    rooms.refuses = True
    with told(LabError, "lab", "does not start: no memory", "run it again"):
        begin(FOUR)


def test_at_the_end_it_hangs_up_and_lets_its_machines_go(begin: Begin, rooms: Rooms) -> None:
    play = begin(FOUR)
    play.play(snippets(FOUR)[0])
    play.close()
    assert rooms.removed == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        rooms.machines["lab"].terminals[0].sendall(b"x")

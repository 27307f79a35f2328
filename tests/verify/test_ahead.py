"""The labs of the next page start while the last snippet of a page runs, and go also where nobody comes for them."""

import threading
import time
from typing import Any, cast

import pytest

from tests.verify.conftest import STOP, Door
from transcripts.errors import LabError
from transcripts.judge.player import Player
from verify.ahead import Ahead


class Begun:
    """A player that was begun, and maybe closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


def begin_in(folder: list[Any]) -> Player:
    folder.append(Begun())
    return cast(Player, folder[-1])


def test_what_was_prepared_is_given_once() -> None:
    ahead, begun = Ahead(), list[Any]()
    ahead.prepare("b", lambda: begin_in(begun))
    assert ahead.take("b", lambda: begin_in(begun)) is begun[0]
    assert ahead.take("b", lambda: begin_in(begun)) is begun[1]
    ahead.close()
    assert [each.closed for each in begun] == [False, False], "who took them ends them"


def test_it_begins_without_being_waited_for() -> None:
    ahead, begun, may = Ahead(), list[Any](), threading.Event()
    ahead.prepare("b", lambda: begin_in(begun) if may.wait(60) else pytest.fail("never"))
    assert not begun
    may.set()
    ahead.take("b", lambda: pytest.fail("begun twice"))


def test_what_nobody_took_is_ended() -> None:
    ahead, begun = Ahead(), list[Any]()
    ahead.prepare("b", lambda: begin_in(begun))
    ahead.take("c", lambda: begin_in(begun))
    ahead.close()
    assert sorted(each.closed for each in begun) == [False, True]


def test_labs_that_do_not_start_are_told_when_their_page_comes_and_to_nobody_else() -> None:
    def fails() -> Player:
        raise LabError("lab", "does not start", "run it again")

    ahead = Ahead()
    ahead.prepare("b", fails)
    with pytest.raises(LabError):
        ahead.take("b", fails)
    ahead.prepare("c", fails)
    ahead.close()


def test_the_last_snippet_of_a_page_runs_beside_the_labs_of_the_next(door: Door) -> None:
    door.page("a", one="echo one", two="echo two")
    door.page("b", three="echo three")
    door.run("--snippets=update").assert_outcomes(passed=3)
    beside: dict[str, int] = {}

    def typed(command: str) -> None:
        deadline = time.monotonic() + 10
        while command == "echo two" and door.world.open < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        beside[command] = door.world.open

    door.world.typed = typed
    door.run().assert_outcomes(passed=3)
    assert beside == {"echo one": 1, "echo two": 2, "echo three": 1}
    assert door.world.runs == 2, "each page is played once"


def test_a_run_that_ends_early_leaves_no_labs_of_the_page_that_was_next(door: Door) -> None:
    door.page("a", one="echo one")
    door.page("b", two="echo two")
    door.run("--snippets=update").assert_outcomes(passed=2)
    door.world.answers = [{"echo one": STOP}]
    door.run("--exitfirst").assert_outcomes(failed=1)


def test_a_page_that_may_be_skipped_gets_none_before_its_turn(door: Door) -> None:
    door.page("a", one="echo one")
    door.page("b", two="echo two")
    door.run("--snippets=update").assert_outcomes(passed=2)
    door.page("a", one="echo other")
    door.run("--snippets=update", "--stale-only").assert_outcomes(passed=1, skipped=1)
    assert door.world.played[-2:] == ["testing a.md", "testing a.md"]

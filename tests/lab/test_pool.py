"""Labs are ready before anybody asks for them, nobody waits for their removal, and none is left."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import pytest

from lab.circumstances import OTHERWISE, USUAL, Circumstances
from lab.images.supply import Source
from lab.pool import Pool
from lab.run import Run
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.page.blocks import Machine
from transcripts.settings import Settings

LAB, TWO = (Machine("lab", "docker"),), (Machine("web", "docker"), Machine("db", "docker"))
PATIENCE = 30


def nothing() -> None:
    """Do as one does who has nothing to do."""


class Site:
    """Where networks are made: each notes what is started on it and that it was closed."""

    def __init__(self) -> None:
        self.made: list[Net] = []
        self.starts: Callable[[], None] = nothing
        self.ends: Callable[[], None] = nothing
        """What happens while labs start, and while they are removed."""

    def network(self, circumstances: Circumstances) -> "Net":
        self.made.append(Net(self, circumstances))
        return self.made[-1]


class Net:
    """In place of a network."""

    def __init__(self, site: Site, circumstances: Circumstances) -> None:
        self.circumstances, self.names, self.closed = circumstances, "", 0
        self._site = site

    def labs(self, machines: Sequence[Machine]) -> dict[str, str]:
        self.names = " ".join(machine.name for machine in machines)
        self._site.starts()
        return {machine.name: "a lab" for machine in machines}

    def close(self) -> None:
        self._site.ends()
        self.closed += 1


@pytest.fixture
def site() -> Site:
    """Where networks are made."""
    return Site()


@pytest.fixture
def pool(site: Site) -> Iterator[Pool]:
    """A pool of labs on these networks, which leaves none of those that nobody took."""
    one = Pool(cast(Callable[[Circumstances], Any], site.network))
    yield one
    one.close()


def take(pool: Pool, machines: Sequence[Machine] = LAB, circumstances: Circumstances = USUAL) -> Net:
    """Give the network of the labs that a pool gives."""
    network, labs = cast(Any, pool.take(machines, circumstances))
    assert list(labs) == [machine.name for machine in machines]
    return cast(Net, network)


def fails() -> None:
    raise LabError("lab", "does not start", "run it again")


def test_what_was_prepared_is_given_once(pool: Pool, site: Site) -> None:
    pool.prepare(LAB)
    assert take(pool) is site.made[0]
    assert take(pool) is site.made[1]
    pool.close()
    assert [each.closed for each in site.made] == [0, 0], "who took them lets them go"


def test_labs_start_while_nobody_waits(pool: Pool, site: Site) -> None:
    asked = threading.Event()
    site.starts = lambda: None if asked.wait(PATIENCE) else pytest.fail("it was waited for")
    pool.prepare(LAB)
    asked.set()
    assert take(pool) is site.made[0]


def test_what_was_prepared_before_is_not_started_again(pool: Pool, site: Site) -> None:
    pool.prepare(LAB)
    pool.prepare(list(LAB))
    pool.take(LAB)
    assert len(site.made) == 1


def test_labs_are_for_the_machines_that_are_asked_for(pool: Pool, site: Site) -> None:
    pool.prepare(LAB)
    assert take(pool, TWO) is site.made[1]
    assert take(pool) is site.made[0]


def test_labs_that_are_otherwise_are_never_those_that_are_ready(pool: Pool, site: Site) -> None:
    pool.prepare(LAB)
    assert take(pool, LAB, OTHERWISE).circumstances == OTHERWISE
    assert take(pool).circumstances == USUAL


def test_labs_that_do_not_start_are_removed_and_told_to_whoever_takes_them(pool: Pool, site: Site) -> None:
    site.starts = fails
    pool.prepare(LAB)
    with told(LabError, "lab", "does not start", "run it again"):
        pool.take(LAB)
    assert [each.closed for each in site.made] == [1]
    site.starts = nothing
    pool.take(LAB)


def test_labs_that_do_not_start_and_nobody_takes_are_told_to_nobody(pool: Pool, site: Site) -> None:
    site.starts = fails
    pool.prepare(LAB)
    pool.close()
    assert [each.closed for each in site.made] == [1]


def test_nobody_waits_for_a_removal_but_the_end(pool: Pool, site: Site) -> None:
    gone_on = threading.Event()
    site.ends = lambda: None if gone_on.wait(PATIENCE) else pytest.fail("it was waited for")
    network, _ = pool.take(LAB)
    pool.remove(network)
    assert site.made[0].closed == 0
    gone_on.set()
    pool.close()
    assert site.made[0].closed == 1


def test_what_nobody_took_is_removed_when_it_is_dropped_and_at_the_end(pool: Pool, site: Site) -> None:
    pool.prepare(LAB)
    pool.drop(TWO)
    pool.drop(LAB)
    pool.prepare(TWO)
    pool.close()
    assert [each.closed for each in site.made] == [1, 1]
    assert [each.names for each in site.made] == ["lab", "web db"]


def test_the_end_of_a_run_is_the_end_of_its_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    run, ended = Run(Settings("test", {}), Source.MIRROR, print), list[str]()
    monkeypatch.setattr(run.pool, "close", lambda: ended.append("pool"))
    run.close()
    assert ended == ["pool"]

"""What a run stores and what it refuses, on real labs: nothing is lost, and nothing is there that was not shown."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.lab.conftest import Workshop, page, said
from transcripts.keep import store

pytestmark = pytest.mark.engine


def names(workshop: Workshop) -> list[str]:
    folder = workshop.root / "snippets"
    return [path.relative_to(folder).as_posix() for path in workshop.captures() if path.suffix == store.SUFFIX]


def test_what_two_runs_do_not_agree_on_is_refused_and_the_rest_is_stored(workshop: Workshop) -> None:
    workshop.page("clock", page(good="docker volume create pgdata", ticks="echo took $(date +%N) ticks"))
    workshop.page("complains", page(piped="docker start nobody 2>&1 | cat", fine="echo fine"))
    workshop.page("fails", page(first="echo first", last="false"))
    workshop.page("unread", "```console\n$ true\n```\n")
    text = said(workshop, "--snippets=update", "-n", "2", status=1)
    assert sorted(names(workshop)) == ["clock/good.console", "complains/fine.console"]
    assert re.search(
        r"docs/clock\.md:6: `echo took .*` shows something else in a second run\n"
        r"  make the command say less, or write on the fence, for a number \(\d+, then \d+\): "
        r"varies=\"\(\?<=took \)\\d\+\"\n"
        r"  1 took \d+ ticks\n  2 took \d+ ticks",
        text,
    )
    assert "docs/complains.md:2: `docker start nobody 2>&1 | cat` ended with status 0, but the engine said" in text
    assert "docs/fails.md:1: first: the page stopped: docs/fails.md:6: `false` ended with status 1, not 0" in text
    assert "docs/fails.md:6: `false` ended with status 1, not 0" in text
    assert re.search(r" 2 captures stored\. (?:\d pages? recorded on a busy machine\. )?3 captures refused\.\n", text)
    assert "docs/unread.md:1: a console fence that neither runs nor says why\n  add snippet=" in text
    assert "workshop: 1 page cannot be read. 1 of 6 snippets not true, in docs/fails.md: 1 × fails now. " in text
    assert "## Refused\n" in (workshop.root / "reports" / "summary.md").read_text("utf-8")


def test_what_was_stored_stays_beside_what_is_stored(workshop: Workshop) -> None:
    workshop.page("clock", page(ticks="echo took 12 ticks"))
    said(workshop, "--snippets=update")
    stored = workshop.captures()
    workshop.page("clock", page(ticks="echo took 12 ticks", other="echo took $(date +%N) ticks"))
    said(workshop, "--snippets=update", status=1)
    assert {path: data for path, data in workshop.captures().items() if path.suffix == store.SUFFIX}.items() <= (
        stored.items()
    )


NETWORK = """```console snippet="start"
$ docker network create mine > /dev/null
$ for name in one two three; do
> docker run --detach --network mine --name $name debian:trixie sleep infinity > /dev/null 2>&1
> done
```

```console snippet="look"{}
$ docker network inspect mine | jq '.[0].Containers | map_values({{Name}})'
```
"""


def test_a_list_in_the_order_of_ids_is_refused_each_time_and_stored_where_any_order_will_do(workshop: Workshop) -> None:
    workshop.page("a", NETWORK.format(""))
    for _ in range(2):
        text = said(workshop, "--snippets=update", status=1)
        assert names(workshop) == ["a/start.console"]
        # By chance two runs list them in one order, maybe that of the ids, and then the runs before are remembered.
        why = "lists in the order of ids|shows something else|did not show the same in two runs of an earlier recording"
        assert re.search(rf"docs/a\.md:9: `docker network .*` ({why})", text)
    workshop.page("a", NETWORK.format(" unordered"))
    said(workshop, "--snippets=update")
    stored = workshop.captures()
    for _ in range(3):
        assert "runs again" not in said(workshop)
    said(workshop, "--snippets=update")
    assert workshop.captures() == stored


def test_a_day_that_two_runs_agree_on_is_refused(workshop: Workshop) -> None:
    """In the terminal the second run has another day; in a container both have today."""
    dated = "docker run --rm debian:trixie date +[%d/%b/%Y] 2> /dev/null"
    workshop.page("a", page(shell="date +day-%d-%B", container=dated, clock="date", zone="date +%Z"))
    text = said(workshop, "--snippets=update", status=1)
    assert sorted(names(workshop)) == ["a/clock.console", "a/zone.console"]
    assert "docs/a.md:2: `date +day-%d-%B` shows something else in a second run" in text
    assert re.search(r"docs/a\.md:6: `docker run .*` shows the day of this recording, \d\d/\w\w\w/\d{4}, and", text)
    assert "[unsteady.shell]" in (workshop.root / "snippets" / "a" / "captured.toml").read_text("utf-8")


def test_a_renamed_and_a_split_page_keep_what_was_recorded(workshop: Workshop) -> None:
    run, use = "docker run --detach debian:trixie true", "docker image ls --quiet debian"
    workshop.page("old", page(run=run, use=use, last="echo last"))
    said(workshop, "--snippets=update")
    before = workshop.captures()
    (workshop.root / "docs" / "old.md").unlink()
    workshop.page("first", page(run=run, use=use))
    workshop.page("second", page(last="echo last"))
    assert 'docs/first.md:1: the snippet "run" has no capture' in said(workshop, status=1)
    text = said(workshop, "--snippets=update", "-n", "2")
    assert "runs again" not in text
    old, new = workshop.root / "snippets" / "old", workshop.captures()
    for name, folder in (("run", "first"), ("use", "first"), ("last", "second")):
        assert new[old.parent / folder / f"{name}.console"] == before[old / f"{name}.console"]
    assert f"removed {Path('snippets/old/run.console')}" in said(workshop, "--snippets=trim")
    assert not old.exists()
    said(workshop)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_in_its_second_page_keeps_the_first(end: signal.Signals, workshop: Workshop) -> None:
    workshop.page("a", page(one="echo one", two="docker volume create pgdata"))
    workshop.page("b", page(one="echo one", two="sleep 30"))
    with workshop.start("--snippets=update", "-s") as run:
        deadline = time.monotonic() + 300
        while not (workshop.root / "snippets" / "a" / "captured.toml").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(2)
        run.send_signal(end)
        run.communicate()
    assert sorted(names(workshop)) == ["a/one.console", "a/two.console"]
    workshop.page("b", page(one="echo one"))
    assert "3 passed" in said(workshop, "--snippets=update")
    assert "3 passed" in said(workshop)


def test_two_runs_that_record_the_same_page_at_once(workshop: Workshop) -> None:
    workshop.page("a", page(one="docker volume create", two="docker volume ls --quiet"))
    runs = [workshop.start("--snippets=update", f"--reports=reports{number}") for number in range(2)]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert "2 passed" in said(workshop)


def test_captures_with_the_marks_of_a_merge_are_told_and_recorded_again(workshop: Workshop) -> None:
    workshop.page("a", page(one="docker run --detach debian:trixie true", two="echo two"))
    said(workshop, "--snippets=update")
    before = workshop.captures()
    for name in ("captured.toml", "two.console"):
        path = workshop.root / "snippets" / "a" / name
        text = path.read_text("utf-8")
        path.write_text(f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n", "utf-8")
    text = said(workshop, status=1)
    assert "captured.toml: holds the marks of a merge that was not finished\n  make record for its page" in text
    said(workshop, "--snippets=update")
    after = workshop.captures()
    assert {path.name for path in after if after[path] != before[path]} <= {"captured.toml"}
    said(workshop)

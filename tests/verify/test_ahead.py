"""The labs of the next page start while a page runs, and for no page that is not to come."""

from tests.verify.conftest import Door

BARE = "---\nmachines: {lab: bare}\n---\n"


def test_the_labs_of_the_next_page_start_once_a_page_has_its_own(door: Door) -> None:
    door.page("a", one="echo one", two="echo two", three="echo three")
    door.page("b", four="echo four", five="echo five")
    door.run("--snippets=update").assert_outcomes(passed=5)
    door.world.prepared.clear()
    door.run().assert_outcomes(passed=5)
    said = ["$ echo one", "docker", "$ echo two", "docker", "$ echo three", "$ echo four", "$ echo five"]
    assert door.world.prepared == said
    assert door.world.runs == 2, "each page is played once"


def test_they_are_for_what_most_pages_ask_until_it_is_known_which_one_comes(door: Door) -> None:
    door.page("a", one="echo one", two="echo two", three="echo three")
    for name in ("b", "c", "d"):
        door.page(name, **{f"{name}-one": f"echo {name}"})
    path = door.root / "docs" / "b.md"
    path.write_text(BARE + path.read_text("utf-8"), "utf-8")
    door.run("--snippets=update").assert_outcomes(passed=6)
    door.world.prepared.clear()
    door.run().assert_outcomes(passed=6)
    said = ["$ echo one", "docker", "$ echo two", "bare", "$ echo three", "docker", "$ echo b", "docker", "$ echo c"]
    assert door.world.prepared == [*said, "$ echo d"]


def test_a_page_of_which_all_waits_for_the_hub_gets_none(door: Door) -> None:
    door.page("a", one="echo one", two="echo two")
    text = '```console snippet="b" needs="hub"\n$ echo three\n```\n'
    (door.root / "docs" / "b.md").write_text(text, "utf-8")
    door.run("--snippets=update").assert_outcomes(passed=2, skipped=1)
    assert not [each for each in door.world.prepared if not each.startswith("$")]


def test_a_page_that_may_be_skipped_gets_none_before_its_turn(door: Door) -> None:
    door.page("a", one="echo one")
    door.page("b", two="echo two")
    door.run("--snippets=update").assert_outcomes(passed=2)
    door.page("a", one="echo other")
    door.world.prepared.clear()
    door.run("--snippets=update", "--stale-only").assert_outcomes(passed=1, skipped=1)
    assert door.world.played[-2:] == ["testing a.md", "testing a.md"]
    assert not [each for each in door.world.prepared if not each.startswith("$")]

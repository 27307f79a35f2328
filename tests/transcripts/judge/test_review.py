"""A page's review: what is wrong, what is kept, and that what was kept is not drift the next time."""

from pathlib import Path

from tests.conftest import step
from transcripts.judge.review import Mode, Review
from transcripts.keep import others, store
from transcripts.keep.provenance import Provenance
from transcripts.page import fences
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

A, B, C, D = ("0a" * 32, "1b" * 32, "2c" * 32, "3d" * 32)
PAGE = '```console snippet="one"\n$ docker ps\n```\n\n```console snippet="two"\n$ docker images\n```\n'
ONE, TWO = (block for block in fences.find(PAGE, "docs/page.md") if isinstance(block, Snippet))


def shown(command: str, output: str) -> Transcript:
    return Transcript((step(command, output),))


def captures(one: str, two: str) -> store.Captures:
    transcripts = {"one": shown("docker ps", one), "two": shown("docker images", two)}
    return store.Captures(Path("snippets/page"), Provenance(), transcripts)


def judged(review: Review, one: str, two: str) -> list[str]:
    found = [review.judge(ONE, shown("docker ps", one)), review.judge(TWO, shown("docker images", two))]
    return ["\n".join(map(str, each)) for each in found]


def test_a_page_that_still_holds_is_left_alone() -> None:
    review = Review(captures(f"{A}\n", f"{A[:12]}  up\n"), Mode.UPDATE)
    assert judged(review, f"{B}\n", f"{B[:12]}  up\n") == ["", ""]
    assert review.kept() == {}


def test_drift_is_told_with_what_to_run() -> None:
    review = Review(captures("", "up\n"), Mode.VERIFY)
    [fine, told] = judged(review, "", "down\n")
    assert fine == ""
    assert told == ("docs/page.md:6: changed text: `docker images` shows something else than before\n  - up\n  + down")
    assert review.kept() == {}


def test_a_kept_snippet_shows_the_change_and_nothing_else() -> None:
    review = Review(captures(f"{A}\n", f"{A[:12]}  up\n"), Mode.UPDATE)
    judged(review, f"{B}\n", f"{B[:12]}  down\n")
    assert review.kept() == {"two": shown("docker images", f"{A[:12]}  down\n")}
    assert [finding.kind for finding in review.changes["two"]] == ["changed text"]


def test_what_differs_on_another_engine_shows_its_own_values() -> None:
    first = captures(f"{A}\n", f"{A[:12]}  100MB\nup\n")
    for known, size in ((first, "100MB"), (others.on(first, "26.1"), "150MB")):
        review = Review(known, Mode.UPDATE)
        judged(review, f"{B}\n", f"{B[:12]}  150MB\ndown\n")
        assert review.kept() == {"two": shown("docker images", f"{A[:12]}  {size}\ndown\n")}


def test_a_value_that_looks_like_a_stored_one_of_another_never_stands_for_both() -> None:
    review = Review(captures(f"{A}\n", "pulled\n"), Mode.UPDATE)
    judged(review, f"{B}\n", f"{A[:12]} pulled\n")
    kept = review.kept()
    assert kept == {"two": shown("docker images", f"{B[:12]} pulled\n")}
    again = Review(captures(f"{A}\n", kept["two"].steps[0].output), Mode.UPDATE)
    assert judged(again, f"{B}\n", f"{A[:12]} pulled\n") == ["", ""]
    assert again.kept() == {}


def test_also_where_the_stored_one_comes_later_on_the_page() -> None:
    review = Review(captures("pulled\n", f"{A}\n"), Mode.UPDATE)
    judged(review, f"{A[:12]} pulled\n", f"{B}\n")
    assert review.kept() == {"one": shown("docker ps", f"{B[:12]} pulled\n")}


def test_create_fills_gaps_and_leaves_drift() -> None:
    only_one = store.Captures(Path("snippets/page"), Provenance(), {"one": shown("docker ps", "up\n")})
    review = Review(only_one, Mode.CREATE)
    [told, fine] = judged(review, "down\n", "new\n")
    assert told
    assert told.startswith("docs/page.md:2: changed text")
    assert fine == ""
    assert review.kept() == {"two": shown("docker images", "new\n")}


def recorded_anew(since: int | None, one: str, two: str) -> dict[str, str]:
    """Give what an update stores of captures with ids and sizes, for a page that is decided otherwise from there on."""
    review = Review(captures(f"{A} 64MiB\n", f"{A[:12]} {C} 584KiB / 64MiB\n"), Mode.UPDATE, since)
    assert judged(review, one, two) == ["", ""]
    return {name: kept.steps[0].output for name, kept in review.kept().items()}


def test_without_a_cause_no_value_is_stored_anew() -> None:
    assert recorded_anew(None, f"{B} 32MiB\n", f"{B[:12]} {D} 600KiB / 32MiB\n") == {}


def test_what_follows_from_a_change_is_stored_as_it_is_now() -> None:
    """The id that was known above the change is the same one; nothing else is of the run before."""
    two = f"{B[:12]} {D} 600KiB / 32MiB\n"
    assert recorded_anew(TWO.start, f"{B} 32MiB\n", two) == {"two": f"{A[:12]} {D} 600KiB / 32MiB\n"}


def test_from_the_beginning_on_all_of_it_is_new() -> None:
    one, two = f"{B} 32MiB\n", f"{B[:12]} {D} 600KiB / 32MiB\n"
    assert recorded_anew(0, one, two) == {"one": one, "two": two}


def test_what_shows_the_same_behind_a_change_is_left_alone() -> None:
    assert recorded_anew(0, f"{A} 64MiB\n", f"{A[:12]} {C} 584KiB / 64MiB\n") == {}


def test_a_verification_puts_values_aside_all_the_same() -> None:
    review = Review(captures(f"{A} 64MiB\n", "up\n"), Mode.VERIFY, 0)
    assert judged(review, f"{B} 32MiB\n", "up\n") == ["", ""]

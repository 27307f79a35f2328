"""Volatile values may differ between two runs; what a page tells may not, and neither may who is who."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import step
from transcripts.findings import Class
from transcripts.judge.arrangement import arranged
from transcripts.judge.carry import carry_over
from transcripts.judge.difference import OTHER, compare
from transcripts.judge.drift import OTHERWISE, Drift
from transcripts.judge.review import Mode, Review
from transcripts.judge.twins import Twins
from transcripts.keep import store
from transcripts.keep.provenance import Provenance
from transcripts.page import fences
from transcripts.page.blocks import Snippet
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript

A, B, C, D = (letter * 64 for letter in "abcd")


def shown(*outputs: str) -> Transcript:
    return Transcript(tuple(step(f"command {number}", output) for number, output in enumerate(outputs)))


def drift(old: Transcript, new: Transcript) -> tuple[Drift, ...]:
    return compare(old, new, Twins())


def carried(old: Transcript | None, new: Transcript, twins: Twins | None = None) -> Transcript:
    """Do what a review does when it updates."""
    twins = twins or Twins()
    if old:
        compare(old, new, twins)
    return carry_over(old, new, twins)


@pytest.mark.parametrize("output", ["", "\n", "one\n", "no newline", f"{A}\n{A[:12]} Up 2 minutes\n\n", "a\n\n\nb\n"])
def test_identical_transcripts_do_not_drift(output: str) -> None:
    assert drift(shown(output, output), shown(output, output)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (A, B),
        (f"sha256:{A}", f"sha256:{B}"),
        ("196.5MB", "1.2GB"),
        ("Up 2 minutes", "Up About an hour"),
        ("0.0.0.0:32768->80/tcp", "0.0.0.0:49153->80/tcp"),
        ("2026-11-23T21:00:00Z", "2027-01-02T03:04:05Z"),
        ("172.17.0.2", "172.17.0.7"),
        ("jolly_joliot", "happy_curie3"),
        ("[57] LOG:  ready", "[61] LOG:  ready"),
        ("2.1 MB in 3s", "2.1 MB in 1m30s"),
        ("web   196.5MB   now", "web   1.9GB   now"),
    ],
)
def test_other_values_do_not_drift(old: str, new: str) -> None:
    assert drift(shown(f"it is {old}\n"), shown(f"it is {new}\n")) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb\nc\n", "a\nx\nc\n", Drift(1, Class.TEXT, OTHERWISE, ("b",), ("x",))),
        ("a\nb\nc\n", "a\nc\n", Drift(1, Class.MISSING_LINE, "no longer shows a line", ("b",), ())),
        (
            "a\nc\n",
            "a\nb\nb\nc\n",
            Drift(1, Class.NEW_LINE, "shows 2 lines that it did not show before", (), ("b", "b")),
        ),
        ("a\n", "", Drift(1, Class.MISSING_LINE, "no longer shows a line", ("a",), ())),
        ("", "a\n", Drift(1, Class.NEW_LINE, "shows a line that it did not show before", (), ("a",))),
        (f"{A}\n", f"{A[:12]}\n", Drift(1, Class.KIND, "shows no id where one was", (A,), (A[:12],))),
        ("12 MB\n", "none\n", Drift(1, Class.KIND, "shows no size where one was", ("12 MB",), ("none",))),
        (
            "(1 row)\n",
            "(2 rows)\n",
            Drift(1, Class.TEXT, OTHERWISE, ("(1 row)",), ("(2 rows)",)),
        ),
        ("a\nb\nc\n", "b\nc\na\n", Drift(1, Class.ORDER, "shows the same lines in another order", ("a",), ("a",))),
        (
            "psql 17.6 (Debian 17.6-1)\n",
            "psql 17.7 (Debian 17.7-0+deb13u1)\n",
            Drift(
                1,
                Class.VERSION,
                "shows another version: 17.6 is now 17.7, 17.6-1 is now 17.7-0",
                ("psql 17.6 (Debian 17.6-1)",),
                ("psql 17.7 (Debian 17.7-0+deb13u1)",),
            ),
        ),
        ("a\nb\n", "x\n", Drift(1, Class.TEXT, OTHERWISE, ("a", "b"), ("x",))),
    ],
)
def test_changed_output_drifts(old: str, new: str, expected: Drift) -> None:
    assert drift(shown("same\n", old, "same\n"), shown("same\n", new, "same\n")) == (expected,)


def test_a_changed_status_drifts() -> None:
    old, new = Transcript((step("a"), step("b", "x\n", 1))), Transcript((step("a"), step("b", "x\n", 125)))
    assert drift(old, new) == (Drift(1, Class.STATUS, "ended with status 125, where it was 1"),)


def test_a_changed_kind_of_prompt_drifts() -> None:
    old, new = Transcript((step("a"), step("b"))), Transcript((step("a"), step("b", prompt="postgres=# ")))
    assert drift(old, new) == (Drift(1, Class.PROMPT, "is typed at another prompt", ("$ ",), ("postgres=# ",)),)


def test_the_id_in_a_prompt_may_differ_but_must_stay_the_same_one() -> None:
    def page(identity: str, host: str) -> Transcript:
        return Transcript((step("docker run -d x", f"{identity}\n"), step("id", prompt=f"root@{host}:/# ")))

    assert drift(page(A, A[:12]), page(B, B[:12])) == ()
    (found,) = drift(page(A, A[:12]), page(B, C[:12]))
    assert (found.step, found.kind) == (1, Class.TWIN)


def run_and_list(long: str, short: str) -> Transcript:
    return shown(f"{long}\n", f"CONTAINER ID   NAMES\n{short[:12]}   pgdb\n")


OTHER_ONE = Class.TWIN


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ((A, A), (B, B), []),
        ((A, B), (C, D), []),
        ((A, B), (B, A), []),
        ((A, A), (B, C), [OTHER_ONE]),
        ((A, B), (C, C), [OTHER_ONE]),
        ((A, A), (A, B), [OTHER_ONE]),
        ((A, B), (A, A), [OTHER_ONE]),
    ],
)
def test_an_id_and_its_short_form_stay_one(old: tuple[str, str], new: tuple[str, str], kinds: list[Class]) -> None:
    found = drift(run_and_list(*old), run_and_list(*new))
    assert [drift.kind for drift in found] == kinds
    assert all(
        drift == Drift(1, OTHER_ONE, OTHER, (f"{old[1][:12]}   pgdb",), (f"{new[1][:12]}   pgdb",)) for drift in found
    )


def test_an_id_stays_one_across_the_snippets_of_a_page() -> None:
    twins = Twins()
    assert compare(shown(f"{A}\n"), shown(f"{B}\n"), twins) == ()
    assert compare(shown(f"{A[:12]}   pgdb\n"), shown(f"{B[:12]}   pgdb\n"), twins) == ()
    assert [drift.kind for drift in compare(shown(f"{A[:12]}\n"), shown(f"{C[:12]}\n"), twins)] == [OTHER_ONE]


def test_a_character_of_the_private_use_area_is_no_value() -> None:
    for mark in map(chr, range(0xE000, 0xE010)):
        assert len(drift(shown(f"{mark}\n"), shown(f"sha256:{A}\n")) + drift(shown(f"{mark}\n"), shown(f"{A}\n"))) == 2


def test_only_the_line_that_really_changed_is_updated() -> None:
    old = shown(f"{A}\n", f"{A[:12]}   Up 2 minutes   pgdb\nTotal: 1\n196.5MB\n")
    new = shown(f"{B}\n", f"{B[:12]}   Up 9 seconds   pgdb\nTotal: 2\n170MB\n")
    assert carried(old, new) == shown(f"{A}\n", f"{A[:12]}   Up 2 minutes   pgdb\nTotal: 2\n196.5MB\n")


def test_a_changed_line_names_the_stored_ids() -> None:
    old = shown(f"{A}\n{A[:12]} Up\nsha256:{C}\n")
    new = shown(f"{B}\n{B[:12]} Exited\nsha256:{D}\nUntagged: x@sha256:{D}\n{B}\n")
    assert carried(old, new) == shown(f"{A}\n{A[:12]} Exited\nsha256:{C}\nUntagged: x@sha256:{C}\n{A}\n")


def test_a_prompt_keeps_its_stored_host() -> None:
    old = Transcript((step("id", "1\n", prompt=f"root@{A[:12]}:/# "),))
    new = Transcript((step("id", "2\n", prompt=f"root@{B[:12]}:/# "),))
    assert carried(old, new) == Transcript((step("id", "2\n", prompt=f"root@{A[:12]}:/# "),))


def test_a_short_id_before_its_long_one_keeps_both_stored() -> None:
    old, new = shown(f"{A[:12]}\n{A}\nold\n"), shown(f"{B[:12]}\n{B}\nnew\n")
    assert drift(old, new) == (Drift(0, Class.TEXT, OTHERWISE, ("old",), ("new",)),)
    assert carried(old, new) == shown(f"{A[:12]}\n{A}\nnew\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(f"{A[:12]}\n", f"{B[:12]}\n{B}\n", id="the long form of a short id is new"),
        pytest.param(f"sha256:{A}\n", f"sha256:{B}\n{B}\n", id="the bare form of a digest is new"),
        pytest.param(":32768->\n", ":32769->\n:32768->\n", id="another one now has the stored value"),
        pytest.param("10.0.0.2\n10.0.0.2\n", "10.0.0.3\n10.0.0.2\n", id="one became two, one of them as stored"),
    ],
)
def test_an_updated_transcript_tells_who_is_who(old: str, new: str) -> None:
    assert drift(carried(shown(old), shown(new)), shown(new)) == ()


def test_without_a_stored_transcript_the_new_one_is_kept() -> None:
    new = shown(f"{A}\n{A[:12]} 196.5MB\n", "", "no newline")
    assert carried(None, new) == new


def test_an_update_leaves_a_page_that_verifies(tmp_path: Path) -> None:
    text = '```console snippet="run"\n$ docker run -d y\n```\n\n```console snippet="list"\n$ docker ps\n```\n'
    run, listing = (block for block in fences.find(text, "docs/page.md") if isinstance(block, Snippet))
    # The command of the first snippet was edited, so its stored id is gone; the second one still shows it.
    stored = {
        "run": Transcript((step("docker run -d x", f"{A}\n"),)),
        "list": Transcript((step("docker ps", f"{A[:12]}   pgdb\n"),)),
    }
    new = {
        "run": Transcript((step("docker run -d y", f"{B}\n"),)),
        "list": Transcript((step("docker ps", f"{B[:12]}   pgdb\n"),)),
    }
    update = Review(store.Captures(tmp_path, Provenance(), stored), Mode.UPDATE)
    assert [update.judge(snippet, new[snippet.name]) for snippet in (run, listing)] == [(), ()]
    verify = Review(store.Captures(tmp_path, Provenance(), {**stored, **update.kept()}), Mode.VERIFY)
    assert [verify.judge(snippet, new[snippet.name]) for snippet in (run, listing)] == [(), ()]


def test_verifying_keeps_nothing(tmp_path: Path) -> None:
    (snippet,) = fences.find('```console snippet="pull" needs="hub"\n$ docker pull x\n```\n', "docs/page.md")
    assert isinstance(snippet, Snippet)
    review = Review(store.Captures(tmp_path, Provenance(), {}), Mode.VERIFY)
    review.judge(snippet, Transcript((step("docker pull x", "ok\n"),)))
    assert review.kept() == {}


VALUES = st.sampled_from([A, B, A[:12], B[:12], f"sha256:{A}", ":32768", ":32769", "2 minutes", "now"])
LINES = st.builds(str.format, st.sampled_from(["{}", "web {} Up {}", "-> {}   {}"]), VALUES, VALUES)
STEPS = st.builds(
    Step,
    st.sampled_from(["$ ", f"root@{A[:12]}:/# ", f"root@{B[:12]}:/# "]).map(lambda prompt: (Line(prompt, "a"),)),
    st.lists(LINES, max_size=4).map(lambda lines: "".join(f"{line}\n" for line in lines)),
    st.integers(0, 1),
)
PAIRS = st.lists(st.tuples(STEPS, STEPS), max_size=3)


@given(PAIRS)
def test_what_an_update_stores_does_not_drift_from_what_was_shown(pairs: list[tuple[Step, Step]]) -> None:
    old, new = (Transcript(tuple(pair[side] for pair in pairs)) for side in (0, 1))
    assert drift(carried(old, new), new) == ()


def test_lines_without_an_order_are_compared_as_such() -> None:
    old, new = shown(f"web {A}\ndb {B}\n"), shown(f"db {D}\nweb {C}\n")
    assert [found.kind for found in drift(old, new)] == [Class.ORDER]
    twins = Twins()
    assert compare(old, arranged(old, new, twins), twins) == ()


def test_lines_without_an_order_stay_who_they_were() -> None:
    old, new = (shown(f"{one}\n", f"{two[:12]} up\n{one[:12]} up\n") for one, two in ((A, B), (D, C)))
    other = shown(f"{D}\n", f"{D[:12]} up\n{C[:12]} up\n")
    for again in (new, other):
        twins = Twins()
        steps = [(Transcript((a,)), Transcript((b,))) for a, b in zip(old.steps, again.steps, strict=True)]
        assert [compare(a, arranged(a, b, twins), twins) for a, b in steps] == [(), ()]


def test_what_is_new_among_lines_without_an_order_is_told() -> None:
    old, new = shown("a\nb\n"), shown("c\nb\na\n")
    [found] = drift(old, arranged(old, new, Twins()))
    assert (found.kind, found.new) == (Class.NEW_LINE, ("c",))


def test_an_amount_is_not_kept_where_another_one_is_the_larger_now() -> None:
    old, new = shown("web      153MB\ndebian   184MB\n"), shown("web      241MB\ndebian   184MB\n")
    assert [each.kind for each in drift(old, new)] == [Class.ORDER]
    assert carried(old, new) == new

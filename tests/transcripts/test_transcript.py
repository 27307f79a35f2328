"""Whatever a terminal showed survives writing and reading."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript, dump, parse

FIRST = st.sampled_from(["$ ", "root@web:/# ", ">>> ", "In [1]: ", "postgres=# ", "[root@a /]# ", "# ", "sqlite> "])
NEXT = st.sampled_from(["> ", "... ", "   ...: ", "postgres-# "])
TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
TRICKY = st.sampled_from(["$ ls", "= 1", "| x", "\\ no newline at the end of the output", "", " ", "> ", "\r", "\x1b"])
OUTPUT = st.lists(st.one_of(TRICKY, st.text(st.characters(codec="utf-8"), max_size=20)), max_size=6).map("\n".join)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    first = Line(draw(FIRST), draw(TYPED))
    more = [Line(draw(NEXT), draw(TYPED)) for _ in range(draw(st.integers(0, 2)))]
    return Step((first, *more), draw(OUTPUT), draw(st.integers(0, 255)))


# The first draw builds a table of Unicode, which a slow machine takes for a slow strategy.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps(), max_size=4).map(lambda found: Transcript(tuple(found))))
def test_any_steps_survive(transcript: Transcript) -> None:
    assert parse(dump(transcript)) == transcript


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("$ a\n| cut", "the last line is cut short"),
        ("| output\n", "line 1 is neither a command nor its output"),
        ("$ a\n<<<<<<< ours\n", "line 2 is neither a command nor its output"),
    ],
)
def test_what_is_no_transcript_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(text)

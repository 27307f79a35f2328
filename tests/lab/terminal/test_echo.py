"""What jobs in the background printed is told apart from the line into which it came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.terminal.echo import below, beside

ECHO = ("$((5*1000+$?))", "5000", "docker ps --all\n")
SENT = "".join(ECHO)


def test_nothing_came_beside() -> None:
    came = b"$((5*1000+$?))\r\x1b[C\x1b[C\x1b[10P5000\r\x1b[C\x1b[C\x1b[Kdocker ps --all\r\n"
    assert beside(came, *ECHO) == ("", "")


@pytest.mark.parametrize("at", range(len(SENT)))
@pytest.mark.parametrize("late", ["hi\n", "one\ntwo\n", "\n", "[1]+  Done\n"])
def test_what_came_at_any_moment_is_told(late: str, at: int) -> None:
    came = (SENT[:at] + late + SENT[at:]).replace("\n", "\r\n").encode()
    # Where both have a letter, one may be taken for the other.
    assert sorted("".join(beside(came, *ECHO))) == sorted(late)


def test_what_came_behind_a_line_is_told_as_such() -> None:
    assert beside(b"docker ps\r\nbash: syntax error\r\n", "docker ps\n") == ("", "bash: syntax error\n")
    assert beside(b"hi\r\ndocker ps\r\nbash: syntax error\r\n", "docker ps\n") == ("hi\n", "bash: syntax error\n")


def test_colours_and_ways_to_break_or_leave_out_are_no_text() -> None:
    assert beside("echo 漢 \x1b[K漢\r\n".encode(), "echo 漢漢\n") == ("", "")
    assert beside(b"\x1b[31mhi\x1b[0m\r\necho\r\n", "echo\n") == ("hi\n", "")
    assert beside(b"echo 'a\x07b'\r\n", "echo 'a\tb'\n") == ("", "")


def test_a_line_that_ends_at_the_margin_is_drawn_with_its_end_again() -> None:
    drawn = b"$ echo 'it' \r" + b"\x1b[C" * 9 + b"\x1b[K'\r\n"
    assert beside(drawn.removeprefix(b"$ "), "echo 'it'\n") == ("", "")
    assert beside(b"echo\r\n o\r\n", "echo\n") == ("", " o\n")


def test_where_a_line_was_not_echoed_all_is_told() -> None:
    assert beside(b"Password:\r\nhi\r\n", "secret\n") == ("Password:\nhi\n", "")


LATE = st.text("xyz\n")


@settings(deadline=None)
@given(LATE, st.text("abc"), LATE, st.text("abc"), LATE, LATE)
def test_no_character_is_lost_or_taken_for_one_that_was_typed(
    one: str, begin: str, two: str, end: str, three: str, behind: str
) -> None:
    came = one + begin + two + end + three.replace("\n", "") + "\n" + behind
    found = "".join(beside(came.replace("\n", "\r\n").encode(), begin + end + "\n"))
    assert found.replace("\n", "") == (one + two + three + behind).replace("\n", "")


def test_what_comes_below_begins_a_line() -> None:
    assert below("no end", "hi\n") == "no end\nhi\n"
    assert below("end\n", "hi\n") == "end\nhi\n"
    assert below("", "hi\n") == "hi\n"
    assert below("no end", "") == "no end"

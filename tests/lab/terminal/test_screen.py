"""The fast path and the emulator agree, and lines come out whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.terminal import screen

SIZE = screen.Size()
PARTS = st.sampled_from(["a", "wörd", "x" * 60, " ", "\t", "\r\n", "\x1b[31m", "\x1b[0m", "\x1b[?2004h", "漢", "\x07"])


@settings(deadline=None)
@given(st.lists(PARTS, max_size=30).map("".join))
def test_fast_path_and_emulator_agree(sent: str) -> None:
    if screen.is_plain(sent, SIZE):
        assert screen.fast(sent) == screen.emulated(sent, SIZE)


def test_plain_output_takes_the_fast_path() -> None:
    assert screen.is_plain("DRIVER    VOLUME NAME\r\nlocal     pgdata\r\n", SIZE)
    assert not screen.is_plain("10%\r20%\r\n", SIZE)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (b"10%\r20%\r\n", "20%\n"),
        (b"a: wait\r\nb: wait\r\n\x1b[2A\x1b[2Ka: done\r\x1b[1B\x1b[2Kb: done\r\x1b[1B", "a: done\nb: done\n"),
        (b"y" * 250 + b"\r\nend", "y" * 250 + "\nend"),
        (b"abc", "abc"),
        (b"one\r\n\r\n", "one\n\n"),
        (b"\x1b[1mbold\x1b[0m  \r\n", "bold\n"),
    ],
)
def test_text_is_what_the_screen_shows(sent: bytes, shown: str) -> None:
    assert screen.text(sent, SIZE) == shown


def test_lines_that_scrolled_away_are_kept() -> None:
    sent = "".join(f"line {n}\r\n" for n in range(500)) + "10%\r20%\r\n"
    assert screen.text(sent.encode(), SIZE).splitlines()[0] == "line 0"
    assert len(screen.text(sent.encode(), SIZE).splitlines()) == 501


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\0b"])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(screen.NotText):
        screen.text(data, SIZE)

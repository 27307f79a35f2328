"""The fast path and the emulator agree, and lines come out whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

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


LINES = [
    "\u26a0\ufe0f  Warning: disk is full",
    "\U0001f468\u200d\U0001f469 family, rest of the line",
    "a\u200bb: zero-width space",
    "\ufeffBOM first, then text",
    "x\u202ereversed\u202c y",
    "x\u2028line separator",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u05e9\u05dc\u05d5\u05dd\u200f \u05e2\u05d5\u05dc\u05dd",
    "1\ufe0f\u20e3 step one",
    "\U0001f1e9\U0001f1ea flag then text",
    "\U0001f44d\U0001f3fd skin tone then text",
    "e\u0301 combining, as it was printed",
    "col1\u00a0nbsp",
    "soft\u00adhyphen",
    "\u200b",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("ahead", ["", "10%\r20%\r\n"], ids=["fast", "emulated"])
def test_every_character_that_was_printed_is_there(line: str, ahead: str) -> None:
    shown = screen.text(f"{ahead}{line}\r\nnext\r\n".encode(), SIZE)
    assert shown == f"{'20%' + chr(10) if ahead else ''}{line}\nnext\n"


ZERO = [chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000 and wcwidth(chr(code)) == 0]


def test_each_character_without_a_width_is_kept_by_the_emulator() -> None:
    assert len(ZERO) > 2000
    for start in range(0, len(ZERO), 30):
        some = ZERO[start : start + 30]
        sent = "".join(f"{char}a{char}\r\n" for char in some)
        assert screen.emulated(sent, SIZE) == sent.replace("\r\n", "\n")


ANY = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)


@settings(deadline=None)
@given(st.lists(ANY, max_size=5))
def test_any_text_comes_back_whole_on_both_paths(lines: list[str]) -> None:
    sent = "".join(f"{line}\r\n" for line in lines)
    shown = "".join(line.rstrip(" ") + "\n" for line in lines)
    assert screen.fast(sent) == shown
    assert screen.emulated(sent, SIZE) == shown


def test_a_control_character_of_eight_bits_is_told_by_its_code() -> None:
    with pytest.raises(screen.NotText, match=r"U\+0085"):
        screen.text("one\u0085two".encode(), SIZE)


@pytest.mark.parametrize("string", ["\x1bPq#0~\x1b\\", "\x1b_secret\x1b\\", "\x1b^note\x1b\\", "\x1bXsos\x1b\\"])
@pytest.mark.parametrize("ahead", ["", "10%\r"], ids=["fast", "emulated"])
def test_strings_for_the_terminal_alone_are_not_shown(string: str, ahead: str) -> None:
    assert screen.text(f"{ahead}ab{string}cd\r\n".encode(), SIZE) == ("abcd\n")


def test_line_drawing_is_shown_as_it_is_drawn() -> None:
    assert screen.text(b"\x1b(0lqk\x1b(B text lqk\r\n", SIZE) == "\u250c\u2500\u2510 text lqk\n"
    assert screen.text(b"\x1b)0\x0elqk\x0f lqk\r\n", SIZE) == "\u250c\u2500\u2510 lqk\n"


def test_a_character_may_come_in_two_parts() -> None:
    watch = screen.Screen(SIZE)
    for byte in "\u0e2a\u26a0\ufe0f ok".encode():
        watch.feed(bytes([byte]))
    assert watch.text() == "\u0e2a\u26a0\ufe0f ok"
    assert watch.before_cursor() == "\u0e2a\u26a0\ufe0f ok"

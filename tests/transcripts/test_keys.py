"""Keys: how they are written, what is sent for them, and that no text is read as keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from transcripts import keys
from transcripts.prompts import RUNNING, Line, split_prompt
from transcripts.reading import Reader
from transcripts.transcript import Step, Transcript, dump, parse


@pytest.mark.parametrize(
    ("line", "sent", "shown"),
    [
        ("++ctrl+c++", b"\x03", "Ctrl+C"),
        ("++ctrl+p++ ++ctrl+q++", b"\x10\x11", "Ctrl+P Ctrl+Q"),
        ("++q++", b"q", "Q"),
        ("++shift+g++", b"G", "Shift+G"),
        ("++arrow-down++ ++enter++", b"\x1b[B\r", "Down Enter"),
        ("++shift+tab++", b"\x1b[Z", "Shift+Tab"),
        ("++ctrl+arrow-left++", b"\x1b[1;5D", "Ctrl+Left"),
        ("++f1++ ++f5++ ++f12++", b"\x1bOP\x1b[15~\x1b[24~", "F1 F5 F12"),
        ("++ctrl+alt+delete++", b"\x1b[3;7~", "Ctrl+Alt+Del"),
        ("++ctrl+backslash++", b"\x1c", "Ctrl+\\"),
        ("++esc++ ++space++ ++bksp++", b"\x1b \x7f", "Esc Space Backspace"),
        ('++"/two words"++ ++enter++', b"/two words\r", "/two words Enter"),
        (r'++"a \"b\" \\"++', b'a "b" \\', 'a "b" \\'),
    ],
)
def test_a_line_of_keys(line: str, sent: bytes, shown: str) -> None:
    assert keys.are_keys(line)
    assert keys.sent(line) == sent
    assert keys.labels(line) == shown


def test_cursor_keys_have_a_form_for_applications() -> None:
    assert keys.sent("++arrow-up++ ++home++ ++f1++", application=True) == b"\x1bOA\x1bOH\x1bOP"
    assert keys.application(b"\x1b[?1h\x1b=text")
    assert not keys.application(b"\x1b[?1h...\x1b[?1l\x1b>")
    assert not keys.application(b"")


@pytest.mark.parametrize(
    "line",
    ["", "++", "++++", "+++", "++ctrl+c", "ctrl+c", "++c++ and more", "i++ + ++j", "++ c ++", '++""++', "++a++b++"],
)
def test_what_is_no_line_of_keys(line: str) -> None:
    assert not keys.are_keys(line)


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("++ctl+c++", "ctrl"),
        ("++ctrl++", "ctrl"),
        ("++aroow-down++", "arrow-down"),
        ("++pagedown++", "page-down"),
        ("++Q++", ""),
        ("++mail++", ""),
        ("++c+ctrl++", ""),
        ("++ctrl+enter++", ""),
        ("++shift+slash++", ""),
    ],
)
def test_what_no_terminal_sends_is_told_with_what_is_like_it(line: str, known: str) -> None:
    with pytest.raises(keys.UnknownKeyError) as refused:
        keys.sent(line)
    assert not known or known in refused.value.known


@pytest.mark.parametrize(
    ("came", "typed", "left"),
    [
        (b"^C\r\nbye\r\n", b"\x03", b"bye\r\n"),
        (b"^CGracefully stopping\r\n", b"\x03", b"Gracefully stopping\r\n"),
        (b"tick\r\n^C\r\n", b"\x03", b"tick\r\n"),
        (b"2^C\r\n", b"\x03", b"2^C\r\n"),
        (b"hello\r\nhello\r\n", b"hello\r", b"hello\r\n"),
        (b"bye\r\n", b"\x04", b"bye\r\n"),
        (b"a\r\nquit\r\n", b"q", b"a\r\nquit\r\n"),
    ],
)
def test_an_echo_is_no_output(came: bytes, typed: bytes, left: bytes) -> None:
    assert keys.without_echo(came, typed) == left


def test_keys_stand_at_a_prompt_or_below_what_runs() -> None:
    reader = Reader()
    assert reader.read("$ docker logs --follow web") == Line("$ ", "docker logs --follow web")
    bare = reader.read("++ctrl+c++")
    assert bare == Line("", "++ctrl+c++")
    assert bare.kind is RUNNING
    prompted = reader.read('$ ++"it\'s"++')
    assert prompted == Line("$ ", '++"it\'s"++')
    following = reader.read("> x")
    assert following
    assert following.kind.name == "angle", "what is in keys leaves no quote open"


@given(st.lists(st.sampled_from(["++ctrl+c++", "++q++", '++"/it\'s"++ ++enter++']), min_size=1), st.booleans())
def test_keys_survive_in_a_transcript(lines: list[str], below: bool) -> None:
    typed = [Line("" if below else ">>> ", line) for line in lines]
    shown = Transcript((Step((Line("$ ", "cat"),), "a\n", 0), *(Step((line,), "b", 130) for line in typed)))
    assert parse(dump(shown)) == shown
    assert [step.running for step in parse(dump(shown)).steps] == [False, *[below] * len(lines)]


def test_no_text_that_pages_had_before_is_read_as_keys() -> None:
    """Of the pages one shows keys, where they stand at the beginning of a line or behind a prompt."""
    for path in (ROOT / "docs").rglob("*.md"):
        for line in path.read_text("utf-8").splitlines() if path.stem != "authoring" else []:
            found = split_prompt(line.strip())
            assert not any(map(keys.are_keys, [line.strip(), found[2] if found else ""])), f"{path}: {line}"
    for path in (ROOT / "snippets").rglob("*.console"):
        for step in parse(path.read_text("utf-8")).steps if "authoring" not in path.parts else []:
            assert not any(map(keys.are_keys, [*step.text.split("\n"), *step.output.split("\n")])), path

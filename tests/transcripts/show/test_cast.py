"""A page is played back as it was recorded: the same words, in their order, with the commands as markers."""

import json

from tests.conftest import KINDS, step
from transcripts.page import page
from transcripts.prompts import Line
from transcripts.show.cast import LONGEST, Cast, asciicast
from transcripts.transcript import Step, Transcript

PAGE = '```console snippet="one"\n$ docker run \\\n> x\n```\n\n```console snippet="two" on="other"\n$ docker ps\n```\n'
FRONT = "---\nmachines:\n  lab: docker\n  other: docker\n---\n"
SNIPPETS = page.read(FRONT + PAGE, "page.md", KINDS).snippets
SHOWN = {
    "one": Transcript((Step((Line("$ ", "docker run \\"), Line("> ", "x")), "pulled\nstarted\n", 0),)),
    "two": Transcript((step("docker ps", "NAMES\nx\n"),)),
}


def events(cast: Cast) -> list[tuple[float, str, str]]:
    return [(at, kind, text) for at, kind, text in map(json.loads, cast.text.splitlines()[1:])]


def test_the_session_says_what_the_transcripts_say() -> None:
    cast = asciicast(SNIPPETS, SHOWN, {"one": [2.0], "two": [0.1]}, title="page.md", columns=100)
    assert json.loads(cast.text.splitlines()[0])["version"] == 2
    shown = "".join(text for _, kind, text in events(cast) if kind == "o")
    plain = shown.replace("\x1b[32m", "").replace("\x1b[0m", "")
    assert plain == "$ docker run \\\r\n> x\r\npulled\r\nstarted\r\n$ docker ps\r\nNAMES\r\nx\r\n"
    assert [text for _, kind, text in events(cast) if kind == "m"] == ["docker run \\", "docker ps"]


def test_time_goes_on_and_waiting_is_cut_short() -> None:
    times = [
        at
        for at, _, _ in events(asciicast(SNIPPETS, SHOWN, {"one": [500.0], "two": [0.1]}, title="page.md", columns=100))
    ]
    assert times == sorted(times)
    assert LONGEST < times[-1] < LONGEST + 6


def test_the_same_captures_give_the_same_bytes() -> None:
    first, second = (asciicast(SNIPPETS, SHOWN, {}, title="page.md", columns=100) for _ in range(2))
    assert first == second


def test_each_snippet_begins_with_its_first_command() -> None:
    cast = asciicast(SNIPPETS, SHOWN, {"one": [2.0], "two": [0.1]}, title="page.md", columns=100, several=True)
    markers = [at for at, kind, _ in events(cast) if kind == "m"]
    assert list(cast.begins) == ["one", "two"]
    assert list(cast.begins.values()) == markers


def test_the_machine_is_said_where_a_page_has_several() -> None:
    assert "(on other)" in asciicast(SNIPPETS, SHOWN, {}, title="page.md", columns=100, several=True).text
    assert "(on other)" not in asciicast(SNIPPETS, SHOWN, {}, title="page.md", columns=100).text


def test_a_snippet_without_a_capture_is_left_out() -> None:
    assert "docker ps" not in asciicast(SNIPPETS, {"one": SHOWN["one"]}, {}, title="page.md", columns=100).text

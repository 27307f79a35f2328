"""Keys and further terminals as readers get them: drawn, played back and told of, and never copied."""

import json
import re

from tests.conftest import KINDS, Project, step
from transcripts.findings import Class
from transcripts.judge.difference import compare
from transcripts.judge.tolerance import of_page
from transcripts.judge.twins import Twins
from transcripts.page import page
from transcripts.prompts import Line
from transcripts.show import nesting, notes, render, whereabouts
from transcripts.show.cast import asciicast
from transcripts.show.choice import Variant
from transcripts.tell import failures
from transcripts.transcript import Step, Transcript

TEXT = """```console snippet="follow" for="GET /"
$ docker logs --follow web
```

```console snippet="ask" on="lab/2"
$ docker exec -it web bash
root@lab:/# curl localhost
```

```console snippet="again" on="lab/2"
root@lab:/# ++ctrl+d++
```

```console snippet="stop" for="GET /"
++ctrl+c++
$ docker rm web
```
"""
PAGE = page.read(TEXT, "page.md", KINDS)
FOLLOW, ASK, AGAIN, STOP = PAGE.snippets
SHOWN = {
    "follow": Transcript((step("docker logs --follow web", "ready\n"),)),
    "ask": Transcript((step("docker exec -it web bash"), step("curl localhost", "hi\n", prompt="root@1a2b3c:/# "))),
    "again": Transcript((step("++ctrl+d++", "exit\n", prompt="root@1a2b3c:/# "),)),
    "stop": Transcript((Step((Line("", "++ctrl+c++"),), "GET /\n", 130), step("docker rm web", "web\n"))),
}


def block(name: str) -> str:
    [snippet] = [snippet for snippet in PAGE.snippets if snippet.name == name]
    depths = nesting.of_page(PAGE)[name]
    frame = render.Frame(depths=depths, terminal=whereabouts.of(PAGE.snippets)[name])
    return render.live(snippet, [Variant(SHOWN[name])], frame, 24, of_page(PAGE)(snippet))


def test_keys_are_drawn_and_neither_copied_nor_found_by_the_search() -> None:
    html = block("stop")
    assert '<span class="t-keys" data-search-exclude><kbd>Ctrl</kbd>+<kbd>C</kbd></span>' in html
    assert 'data-copy="docker rm web"' in html
    assert "t-copy" not in html, "of one command the bar copies all"
    assert '<span class="t-status t-ended" data-search-exclude>exit status 130</span>' in html
    assert 'data-copy=""' in block("again")
    assert 'data-prompt="root@1a2b3c:/# "></span><span class="t-keys"' in block("again")


def test_a_static_block_shows_keys_as_they_are_written(project: Project) -> None:
    project.page('```console static="why"\n$ ++ctrl+c++\n++q++\n```\n')
    html = project.html()
    assert "$ ++ctrl+c++" in html
    assert "t-keys" not in html


def test_in_which_terminal_is_said_where_readers_go_to_another_one() -> None:
    words = ["", "in a second terminal", "in the second terminal", "in the first terminal"]
    assert list(whereabouts.of(PAGE.snippets).values()) == words
    found = [re.findall(r'<p class="t-machine">(.*?)</p>', block(snippet.name)) for snippet in PAGE.snippets]
    assert found == [[word] if word else [] for word in words]


def test_each_terminal_is_as_deep_as_its_own_programs() -> None:
    assert nesting.of_page(PAGE) == {"follow": [0], "ask": [0, 1], "again": [1], "stop": [0, 0]}


def test_the_session_is_played_with_its_keys_and_terminals() -> None:
    cast = asciicast(PAGE.snippets, SHOWN, {}, title="page.md", columns=100)
    events = [json.loads(line) for line in cast.text.splitlines()[1:]]
    assert [text for _, kind, text in events if kind == "m"][3:] == ["Ctrl+D", "Ctrl+C", "docker rm web"]
    plain = re.sub(r"\x1b\[\d*m", "", "".join(text for _, kind, text in events if kind == "o")).replace("\r\n", "\n")
    assert plain == (
        "$ docker logs --follow web\nready\n(in a second terminal)\n$ docker exec -it web bash\n"
        "root@1a2b3c:/# curl localhost\nhi\nroot@1a2b3c:/#  Ctrl+D \nexit\n(in the first terminal)\n"
        " Ctrl+C \nGET /\n$ docker rm web\nweb\n"
    )


def test_readers_are_told_what_to_wait_for() -> None:
    assert notes.of_block(STOP) == "Press the keys once it shows <code>GET /</code>"
    assert notes.of_block(FOLLOW) == ""
    assert notes.of_block(ASK) == ""


def test_what_keys_ended_is_no_failure() -> None:
    stop = Transcript((SHOWN["follow"].steps[0], SHOWN["stop"].steps[0]))
    assert failures._failing(stop) is None
    assert failures._failing(Transcript((*stop.steps, step("false", "", 1)))) == step("false", "", 1)


def test_what_a_program_shows_after_a_key_is_judged_by_its_command() -> None:
    def top(pid: int) -> Transcript:
        line = f"{pid:7} root      20   0    2584   1536   1408 S   0.0   0.0   0:00.02 sleep\n"
        return Transcript((step("top", line), Step((Line("", "++q++"),), line, 0)))

    assert top(1).commands == ("top", "top")
    assert not compare(top(17), top(23), Twins())
    was, now = (Transcript(top(pid).steps[1:]) for pid in (17, 23))
    assert {drift.kind for drift in compare(was, now, Twins())} == {Class.TEXT}

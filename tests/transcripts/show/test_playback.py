"""What a page is played back and presented from: where each step begins, how long it took, and when it is due."""

import json
import re
from typing import Any

from tests.conftest import KINDS, Project
from transcripts.keep.provenance import Facts, Provenance
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.show import playback
from transcripts.show.cast import LONGEST
from transcripts.tell import pace
from transcripts.transcript import Step, Transcript

PAGE = """# A page

```console snippet="one"
$ docker run \\
> x
$ docker ps
```

```console snippet="two"
$ docker ps
```
"""


def found(project: Project) -> tuple[Page, Captures]:
    read = page.read(PAGE, "page.md", KINDS)
    shown = {
        block.name: Transcript(tuple(Step(command.lines, "ok\n", 0) for command in block.commands))
        for block in read.snippets
    }
    seconds = {"one": (500.0, 0.5)}
    return read, Captures(project.snippets, Provenance(Facts(engine="28.5.2"), seconds=seconds), shown)


def session(script: str) -> dict[str, Any]:
    match = re.fullmatch(r"workshopSession = \(\) => \((.*)\);\n", script)
    assert match
    loaded: dict[str, Any] = json.loads(match[1])
    return loaded


def test_a_session_knows_of_each_step_where_it_begins_how_long_it_took_and_when_it_is_due(project: Project) -> None:
    read, captures = found(project)
    said = session(playback.script(read, captures, project.settings))
    due, whole = pace.due(read, captures, project.settings.fold)
    assert list(said["steps"]) == ["one", "two"]
    assert said["steps"]["one"] == {"at": 0, "due": due["one"], "commands": [[2, LONGEST], [1, 0.5]]}
    assert said["steps"]["two"]["commands"] == [[1, 0]], "what was not measured takes no time"
    assert said["due"] == whole
    begins = [at for at, kind, _ in map(json.loads, said["cast"].splitlines()[1:]) if kind == "m"]
    assert said["steps"]["two"]["at"] == begins[2]


def test_a_page_without_captures_has_no_session(project: Project) -> None:
    read, captures = found(project)
    assert playback.script(read, Captures(captures.folder, Provenance(), {}), project.settings) == ""

"""Keys typed to real containers, and a second terminal beside one that runs in the foreground."""

import re

import pytest

from lab.machine import Lab
from lab.terminal.session import Session
from tests.lab.conftest import SETTINGS
from transcripts.page import page
from transcripts.transcript import dump

pytestmark = pytest.mark.engine

TEXT = """
```console snippet="loop" timeout="300"
$ docker run --quiet --detach --tty --interactive --name loop debian:trixie sh -c 'while sleep 1; do echo tick; done'
```

```console snippet="attach" for="tick"
$ docker attach loop
++ctrl+p++ ++ctrl+q++
$ docker logs --follow loop
++ctrl+c++
```

```console snippet="foreground"
$ docker run --rm --name front debian:trixie sh -c 'trap "echo bye; exit" INT; echo ready; while sleep 0.1; do :; done'
```

```console snippet="beside" on="lab/2"
$ docker exec front echo beside
```

```console snippet="left"
++ctrl+c++
$ docker run --interactive --tty --name shell debian:trixie bash
root@lab:/# ++ctrl+p++ ++ctrl+q++
$ docker rm --force loop shell
```
"""


def test_a_page_of_keys(lab: Lab) -> None:
    found = page.read(TEXT, "index.md", SETTINGS.kinds)
    session = Session({found.machines[0].name: lab}, found.blocks, SETTINGS)
    try:
        shown = [dump(session.run(snippet)) for snippet in found.snippets]
    finally:
        session.close()
    _, attach, foreground, beside, left = (re.sub(r"root@\w+", "root@lab", each) for each in shown)
    assert re.sub(r"(\| tick\n)+", "| tick\n", attach) == (
        "$ docker attach loop\n| tick\n++ctrl+p++ ++ctrl+q++\n| read escape sequence\n= 1\n"
        "$ docker logs --follow loop\n| tick\n++ctrl+c++\n= 130\n"
    )
    assert foreground.endswith("| ready\n")
    assert beside.endswith("| beside\n")
    assert left.startswith("++ctrl+c++\n| bye\n$ docker run")
    assert left.endswith("root@lab:/# ++ctrl+p++ ++ctrl+q++\n$ docker rm --force loop shell\n| loop\n| shell\n")

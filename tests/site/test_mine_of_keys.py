"""Check mine where keys were typed: what a terminal shows of them is at most ^C, and the output is one."""

import pytest

from tests.conftest import KINDS, step
from tests.pages.conftest import Browser
from tests.site.mine.rule import Rule
from transcripts.page import page
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript

pytestmark = pytest.mark.browser

PAGE = page.read(
    '```console snippet="follow"\n$ docker logs --follow web\n++ctrl+c++\n$ docker rm web\n```\n', "page.md", KINDS
)
SHOWN = Transcript(
    (
        step("docker logs --follow web", "ready\nlistening\n"),
        Step((Line("", "++ctrl+c++"),), "stopping\n", 130),
        step("docker rm web", "web\n"),
    )
)
TYPED = "me@box:~$ docker logs --follow web\nready\nlistening\n"
REST = "me@box:~$ docker rm web\nweb\n"


@pytest.mark.parametrize(
    ("pasted", "kind", "commands"),
    [
        (f"{TYPED}^C\nstopping\n{REST}", "same", 2),
        (f"{TYPED}^Cstopping\n{REST}", "same", 2),
        (f"{TYPED}stopping\n{REST}", "same", 2),
        (f"{TYPED}^C\nstopping\n", "same", 1),
        ("ready\nlistening\n^C\nstopping\n", "same", 1),
        (f"{TYPED}^C\n{REST}", "differs", 2),
        (f"{TYPED}^C\nbroken\n{REST}", "differs", 2),
    ],
)
def test_what_a_reader_pastes(browser: Browser, pasted: str, kind: str, commands: int) -> None:
    [[(said, count)]] = Rule(browser).answered([(PAGE, "follow", SHOWN, [pasted])])
    assert (said, count) == (kind, commands)

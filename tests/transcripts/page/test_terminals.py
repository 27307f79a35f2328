"""What is typed into each terminal of a page, and what is told of keys that have no program."""

import pytest

from tests.lab.told import told
from transcripts.errors import PageError
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.page.terminals import turns


def read(*fences: tuple[str, str]) -> Page:
    text = "".join(
        f'```console snippet="{name}"{options}\n{body}\n```\n\n'
        for name, (options, body) in zip("abcdefgh", fences, strict=False)
    )
    return page.read(f"---\nmachines: {{lab: docker, db: docker}}\n---\n{text}", "index.md", ("docker",))


def test_each_terminal_has_its_own_turns() -> None:
    found = turns(read(("", "$ top"), (' on="lab/2"', "$ ls"), (' on="db"', "$ ps"), (' on="lab/1"', "++q++")).blocks)
    assert {name: [turn.command.text for turn in each] for name, each in found.items()} == {
        "lab": ["top", "++q++"],
        "lab/2": ["ls"],
        "db": ["ps"],
    }
    assert [turn.runs_on for turn in found["lab"]] == [True, False]


def test_a_file_goes_to_the_machine_whatever_the_terminal() -> None:
    text = '```text file="a" on="lab/2"\nx\n```\n\n```console snippet="a"\n$ ls\n```\n'
    [file, _] = page.read(text, "index.md", ("docker",)).blocks
    assert getattr(file, "machine", "") == "lab"


@pytest.mark.parametrize(
    ("options", "body", "line", "problem", "remedy"),
    [
        ("", "++ctrl+c++", 5, r"nothing runs in this terminal to which \+\+ctrl\+c\+\+ is typed", "write the .*"),
        ("", "$ top\n++Q++", 6, r"\+\+Q\+\+ is no key of a terminal", r".*What is text stands in quotes: .*"),
        ("", "$ top\n++ctl+c++", 6, r"\+\+ctl\+c\+\+ is no key .*", r"is it \+\+ctrl\+\+ or .*"),
        ("", "$ top\n++ctrl+c", 6, r"a line without a prompt: \+\+ctrl\+c", r"write keys as \+\+ctrl\+c\+\+, .*"),
        ("", "$ cat <<E\n> ++q++", 6, "`> ` goes on with a command, and keys are none of it", "type them at .*"),
        (' for="2"', "$ top", 4, "for= says how long to watch, and nothing runs on here", "write the keys .*"),
        (' for="0"', "$ top\n++q++", 4, 'for="0" is not from 0.1 to 600 seconds', 'write for="2"'),
        (' for="("', "$ top\n++q++", 4, r"for= is not a regular expression: .*", "mend the pattern"),
        (' until="x"', "$ top\n++q++", 6, "until= repeats a command, which .*", 'say what .* for="...", .*'),
        (' on="lab/two"', "$ top", 4, 'on="lab/two" is no terminal', 'number those of a machine: on="lab/2"'),
        (' on="web/2"', "$ top", 4, 'on="web/2" is no machine of this page', "use lab, db, or .*"),
        (' on="lab/2"', "++q++", 5, "nothing runs in this terminal .*", "write the command above it.*"),
    ],
)
def test_what_cannot_be_typed_is_told(options: str, body: str, line: int, problem: str, remedy: str) -> None:
    with told(PageError, f"docs/index.md:{line}", problem, remedy):
        read((options, body))

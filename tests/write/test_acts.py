"""Which part of what was played stands when a page was saved again."""

import pytest

from tests.write.conftest import fences
from transcripts.page import page
from write.acts import Act, of_page, standing

FILE = '```text file="note"\n{}\n```\n\n'
TWO = fences("$ one", "$ two\n$ three")


def acts(text: str) -> tuple[Act, ...]:
    return of_page(page.read(text, "page.md", ("docker",)))


def test_each_command_is_an_act_with_the_files_above_it() -> None:
    found = acts(FILE.format(1) + fences("$ one", "$ two\n$ three"))
    assert [(act.part, act.number, [file.file for file in act.files]) for act in found] == [
        (0, 0, ["note"]),
        (1, 0, []),
        (1, 1, []),
    ]


def test_what_a_fence_promises_is_promised_of_its_last_command() -> None:
    first, last = acts('```console snippet="a" exit="3" until="x"\n$ one\n$ two\n```\n')
    assert (first.alone.options.exit, first.alone.options.until) == (0, None)
    assert (last.alone.options.exit, last.alone.options.until is None) == (3, False)
    assert [command.text for command in last.alone.commands] == ["two"]


SAVES = {
    "nothing": (TWO, 3),
    "prose above": (f"# Title\n\nWords.\n\n{TWO}", 3),
    "a name": (TWO.replace('"a"', '"other"'), 3),
    "another snippet at the end": (TWO + fences(z="$ four"), 3),
    "another command at the end": (TWO.replace("three", "three\n$ four"), 3),
    "the last command": (TWO.replace("three", "four"), 2),
    "the first command of the last snippet": (TWO.replace("two", "four"), 1),
    "a file above the last snippet": (fences("$ one") + FILE.format(1) + fences(b="$ two\n$ three"), 1),
    "the last snippet is gone": (fences("$ one"), 1),
    "a command further up": (TWO.replace("one", "four"), None),
    "a file above the first snippet": (FILE.format(1) + TWO, None),
    "a snippet between": (fences(a="$ one", z="$ four", b="$ two\n$ three"), 1),
    "all is gone": ("", None),
    "what the last command promises": (TWO.replace('"b"', '"b" exit="1"'), 2),
    "the command below a program": (TWO.replace("$ three", ">>> three"), 1),
}


@pytest.mark.parametrize("change", SAVES)
def test_a_change_at_the_end_goes_on_and_one_further_up_begins_anew(change: str) -> None:
    text, stands = SAVES[change]
    assert standing(acts(TWO), acts(text)) == stands


def test_nothing_that_was_done_stands_on_any_page() -> None:
    assert standing((), acts(TWO)) == 0
    assert standing((), ()) == 0

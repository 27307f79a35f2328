"""How deep in programs inside programs each command of a page stands."""

from collections.abc import Mapping, Sequence

from transcripts.page.page import Page
from transcripts.prompts import PASSED, Line

TOP = frozenset({"host", "continuation"})
DEEPEST = 3


def of_page(page: Page) -> Mapping[str, Sequence[int]]:
    """Give how deep each command of a page stands, by snippet name: a page is one session in each terminal."""
    sessions: dict[str, list[str]] = {snippet.on: [] for snippet in page.snippets}
    return {
        snippet.name: depths([command.lines[0] for command in snippet.commands], sessions[snippet.on])
        for snippet in page.snippets
    }


def depths(lines: Sequence[Line], inside: list[str] | None = None) -> list[int]:
    """Give how deep each line is nested: a program that was left is not entered anew.

    `inside` are the programs that the first line may be in, and becomes those that the last one is in.
    """
    inside = [] if inside is None else inside
    each = []
    for line in lines:
        program = line.kind.name.removesuffix("-continuation")
        if program in PASSED:
            pass
        elif program in TOP:
            inside.clear()
        elif program in inside:
            del inside[inside.index(program) + 1 :]
        else:
            inside.append(program)
        each.append(min(len(inside), DEEPEST))
    return each

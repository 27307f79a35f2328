"""How deep in programs inside programs each command of a page stands."""

from collections.abc import Mapping, Sequence

from transcripts.page.page import Page
from transcripts.prompts import PROMPT_KINDS, split_prompt

TOP = frozenset({"host", "continuation"})
ASKED = frozenset({"question", "password"})
"""Prompts at which a command asks for something; they are no program of their own."""
INNER = {kind.name: kind.name.removesuffix("-continuation") for kind in PROMPT_KINDS}
"""The program that a kind of prompt belongs to."""
DEEPEST = 3


def of_page(page: Page) -> Mapping[str, Sequence[int]]:
    """Give how deep each command of a page stands, by snippet name: a page is one session on each of its machines."""
    sessions: dict[str, list[str]] = {machine.name: [] for machine in page.machines}
    return {
        snippet.name: depths([command.lines[0].prompt for command in snippet.commands], sessions[snippet.machine])
        for snippet in page.snippets
    }


def depths(prompts: Sequence[str], inside: list[str] | None = None) -> list[int]:
    """Give how deep each prompt is nested: a program that was left is not entered anew.

    `inside` are the programs that the first prompt may be in, and becomes those that the last one is in.
    """
    inside = [] if inside is None else inside
    each = []
    for prompt in prompts:
        found = split_prompt(prompt)
        program = INNER[found[0].name] if found else "host"
        if program in ASKED:
            pass
        elif program in TOP:
            inside.clear()
        elif program in inside:
            del inside[inside.index(program) + 1 :]
        else:
            inside.append(program)
        each.append(min(len(inside), DEEPEST))
    return each

"""A page as what is to be done on its labs, one command after the other, and what of that need not be done again."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from transcripts.page.blocks import ProjectFile, Snippet
from transcripts.page.page import Page
from transcripts.prompts import PROMPT_KINDS

HOST = PROMPT_KINDS[0].name
"""At which a page ends."""


@dataclass(frozen=True)
class Act:
    """One command of a page, with the files that are to be written before it."""

    snippet: Snippet
    number: int
    """Of the command in its snippet."""
    part: int
    """Of the snippet on its page."""
    files: tuple[ProjectFile, ...]
    key: Hashable
    """What decides what it shows, beside the acts before it."""

    @property
    def alone(self) -> Snippet:
        """The snippet as if it had this command only; what its fence promises is promised of the last one."""
        command = self.snippet.commands[self.number]
        options = self.snippet.options
        if self.number < len(self.snippet.commands) - 1:
            options = replace(options, exit=0, promised=False, until=None)
        return replace(self.snippet, commands=(command,), options=options)


def of_page(page: Page) -> tuple[Act, ...]:
    """Give the acts of a page, in order."""
    acts: list[Act] = []
    waiting: list[ProjectFile] = []
    part = 0
    for block in page.blocks:
        if isinstance(block, ProjectFile):
            waiting.append(block)
        elif isinstance(block, Snippet):
            for number in range(len(block.commands)):
                acts.append(_act(page, block, number, part, waiting))
                waiting = []
            part += 1
    return tuple(acts)


def _act(page: Page, snippet: Snippet, number: int, part: int, files: Sequence[ProjectFile]) -> Act:
    options = snippet.options
    promised = (
        (options.exit, options.promised, options.until) if number == len(snippet.commands) - 1 else (0, False, None)
    )
    key = (
        tuple((file.machine, file.file, file.body) for file in files),
        snippet.on,
        tuple((line.kind.name, line.text) for line in snippet.commands[number].lines),
        options.timeout,
        options.watch,
        promised,
        _following(page, snippet, number),
    )
    return Act(snippet, number, part, tuple(files), key)


def _following(page: Page, snippet: Snippet, number: int) -> str:
    """Give at which kind of prompt the page goes on in the same terminal, which decides where a command ends."""
    later = [each for each in page.snippets if each.on == snippet.on and each.start > snippet.start]
    commands = [*snippet.commands[number + 1 :], *(command for each in later for command in each.commands)]
    return commands[0].lines[0].kind.name if commands else HOST


def standing(done: Sequence[Act], wanted: Sequence[Act]) -> int | None:
    """Give how many of the acts that were done stand, so that the page goes on behind them in the same terminal.

    At its end an author tries things out: there a command that changed is typed as well, whatever stood in its place
    before. None where something further up changed, so that the page is to be played anew.
    """
    same = 0
    while same < min(len(done), len(wanted)) and done[same].key == wanted[same].key:
        same += 1
    if same == len(done) or done[same].part == done[-1].part:
        return same
    return None

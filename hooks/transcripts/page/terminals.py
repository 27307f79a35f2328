"""The terminals of a page, and what is typed into each in turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transcripts.errors import PageError
from transcripts.page.blocks import Block, Command, Snippet


@dataclass(frozen=True)
class Turn:
    """A command, with what is typed into its terminal after it."""

    snippet: Snippet
    command: Command
    following: Command | None

    @property
    def runs_on(self) -> bool:
        """Whether keys are typed to it while it runs."""
        return self.following is not None and self.following.running


def turns(blocks: Iterable[Block]) -> Mapping[str, tuple[Turn, ...]]:
    """Give what is typed into each terminal, by its name."""
    typed: dict[str, list[tuple[Snippet, Command]]] = {}
    for block in blocks:
        if isinstance(block, Snippet):
            typed.setdefault(block.on, []).extend((block, command) for command in block.commands)
    return {name: tuple(_turns(commands)) for name, commands in typed.items()}


def check(blocks: Iterable[Block]) -> None:
    """Raise PageError where keys, or an option, have no program that runs."""
    for found in turns(blocks).values():
        first = found[0].command
        if first.running:
            raise PageError(
                first.place,
                f"nothing runs in this terminal to which {first.text} is typed",
                f"write the command above it, or the prompt at which it is typed, as in $ {first.text}",
            )
        watched = {turn.snippet.name for turn in found if turn.runs_on or turn.command.running}
        for turn in found:
            _check(turn, watched)


def _check(turn: Turn, watched: Iterable[str]) -> None:
    options = turn.snippet.options
    if options.watch is not None and turn.snippet.name not in watched:
        remedy = "write the keys without a prompt below the command that runs, or take for= out"
        raise PageError(turn.snippet.place, "for= says how long to watch, and nothing runs on here", remedy)
    if options.until and turn.command is turn.snippet.commands[-1] and (turn.runs_on or turn.command.keys):
        remedy = 'say what is to show before a key with for="...", and take until= out'
        raise PageError(turn.command.place, "until= repeats a command, which keys do not let end alike", remedy)


def _turns(commands: list[tuple[Snippet, Command]]) -> Iterable[Turn]:
    for (snippet, command), following in zip(commands, [*commands[1:], None], strict=True):
        yield Turn(snippet, command, following[1] if following else None)

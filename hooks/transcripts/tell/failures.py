"""The commands of a workshop that end with an error: what each said, and the page that tells why, and the way out.

The words are an author's, on a page of their own: below a heading for what readers see, a macro names the steps that
show it. Messages are those of the captures. A build ends where a step is not named there.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transcripts.errors import PageError, WorkshopError
from transcripts.keep.store import Captures, Recorded
from transcripts.page.blocks import Place, Snippet
from transcripts.page.page import DOCS, Page
from transcripts.settings import Settings
from transcripts.tell.recorded import differing, listed, short
from transcripts.tell.status import row
from transcripts.transcript import Step, Transcript

HINT = re.compile(r"(?:Run|See) '.* --help'.*")
NAMED = re.compile(r"""\{\{-?\s*error\(\s*["']([^"']+)["']\s*\)""")
"""A call of the macro, as an author writes it."""


@dataclass(frozen=True)
class Message:
    """What a command said to its failing."""

    text: str
    """The line that says it; empty where it said nothing."""
    status: int
    engine: str = ""
    """The other engine that says it in words of its own, as readers know it; nothing for the workshop's own."""


@dataclass(frozen=True)
class Failure:
    """A step that ends with an error."""

    page: str
    """Path below docs/, as in `volumes.md`."""
    title: str
    """Of its page."""
    place: Place
    name: str
    command: str
    messages: tuple[Message, ...]

    @property
    def address(self) -> str:
        """How an author names it, as in `volumes.md#remove-used-volume`."""
        return f"{self.page}#{self.name}"


def said(output: str) -> str:
    """Give the line of an output that says what is wrong: the last one that is no hint at the help."""
    lines = [line.strip() for line in output.split("\n")]
    return next((line for line in reversed(lines) if line and not HINT.fullmatch(line)), "")


def of_page(page: Page, captures: Captures, settings: Settings) -> Iterator[Failure]:
    """Give what fails on a page, in its order."""
    for snippet in page.snippets:
        if (step := _failing(captures.transcripts.get(snippet.name))) is not None:
            command = " ".join(line.text.removesuffix("\\").strip() for line in step.lines)
            messages = tuple(_messages(step, snippet, captures, settings))
            yield Failure(page.path, page.title, snippet.place, snippet.name, command, messages)


def _failing(transcript: Transcript | None) -> Step | None:
    # What was ended by keys has not failed.
    return next((step for step in transcript.steps if step.status and not step.keys), None) if transcript else None


def _messages(own: Step, snippet: Snippet, captures: Captures, settings: Settings) -> Iterator[Message]:
    """Give what it said on the workshop's own engine, and on others that have other words."""
    yield Message(said(own.output), own.status)
    known = {_words(said(own.output))}
    for engine in settings.others:
        there = _failing(differing(captures, engine).get(snippet.name))
        if there is not None and _words(said(there.output)) not in known:
            known.add(_words(said(there.output)))
            yield Message(said(there.output), there.status, short(engine))


def _words(text: str) -> str:
    """Give a message without its numbers, ids and punctuation, in which engines differ and people do not."""
    return " ".join(re.findall(r"\b[a-z]{2,}\b", text.lower()))


def failures(recorded: Iterable[Recorded], settings: Settings) -> dict[str, Failure]:
    """Give all that fails in a workshop, by the address that an author writes."""
    found = (of_page(page, captures, settings) for page, captures in recorded)
    return {failure.address: failure for each in found for failure in each}


def untold(recorded: Sequence[Recorded], settings: Settings) -> WorkshopError | None:
    """Give the error for the first failing step without words, or the first words without such a step, if any."""
    if not settings.errors:
        return None
    words = next((page for page, _ in recorded if page.path == settings.errors), None)
    if words is None:
        return PageError(
            f"{DOCS}/{settings.errors}", "is named in workshop.toml and is no page", "write it, or take it out"
        )
    known, named = failures(recorded, settings), [(found[1], found.start()) for found in NAMED.finditer(words.text)]
    for address, start in named:
        if address not in known:
            line = words.text.count("\n", 0, start) + 1
            problem = f'error("{address}") names no step that ends with an error'
            return PageError(
                Place(words.name, line), problem, "name one as in volumes.md#its-name, or take the line out"
            )
    for address in known.keys() - {address for address, _ in named}:
        problem = f"{words.name} tells nothing of this error"
        remedy = f'write there {{{{ error("{address}") }}}}, and below it why, and the way out'
        return PageError(known[address].place, problem, remedy)
    return None


def markdown(failure: Failure, errors: str) -> str:
    """Give a step as the page on errors, of that path, shows it: messages, command and a link."""
    shown = [_shown(failure, message, number) for number, message in enumerate(failure.messages)]
    way = posixpath.relpath(failure.page, posixpath.dirname(errors) or ".")
    status = listed(list(dict.fromkeys(str(message.status) for message in failure.messages)))
    whence = f"`` {failure.command} `` ends so, with status {status}: [{failure.title}]({way}#{failure.name})."
    return "\n\n".join([*shown, whence + "\n{ .t-whence }"])


def _shown(failure: Failure, message: Message, number: int) -> str:
    ident = f" #{row(failure.page, failure.name)}" if not number else ""
    head = f"Engine {message.engine} says:\n\n" if message.engine else ""
    if not message.text:
        return f"{head}It says nothing.\n{{ .t-silent{ident} }}"
    return f"{head}``` {{ .text .t-said{ident} }}\n{message.text}\n```"

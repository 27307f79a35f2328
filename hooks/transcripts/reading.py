"""At which prompt each line of a fence is typed: told from the line, and from the lines above it.

`> ` is where a shell waits for the rest of a command that is unfinished; anywhere else it is the prompt of a program.
A line below a backslash needs no prompt: the shell shows its own there. Keys without a prompt are typed to what runs.
A question of any wording ends where questions end; whether it is asked the terminal tells, to the letter.
"""

import re
from collections.abc import Sequence

from transcripts.keys import are_keys
from transcripts.prompts import PROMPT_KINDS, RUNNING, Line, PromptKind, literal, split_prompt
from transcripts.unfinished import unfinished

CONTINUATION = next(kind for kind in PROMPT_KINDS if kind.name == "continuation")
BEGINS = frozenset({"host", "shell", "shell-brackets"})
"""The kinds of prompts that no command goes on with, even behind a backslash."""
CLOSED = r"(?: ?(?:\([^)]*\)|\[[^\]]*\]))"
ANSWERED = re.compile(rf"\S[^?]*\?{CLOSED}?:? ")
COLON = re.compile(r"(?:[a-z][\w.-]*: (?=.*: ))?[^\s:?](?:[^:?]|:(?! ))*: ")
ASKS = re.compile(
    r"\b(?:enter|type|name|user\w*|login|e-?mail|number|choose|choice|select|which|what|who|your|you|please|file|"
    r"key|code|token|pin|answer|input|confirm|continue|press|value)\b|[)\]]: ",
    re.I,
)
"""What a question has that a line of output seldom has."""
TELLS = re.compile(
    r"(?:note|info|hint|status|digest|deleted|untagged|total|loaded|notice|e|w|n)\b|.*\b(?:error|warning)\b", re.I
)
"""How programs begin what they tell."""
LONGEST, WORDS, ANSWER = 100, 5, 2


class Reader:
    """Reads the lines of one fence, or of one capture, in their order."""

    def __init__(self, own: Sequence[PromptKind] = (), above: str | None = None) -> None:
        """Know a page's own prompts, and what stands above, where a question may be quoted; without it, no question."""
        self._own = own
        self._above = above
        self._kind: PromptKind | None = None
        self._texts: list[str] = []

    def read(self, text: str) -> Line | None:
        """Give the line; None where it is none that is typed."""
        found = self.peek(text)
        if found:
            self.typed(found)
        return found

    def typed(self, line: Line) -> None:
        """Take note of a line as it is known to be typed."""
        if not line.kind.continuation:
            self._kind, self._texts = line.kind, []
        # What is in keys is no text of a shell.
        self._texts.append("" if are_keys(line.text) else line.text)
        if self._above is not None:
            self._above += "\n" + line.text

    @property
    def _waits(self) -> bool:
        """Whether a shell waits for the rest of the command above."""
        return bool(self._kind and self._kind.shell and self._texts) and unfinished("\n".join(self._texts))

    def peek(self, text: str) -> Line | None:
        """Give the line as `read` does, and go on as if it had not been read."""
        own = split_prompt(text, self._own)
        waits = self._waits
        if own is None and waits and self._texts[-1].endswith("\\"):
            found = split_prompt(text)
            if found is None or found[0].name not in BEGINS | {"continuation"}:
                return Line(CONTINUATION.example, text, CONTINUATION)
        if own is None and are_keys(text):
            return Line("", text, RUNNING)
        here = [kind for kind in PROMPT_KINDS if waits or kind is not CONTINUATION]
        inner = [kind for kind in here if self._kind and self._kind.name in kind.after]
        found = own or _split_after(text, inner) or split_prompt(text, here)
        if found:
            return Line(found[1], found[2], found[0])
        if self._above is not None and (prompt := question(text, self._above)):
            return Line(prompt, text[len(prompt) :], literal(prompt))
        return None


def _split_after(text: str, kinds: Sequence[PromptKind]) -> tuple[PromptKind, str, str] | None:
    found = ((kind, kind.pattern.match(text + " ")) for kind in kinds)
    return next(((kind, match[0], text[match.end() :]) for kind, match in found if match), None)


def question(text: str, above: str = "") -> str:
    """Give what is asked in a line that has question and answer; nothing where it does not look like that.

    A question that stands above in quotes, as in a script, may have any form.
    """
    padded = text + " "
    for end in range(len(padded), 1, -1):
        if not padded[end - 1].isalnum() and any(padded[:end] + mark in above for mark in "'\""):
            return padded[:end]
    found = ANSWERED.match(padded) or COLON.match(padded)
    if found is None or len(found[0]) > LONGEST or TELLS.match(found[0]):
        return ""
    asked, answer = found[0], padded[found.end() :].strip()
    if "?" in asked:
        return asked if (answer or asked[-2] in ")]:") and ". " not in asked else ""
    brief = len(asked.split()) <= WORDS and 0 < len(answer.split()) <= ANSWER and "sha256:" not in answer
    return asked if brief or ASKS.search(asked) else ""

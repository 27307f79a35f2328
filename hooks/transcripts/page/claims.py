"""What an author claims of a transcript: words of the prose that must hold, as in `{{ shown("status 137", "kill") }}`.

Readers get the words alone. They look like macros, and a page need not ask for those: claims are found here, on every
page, before any macro is. Whether they hold is seen in tell.held.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from inspect import Signature, signature

from transcripts.errors import PageError
from transcripts.page import fences
from transcripts.page.blocks import Place

CALL = re.compile(r"\{\{ *(?P<name>[a-z_]+)\((?P<given>[^{}]*)\) *\}\}")
CODE = re.compile(r"`+[^`]*`+")
MACROS = re.compile(r"^render_macros: *true *$", re.M)
"""With this in its front matter a page asks for macros of other names."""


@dataclass(frozen=True)
class Claim:
    """Words that must hold."""

    place: Place
    way: str
    """How they are held against the transcript: one of WAYS."""
    words: str
    """As readers see them."""
    snippet: str
    """Of this page its name, of another one as in `volumes.md#write-a-row`."""
    what: str
    """What is counted, or compared."""
    engine: str
    """The only engine of which it is said; nothing where it must hold on each that was recorded."""
    text: str = field(repr=False)
    """The call, as in the page."""


def shown(words: str, snippet: str, *, engine: str = "") -> None:
    """Claim that the words stand in what a snippet shows; its exit status counts."""


def counted(words: str, snippet: str, what: str = "", *, engine: str = "") -> None:
    """Claim that as many lines hold a text as the words say; or the first, or third, or last."""


def compared(words: str, snippet: str, what: str, *, engine: str = "") -> None:
    """Claim a relation of amounts, as in `slim < fat`."""


WAYS = {each.__name__: signature(each) for each in (shown, counted, compared)}
WRITTEN = (
    'write it as shown("status 137", "kill"), counted("six layers", "pull", "Pull complete") '
    'or compared("smaller", "sizes", "slim < fat")'
)


def find(text: str, path: str) -> tuple[Claim, ...]:
    """Give the claims of a page, in order; raise PageError for what only looks like one."""
    return tuple(_scan(text, path)) if "{{" in text else ()


def told(text: str) -> str:
    """Give a text as readers get it: with the words of its claims alone."""
    if "{{" not in text:
        return text
    prose, kept = fences.hidden(text)
    return fences.restored(CALL.sub(_words, prose), kept)


def _words(call: re.Match[str]) -> str:
    given = _given(call)
    return str(given["words"]) if given else call[0]


def _scan(text: str, path: str) -> Iterator[Claim]:
    prose, _ = fences.hidden(text)
    macros = MACROS.search(text) is not None
    for number, line in enumerate(prose.split("\n"), 1):
        place = Place(path, number)
        code = [found.span() for found in CODE.finditer(line)]
        for call in CALL.finditer(line):
            if call["name"] not in WAYS:
                if not macros and not any(start < call.start() < end for start, end in code):
                    remedy = f"write {', '.join(WAYS)}, or render_macros: true above the page for other macros"
                    raise PageError(place, f"{call[0]} is no claim, and this page asks for no macros", remedy)
                continue
            given = _given(call)
            if given is None:
                raise PageError(place, f"{call[0]} cannot be read", WRITTEN)
            if line.startswith("#"):
                raise PageError(place, f"{call[0]} stands in a heading", "say it in the text below")
            yield Claim(place, call["name"], **given, text=call[0].strip("{} "))


def _given(call: re.Match[str]) -> dict[str, str] | None:
    """Give what a call was given, by name; None where it is no claim, or not given in full."""
    form: Signature | None = WAYS.get(call["name"])
    try:
        node = ast.parse(f"_({call['given']})", mode="eval").body
    except SyntaxError:
        return None
    if form is None or not isinstance(node, ast.Call):
        return None
    plain = [each.value for each in node.args if isinstance(each, ast.Constant)]
    named = {each.arg or "": each.value.value for each in node.keywords if isinstance(each.value, ast.Constant)}
    if len(plain) + len(named) < len(node.args) + len(node.keywords):
        return None
    try:
        bound = form.bind(*plain, **named)
    except TypeError:
        return None
    given = {"what": "", "engine": "", **bound.arguments}
    return given if all(isinstance(value, str) for value in given.values()) else None

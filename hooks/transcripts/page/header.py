"""What the header of a fence asks for, checked and turned into one of our blocks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts import keys
from transcripts.errors import PageError
from transcripts.page.blocks import Block, Command, Options, Place, ProjectFile, Snippet, Static
from transcripts.prompts import NO_PAGER, PAGER, Line, PromptKind
from transcripts.reading import Reader

SHELLS = frozenset({"console", "bash", "sh", "shell"})
FLAGS = ("unordered", "exact")
"""Options that take no value."""
FLAG = f"(?:{'|'.join(FLAGS)})"
HEADER = re.compile(rf'[ ]?(?P<language>[\w#.+-]*)(?P<options>(?:[ ]+(?:{FLAG}(?![^ ])|[a-z_]+="[^"]*"))*)[ ]*')
OPTION = re.compile(rf' ({FLAG}(?=$| )|[a-z_]+(?=="))(?:="([^"]*)")?')
HIGHLIGHT_OPTIONS = frozenset({"title", "linenums", "hl_lines", "title_mode"})
SNIPPET_OPTIONS = frozenset({"snippet", "exit", "timeout", "until", "needs", "fold", "on", "varies", "for", *FLAGS})
TERMINAL = re.compile(r"(?P<machine>[^/]*)(?:/(?P<number>[1-9]))?")
SECONDS = re.compile(r"\d+(?:\.\d+)?")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FILE = re.compile(r"(?!\.{1,2}(?:/|$))[\w.-]+(?:/(?!\.{1,2}(?:/|$))[\w.-]+)*")


@dataclass(frozen=True)
class Around:
    """What a page says of all its fences."""

    machines: Sequence[str]
    own: Sequence[PromptKind] = ()
    """The prompts that it declares."""
    text: str = ""


def block_of(info: str, body: str, place: Place, start: int, end: int, around: Around) -> Block | None:
    """Give the block that a fence's header and body make on a page that says this, or None if it is not ours."""
    header = HEADER.fullmatch(info)
    if header is None:
        return None
    language = header["language"]
    pairs = OPTION.findall(header["options"])
    options = dict(pairs)
    if len(options) < len(pairs):
        raise PageError(place, "an option is given twice", "keep one of them")
    if "snippet" in options:
        terminal = _terminal(options, around.machines, place)
        return _snippet(language, options, body, place, start, end, terminal, Reader(around.own, around.text[:start]))
    if "static" in options:
        _only(options, {"static", "fold"}, place)
        if language not in SHELLS:
            raise PageError(place, f"static= on a {language or 'nameless'} fence", "use console, bash, sh or shell")
        if not options["static"].strip():
            raise PageError(place, "static= gives no reason", 'write static="why it does not run"')
        return Static(place, start, end, language, body, why=options["static"], fold=_fold(options, place))
    if "file" in options:
        _only(options, HIGHLIGHT_OPTIONS | {"file", "on"}, place)
        if not FILE.fullmatch(options["file"]):
            raise PageError(
                place,
                f'file="{options["file"]}" is not a plain relative path',
                "write it like project/Dockerfile",
            )
        machine, _ = _terminal(options, around.machines, place)
        return ProjectFile(place, start, end, language, body + "\n", file=options["file"], machine=machine)
    if language in SHELLS:
        raise PageError(
            place,
            f"a {language} fence that neither runs nor says why",
            'add snippet="name", or static="why it does not run"',
        )
    return None


def _terminal(options: dict[str, str], machines: Sequence[str], place: Place) -> tuple[str, int]:
    """Give the machine and which of its terminals."""
    asked = options.get("on", machines[0])
    found = TERMINAL.fullmatch(asked)
    if found is None:
        machine = asked.split("/")[0]
        raise PageError(place, f'on="{asked}" is no terminal', f'number those of a machine: on="{machine}/2"')
    if found["machine"] not in machines:
        raise PageError(
            place,
            f'on="{asked}" is no machine of this page',
            f"use {', '.join(machines)}, or name it in the front matter",
        )
    return found["machine"], int(found["number"] or 1)


def _snippet(
    language: str,
    options: dict[str, str],
    body: str,
    place: Place,
    start: int,
    end: int,
    terminal: tuple[str, int],
    reader: Reader,
) -> Snippet:
    if language != "console":
        raise PageError(place, f"snippet= on a {language or 'nameless'} fence", "make it a console fence")
    _only(options, SNIPPET_OPTIONS, place)
    if not NAME.fullmatch(options["snippet"]):
        raise PageError(place, f'"{options["snippet"]}" is no name for a snippet', "use a-z, 0-9 and single hyphens")
    commands = _commands(body, place, reader)
    if not commands:
        raise PageError(place, "a snippet without a command", "write a line like: $ docker version")
    return Snippet(
        place,
        start,
        end,
        language,
        body,
        name=options["snippet"],
        machine=terminal[0],
        commands=commands,
        options=_options(options, place),
        terminal=terminal[1],
    )


def _commands(body: str, place: Place, reader: Reader) -> tuple[Command, ...]:
    grouped: list[tuple[Place, list[Line]]] = []
    for number, text in enumerate(body.split("\n") if body else (), place.line + 1):
        here = Place(place.path, number)
        found = reader.read(text)
        if found is None:
            raise PageError(here, f"a line without a prompt: {text.strip() or '(empty)'}", _unprompted(text))
        if not found.text.isprintable():
            raise PageError(here, "a tab or control character would not be typed as text", "use spaces")
        if keys.are_keys(found.text):
            _check_keys(found, here)
        if not found.kind.continuation:
            grouped.append((here, []))
        elif not grouped:
            raise PageError(
                here,
                f"`{found.prompt}` goes on with a command that does not begin in this fence",
                "begin the fence with the command, or the line with the prompt of the program that reads it",
            )
        grouped[-1][1].append(found)
    return tuple(Command(tuple(lines), here) for here, lines in grouped)


def _check_keys(line: Line, here: Place) -> None:
    if line.kind.continuation:
        problem = f"`{line.prompt}` goes on with a command, and keys are none of it"
        raise PageError(here, problem, "type them at the prompt of a command, or to a program that runs")
    try:
        keys.sent(line.text)
    except keys.UnknownKeyError as error:
        known = " or ".join(f"++{name}++" for name in error.known)
        remedy = f"is it {known}?" if known else "write keys as ++ctrl+c++, ++q++ or ++arrow-down++"
        raise PageError(here, str(error), f'{remedy} What is text stands in quotes: ++"text"++') from None


def _unprompted(text: str) -> str:
    """Give what to do about a line that is typed at no prompt that is known."""
    if PAGER.fullmatch(text):
        return f"a pager waits for a key there; leave it with ++q++, or have it not started: {NO_PAGER}"
    if text.startswith("++"):
        return "write keys as ++ctrl+c++, one space between two of them"
    if not text.strip():
        return "take it out; where Enter alone is typed, write the prompt at which it is"
    return "begin it with $ or the prompt at which it is typed, which the front matter may name; take output out"


def _options(options: dict[str, str], place: Place) -> Options:
    if options.get("needs", "hub") != "hub":
        raise PageError(place, f'needs="{options["needs"]}" is not known', 'the one thing to need is needs="hub"')
    if "exact" in options and "varies" in options:
        raise PageError(place, "exact and varies= contradict each other", "keep one of them")
    return Options(
        exit=_number(options, "exit", 0, 0, 255, place),
        promised="exit" in options,
        timeout=_number(options, "timeout", 60, 1, 3600, place),
        until=_pattern(options, "until", place),
        watch=_watch(options, place),
        needs=options.get("needs"),
        unordered="unordered" in options,
        exact="exact" in options,
        varies=_pattern(options, "varies", place),
        fold=_fold(options, place),
    )


def _pattern(options: dict[str, str], name: str, place: Place) -> re.Pattern[str] | None:
    try:
        return re.compile(options[name]) if name in options else None
    except re.error as error:
        raise PageError(place, f"{name}= is not a regular expression: {error}", "mend the pattern") from None


def _watch(options: dict[str, str], place: Place) -> float | re.Pattern[str] | None:
    """Give for how many seconds, or until what shows."""
    if "for" in options and SECONDS.fullmatch(options["for"]):
        if not 0.1 <= float(options["for"]) <= 600:
            raise PageError(place, f'for="{options["for"]}" is not from 0.1 to 600 seconds', 'write for="2"')
        return float(options["for"])
    return _pattern(options, "for", place)


def _fold(options: dict[str, str], place: Place) -> int | None:
    return _number(options, "fold", 0, 1, 1000, place) or None


def _number(options: dict[str, str], name: str, default: int, low: int, high: int, place: Place) -> int:
    text = options.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise PageError(
            place,
            f'{name}="{text}" is not a number from {low} to {high}',
            f'write {name}="{max(low, default)}"',
        )
    return int(text)


def _only(options: dict[str, str], allowed: set[str] | frozenset[str], place: Place) -> None:
    for name in options:
        if name not in allowed:
            raise PageError(place, f"the option {name}= is not known here", f"known are {', '.join(sorted(allowed))}")

"""What of a code block was typed, and what was shown: told from prompts, or from commands where it has none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importing.code import Code
from importing.marks import KINDS, ROOT, prompts, rooted
from importing.vocabulary import MAYBE, SHELL_LANGUAGES, WINDOWS_LANGUAGES, WITH_PROMPTS, known, plausible
from transcripts.prompts import split_prompt
from transcripts.unfinished import unfinished

KEYS = re.compile(r"\^([A-Z])")
LONGEST = 200
"""Lines of one command."""
ANSWERED = re.compile(r".*[\[(][yY](?:es)?/[nN](?:o)?[^\])]*[\])][?:]? ?[yYnN](?:es|o)?")


@dataclass(frozen=True)
class Typed:
    """A command as a tutorial has it."""

    line: int
    prompt: str
    """Nothing where it stands without one."""
    lines: tuple[str, ...]
    output: tuple[str, ...] = ()
    """What the author typed as its output."""
    keys: tuple[str, ...] = ()
    """Keys below it, each by its letter with Control."""
    answers: tuple[str, ...] = ()
    """Lines of its output that answer a question."""

    @property
    def text(self) -> str:
        """What is typed, lines joined by newlines."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Comment:
    """A line that explains."""

    text: str


Item = Typed | Comment


def read(code: Code) -> tuple[Item, ...] | None:
    """Give what was typed, in order; None where a block holds no commands, or which lines are some cannot be told."""
    if code.language not in MAYBE | WINDOWS_LANGUAGES | WITH_PROMPTS or code.lines[0].startswith("#!"):
        return None
    found = prompts(code.lines)
    if not any(found) and rooted(code.lines):
        found = [(match[0] if (match := ROOT.match(line)) else "") for line in code.lines]
    if any(prompt and line[len(prompt) :].strip() for prompt, line in zip(found, code.lines, strict=True)):
        return tuple(_prompted(code, found))
    return _bare(code, code.lines) if code.language in MAYBE else None


def _prompted(code: Code, found: Sequence[str]) -> Iterator[Item]:
    """Give the commands of a block that has prompts; what stands between them was shown, or explains."""
    at, lines = 0, code.lines
    while at < len(lines):
        prompt, text = found[at], lines[at][len(found[at]) :].strip()
        if not prompt or not text:
            following = next((found[n] for n in range(at + 1, len(lines)) if lines[n].strip()), "")
            if not prompt and ROOT.match(lines[at]) and following:
                yield Comment(lines[at].lstrip("# "))
            at += 1
            continue
        end = _end(lines, found, at, text)
        typed = [text, *map(_continued, lines[at + 1 : end])]
        stop = next((n for n in range(end, len(lines)) if _begins(lines, found, n)), len(lines))
        yield _typed(code.line + at, prompt, typed, lines[end:stop])
        at = stop


def _begins(lines: Sequence[str], found: Sequence[str], at: int) -> bool:
    """Whether something else than output begins at a line."""
    if found[at]:
        return True
    above = at == 0 or not lines[at - 1].strip()
    following = next((n for n in range(at + 1, len(lines)) if lines[n].strip() and not ROOT.match(lines[n])), at)
    return bool(above and ROOT.match(lines[at]) and following > at and found[following])


def _end(lines: Sequence[str], found: Sequence[str], at: int, text: str) -> int:
    """Give the number of the line behind a command that begins at a line."""
    kind = split_prompt(lines[at], KINDS)
    if kind and not kind[0].shell:
        end = at + 1
        while end < len(lines) and (next_one := split_prompt(lines[end], KINDS)) and next_one[0].continuation:
            end += 1
        return end
    typed = [text]
    for number in range(at + 1, min(len(lines), at + LONGEST)):
        if not unfinished("\n".join(typed)) or found[number]:
            return number
        typed.append(_continued(lines[number]))
    # What never ends was not unfinished: only a backslash tells for certain.
    whole = not unfinished("\n".join(typed))
    number = at + 1
    while not whole and number < len(lines) and lines[number - 1].endswith("\\") and not found[number]:
        number += 1
    return min(len(lines), at + LONGEST) if whole else number


def _continued(line: str) -> str:
    """Give what is typed in a line that goes on with a command."""
    split = split_prompt(line, KINDS)
    if split and split[0].continuation:
        return split[2]
    return line.removeprefix("> ") if line != ">" else ""


def _typed(line: int, prompt: str, typed: Sequence[str], below: Sequence[str]) -> Typed:
    shown = list(below)
    while shown and not shown[-1].strip():
        shown.pop()
    keys = tuple(found[1] for each in shown if (found := KEYS.fullmatch(each.strip())))
    answers = tuple(each for each in shown if ANSWERED.fullmatch(each))
    lines = tuple(each.replace("\t", "    ").rstrip() for each in typed)
    return Typed(line, prompt, lines, tuple(shown), keys, answers)


def _bare(code: Code, lines: Sequence[str]) -> tuple[Item, ...] | None:
    """Give the commands of a block without prompts: each line is one, or the first is and the others were shown."""
    items: list[Item] = []
    looks: list[bool] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("#"):
            items.append(Comment(line.lstrip("# ")))
        elif line:
            looks.append(plausible(line, sure=code.language in SHELL_LANGUAGES or code.runs))
            if not looks[0]:
                break
            end = _end(lines, [""] * len(lines), at, line)
            typed = [line, *lines[at + 1 : end]]
            items.append(_typed(code.line + at, "", typed, ()))
            at = end - 1
        at += 1
    if not looks or not looks[0]:
        return None
    if all(looks):
        return tuple(items)
    first = next(n for n, line in enumerate(lines) if line.strip())
    # One known command, and below it nothing that looks like another.
    if known(lines[first].strip()) and not any(known(line) or ROOT.match(line) for line in lines[first + 1 :]):
        end = _end(lines, [""] * len(lines), first, lines[first].strip())
        return (_typed(code.line + first, "", [lines[first].strip(), *lines[first + 1 : end]], lines[end:]),)
    return None


def below(item: Typed, shown: Sequence[str]) -> Typed:
    """Give a command with what stands below it as its output."""
    return _typed(item.line, item.prompt, item.lines, shown)

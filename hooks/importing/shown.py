"""Code that was not typed: the output of the command above it, a file that the reader is to make, or a sample."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importing import typed
from importing.code import Code, Prose
from importing.typed import Item, Typed
from importing.vocabulary import OUTPUT_LANGUAGES, SHELL_LANGUAGES
from transcripts.page.header import FILE

OUTPUT = re.compile(
    r"\b(?:outputs?|results?|something like|similar to|looks? like|prints?|displays?|returns?|responds?"
    r"|(?:should|will|'ll|can) (?:now )?"
    r"(?:see|get|be|look)|you(?:'ll| will)? (?:see|get)|gives?(?: you)?|as follows|shows)\b",
    re.I,
)
MAKES = re.compile(
    r"\b(?:create|make|write|save|add|type|put)\b(?! (?:the following )?(?:lines?|section|this)? ?(?:to|at|in)\b)", re.I
)
CHANGES = re.compile(
    r"\b(?:append|edit|change|modify|update|replace|open|extend|at the end|instead|add the|add this)\b", re.I
)
NAME = re.compile(r"[`*_\"']+((?:[\w-]+/)*[\w-]*\.?[\w-]+(?:\.[\w-]+)?)[`*_\"']+")
PLAIN_NAME = re.compile(
    r"\b((?:[\w-]+/)*(?:Dockerfile[\w.-]*\b|Makefile|(?:docker-)?compose\.ya?ml|[\w-]+\.(?:py|js|html|txt|json|ya?ml|conf|sh|toml|sql|go)))\b"
)
NEAR = 400
"""Characters of prose above a block that may speak of it."""
EDITOR = re.compile(r"(?:sudo )?(?:vi|vim|nano|emacs|code|notepad)(?:\.exe)? +((?:[\w-]+/)*[\w.-]+)$")


@dataclass(frozen=True)
class Block:
    """A block of code, and what it is."""

    code: Code
    items: tuple[Item, ...] | None
    """What was typed in it; None where nothing was, or that cannot be told."""
    file: str = ""
    """The file that it shows, if it shows one."""
    sure: bool = False
    """Whether the whole file is shown, for certain."""


Arranged = Prose | Block


def arranged(parts: Iterable[Prose | Code]) -> tuple[Arranged, ...]:
    """Give the parts of a tutorial with each output below its command, and the names of files at what they hold."""
    made: list[Arranged] = []
    above: list[str] = []
    last: int | None = None
    for part in parts:
        if isinstance(part, Prose):
            made.append(part)
            above.append(part.text)
            continue
        if not any(part.lines):
            continue
        items = typed.read(part)
        said = "\n".join(above)[-NEAR:]
        if items is None and last is not None and _is_output(part, made[last], said):  # type: ignore[arg-type]
            made[last] = _with_output(made[last], part)  # type: ignore[arg-type]
            continue
        name, sure = ("", False) if items else _file(part, said, made)
        last = len(made)
        made.append(Block(part, items, name, sure))
        above = []
    return tuple(made)


def commands(items: Sequence[Item] | None) -> tuple[Typed, ...]:
    """Give the commands among what was typed."""
    return tuple(item for item in items or () if isinstance(item, Typed))


def _is_output(code: Code, above: Block, said: str) -> bool:
    typed_above = commands(above.items)
    if not typed_above or typed_above[-1].output or EDITOR.match(typed_above[-1].text) or code.title:
        return False
    if code.language in OUTPUT_LANGUAGES:
        return True
    if code.language not in ("", "json", "console", "bash", "sh", "shell", "html", "xml") or code.runs:
        return False
    prose = said.strip()
    if re.search(r"^ *#", prose, re.M) or _fits("Dockerfile", code, "\n".join(code.lines)):
        return False
    if MAKES.search(prose) and NAME.search(prose) and not OUTPUT.search(prose):
        return False
    return not prose or bool(OUTPUT.search(prose))


def _with_output(block: Block, code: Code) -> Block:
    items = list(block.items or ())
    number = max(n for n, item in enumerate(items) if isinstance(item, Typed))
    item = items[number]
    assert isinstance(item, Typed)
    items[number] = typed.below(item, code.lines)
    return replace(block, items=tuple(items))


def _file(code: Code, said: str, made: Sequence[Arranged]) -> tuple[str, bool]:
    """Give the name of the file that a block shows, and whether it is certain that it shows all of it."""
    if code.title and FILE.fullmatch(code.title) and ("." in code.title or code.title[0].isupper()):
        return code.title, True
    if code.language in SHELL_LANGUAGES and not "\n".join(code.lines).startswith("#!"):
        return "", False
    body = "\n".join(code.lines)
    sentence = re.split(r"\n#+ |\n\n", said.strip())[-1]
    sentences = sentence if NAME.search(sentence) or PLAIN_NAME.search(sentence) else said
    names = dict.fromkeys([*NAME.findall(sentences), *PLAIN_NAME.findall(sentences)])
    found = [name for name in names if FILE.fullmatch(name) and _fits(name, code, body)]
    edited = next((block for block in reversed(made) if isinstance(block, Block)), None)
    last = commands(edited.items)[-1:] if edited else ()
    opened = EDITOR.match(last[0].text) if last else None
    if opened and _fits(opened[1], code, body) and not found[1:]:
        return opened[1], True
    if not found and _fits("Dockerfile", code, body):
        found = ["Dockerfile"]
    if not found:
        return "", False
    whole = len(found) == 1 and MAKES.search(sentences) and not CHANGES.search(sentences)
    return found[-1], bool(whole and not re.search(r"^\s*(?:\.\.\.|…|# \.\.\.)", body, re.M))


def _fits(name: str, code: Code, body: str) -> bool:
    """Whether a block can be what is in a file of this name."""
    stem = name.rpartition("/")[2]
    if stem.lower().endswith("dockerfile") or stem.startswith("Dockerfile"):
        first = next((line for line in body.split("\n") if line.strip() and not line.startswith("#")), "")
        return bool(re.match(r"(?:FROM|ARG) \S", first)) and bool(re.search(r"^FROM \S", body, re.M))
    if "." not in stem or body.startswith("FROM "):
        return False
    ending = stem.rpartition(".")[2]
    languages = {"py": {"python", "py"}, "js": {"javascript", "js"}, "yml": {"yaml", "yml"}, "yaml": {"yaml", "yml"}}
    return code.language in languages.get(ending, {ending}) | {""} and bool(body.strip())

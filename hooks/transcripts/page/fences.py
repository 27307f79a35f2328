"""The one scanner that decides which fences of a page are ours; pytest and the build both obey it.

It is stricter than CommonMark and than SuperFences, which read some fences differently: whatever
one of them would take for a snippet and the other would not is refused with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.errors import PageError
from transcripts.page import terminals
from transcripts.page.blocks import Block, Place, Snippet
from transcripts.page.front_matter import DEFAULT
from transcripts.page.header import HEADER, HIGHLIGHT_OPTIONS, SHELLS, Around, block_of
from transcripts.prompts import PromptKind

OPENING = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>(?:>\s?|[-*+]\s+|\d+[.)]\s+)*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$"
)
CONTAINER = re.compile(r"(?:[-*+] |\d+\. |!!! |\?\?\?\+? |===[!+]? |: |\[\^[^\]]+\]:)")
FILE, ON = re.compile(r'\bfile="([^"]*)"'), re.compile(r' +on="[^"]*"')
HIDDEN = "\ue8f0"
"""A private-use character around the number of a line that is hidden from macros."""
BRACES = re.compile(r"\s*[\w#.+-]*\s*\{.*\}\s*$")


@dataclass(frozen=True)
class _Line:
    number: int
    start: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))


def find(
    text: str, path: str, machines: Sequence[str] = (DEFAULT,), start: int = 0, own: Sequence[PromptKind] = ()
) -> tuple[Block, ...]:
    """Give the snippets, static blocks and project files of a page from an offset on, in order.

    Raises PageError at a look-alike.
    """
    blocks = tuple(_scan(text, path, Around(machines, own, text), start))
    seen: dict[str, Place] = {}
    for block in blocks:
        if isinstance(block, Snippet):
            if block.name in seen:
                raise PageError(
                    block.place,
                    f'the name "{block.name}" is taken by the snippet on line {seen[block.name].line}',
                    "give each snippet of a page a name of its own",
                )
            seen[block.name] = block.place
    terminals.check(blocks)
    return blocks


def titled(text: str) -> str:
    """Give the text with a title on each project file, and none on a sample of one inside a longer fence."""
    return "\n".join(
        FILE.sub(r'title="\1"', ON.sub("", line)) if opens and FILE.search(line) else line
        for line, opens, _ in _fenced(text)
    )


def hidden(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the text with each line of a fence in hiding, and those lines; `restored` brings them back."""
    kept: list[str] = []
    lines: list[str] = []
    for line, _, inside in _fenced(text):
        if inside:
            kept.append(line)
            line = f"{HIDDEN}{len(kept) - 1}{HIDDEN}"
        lines.append(line)
    return "\n".join(lines), tuple(kept)


def restored(text: str, kept: Sequence[str]) -> str:
    """Give a text with its hidden lines again."""
    return re.sub(f"{HIDDEN}(\\d+){HIDDEN}", lambda found: kept[int(found[1])], text) if kept else text


def _fenced(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Give each line, whether it opens a fence, and whether it belongs to one."""
    fence = ""
    for line in text.split("\n"):
        if fence:
            yield line, False, True
            fence = "" if line.strip() == fence else fence
        elif opening := OPENING.match(line):
            fence = opening["fence"]
            yield line, True, True
        else:
            yield line, False, False


def _scan(text: str, path: str, around: Around, skip: int) -> Iterator[Block]:
    lines = _body(text, skip)
    containers: list[int] = []
    comment = False
    for line in lines:
        if comment or line.text.lstrip().startswith("<!--"):
            if OPENING.match(line.text):
                raise _look_alike(Place(path, line.number), "stands in an HTML comment", "delete it, or take it out")
            comment = "-->" not in line.text
            continue
        opening = OPENING.match(line.text)
        if opening is None:
            if line.text.strip():
                containers = [column for column in containers if column <= line.indent]
                if CONTAINER.match(line.text.lstrip()):
                    containers.append(line.indent + 4)
            continue
        place = Place(path, line.number)
        containers = [column for column in containers if column <= line.indent]
        _check_opening(opening, place, containers[-1] if containers else 0)
        body, end = _rest(lines, opening, place)
        if block := block_of(opening["info"], body, place, line.start, end, around):
            yield block


def _body(text: str, skip: int) -> Iterator[_Line]:
    """Give the lines from an offset on, each with its number and its offset in the whole text."""
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if start >= skip:
            yield _Line(number, start, raw)
        start += len(raw) + 1


def _check_opening(opening: re.Match[str], place: Place, column: int) -> None:
    info, indent = opening["info"], opening["indent"]
    ours = (
        bool(re.search(r"\b(?:snippet|static|file|on)\s*=", info)) or info.strip(" {}.").lower().split(" ")[0] in SHELLS
    )
    if opening["marker"]:
        raise _look_alike(place, "begins after a list or quote mark", "put it on a line of its own, indented by four")
    if "\t" in indent:
        raise _look_alike(place, "is indented with a tab", "indent with four spaces for each level")
    if ours and BRACES.match(info):
        raise _look_alike(place, "has its options in braces", 'write ```console snippet="name"')
    if ours and len(indent) != column:
        raise _look_alike(
            place, "is indented like code", f"indent it by {column} spaces, where the text around it starts"
        )
    header = HEADER.fullmatch(info)
    if BRACES.match(info):
        return
    if header is None:
        raise _look_alike(place, "has a header that cannot be read", 'write options as name="value" after the language')
    if not ours and not set(re.findall(r"(\w+)=", re.sub(r'"[^"]*"', "", info))) <= HIGHLIGHT_OPTIONS:
        raise _look_alike(place, "has an option that is not known", f"use {', '.join(sorted(HIGHLIGHT_OPTIONS))}")


def _rest(lines: Iterator[_Line], opening: re.Match[str], place: Place) -> tuple[str, int]:
    """Read on to the closing fence; give the body without indentation and the offset past the fence."""
    indent, fence = len(opening["indent"]), opening["fence"]
    body: list[str] = []
    for line in lines:
        if line.text.strip() and line.indent < indent:
            raise _look_alike(
                place,
                f"is not closed where line {line.number} leaves its indentation",
                f"close it with {fence}",
            )
        text = line.text[indent:]
        if text.rstrip() == fence:
            return "\n".join(body), line.start + len(line.text)
        if text.startswith(fence) and not text.strip(fence[0] + " "):
            raise _look_alike(Place(place.path, line.number), "closes with more marks than it opened", f"use {fence}")
        body.append(text)
    raise _look_alike(place, "is never closed", f"close it with {fence}")


def _look_alike(place: Place, problem: str, remedy: str) -> PageError:
    return PageError(place, f"this fence {problem}", remedy)

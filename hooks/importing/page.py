"""The page: prose as it is, commands in fences that run, what cannot run with its reason, and outputs put aside."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from importing import obstacles, outcome
from importing.code import Code, Prose
from importing.fate import Fate
from importing.kept import Kept
from importing.naming import Names
from importing.parts import parts
from importing.segment import Segment, header, language
from importing.session import HOST, Session
from importing.sheet import SEE, Note, Sheet, short
from importing.shown import Block, arranged
from importing.tutorial import HEADING, Tutorial
from importing.typed import Comment, Typed
from importing.vocabulary import SHELL_LANGUAGES, WINDOWS_LANGUAGES
from transcripts.page.header import FILE

ANY_HEADING = re.compile(r"#{1,6}\s+(.+?)(?:\s+#+)?$")
UNTOLD = Fate("it cannot be told which of these lines are typed", remedy="write them with their prompts, and snippet=")
SCRIPT = Fate("a script, which is shown only", remedy="write file= on its fence instead, and run it below")


@dataclass(frozen=True)
class Draft:
    """What a tutorial gives."""

    name: str
    text: str
    """Of the page."""
    kept: tuple[Kept, ...]
    """All its commands, in order."""
    notes: tuple[Note, ...]


def of(tutorial: Tutorial, images: Collection[str] = ()) -> Draft:
    """Give the page that a tutorial makes, where labs have these images."""
    writer = _Writer(images)
    if not HEADING.match(tutorial.text.lstrip()):
        writer.prose(Prose(0, f"# {tutorial.title}"))
    for part in arranged(parts(tutorial.text)):
        if isinstance(part, Prose):
            writer.prose(part)
        else:
            writer.block(part)
    writer.end()
    return Draft(tutorial.name, writer.sheet.text, tuple(writer.kept), tuple(writer.sheet.notes))


class _Writer:
    def __init__(self, images: Collection[str]) -> None:
        self.sheet = Sheet()
        self._images = images
        self._session = Session()
        self._names = Names()
        self._waits: set[str] = set()
        """The images that were told to wait."""
        self._segment: Segment | None = None
        """The commands that are not on the page yet."""
        self.kept: list[Kept] = []

    def prose(self, part: Prose) -> None:
        text = self.sheet.prose(part.text, part.line)
        if found := ANY_HEADING.match(text):
            self._names.below(found[1])

    def block(self, block: Block) -> None:
        code, sheet = block.code, self.sheet
        sheet.column = code.column
        if not code.closed:
            sheet.note(code.line, "this block of code is never closed", "here it ends with its paragraph; " + SEE)
        if block.items is not None:
            for item in block.items:
                self._comment(item) if isinstance(item, Comment) else self._typed(item, code.language)
            self._close()
        elif block.file:
            self._file(block)
        elif code.lines[0].startswith("#!"):
            self._shown(code, SCRIPT)
        elif code.language in WINDOWS_LANGUAGES:
            self._shown(code, obstacles.FOR_WINDOWS)
        elif code.language in SHELL_LANGUAGES:
            self._shown(code, UNTOLD)
        else:
            if not code.language and self.kept:
                sheet.note(code.line, "this is no command, and no output for certain", "take it out if it is an output")
            sheet.fence(language(code.language), code.lines)

    def end(self) -> None:
        """Leave the programs that still run."""
        self.sheet.column = 0
        self._leave(self._session.leave(), self.kept[-1].line if self.kept else 0)
        self._close()

    def _shown(self, code: Code, fate: Fate) -> None:
        self.sheet.note(code.line, fate.static, fate.remedy)
        self.sheet.fence(header("console", static=fate.static), code.lines)

    def _file(self, block: Block) -> None:
        code, path = block.code, self._session.path(block.file)
        said = language(code.language)
        if block.sure and FILE.fullmatch(path):
            self._session.files[path] = "\n".join(code.lines) + "\n"
            self.sheet.fence(header(said, file=path), code.lines)
        else:
            remedy = f'write file="{path or block.file}" on its fence, if that is all of it'
            self.sheet.note(code.line, f"this may be the file {block.file}, or a part of it", remedy)
            self.sheet.fence(said, code.lines)

    def _comment(self, comment: Comment) -> None:
        self._close()
        self.sheet.paragraph(comment.text)

    def _typed(self, item: Typed, language: str) -> None:
        prompt, left = self._session.at(item)
        self._leave(left, item.line)
        fate = obstacles.fate(item, language, self._session, self._images)
        here = self._into(fate)
        here.add(prompt, item.lines)
        for answer in outcome.answers(item):
            here.add("", [answer])
            if answer not in item.answers:
                self.sheet.note(item.line, f"`{short(item.text)}` asks, so `{answer}` was added", SEE)
        if prompt == HOST and not fate.static and obstacles.ROOT.search(item.text) and "sudo" not in item.text:
            self.sheet.note(
                item.line, f"`{short(item.text)}` needs root, which students are not", "write sudo where it is"
            )
        if item.keys:
            here.lines.append(" ".join(f"++ctrl+{letter.lower()}++" for letter in item.keys))
        here.items.append(item)
        failed = bool(outcome.exit_of(item))
        self._session.took(item, fate, failed)
        if failed:
            self._close()

    def _leave(self, left: Iterable[tuple[str, str, Fate]], line: int) -> None:
        for prompt, typed, fate in left:
            if not fate.static:
                self._into(fate).add(prompt, [typed])
                self.sheet.note(line, f"`{typed}` was added, which leaves what runs at `{prompt.strip()}`", SEE)

    def _into(self, fate: Fate) -> Segment:
        if self._segment is None or self._segment.fate != fate:
            self._close()
            self._segment = Segment(fate)
        return self._segment

    def _close(self) -> None:
        segment, self._segment = self._segment, None
        if segment is None:
            return
        fate, name, status = segment.fate, "", ""
        if not fate.static:
            name = self._names.name(segment.first)
            status = outcome.exit_of(segment.items[-1]) if segment.items else ""
            options = {"snippet": name, "exit": status, "needs": "hub" if fate.hub else ""}
            if segment.reads(header("console", **options)):
                self.sheet.fence(header("console", **options), segment.lines)
            else:
                fate, name = UNTOLD, ""
        if fate.static:
            self.sheet.fence(header("console", static=fate.static), segment.lines)
        self._tell(segment, fate, status)
        why = fate.static or ("it waits for Docker Hub" if fate.hub else "")
        self.kept += [Kept(name, *row, item.line, why) for item in segment.items for row in outcome.shown(item)]

    def _tell(self, segment: Segment, fate: Fate, status: str) -> None:
        if not segment.items:
            return
        first, last = segment.items[0], segment.items[-1]
        if fate.static:
            self.sheet.note(first.line, f"`{short(first.text)}` does not run: {fate.static}", fate.remedy)
        elif status:
            self.sheet.note(last.line, f"its output shows an error, so exit={status} is proposed", SEE)
        if fate.image and fate.image not in self._waits:
            self._waits.add(fate.image)
            remedy = "or use one of the mirror: [images] has them"
            self.sheet.note(first.line, f"the image {fate.image} waits for Docker Hub", remedy)

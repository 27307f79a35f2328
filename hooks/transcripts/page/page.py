"""A page as its author wrote it: read once, by one function, into one frozen value that everything else shares.

The only state of the text side lives here: `read` remembers what it gave for a text, so that the scanner runs once for
a page, however many of build, macros, tests and reports ask for it.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from transcripts.page import claims, fences, front_matter
from transcripts.page.blocks import Block, Machine, Snippet
from transcripts.page.claims import Claim

DOCS = "docs"
HEADING = re.compile(r"^#+ ", re.M)
MINUTES = re.compile(r"\*\*(\d+) minutes\*\*")
FOLDED = "???"
"""With it begins a line that folds what is indented below it."""
TITLE = re.compile(r"^# (.+?)(?: *\{.*\})?$", re.M)


@dataclass(frozen=True)
class Page:
    """A page."""

    path: str
    """Below docs/, as in `images/commit.md`."""
    machines: tuple[Machine, ...]
    blocks: tuple[Block, ...]
    text: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Below the project, as in `docs/images/commit.md`."""
        return f"{DOCS}/{self.path}"

    @cached_property
    def title(self) -> str:
        """What stands above it; its path where nothing does."""
        found = TITLE.search(self.text, front_matter.split(self.text)[1])
        return found[1] if found else self.path

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        """Its snippets, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Snippet))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What its prose claims of transcripts, in order; raises PageError for what only looks like a claim."""
        return claims.find(self.text, self.name)

    def beside(self, snippet: Snippet) -> str:
        """Give the prose that speaks of a snippet: up to the blocks and the headings around it."""
        before = max((block.end for block in self.blocks if block.end <= snippet.start), default=0)
        after = min((block.start for block in self.blocks if block.start >= snippet.end), default=len(self.text))
        above = HEADING.split(self.text[before : snippet.start])[-1]
        return claims.told(above + "\n" + HEADING.split(self.text[snippet.end : after])[0])

    @property
    def minutes(self) -> int | None:
        """How long it takes a student, as its author says: the first `**20 minutes**`."""
        found = MINUTES.search(self.text)
        return int(found[1]) if found else None

    def optional(self, block: Block) -> bool:
        """Whether a block stands in something folded, as a question is: a reader may leave it out."""
        start = self.text.rfind("\n", 0, block.start) + 1
        indent = _indent(self.text[start:])
        for line in reversed(self.text[:start].splitlines()):
            depth = _indent(line)
            if line.strip() and depth < indent:
                if line.lstrip().startswith(FOLDED):
                    return True
                indent = depth
        return False

    @property
    def several(self) -> bool:
        """Whether it has more than one machine."""
        return len(self.machines) > 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@lru_cache(maxsize=4096)
def read(text: str, path: str, kinds: tuple[str, ...]) -> Page:
    """Give a page by its text and its path below docs/; raise PageError where it asks for what cannot be done."""
    above, start = front_matter.split(text)
    name = f"{DOCS}/{path}"
    machines = front_matter.machines(above, name, kinds)
    own = front_matter.prompts(above, name)
    return Page(path, machines, fences.find(text, name, [machine.name for machine in machines], start, own), text)


def read_all(root: Path, kinds: tuple[str, ...]) -> tuple[Page, ...]:
    """Give all pages of a project, in the order of their paths; raise PageError for the first that is bad."""
    docs = root / DOCS
    found = sorted(docs.rglob("*.md"))
    return tuple(read(path.read_text("utf-8"), path.relative_to(docs).as_posix(), kinds) for path in found)

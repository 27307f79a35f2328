"""Values that may differ from one run to the next, found in a line by the table of their kinds.

The table is made to be extended: each kind carries texts that are such a value and texts that are
not, and the tests read them from there. Counts, versions, names, states and statuses do not vary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from transcripts.judge.kind import Kind, amount
from transcripts.judge.table.amounts import AMOUNTS
from transcripts.judge.table.docker import DOCKER
from transcripts.judge.table.host import HOST
from transcripts.judge.table.identities import IDENTITIES
from transcripts.judge.table.network import NETWORK
from transcripts.judge.table.processes import PROCESSES
from transcripts.judge.table.times import TIMES

KINDS = (*DOCKER, *IDENTITIES, *NETWORK, *TIMES, *AMOUNTS, *PROCESSES, *HOST)
"""Of two kinds that begin at one place, the first is meant."""
VARIES = Kind("varying text", "", source="the author's own varies=", momentary=True)
BY_NAME = {kind.name: kind for kind in KINDS}
NAMED = re.compile(r"\(\?P<(\w+)>")
BEHIND = 40
"""Characters before a value that say whether somebody chose it."""

MARKS = {kind.name: chr(0xE000 + number) for number, kind in enumerate((*KINDS, VARIES))}
"""One private-use character for each kind; such a character in an output is told from it by an escape before it."""
ESCAPE = re.compile("([\ue000-\uf8ff])")
BEGINS = (
    r"(?:(?<!\w)|(?=/|sha256:| \d+\.\d+s done)|(?<=[^\W\d])(?=\d))"
    r"(?=\S*\d|[a-z]+_[a-z]| +\d|[]\"/]|[A-Z][a-z]|[0-9a-f]{12}|[0-9a-fA-F]{2}:|[0-9a-z]{25}\b|(?m:^)"
    r"|(?i:an? |about |less |from |has |inet |src |via |up|pip-|tmp|time|ts|date|epoch|created|started"
    r"|updated|mtime|exp|iat|nbf|signal|veth|package-|# (?:debian|mm)|debuer|mmdeb))"
)
"""Where a value may begin: not inside a word, and mostly at one with a digit. Asked first, it halves the search."""
GAP = re.compile(r"(?<=\S) {2,}|-{4,}")
ARCHIVE = re.compile(
    r"(?m)^((?:Get|Hit|Ign|Err):\d+ https?://|(?:Looking in (?:indexes|links): |  Downloading |  Using cached )https?://)"
    r"[^/\s]+"
)


@dataclass(frozen=True)
class Value:
    """A volatile value in a line."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset just past it."""
        return self.start + len(self.text)

    @property
    def key(self) -> str:
        """What it has in common with its twins: a short id is the beginning of its long one."""
        text = self.text.strip().removeprefix("sha256:")
        if self.kind.digits:
            return text.replace(":", "").lower()[: self.kind.digits]
        return f"{self.kind.name} {text}"


class _Search:
    """Several kinds at once: each is a group that holds the groups of its pattern."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = kinds
        named = (NAMED.sub(rf"(?P<k{number}_\1>", kind.pattern) for number, kind in enumerate(kinds))
        self._any = re.compile(f"{BEGINS}(?:{'|'.join(f'(?P<k{n}>{each})' for n, each in enumerate(named))})", re.M)
        self._inner = tuple(re.compile(kind.pattern).groups for kind in kinds)
        names = {index: name for name, index in self._any.groupindex.items() if "_" in name}
        self._named = {
            index: BY_NAME[name.partition("_")[2].rstrip("0123456789").replace("_", " ")]
            for index, name in names.items()
        }

    def values(self, line: str) -> Iterator[Value]:
        for match in self._any.finditer(line):
            # The group that ends last is the outermost one, whatever stands in it.
            outer = match.lastindex or 0
            number = int(str(match.lastgroup)[1:])
            inner = range(outer + 1, outer + 1 + self._inner[number])
            for each in [each for each in inner if match[each] is not None] or [outer]:
                yield Value(self._named.get(each, self._kinds[number]), match[each], match.start(each))


@lru_cache(maxsize=1024)
def _search(command: str) -> _Search:
    return _searching(
        tuple(
            (not kind.command or re.search(kind.command, command) is not None)
            and (not kind.unless or re.search(kind.unless, command) is None)
            for kind in KINDS
        )
    )


@lru_cache
def _searching(asked: tuple[bool, ...]) -> _Search:
    chosen = [kind for kind, wanted in zip(KINDS, asked, strict=True) if wanted]
    return _Search(tuple(sorted(chosen, key=lambda kind: not kind.command)))


def values(line: str, command: str = "") -> tuple[Value, ...]:
    """Give the volatile values of a line, from left to right, for the command that showed it."""
    return tuple(value for value in _search(command).values(line) if not _stays(value, line))


def _stays(value: Value, line: str) -> bool:
    """Whether it is nothing, the first process, or something that somebody chose: those are states."""
    bound, behind = value.kind.bound, value.kind.behind
    if (bound and not bound.floor and amount(value.text) == 0) or (
        value.kind.name in ("pid", "process") and value.text == "1"
    ):
        return True
    return bool(behind and re.search(f"(?:{behind})$", line[max(0, value.start - BEHIND) : value.start]))


def skeleton(line: str, found: tuple[Value, ...] | None = None) -> str:
    """Give what of a line must not change: each value replaced by its kind, column widths put aside."""
    parts, end = [], 0
    for value in values(line) if found is None else found:
        parts += [ESCAPE.sub("\uf8ff\\1", line[end : value.start])]
        parts += [] if value.kind.optional else [MARKS[value.kind.name]]
        end = value.end
    return GAP.sub("  ", "".join(parts) + ESCAPE.sub("\uf8ff\\1", line[end:]))


def neutral(text: str) -> str:
    """Give the text with a neutral word for the hosts of package archives and indexes."""
    return ARCHIVE.sub(r"\1package-archive", text)

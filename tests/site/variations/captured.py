"""The sheets of this workshop: its real captures, in which values are found by the formats of the programs."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from tests.conftest import ROOT
from tests.site.variations.scientists import ADJECTIVES
from tests.site.variations.sheets import Line, Part, Sheet
from transcripts import settings
from transcripts.keep import store
from transcripts.page.page import Page, read_all
from transcripts.transcript import Transcript, dump

UNIT = "(?:second|minute|hour|day|week|month|year)s?"
SPAN = rf"(?:(?:About an?|Less than a|\d+) {UNIT})"
FINDERS = {
    "id": r"(?<=sha256:)[0-9a-f]{64}|(?<![\w.])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![\w.])",
    "fingerprint": r"SHA256:[\w+/]{43}",
    "mac": r"(?<![\w:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![\w:])",
    "%Y-%m-%dT%H:%M:%SZ": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "%a %b %d %H:%M:%S %Y": r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d \d{4}",
    "%b %d %Y, %H:%M:%S": r"[A-Z][a-z]{2} \d\d \d{4}, \d\d:\d\d:\d\d",
    "ls date": r"(?<=\d )[A-Z][a-z]{2} [ \d]\d (?:\d\d:\d\d| \d{4})(?= )",
    "age": rf"{SPAN} ago|(?<=Up ){SPAN}",
    "namespace": r"(?<=[a-z]:\[)\d{10}(?=\])",
    "layer": r"(?<=overlay2/l/)[A-Z2-7]{26}",
    "kernel": r"(?<=\| Linux )\d\S+|(?<=Kernel Version: )\S+",
    "cgroup version": r"(?<=Cgroup Version: )[12]",
    "address": r"(?<![\d.])(?:172\.(?:1[6-9]|2\d|3[01])|10\.\d+|192\.168)\.\d+\.\d+(?![\d.])",
    "port": r"(?<=:)(?:3[3-9]|4\d|5\d)\d{3}(?=->|\b)",
    "name": rf"\b(?:{'|'.join(ADJECTIVES)})_[a-z]+\b",
    "pid": r"(?<=\bpid )(?!1\b)\d+",
    "tls fingerprint": r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}",
    # The seconds of a build, before what it says.
    "fixed progress": r"(?<=#\d )\d+\.\d+(?= )",
    # What made a base is another on the published one.
    "fixed making": r"# mmdebstrap --variant=minbase|'@\d+…?|\bmmdebstrap \d[\d.]+",
    "zero": r"(?<![\w.])0B(?!\w)",
    "size": r"(?<![\w.])(?<!allowed is )\d+(?:\.\d+)?(?:[kMG]|Ki|Mi|Gi)?B(?!\w)",
    "duration": r"(?<![\w.])\d+m\d+\.\d+s(?!\w)",
}
ANY = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(FINDERS.values())))
TYPED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?([kKmMgG])i?[bB]?(?!\w)")
RANKS = {"k": 1, "m": 2, "g": 3}


@lru_cache(maxsize=4096)
def sizes(source: str) -> frozenset[float]:
    """Give the sizes that stand in a text, in bytes; who writes 64m may mean either unit."""
    found = [(float(number), RANKS[unit.lower()]) for number, unit in TYPED.findall(source)]
    return frozenset(number * base**rank for number, rank in found for base in (1000, 1024))


@cache
def typed(page: Page) -> frozenset[float]:
    """Give the sizes that decide what a page shows: those of its commands and its files."""
    return sizes("\n".join(block.body for block in page.blocks))


def marks(line: str, page: Page, source: str, varies: re.Pattern[str] | None = None) -> Line:
    """Mark what varies in a line; what stands in the page does not, even where it is but its prose that says so."""
    if varies and varies.search(line):
        return (Part(line, "fixed by its author"),)
    parts, end = [], 0
    for found in ANY.finditer(line):
        kind = list(FINDERS)[int(str(found.lastgroup)[1:])]
        if kind == "size" and sizes(found[0]) & typed(page):
            kind = "typed size"
        elif kind not in ("zero", "age") and _stands(found[0], kind, source):
            continue
        parts += [Part(line[end : found.start()]), Part(found[0], kind)]
        end = found.end()
    return tuple(part for part in (*parts, Part(line[end:])) if part.text)


def _stands(value: str, kind: str, source: str) -> bool:
    """Whether a value stands in a page, a size in whatever unit."""
    if kind == "size":
        return bool(sizes(value) & sizes(source))
    return bool(re.search(rf"(?<![\w.]){re.escape(value)}(?!\w|\.\d)", source))


def sheet(page: Page, shown: Mapping[str, Transcript]) -> Sheet:
    """Give a page of this workshop with what it showed, by snippet name, in the order of the page."""
    source = (ROOT / page.name).read_text("utf-8")
    texts = [(dump(shown[each.name]), each.options.varies) for each in page.snippets if each.name in shown]
    lines = tuple(tuple(marks(line, page, source, varies) for line in text.splitlines()) for text, varies in texts)
    return Sheet(page.path.removesuffix(".md"), source, lines)


@cache
def pages() -> tuple[tuple[Page, Mapping[str, Transcript]], ...]:
    """Give all pages that have captures, with these."""
    read = read_all(ROOT, settings.load(ROOT).kinds)
    folders = [(page, store.folder_of(ROOT / store.FOLDER, page.path)) for page in read]
    return tuple((page, store.load(folder).transcripts) for page, folder in folders if folder.exists())


@cache
def sheets() -> tuple[Sheet, ...]:
    """Give their sheets."""
    return tuple(sheet(page, shown) for page, shown in pages())

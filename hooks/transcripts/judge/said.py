"""What an author said: values that stand in a page and so must come back as they were typed.

A limit of `64m` comes back as 64MiB, half a processor as 50%, and two weeks of a certificate as 14 days. What is
measured never is such a value, even if it looks like one: after `sleep 2` a container is up for two seconds, or three.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv4Network, ip_address, ip_network

from transcripts.judge.kind import UNITS, amount
from transcripts.judge.kinds import Value
from transcripts.page.blocks import Block, ProjectFile, Snippet

BYTES = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?([kKmMgGtT])(?:i?[bB])?(?!\w)")
TIME = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[ -]?(ms|s|m|h|(?:second|minute|hour|day|week|month|year)s?)(?!\w)")
OPTION = re.compile(r"-(second|minute|hour|day|week|month|year)s?[ =](\d+)\b")
PRODUCT = re.compile(r"\bbs=(\d+)([kKMG])\b.*\bcount=(\d+)\b")
SHARE = re.compile(r"\bcpus[:=\"' ]+(\d*\.?\d+)|(?<![\w.])(\d+(?:\.\d+)?) ?%")
NETWORK = re.compile(r"(?<![\d.])\d+(?:\.\d+){3}/\d+\b")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MONTH = f"(?P<month>{'|'.join(MONTHS)})"
YEAR, DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<day>\d\d?)"
DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}[-/](?P<month>\d\d)[-/]{DAY}(?!\d)",
        rf"{MONTH} +{DAY},? +(?:\d\d:\d\d:\d\d )?{YEAR}",
        rf"(?<!\d){DAY}[ /]{MONTH}[ /]{YEAR}",
    )
]
ABOUT = re.compile(r"(?:\b(?:about|around|some|nearly|roughly|almost|over|under|than|up to)|[~≈<>]) ?$", re.I)
Amount = tuple[str, float]
"""What is counted (bytes, seconds or percent), and how many of them."""


@dataclass(frozen=True)
class Said:
    """What stands in a page above the output of a snippet, and beside it."""

    text: str = ""
    """The commands, and the files that the page writes."""
    amounts: frozenset[Amount] = frozenset()
    networks: tuple[IPv4Network, ...] = field(default=())
    days: frozenset[date] = frozenset()

    def holds(self, value: Value) -> bool:
        """Whether the author decided a value, so that it must be the same each time."""
        kind, text = value.kind, value.text
        if kind.momentary or not self.text:
            return False
        if self.days & {*_days(text)}:
            return True
        if kind.bound is None:
            return re.search(rf"(?<![\w.]){re.escape(text)}(?!\w)", self.text) is not None
        counted = "percent" if text.endswith("%") else "bytes" if text.endswith("B") else "seconds"
        # What is measured comes with a fraction, what is typed comes back as it was typed.
        whole = "." not in text or counted == "percent" or text in self.text
        return kind.name != "rate" and whole and (counted, amount(text)) in self.amounts

    def network(self, value: Value) -> int:
        """Give the number of the network of the page's own in which an address lies, from 1; 0 for any other value."""
        if value.kind.name != "address":
            return 0
        address = ip_address(value.text)
        return next((number for number, network in enumerate(self.networks, 1) if address in network), 0)


def said(blocks: tuple[Block, ...], snippet: Snippet, prose: str = "") -> Said:
    """Give what the author said in the blocks of a page down to a snippet, and in the prose beside it."""
    above = [block for block in blocks if block.start <= snippet.start]
    typed = [block.body for block in above if isinstance(block, Snippet | ProjectFile)]
    text = "\n".join(typed)
    return Said(text, frozenset(_amounts(text) | _told(prose)), _networks(text), frozenset(_days(text)))


def _days(text: str) -> Iterator[date]:
    """Give the days that a text names, in whatever form."""
    for pattern in DATES:
        for found in pattern.finditer(text):
            month = found["month"]
            number = int(month) if month.isdigit() else MONTHS.index(month) + 1
            with suppress(ValueError):
                yield date(int(found["year"]), number, int(found["day"]))


def _told(prose: str) -> set[Amount]:
    """Give the amounts that prose tells, but those that it only estimates."""
    return {
        found
        for pattern in (BYTES, TIME, SHARE)
        for match in pattern.finditer(prose)
        if not ABOUT.search(prose[: match.start()])
        for found in _amounts(match[0])
    }


def _amounts(text: str) -> set[Amount]:
    found: set[Amount] = set()
    for size, letter, blocks in PRODUCT.findall(text):
        found.add(("bytes", float(size) * float(blocks) * UNITS[f"{letter.upper().replace('K', 'k')}iB"]))
    for number, letter in BYTES.findall(text):
        upper = letter.upper().replace("K", "k")
        found |= {("bytes", float(number) * UNITS[f"{upper}{end}"]) for end in ("B", "iB")}
    found |= {("seconds", amount(f"{number} {unit}")) for number, unit in TIME.findall(text)}
    found |= {("seconds", amount(f"{number} {unit}")) for unit, number in OPTION.findall(text)}
    for share, percent in SHARE.findall(text):
        found.add(("percent", float(share) * 100 if share else float(percent)))
    return found


def _networks(text: str) -> tuple[IPv4Network, ...]:
    found = []
    for written in dict.fromkeys(NETWORK.findall(text)):
        with suppress(ValueError):
            found.append(ip_network(written, strict=False))
    return tuple(each for each in found if isinstance(each, IPv4Network))

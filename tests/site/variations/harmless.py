"""What varies from run to run and no reader minds: the same page by two runs, with nothing to be told."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.site.variations import captured, implanted
from tests.site.variations.kinds import again
from tests.site.variations.pages import SEED
from tests.site.variations.scientists import ADJECTIVES, SURNAMES
from tests.site.variations.sheets import OUTPUT, Part, Sheet

EACH, RUNS = 12, 6
"""Runs for one kind of value, and runs of each whole page; each is compared both ways."""
FORMS = {
    "in brackets": "[{}]",
    "in parentheses": "({}) ok",
    "in quotes": "name '{}', ok",
    "in an attribute": '<a id="{}">',
    "in a setting": "key={} other=1",
    "in YAML": "  key: {}",
    "in JSON": '{{"Key":"{}","Other":[1]}}',
    "in pretty JSON": '        "Key": "{}",',
    "in a table of lines": " one | {} | two",
    "in a column": "one   {}   two",
    "at the end of a sentence": "It is {}.",
    "before a colon": "{}: ok",
}
ALONE = "id uuid address ipv6 mac fingerprint name size rate age namespace pointer token".split()
"""Kinds that are known by themselves; the others are known by the words around them."""
ANYTHING = re.compile("..+")
WHOLE = {
    "id": re.compile("(?:sha256:)?(?:[0-9a-f]{12}|[0-9a-f]{64})"),
    "size": re.compile(r".*\dB|.*\d ?[kKMGT]i?B"),
    "rate": re.compile(".*B/s"),
}
"""How they are known by themselves; other programs leave a unit out, or cut an id."""


@dataclass(frozen=True)
class Pair:
    """Two runs of one page."""

    old: Sheet
    new: Sheet


def both(one: Sheet, other: Sheet) -> Iterator[Pair]:
    """Give two runs, either as the first."""
    yield Pair(one, other)
    yield Pair(other, one)


def varies(sheet: Sheet) -> bool:
    """Whether another run shows anything of a sheet otherwise."""
    return any(sheet.part(spot).varies for spot in sheet.spots)


def rows() -> Mapping[str, Callable[[], Iterator[Pair]]]:
    """Give the kinds of what varies, each with a maker of its pairs."""
    found: dict[str, list[tuple[Sheet, str]]] = {}
    for sheet in implanted.sheets():
        for kind in dict.fromkeys(sheet.part(spot).kind for spot in sheet.spots if sheet.part(spot).varies):
            example = next(part.text.strip() for part in map(sheet.part, sheet.spots) if part.kind == kind)
            found.setdefault(f"date as in {example}" if kind.startswith("%") else kind, []).append((sheet, kind))
    made: dict[str, Callable[[], Iterator[Pair]]] = {name: _of(name, where) for name, where in found.items()}
    made |= {name: _formed(name, form) for name, form in FORMS.items()}
    made["every name of Docker's"] = _names
    sheets = {f"page {sheet.name}": sheet for sheet in (*implanted.sheets(), *captured.sheets()) if varies(sheet)}
    return made | {name: _whole(name, sheet) for name, sheet in sheets.items()}


def _of(name: str, where: list[tuple[Sheet, str]]) -> Callable[[], Iterator[Pair]]:
    def pairs() -> Iterator[Pair]:
        for number in range(max(EACH, len(where))):
            sheet, kind = where[number % len(where)]
            yield from both(sheet, again(sheet, f"{SEED} {name} {number}", only=kind))

    return pairs


def _whole(name: str, sheet: Sheet) -> Callable[[], Iterator[Pair]]:
    def pairs() -> Iterator[Pair]:
        runs = [again(sheet, f"{SEED} {name} {number}") for number in range(RUNS)]
        for number, run in enumerate(runs):
            yield from both(sheet if number % 2 else runs[number - 1], run)

    return pairs


def _names() -> Iterator[Pair]:
    """Give each surname after some adjective, and each adjective before some surname."""
    rng = random.Random(f"{SEED} names")
    names = [f"{rng.choice(ADJECTIVES)}_{surname}" for surname in SURNAMES]
    names += [f"{adjective}_{rng.choice(SURNAMES)}" for adjective in ADJECTIVES]
    sheets = [_line(Part(OUTPUT), Part(name, "name")) for name in dict.fromkeys(names)]
    yield from map(Pair, sheets, sheets[1:])


def _line(*parts: Part) -> Sheet:
    """Give a sheet that shows one line."""
    return Sheet("one line", '```console snippet="show"\n$ show\n```\n', (((Part("$ show"),), parts),))


def _formed(name: str, form: str) -> Callable[[], Iterator[Pair]]:
    before, after = form.replace("{{", "{").replace("}}", "}").split("{}")

    def pairs() -> Iterator[Pair]:
        rng = random.Random(f"{SEED} {name}")
        parts = [
            part
            for sheet in implanted.sheets()
            for part in map(sheet.part, sheet.spots)
            # Seven digits of git are known by their words alone, as is a date without a clock.
            if (part.kind in ALONE and WHOLE.get(part.kind, ANYTHING).fullmatch(part.text.strip()))
            or (part.kind.startswith("%") and len(part.text) > 17)
        ]
        for number in range(EACH * 4):
            part = rng.choice(parts)
            sheet = _line(Part(OUTPUT + before), Part(part.text.strip(), part.kind), Part(after))
            yield from both(sheet, again(sheet, f"{SEED} {name} {number}"))

    return pairs

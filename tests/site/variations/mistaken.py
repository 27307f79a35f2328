"""Changes of identity: one place of a page names another thing than the other places do."""

import random
from collections import defaultdict
from itertools import combinations

from tests.site.variations.another import Another
from tests.site.variations.kinds import base, new
from tests.site.variations.sheets import Part, Sheet, Spot
from tests.site.variations.values import Change, spots

REPEATED = "id digits name address ipv6 mac port pid uuid serial fingerprint inode veth pointer".split()
REPEATED += ["swarm id", "tls fingerprint", "thread", "job", "namespace", "layer"]
"""Kinds of what is the same one in several places of a page."""


def same(part: Part) -> str:
    """Give what two texts have in common that mean the same one."""
    text = part.text.strip().replace(":", "").lower()
    return text[:7] if base(part.kind) == "id" else text[:12] if part.kind == "swarm id" else text


def groups(sheet: Sheet, kind: str) -> list[list[Spot]]:
    """Give the spots of each thing of a kind that stands in more than one place."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots(sheet, kind):
        found[same(sheet.part(spot))].append(spot)
    return [each for each in found.values() if len(each) > 1]


def parted(kind: str) -> Change:
    """Let one of the places name another one than the others do."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        found = groups(sheet, kind)
        if not found:
            return None
        spot = rng.choice(rng.choice(found))
        return sheet.with_part(spot, new(Another(str(rng.random())), sheet.part(spot)))

    return changed


def exchanged(kind: str) -> Change:
    """Let two things change names in one place of each, where the other places keep them."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        pairs = [
            swap
            for one, other in combinations(groups(sheet, kind), 2)
            for a in one[1:]
            for b in other[1:]
            if (swap := _swap(sheet, (a, one), (b, other)))
        ]
        if not pairs:
            return None
        for spot, text in rng.choice(pairs):
            sheet = sheet.with_part(spot, text)
        return sheet

    return changed


def _swap(sheet: Sheet, one: tuple[Spot, list[Spot]], other: tuple[Spot, list[Spot]]) -> list[tuple[Spot, str]]:
    """Give what stands at both spots then; nothing where one is written in a way that the other is not."""
    a, b = sheet.part(one[0]), sheet.part(other[0])
    if base(a.kind) not in ("id", "swarm id"):
        return [(one[0], b.text), (other[0], a.text)] if (":" in a.text) == (":" in b.text) else []
    # A short id is the beginning of its long one, where the page has that.
    long, longer = (max((sheet.part(spot).text for spot in spots), key=len) for _, spots in (one, other))
    if len(a.text) > len(longer) or len(b.text) > len(long):
        return []
    return [(one[0], longer[: len(a.text)]), (other[0], long[: len(b.text)])]

"""Changes of one value: how its places are found, and what stands there in its stead."""

import random
from collections.abc import Callable

from tests.site.variations.kinds import base
from tests.site.variations.sheets import OUTPUT, Part, Sheet, Spot, text

Change = Callable[[random.Random, Sheet], Sheet | None]


def spots(sheet: Sheet, *kinds: str) -> list[Spot]:
    """Give the spots in outputs that have one of these kinds, or any that varies."""
    return [
        spot
        for spot in sheet.spots
        if text(sheet.snippets[spot[0]][spot[1]]).startswith(OUTPUT)
        if (base(sheet.part(spot).kind) in kinds if kinds else sheet.part(spot).varies)
    ]


def one(kinds: tuple[str, ...], change: Callable[[random.Random, Part], str | None]) -> Change:
    """Give the change of one value of some kinds."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        found = [spot for spot in spots(sheet, *kinds) if change(random.Random(0), sheet.part(spot)) is not None]
        if not found:
            return None
        spot = rng.choice(found)
        now = change(rng, sheet.part(spot))
        return None if now is None else sheet.with_part(spot, now)

    return changed


replaced = one((), lambda rng, part: "error" if part.text.strip() and part.kind != "took" else None)

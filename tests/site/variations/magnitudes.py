"""Changes of how much: to another order, to nothing and from nothing, to that of another row."""

import random
from itertools import combinations

from tests.site.variations.amounts import DURATION, SIZE, UNITS, scaled
from tests.site.variations.sheets import OUTPUT, Part, Sheet, Spot, text
from tests.site.variations.tables import HEADER
from tests.site.variations.values import Change, one, spots


def size_by(least: float, most: float) -> Change:
    """Let a size be that many times as great."""
    return one(("size",), lambda rng, part: scaled(part.text.strip(), rng.uniform(least, most)))


def by_unit(kind: str, steps: int) -> Change:
    """Let a size or a rate be the same number of a greater or a smaller unit."""
    return one((kind,), lambda rng, part: _of_unit(part.text.strip(), steps))


def _of_unit(text: str, steps: int) -> str | None:
    found = SIZE.fullmatch(text)
    assert found, text
    rank = UNITS.index(found["unit"].replace("K", "k")) + steps
    if not 0 <= rank < len(UNITS) or (not rank and not found["rest"]):
        return None
    unit = "K" if UNITS[rank] == "k" and "iB" in found["rest"] else UNITS[rank]
    rest = found["rest"].removeprefix("i") if not rank else found["rest"]
    return f"{found['number']}{found['gap']}{unit}{rest}"


size_to_nothing = one(("size",), lambda rng, part: "0B" if part.text.endswith("B") and " " not in part.text else None)
nothing_to_size = one(("zero",), lambda rng, part: _something(rng) if part.text == "0B" else str(rng.randrange(1, 99)))


def _something(rng: random.Random) -> str:
    return f"{rng.randrange(1, 999)}{rng.choice(['B', 'kB', 'MB'])}"


def sizes_swapped(rng: random.Random, sheet: Sheet) -> Sheet | None:
    """Let two rows of one table have each other's size in a column."""
    rows = [spot for spot in spots(sheet, "size") if sheet.part(spot).kind == "size"]
    pairs = [
        (a, b)
        for a, b in combinations(rows, 2)
        if sheet.part(a).text != sheet.part(b).text and _cell(sheet, a) == _cell(sheet, b) and _cell(sheet, a)
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    was, now = sheet.part(a).text, sheet.part(b).text
    return sheet.with_part(a, now).with_part(b, was)


def _cell(sheet: Sheet, spot: Spot) -> tuple[int, int, int] | None:
    """Give where the table of a cell begins, and its column; nothing where it is in none."""
    s, n, p = spot
    column = sum(len(part.text) for part in sheet.snippets[s][n][:p])
    for above in range(n, -1, -1):
        line = text(sheet.snippets[s][above])
        if HEADER.fullmatch(line.rstrip()):
            return s, above, column
        if not line.startswith(OUTPUT):
            break
    return None


def other_unit(part: Part) -> str | None:
    """Give the same number of another unit: thousandths, where it was seconds."""
    found = DURATION.fullmatch(part.text.strip())
    if not found or found["minutes"] or float(found["number"]) < (3 if "ms" in found["unit"] else 1):
        return None
    unit = found["unit"].replace("ms", "s") if "ms" in found["unit"] else found["unit"].replace("s", "ms")
    return f"{found['number']}{unit}"


def minutes(rng: random.Random, part: Part) -> str | None:
    """Give some minutes or more in the form of a duration."""
    found = DURATION.fullmatch(part.text.strip())
    if not found or (not found["minutes"] and "ms" not in found["unit"] and float(found["number"]) > 1):
        return None
    if found["minutes"]:
        return f"{rng.randrange(3, 59)}m{found['number']}{found['unit']}"
    times = 1000 if "ms" in found["unit"] else 1
    return f"{rng.uniform(180, 3000) * times:.1f}{found['unit']}"


duration_in_another_unit = one(("duration",), lambda rng, part: other_unit(part))
duration_of_minutes = one(("duration",), minutes)

"""How much, how long and how fast: near to what it was, in the form of the program that printed it."""

import re
from decimal import Decimal

from tests.site.variations.another import Another

UNITS = ["", "k", "M", "G", "T"]
SIZE = re.compile(r"(?P<number>[\d,.]+)(?P<gap> ?)(?P<unit>[kKMGT]?)(?P<rest>(?:i?B)?(?:/s)?)")


def like(number: str, value: float) -> str:
    """Give a number in the form of another one: as many decimals, commas where it had some."""
    decimals = len(number.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in number else f"{value:.{decimals}f}"


def scaled(text: str, factor: float) -> str:
    """Give a size or a rate that many times as great, in the unit that its program would take for it."""
    found = SIZE.fullmatch(text)
    assert found, text
    old = float(found["number"].replace(",", ""))
    value = old * factor
    rank, base = UNITS.index(found["unit"].replace("K", "k")), 1024 if "i" in found["rest"] else 1000
    # A number of four digits tells of a program that goes on to ten thousand before it takes the next unit.
    while value >= base > old and rank < 4:
        value, rank = value / base, rank + 1
    while value < 1 and rank > 0:
        value, rank = value * base, rank - 1
    unit = "K" if UNITS[rank] == "k" and (base == 1024 or found["unit"] == "K") else UNITS[rank]
    rest = found["rest"].removeprefix("i") if rank == 0 else found["rest"]
    number = like(found["number"], value)
    if not float(number.replace(",", "")):
        number = "1"
    return f"{number}{found['gap']}{unit}{rest}"


def size(run: Another, text: str) -> str:
    return scaled(text, run.growth)


def rate(run: Another, text: str) -> str:
    return scaled(text, run.rng.uniform(0.4, 2.5))


DURATION = re.compile(r"(?P<minutes>\d+m)?(?P<number>[\d.]+)(?P<unit> ?(?:ms|s))")


def duration(run: Another, text: str) -> str:
    """Give up to some times as long, or nearly nothing where it was hardly more; some programs round to nothing."""
    found = DURATION.fullmatch(text)
    assert found, text
    value = float(found["number"]) * run.rng.uniform(0.3, 5)
    if found["unit"].strip() == "s" and value < 1:
        value = run.rng.uniform(0, 2)
    if found["unit"].strip() == "s" and found["minutes"]:
        value = min(value, 59)
    return f"{found['minutes'] or ''}{like(found['number'], value)}{found['unit']}"


def took(run: Another, text: str) -> str:
    """Give what BuildKit puts before `done`: a time, or nothing where there was next to none."""
    return run.rng.choice(["", " 0.0s", " 0.1s", " 1.4s"])


def progress(run: Another, text: str) -> str:
    """Give how much of how much has come, or was to come."""
    had, _, all_of = text.partition("/")
    unit = re.sub(r"[\d. ]", "", all_of)
    total = Decimal(re.sub(r"[^\d.]", "", all_of)) * Decimal(run.rng.uniform(0.75, 1.35))
    gap = " " if had.endswith(" ") else ""
    return f"{total:.1f}{unit if gap else ''}{gap}/{gap}{total:.1f}{' ' * (' ' in all_of.strip())}{unit}"


def percent(run: Another, text: str) -> str:
    """Give any share of a processor; a container that sleeps has none."""
    number = text.strip().rstrip("%")
    idle = text.endswith("%") and run.rng.random() < 0.2
    return like(number, 0 if idle else run.rng.uniform(1, 95)) + "%" * text.endswith("%")


def share(run: Another, text: str) -> str:
    """Give a share near to the old one."""
    number = text.rstrip("%")
    return like(number, min(99, float(number) * run.growth)) + "%"


def number(run: Another, text: str) -> str:
    """Give a number near to another one, where the words around it say what it counts."""
    value = text.strip()
    return like(value, float(value) * run.rng.uniform(0.8, 1.3) + ("." not in value))


def load(run: Another, text: str) -> str:
    return f"{run.rng.uniform(0, 8):.2f}"


def round_trip(run: Another, text: str) -> str:
    """Give the times of ping in one: least, mean, most and how they differ."""
    numbers, unit = text.split(" ")
    least, *rest = sorted(run.rng.uniform(0.02, 0.4) for _ in numbers.split("/")[:3])
    times = [least, *rest, *([run.rng.uniform(0, 0.1)] if numbers.count("/") == 3 else [])]
    return "/".join(f"{time:.3f}" for time in times) + f" {unit}"


KINDS = {
    "size": size,
    "rate": rate,
    "duration": duration,
    "took": took,
    "progress": progress,
    "percent": percent,
    "share": share,
    "number": number,
    "load": load,
    "round trip": round_trip,
}

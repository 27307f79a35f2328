"""Changes of what the author decided, and of what is no other on the same images."""

import random
import string
from collections.abc import Callable
from ipaddress import ip_address

from tests.site.variations.amounts import SIZE
from tests.site.variations.sheets import Sheet
from tests.site.variations.values import Change, spots
from transcripts.findings import Class

HEX = "0123456789abcdef"


def _port(rng: random.Random, text: str) -> str:
    return str(int(text) + rng.choice([-1, 1, 10, 1000, -2000]))


def _network(rng: random.Random, text: str) -> str:
    net, _, bits = text.partition("/")
    if rng.random() < 0.3:
        return f"{net}/{int(bits) + rng.choice([-4, 4])}"
    first, second, *rest = net.split(".")
    return f"{first}.{(int(second) + rng.randrange(1, 15)) % 32}.{'.'.join(rest)}/{bits}"


def _address(rng: random.Random, text: str) -> str:
    return str(ip_address(text) + rng.randrange(1, 90))


def _mac(rng: random.Random, text: str) -> str:
    return text[:-2] + f"{(int(text[-2:], 16) + rng.randrange(1, 250)) % 256:02x}"


def _size(rng: random.Random, text: str) -> str:
    """Give another limit: half, twice, or of another unit."""
    found = SIZE.fullmatch(text)
    assert found, text
    number, unit = int(float(found["number"])), found["unit"]
    if rng.random() < 0.3:
        return f"{number}{found['gap']}{'kMG'[('kMG'.index(unit) + 1) % 3] if unit in 'kMG' else 'M'}{found['rest']}"
    return f"{number * 2 if rng.random() < 0.5 else number // 2}{found['gap']}{unit}{found['rest']}"


def _percent(rng: random.Random, text: str) -> str:
    return f"{rng.choice([n for n in (5, 25, 49, 75, 100, 200) if n != int(text[:-1])])}%"


def _period(rng: random.Random, text: str) -> str:
    """Give another number of the same unit, or as many of another one."""
    count, unit = text.split()
    if rng.random() < 0.5:
        return f"{int(count) * rng.choice([2, 3, 7, 10])} {unit}"
    return (
        f"{count} {rng.choice([other for other in ('seconds', 'minutes', 'hours', 'days', 'weeks') if other != unit])}"
    )


def _limit(rng: random.Random, text: str) -> str:
    """Give another interval: of another unit, or ten times it."""
    count, unit = int(text[:-1]), text[-1]
    return rng.choice(
        [f"{count}{'hms'['smh'.index(unit)] if unit != 'm' else 's'}", f"{count * 10}{unit}", f"{count}ms"]
    )


def _digits(rng: random.Random, text: str) -> str:
    """Give another number of as many digits."""
    at = rng.randrange(len(text))
    return text[:at] + rng.choice([digit for digit in string.digits[1:] if digit != text[at]]) + text[at + 1 :]


def _negative(rng: random.Random, text: str) -> str:
    """Give the same number above nothing, or another one below."""
    return text[1:] if rng.random() < 0.5 else f"-{_digits(rng, text[1:])}"


def _hex(rng: random.Random, text: str) -> str:
    return "".join(rng.choices(HEX, k=len(text)))


def _version(rng: random.Random, text: str) -> str:
    parts = text.split(".")
    at = rng.randrange(len(parts))
    return ".".join([*parts[:at], str(int(parts[at]) + 1).zfill(len(parts[at])), *parts[at + 1 :]])


def _file_date(rng: random.Random, text: str) -> str:
    return rng.choice(["Apr  1  2024", "Mar  2  2024", "Mar  1  2025", "Nov 25 14:48"])


def _day(rng: random.Random, text: str) -> str:
    return rng.choice(["2024-04-01", "2024-03-02", "2025-03-01", "2026-11-25"])


KINDS: dict[str, Callable[[random.Random, str], str]] = {
    "typed port": _port,
    "typed network": _network,
    "typed address": _address,
    "typed mac": _mac,
    "typed size": _size,
    "typed percent": _percent,
    "typed period": _period,
    "typed limit": _limit,
    "typed checksum": _hex,
    "typed file date": _file_date,
    "typed day": _day,
    "fixed version": _version,
    "fixed checksum": _hex,
    "fixed number": _digits,
    "fixed negative": _negative,
    "fixed limit": _limit,
    "fixed period": _period,
}


def change(kind: str) -> Change:
    """Give the change of one such value in one place, or wherever it stands."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        found = spots(sheet, kind)
        if not found:
            return None
        spot = rng.choice(found)
        old = new = sheet.part(spot).text
        while new == old:
            new = KINDS[kind](rng, old)
        everywhere = rng.random() < 0.5
        for each in found:
            if each == spot or (everywhere and sheet.part(each).text == old):
                sheet = sheet.with_part(each, new)
        return sheet

    return changed


def told(kind: str) -> tuple[str, ...]:
    """Give the classes of which such a change may be told as one."""
    if kind == "fixed version":
        return (Class.VERSION, Class.TEXT)
    if kind.startswith("typed "):
        return (Class.TEXT, Class.KIND, Class.TWIN, Class.AMOUNT, Class.VERSION)
    return (Class.AMOUNT, Class.TEXT) if kind in ("fixed limit", "fixed period") else (Class.TEXT, Class.KIND)

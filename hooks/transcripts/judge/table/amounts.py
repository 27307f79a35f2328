"""Values that are measured: how much, how fast, how loaded."""

from transcripts.judge.kind import Bound, Kind

NUMBER = r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?"
SIZE = rf"{NUMBER} ?(?:[kKMGT]i?)?B\b"

AMOUNTS = (
    Kind(
        "rate",
        rf"{NUMBER} ?[kKMGT]?i?B/s",
        ("12.3 MB/s", "950kB/s"),
        ("12.3 MB",),
        "apt, dd, curl: of a network or a disk",
        bound=Bound(1000),
    ),
    Kind(
        # Two sizes in one: what is taken of what there is, or what came and what went.
        "usage",
        rf"{SIZE}(?= / {NUMBER})|(?<=B / ){SIZE}",
        (),
        ("1.5MB/2MB",),
        "docker stats; BuildKit's progress",
        bound=Bound(10),
        lines=(
            "‹584KiB› / ‹64MiB›",
            "‹656B› / 0B",
        ),
    ),
    Kind(
        "size",
        SIZE,
        ("196.5 MB", "4.2kB", "10B", "1.5GiB"),
        ("17 B1", "4 Berries", "0B"),
        "docker, apt: packages are mended and images are made anew, but none grows tenfold",
        bound=Bound(10),
        ordered=True,
    ),
    Kind(
        "percentage",
        r"(?<![\w.])\d+\.\d+%(?!\w)",
        ("0.02%", "99.87%"),
        ("50%",),
        "docker stats: below ten in a hundred a machine is at rest",
        bound=Bound(3, 10),
    ),
    Kind(
        "load",
        r"(?<=load average: )\d+\.\d\d, \d+\.\d\d, \d+\.\d\d|^\d+\.\d\d \d+\.\d\d \d+\.\d\d \d+/\d+ \d+$",
        (),
        ("0.08, 0.03", "1.0 2.0 3.0"),
        "uptime; /proc/loadavg: of the engine's host",
        momentary=True,
        lines=(
            "load average: ‹0.08, 0.03, 0.01›",
            "‹0.08 0.03 0.01 1/123 4567›",
        ),
    ),
)

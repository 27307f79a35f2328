"""Values that are measured: how much, how fast, how loaded."""

from math import inf

from transcripts.judge.kind import Bound, Kind

NUMBER = r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?"
CHOSEN = (
    r"(?i:(?<![A-Za-z/])(?:timeout|interval|limits?|period|ttl|expir\w*|max\w*|min\w*|grace|retention|keepalive\w*|quota)"
    r"(?:\W+(?:allowed|is|of|size|timeout|memory))*\W{0,4})"
)
"""What stands before an amount that nobody measured."""
SIZE = rf"{NUMBER} ?(?:[kKMGT]i?)?B\b"

AMOUNTS = (
    Kind(
        "rate",
        rf"{NUMBER} ?[kKMGT]?i?B/s",
        ("12.3 MB/s", "950kB/s"),
        ("12.3 MB",),
        "apt, dd, curl: of a network or a disk",
        bound=Bound(200),
    ),
    Kind(
        "progress",
        rf"^(?:#\d+|(?: ?=> =>)) (?P<cut_digest>sha256:[0-9a-f]{{12,64}}) (?P<reading>{SIZE}) / (?P<usage>{SIZE})"
        r"(?: +(?P<duration>\d+\.\d+)s)?"
        r"|\]  +(?P<size2>\d+(?:\.\d+)?[KMG]?)(?= +\d)|(?P<reading3>\b\d+(?:\.\d+)?/\d+(?:\.\d+)?)(?= [kKMG]B \d)",
        lines=(
            "#4 ‹sha256:9f8363a1de68› ‹1.05MB› / ‹29.3MB› ‹0.3›s",
            "big   100%[====>]  ‹22.10M›  ‹7.12MB/s›",
            "━━━━ ‹1.2/1.2› MB ‹14.2 MB/s›",
        ),
        source="BuildKit, wget, pip: how far they came",
    ),
    Kind(
        "memory",
        r"\bMemory: (?P<size>\d+(?:\.\d+)?[KMG])(?: \((?:peak|max): (?P<size2>\d+(?:\.\d+)?[KMG])\))?",
        lines=("Memory: ‹103.2M› (peak: ‹105.9M›)",),
        source="systemd",
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
        behind=CHOSEN,
    ),
    Kind(
        "percentage",
        r"(?<![\w.])\d+\.\d+%(?!\w)",
        ("0.02%", "99.87%"),
        ("50%",),
        "docker stats: a program is at work or waits",
        bound=Bound(inf, 10),
    ),
    Kind(
        "share",
        r"(?<=B \()\d+(?=%\))",
        lines=("‹1.51GB› (‹93›%)",),
        source="docker system df: of sizes that vary",
        momentary=True,
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

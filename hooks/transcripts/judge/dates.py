"""The day of a recording, wherever an output shows it: on the next day that is another one, and two runs of one day
agree on it."""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from transcripts.judge.tolerance import Tolerance

EPOCH = re.compile(r"(?<![\d.])\d{10}(?=\.\d|\d{3}(?!\d)|(?!\d))")
"""Seconds since 1970, also with a fraction, or as the beginning of milliseconds."""
DAY = 86400


def shown(output: str, day: date, tolerance: Tolerance) -> str:
    """Give the day as an output shows it first, outside of values that may differ; nothing where it does not.

    Nothing either where the author typed that day.
    """
    if day in tolerance.said.days:
        return ""
    pattern = re.compile("|".join(_forms(day)))
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    for line in map(tolerance.skeleton, output.split("\n")):
        if found := pattern.search(line):
            return found[0]
        for number in EPOCH.findall(line):
            if begins <= int(number) < begins + DAY:
                return str(number)
    return ""


def _forms(day: date) -> Iterator[str]:
    """Give patterns of a day as logs and tools write it."""
    year, short, month, number = f"{day:%Y}", f"{day:%y}", f"{day:%m}", f"{day:%d}"
    loose = number if day.day > 9 else f"0?{day.day}"
    name = f"{calendar.month_abbr[day.month]}(?:{calendar.month_name[day.month][3:]})?"
    week = day.isocalendar()
    yield rf"(?<!\d){year}(?P<between>[-/._]?){month}(?P=between){number}(?!\d)"
    yield rf"(?<!\d){short}{month}{number}(?=[ T]+[\d\ue000-\uf8ff])"
    yield rf"(?<!\d){loose}[-/. ]+{name}\b(?:[-/. ]{year})?"
    yield rf"\b{name}[-/. ]+{loose}(?!\d)(?:,? {year})?"
    yield rf"(?<!\d)(?:{month}[-/]{number}|{number}[-/]{month})[-/](?:{year}|{short})(?!\d)"
    yield rf"(?<!\d){number}\.{month}\.{year}(?!\d)"
    yield rf"\b[IWEF]{month}{number}(?= )"
    yield rf"(?<!\d){year}[-.]?{day:%j}(?!\d)"
    yield rf"(?<!\d){week.year}-?W{week.week:02}"

"""When: dates in the formats of programs, ages and spans of time in words."""

from tests.site.variations.another import Another

HOUR, DAY = 3600, 86400
UNITS = {"second": 1, "minute": 60, "hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "year": 365 * DAY}


def date(run: Another, text: str, form: str) -> str:
    """Give a later moment in a format of strftime, in which %L are milliseconds and %N nanoseconds."""
    now = run.later()
    nanos = now.microsecond * 1000 + run.rng.randrange(1000)
    form = form.replace("%L", f"{nanos // 1_000_000:03}").replace("%N", f"{nanos:09}")
    return now.strftime(form)


def file_date(run: Another, text: str) -> str:
    """Give a date as `ls -l` has it: with a clock, or with a year where it is half a year ago."""
    return run.later().strftime("%b %e %H:%M" if run.rng.random() < 0.7 else "%b %e  %Y")


def epoch(run: Another, text: str) -> str:
    _, _, fraction = text.partition(".")
    now = str(int(run.later().timestamp()))
    return f"{now}.{run.some('0123456789', len(fraction))}" if fraction else now


def in_words(seconds: float) -> str:
    """Give a span as Docker's units.HumanDuration has it."""
    minutes, hours = int(seconds / 60), int(seconds / HOUR + 0.5)
    if seconds < 60:
        return "Less than a second" if seconds < 1 else "1 second" if seconds < 2 else f"{int(seconds)} seconds"
    if minutes < 60:
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    if hours < 48:
        return "About an hour" if hours == 1 else f"{hours} hours"
    for unit, most in (("day", 14 * DAY), ("week", 60 * DAY), ("month", 730 * DAY)):
        if seconds < most:
            return f"{int(seconds / UNITS[unit])} {unit}s"
    return f"{int(seconds / UNITS['year'])} years"


def seconds_of(words: str) -> float:
    """Give how long a span in words is."""
    for few, many in (("Less than a", "0"), ("About an", "1"), ("About a", "1")):
        words = words.replace(few, many)
    count, unit = words.split()[:2]
    return int(count) * UNITS[unit.removesuffix("s")]


def age(run: Another, text: str) -> str:
    """Give an age some seconds greater, or smaller where it is one of minutes."""
    ago = " ago" if text.endswith(" ago") else ""
    old = seconds_of(text)
    return in_words(max(0, old + run.aging * (1 if old < 60 else -1))) + ago


def old_age(run: Another, text: str) -> str:
    """Give the age of something that was there before the page: made just now, or long ago, as the calendar has it."""
    return in_words(run.rng.choice([3, 90, 20 * 60, 5 * HOUR, 3 * DAY, 20 * DAY, 100 * DAY, 900 * DAY])) + " ago"


def span(run: Another, text: str) -> str:
    """Give a span as systemd has it."""
    seconds = run.rng.randrange(1, 300)
    return f"{seconds // 60}min {seconds % 60}s" if seconds >= 60 else f"{seconds}s"


def up(run: Another, text: str) -> str:
    """Give how long the machine is up, as uptime has it: right-aligned up to an hour's minutes."""
    days, minutes = run.rng.choice([(0, 12), (0, 75), (1, 200), (23, 900)])
    clock = f"{minutes // 60:2}:{minutes % 60:02}" if minutes >= 60 else f"{minutes} min"
    return (f"{days} day{'s' * (days > 1)}, " if days else "") + clock


def cpu_time(run: Another, text: str) -> str:
    """Give the time on a processor in the form of the old one."""
    seconds = run.rng.randrange(60)
    if text.count(":") == 2:
        return f"00:00:{seconds:02}"
    return f"0:{seconds:02}" + (f".{run.rng.randrange(100):02}" if "." in text else "")


def since_boot(run: Another, text: str) -> str:
    """Give the seconds of the kernel's log."""
    return f"{run.rng.uniform(1, 99999):.6f}"


KINDS = {
    "ls date": file_date,
    "epoch": epoch,
    "age": age,
    "old age": old_age,
    "span": span,
    "up": up,
    "cpu time": cpu_time,
    "since boot": since_boot,
}

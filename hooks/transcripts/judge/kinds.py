"""Values that may differ from one run to the next, recognised by type.

The table is made to be extended: each kind carries texts that are such a value and texts that are
not, and the tests read them from here. Counts, versions, names, states and statuses do not vary.
"""

import re
from dataclasses import dataclass

ADJECTIVES = """
admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy
charming clever compassionate competent condescending confident cool cranky crazy dazzling determined
distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant
focused friendly frosty funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry
infallible inspiring intelligent interesting jolly jovial keen kind laughing loving lucid magical modest
musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive
practical priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy stoic
strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly
wonderful xenodochial youthful zealous zen
""".split()
"""The first halves of Docker's generated names, from moby's namesgenerator."""

DAY, MONTH = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
NUMBER = r"\b\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = "(?:second|minute|hour|day|week|month|year)s?"


@dataclass(frozen=True)
class Kind:
    """A type of volatile value."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    counter: tuple[str, ...] = ()
    twin: bool = False
    """Whether the same value in two places of a page must be the same in both."""


KINDS = (
    Kind("digest", r"sha256:[0-9a-f]{64}\b", ("sha256:" + "0a" * 32,), ("sha256:abc",), twin=True),
    Kind("id", r"\b[0-9a-f]{64}\b", ("0a" * 32,), ("0a" * 31,), twin=True),
    Kind("short id", r"\b[0-9a-f]{12}\b", ("386a066cd84a", "123456789012"), ("386a066cd84", "386a066cd84g"), twin=True),
    Kind(
        "fingerprint",
        r"\bSHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/=])",
        ("SHA256:" + "aB3+/" * 8 + "xyz",),
        ("SHA256:abc", "SHA256:" + "aB3+/" * 9),
        twin=True,
    ),
    Kind("mac", r"\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b", ("02:42:ac:11:00:02",), ("02:42",), twin=True),
    Kind(
        "clock",
        rf"\b\d{{4}}-\d\d-\d\d[T ]{CLOCK}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
        rf"|\b{DAY},? (?:\d\d {MONTH}|{MONTH} [ \d]\d)(?: \d{{4}})? {CLOCK}(?: [A-Z]{{3,4}})?(?: \d{{4}})?"
        rf"|\b{MONTH} [ \d]\d (?: \d{{4}}|\d\d:\d\d|\d{{4}}, {CLOCK})|\b{CLOCK}\b",
        (
            "2026-11-23T21:00:00.123456789Z",
            "2026-11-23 21:00:00.123 UTC",
            "Mon Nov 23 21:00:00 UTC 2026",
            "Nov 23 21:00",
            "Nov 23 2026, 21:00:07",
            "21:00:07",
        ),
        ("2026-11-23", "17.6", "1:2"),
    ),
    Kind(
        "age",
        rf"\b(?:About an? |Less than an? |\d+ ){UNIT}(?: ago)?\b",
        ("About a minute ago", "Less than a second ago", "3 weeks ago", "5 seconds"),
        ("seconds", "5 rows"),
    ),
    Kind("rate", rf"{NUMBER} ?[kKMG]i?B/s", ("12.3 MB/s", "950kB/s"), ("12.3 MB",)),
    Kind(
        "size",
        # Nothing is a state, not a size.
        rf"(?!\b0 ?B\b){NUMBER} ?(?:[kKMGT]i?)?B\b",
        ("196.5 MB", "4.2kB", "10B", "1.5GiB"),
        ("17 B1", "4 Berries", "0B"),
    ),
    Kind(
        "duration",
        r"\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)? ?(?:ms|µs|us|ns|s)\b",
        ("0.3s", "1.2 ms", "1m30s", "0m0.004s"),
        ("17 rows", "2 sets"),
    ),
    Kind(
        # Before addresses, since the kernel of WSL has a release of four numbers.
        "kernel",
        r"(?<=Linux )(?<!/Linux )\d+\.\d+[\w.+-]*|(?<=Kernel Version: )\S+",
        (),
        ("13 (trixie)", "GNU/Linux 13.2"),
        twin=True,
    ),
    Kind(
        "address",
        rf"(?<![\d.])(?<!ersion )(?!0\.0\.0\.0|127\.|255\.)(?:{BYTE}\.){{3}}{BYTE}(?![\d.])",
        ("172.17.0.2", "10.0.0.7"),
        ("0.0.0.0", "127.0.0.1", "1.2.3", "1.2.3.4.5", "28.5.2", "version 1.2.3.4"),
        twin=True,
    ),
    Kind(
        "port", r"(?<=:)(?:3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[4-6]\d{4})\b", (), (":5432", ":8080"), twin=True
    ),
    Kind(
        "name",
        rf"\b(?:{'|'.join(ADJECTIVES)})_[a-z]{{3,}}\d?\b",
        ("jolly_joliot", "happy_curie3"),
        ("pg_wal", "postgresql_conf"),
        twin=True,
    ),
    Kind(
        "pid",
        r"(?<=\[)\d+(?=\] (?:LOG|ERROR|FATAL|WARNING))|(?<=\"Pid\": )\d+|(?<=\bpid )\d+",
        (),
        ("[5] rows",),
        twin=True,
    ),
    Kind(
        "namespace",
        r"\b(?:cgroup|ipc|mnt|net|pid|time|user|uts):\[\d{10}\]",
        ("pid:[4026532182]", "cgroup:[4026531835]"),
        ("pid:[7]", "socket:[4026532182]", "pid:4026532182"),
        twin=True,
    ),
    Kind(
        "layer",
        r"/overlay2/l/[A-Z2-7]{26}\b",
        ("/overlay2/l/6SRD5FGG5ISDJVSL3QC6KRDZUG",),
        ("/overlay2/l", "6SRD5FGG5ISDJVSL3QC6KRDZUG"),
        twin=True,
    ),
    Kind("cgroup version", r"(?<=Cgroup Version: )[12]\b", (), ("Compose Version: 2",)),
    Kind("archive", r"(?<=://)package-archive\b", (), ()),
)

MARKS = {kind.name: chr(0xE000 + number) for number, kind in enumerate(KINDS)}
"""One private-use character for each kind; such a character in an output is told from it by an escape before it."""
ESCAPE = re.compile("([\ue000-\uf8ff])")
BY_GROUP = {f"k{number}": kind for number, kind in enumerate(KINDS)}
BEGINS = r"(?:(?<!\w)|(?=/|sha256:)|(?<=[^\W\d])(?=\d))"
"""Where a value may begin: not inside a word. It is in each pattern as well; asked first, it halves the search."""
ANY = re.compile(f"{BEGINS}(?:{'|'.join(f'(?P<k{number}>{kind.pattern})' for number, kind in enumerate(KINDS))})")
GAP = re.compile(r"(?<=\S) {2,}|-{4,}")
ARCHIVE = re.compile(
    r"(?m)^((?:Get|Hit|Ign|Err):\d+ https?://|(?:Looking in (?:indexes|links): |  Downloading |  Using cached )https?://)"
    r"[^/\s]+"
)


@dataclass(frozen=True)
class Value:
    """A volatile value in a line."""

    kind: Kind
    text: str
    start: int

    @property
    def key(self) -> str:
        """What it has in common with its twins: a short id is the beginning of its long one."""
        text = self.text.removeprefix("sha256:")
        return text[:12] if self.kind.name in ("digest", "id", "short id") else f"{self.kind.name} {text}"


def values(line: str) -> tuple[Value, ...]:
    """Give the volatile values of a line, from left to right."""
    return tuple(Value(BY_GROUP[str(m.lastgroup)], m[0], m.start()) for m in ANY.finditer(line))


def skeleton(line: str) -> str:
    """Give what of a line must not change: each value replaced by its kind, column widths put aside."""
    return GAP.sub("  ", ANY.sub(lambda m: MARKS[BY_GROUP[str(m.lastgroup)].name], ESCAPE.sub("\uf8ff\\1", line)))


def neutral(text: str) -> str:
    """Give the text with a neutral word for the hosts of package archives and indexes."""
    return ARCHIVE.sub(r"\1package-archive", text)

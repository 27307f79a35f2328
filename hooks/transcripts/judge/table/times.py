"""Values that follow the clock: when something was, how long it took, how long ago it is."""

from transcripts.judge.kind import Bound, Kind
from transcripts.judge.table.amounts import CHOSEN

DAY, MONTH = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
NAMES = "UTC GMT CE?S?T WES?T EES?T BST IST MSK ICT JST KST HKT SGT [PMCEA][SD]T AE[SD]T NZ[SD]T".split()
ZONE = rf"(?: ?(?:Z\b|(?:{'|'.join(NAMES)})\b|[+-]\d\d(?::?\d\d)?\b))"
SHORT, LONG = "(?:second|minute|hour)s?", "(?:second|minute|hour|day|week|month|year)s?"


TIMES = (
    Kind(
        "clock",
        rf"\b(?:{DAY} )?(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:[0-2]\d|3[01])[T ]{CLOCK}{ZONE}?{ZONE}?"
        rf"|\b{DAY},? (?:[ \d]\d {MONTH}|{MONTH} [ \d]\d)(?: \d{{4}})? {CLOCK}(?: [AP]M)?{ZONE}?(?: \d{{4}})?"
        rf"|\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01]) \d\d:\d\d(?![:\d])"
        rf"|\b\d\d?[/ -]{MONTH}[/ -]\d{{4}}[: ]{CLOCK}{ZONE}?"
        rf"|\b{MONTH} [ \d]\d (?:{CLOCK} \d{{4}}{ZONE}?| \d{{4}}|{CLOCK}|\d\d:\d\d|\d{{4}}, {CLOCK})"
        rf"|\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])T\d{{6}}Z?\b"
        rf"|\b{CLOCK}\b",
        (
            "2026-11-23T21:00:00.123456789Z",
            "2026-11-23 21:00:00.123 UTC",
            "2026/11/23 21:00:00",
            "Mon 2026-11-23 21:00:00 UTC",
            "Mon Nov 23 21:00:00 UTC 2026",
            "Mon, 23 Nov 2026 21:00:00 GMT",
            "23/Nov/2026:21:00:00 +0000",
            "23/Nov/2026 21:00:00",
            "23 Nov 2026 21:00:00.123",
            "Nov 23 21:00:00 2026 GMT",
            "Nov 23 21:00:00",
            "Nov 23 21:00",
            "Nov 23 2026, 21:00:07",
            "20261123T210000Z",
            "21:00:07",
        ),
        ("17.6", "1:2", "trixie-20261123"),
        "ISO 8601, RFC 9110, and the logs of nginx, Apache, Python, Go, Redis, openssl, syslog and systemd",
    ),
    Kind(
        "date",
        rf"(?<![\w.-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])"
        rf"|(?<![\w./])(?:19|20)\d\d/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?![\w/])"
        r"|(?<![\w.-])(?:19|20)\d\d-W\d\d(?:-\d)?(?![\w-])"
        rf"|\b{DAY},? (?:\d\d? {MONTH}|{MONTH} \d\d?)(?:,? \d{{4}})?\b"
        rf"|\b\d\d? {MONTH} \d{{4}}\b|\b{MONTH} \d\d?, \d{{4}}\b",
        ("2026-11-23", "2026-W48", "2026/11/23", "Mon 23 Nov 2026", "23 Nov 2026", "Nov 23, 2026"),
        ("trixie-2026-11-23", "2026-13-23", "May 5", "2026"),
        "date +%F and its like",
    ),
    Kind(
        "epoch",
        r"(?i:\b(?:time|timestamp|ts|date|epoch|created|created_at|started|started at|updated|mtime|exp|iat|nbf)[\"']?"
        r"(?:[:=] ?| )|@|signal-handler \()"
        r"[\"']?(1[4-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?)\b",
        (),
        ("1764043200", "bytes=1764043200"),
        "time(2): seconds since 1970, where a name says so",
        lines=(
            "created: ‹1764043200›",
            '"exp":‹1764043200›',
            "time=‹1764043200.123›",
        ),
    ),
    Kind(
        "age",
        rf"\b(?:[Aa]bout an? |[Ll]ess than an? |an? |\d+ ){LONG} ago\b"
        rf"|\b\d+(?:h|min|s|d)(?: \d+(?:min|s|ms))? ago\b|(?<=\bUp )(?:\d+|About an?|Less than an?) {LONG}",
        (
            "About a minute ago",
            "Less than a second ago",
            "less than a second ago",
            "3 weeks ago",
            "3min ago",
            "1h 5min ago",
        ),
        ("seconds", "5 rows", "5 days"),
        "go-units: how long ago, by the clock of the reader; an image may be of today or of last year",
        momentary=True,
        lines=(
            "Up ‹5 days›",
            "Up ‹2 minutes› (healthy)",
            "‹14 months ago›",
            "Failed ‹about a minute ago›",
        ),
    ),
    Kind(
        "uptime",
        r"(?<= up )(?: *\d+ days?, +)? *(?:\d+:\d\d|\d+ min)(?=, )"
        r"|(?<=^up )(?:\d+ (?:week|day|hour|minute)s?(?:, )?)+$",
        (),
        ("2:04", "3 days"),
        "uptime: of the engine's host",
        momentary=True,
        lines=(
            "it is up ‹3 days,  2:04›,  1 user",
            "up ‹2 hours, 4 minutes›",
        ),
    ),
    Kind(
        "time since boot",
        r"^\[( *\d+\.\d{6})\](?= )",
        lines=("[‹  384.118226›] docker0: port 1",),
        source="the kernel's log: seconds",
        momentary=True,
    ),
    Kind(
        "period",
        rf"\b(?:\d+|About an?|Less than an?) {SHORT}\b",
        ("5 seconds", "12 minutes", "About a minute", "Less than a second"),
        ("14 days", "2 weeks", "5 rows"),
        "go-units: what was measured; nobody measures days on a page",
        bound=Bound(64, 1),
        behind=CHOSEN,
    ),
    Kind(
        # BuildKit leaves out a time that it did not measure.
        "step time",
        r"(?<=\S)( \d+\.\d+s)(?= done\b)",
        (),
        ("1.2s", "in 3s done"),
        "BuildKit's plain progress",
        optional=True,
        bound=Bound(64, 0.05),
        lines=("#9 exporting layers‹ 0.3s› done",),
    ),
    Kind(
        "step clock",
        r"^#\d+ (\d+\.\d{1,3})(?= )",
        (),
        ("#5 exporting", "#5 [1/3]"),
        "BuildKit's plain progress: seconds since a step began",
        momentary=True,
        lines=("#8 ‹0.345› Reading package lists...",),
    ),
    Kind(
        "duration",
        r"(?<![\w/.-])(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)? ?(?:ms|µs|us|ns|s)\b(?: \(\d\d:\d\d\.\d+\))?"
        r"|\b\d+\.\d+(?:/\d+\.\d+){2,3} ms\b|(?<=\W)\d+h\d+m\b",
        ("0.3s", "1.2 ms", "1m30s", "0m0.004s", "1234.567 ms (00:01.235)", "0.038/0.045/0.052/0.005 ms"),
        ("17 rows", "2 sets"),
        "time, psql, ping, BuildKit: a machine at work takes many times as long for little, and some times for much",
        bound=Bound(64, 0.05),
        behind=CHOSEN,
    ),
)

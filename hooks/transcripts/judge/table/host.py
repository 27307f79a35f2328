"""What only the host of an engine decides, and what programs say of the moment."""

from transcripts.judge.kind import Kind

HOST = (
    Kind(
        "reading",
        r"(?<=actual time=)\d+\.\d+\.\.\d+\.\d+"
        r"|\"(?:duration|latency|took|elapsed\w*)\": ?(\d+(?:\.\d+)?(?:e-\d+)?)",
        lines=("(actual time=‹0.007..0.008› rows=10 loops=1)", '"duration":‹0.000184›,'),
        source="explain analyze, logs in JSON: how long it took",
        momentary=True,
    ),
    Kind(
        "progress of curl",
        r"^ *\d+ +\S+ +\d+ +\S+ +\d+ +\d+ +(?P<rate1>\d\S*) +(?P<rate2>\d\S*) +(?P<reading1>[-\d:]+)"
        r" +(?P<reading2>[-\d:]+) +(?P<reading3>[-\d:]+) +(?P<rate3>\d\S*)$",
        lines=("$ curl x: 100 1267k  100 1267k    0     0  ‹746M›      0 ‹--:--:--› ‹--:--:--› ‹--:--:--› ‹1238M›",),
        source="curl: how fast, and how long",
        command=r"\bcurl\b",
    ),
    Kind(
        "cgroup version",
        r"(?<=Cgroup Version: )[12]\b",
        (),
        ("Compose Version: 2",),
        "docker info",
        ("Cgroup Version: ‹2›",),
    ),
    Kind(
        "package revision",
        r"\b\d+(?:\.\d+)+[\w.~+]*-\d+(?:\.\d+)*((?:\+(?:b|deb\d+u)\d+)+)(?![\w.~+-])",
        lines=(
            "runc    1.1.15+ds1-2‹+b4›",
            "psql (PostgreSQL) 17.12 (Debian 17.12-0‹+deb13u1›)",
            "26.1.5+dfsg1-9‹+deb13u1+b1›",
        ),
        counter=("+deb13u1", "1.1.15-2", "28.5.2+dfsg4", "1.0-rc1", "1.0+b1"),
        source="Debian: a security update (+deb13u1), or built anew (+b4), of the same version of a program",
        optional=True,
    ),
    Kind(
        "archive",
        r"(?<=://)package-archive\b",
        source="the neutral word for the host of a package archive",
        lines=("Get:1 http://‹package-archive›/debian trixie",),
    ),
)

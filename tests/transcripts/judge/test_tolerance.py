"""What an author typed comes back as it was typed; what is measured may differ as far as its bound."""

import pytest

from tests.conftest import KINDS, step
from transcripts.findings import Class
from transcripts.judge.difference import compare
from transcripts.judge.tolerance import Tolerance, of_page
from transcripts.judge.twins import Twins
from transcripts.page.page import read
from transcripts.transcript import Transcript


def of(command: str, *, options: str = "", above: str = "", below: str = "", file: str = "") -> Tolerance:
    """Give what may differ in the one snippet of a page with these words around it."""
    written = f'```text file="given"\n{file}\n```\n\n' if file else ""
    text = f'# A page\n\n{written}{above}\n\n```console snippet="one"{options}\n$ {command}\n```\n\n{below}\n'
    page = read(text, "page.md", KINDS)
    return of_page(page)(page.snippets[0])


def classes(old: str, new: str, tolerance: Tolerance | None = None, command: str = "x") -> list[Class]:
    before, after = (Transcript((step(command, output + "\n"),)) for output in (old, new))
    return [drift.kind for drift in compare(before, after, Twins(), tolerance)]


TYPED = [
    ("docker run --memory 64m x", "584KiB / 64MiB", "584KiB / 32MiB"),
    ("docker run --memory 0.5g x", "limit 512MiB", "limit 500MiB"),
    ("docker run --cpus 0.5 x", "50.00%", "49.00%"),
    ("openssl req -days 14 x", "14 days", "13 days"),
    ("docker run --health-interval 30s x", "every 30s", "every 31s"),
    ("sleep --minutes 2", "2 minutes", "3 minutes"),
    ("docker network create --subnet 172.28.0.0/16 x", "172.28.0.0/16", "172.29.0.0/16"),
    ("docker network create --subnet 172.28.0.0/16 x", "172.28.0.7", "172.29.0.7"),
    ("docker run --publish 49200:80 x", "0.0.0.0:49200->80/tcp", "0.0.0.0:49201->80/tcp"),
    ("docker run --name jolly_joliot x", "jolly_joliot", "happy_curie3"),
    (f"docker pull x@sha256:{'0a' * 32}", f"sha256:{'0a' * 32}", f"sha256:{'0b' * 32}"),
    ("touch -d 2020-01-01 x", "2020-01-01", "2020-01-02"),
]


@pytest.mark.parametrize(("command", "old", "new"), TYPED)
def test_what_was_typed_comes_back_as_it_was_typed(command: str, old: str, new: str) -> None:
    assert classes(old, new, of(command))
    assert classes(old, old, of(command)) == []


@pytest.mark.parametrize("line", ["memory = 8 MB", "after = 1s", "key = 386a066cd84a", "net = 192.168.0.0/16"])
def test_a_file_of_the_page_comes_back_as_it_was_typed(line: str) -> None:
    changed = {"8 MB": "9 MB", "1s": "2s", "386a066cd84a": "486a066cd84a", "192.168.0.0": "192.168.1.0"}
    new = next(line.replace(old, new) for old, new in changed.items() if old in line)
    assert classes(line, new, of("cat given", file=line))
    assert classes(line, new) == []


@pytest.mark.parametrize(
    ("above", "below", "seen"),
    [
        ("The limit is 64 MB.", "", True),
        ("", "It shows the 64 MB again.", True),
        ("It is about 64 MB.", "", False),
        ("Up to 64 MB", "", False),
        ("## 64 MB\n\nSomething else.\n\n## Next", "", False),
    ],
)
def test_prose_beside_a_snippet_counts_where_it_does_not_estimate(above: str, below: str, seen: bool) -> None:
    assert bool(classes("64 MB", "60 MB", of("x", above=above, below=below))) is seen


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        ("sleep 2s", "Up 2 seconds", "Up 3 seconds"),
        ("sleep 2s", "DONE 2.0s", "DONE 2.1s"),
        ("sleep 2s", "real 0m2.004s", "real 0m2.010s"),
        ("kill 57", "[57] LOG:  ready", "[58] LOG:  ready"),
        ("docker run --memory 64m x", "584KiB / 64MiB", "600KiB / 64MiB"),
    ],
)
def test_what_is_measured_is_never_what_was_typed(command: str, old: str, new: str) -> None:
    assert classes(old, new, of(command)) == []


BOUNDS = [
    ("196.5 MB", "210 MB", []),
    ("4.2 kB", "4.2 MB", [Class.AMOUNT]),
    ("0B", "10B", [Class.KIND]),
    ("10B", "0B", [Class.KIND]),
    ("0.3s", "2.1s", []),
    ("0.0s", "1.9s", []),
    ("0.2s", "3m0s", [Class.AMOUNT]),
    ("5 seconds", "1 minute", []),
    ("5 seconds", "9 hours", [Class.AMOUNT]),
    ("Up 2 seconds", "Up About an hour", []),
    ("3 minutes ago", "2 weeks ago", []),
    ("466 kB/s", "9,320 kB/s", []),
    ("0.02%", "7.90%", []),
    ("20.00%", "99.00%", []),
    ("5.0s", "5.0ms", [Class.AMOUNT]),
    ("limit: 4 MB", "limit: 5 MB", [Class.TEXT]),
    ("timeout=30s", "timeout=31s", [Class.TEXT]),
    ("14 days", "15 days", [Class.TEXT]),
    ("nginx 1.2.3.4", "nginx 1.2.3.5", [Class.VERSION]),
    (f"{'0a' * 32}  note.txt", f"{'0b' * 32}  note.txt", [Class.TEXT]),
    ("key 123456789012", "key 123456789013", [Class.TEXT]),
    ("key 123456789012", "key 12345678901a", []),
    ("#9 exporting layers done", "#9 exporting layers 0.3s done", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), BOUNDS)
def test_an_amount_may_go_as_far_as_its_bound(old: str, new: str, expected: list[Class]) -> None:
    told = classes(old, new)
    assert bool(told) == bool(expected)
    assert told == expected or Class.KIND in expected


def test_the_larger_of_two_sizes_in_a_column_stays_the_larger() -> None:
    assert classes("web 120MB\ndb 160MB", "web 125MB\ndb 150MB") == []
    assert classes("web 120MB\ndb 160MB", "web 160MB\ndb 120MB") == [Class.ORDER]
    assert classes("web 120MB\ndb 121MB", "web 121MB\ndb 120MB") == [Class.ORDER]


def test_it_does_so_beside_what_one_line_alone_has() -> None:
    was, now = "RUN apt-get {}\nRUN update {}\n4db97ffdbe4a {}".format, ("447MB", "21MB", "120MB")
    assert classes(was(*now), was("134MB", "24MB", "498MB")) == [Class.ORDER]
    assert classes(was(*now), was("480MB", "24MB", "134MB")) == []
    assert classes("web 584KiB / 64MiB\ndb 780KiB / 64MiB", "web 780KiB / 64MiB\ndb 700KiB / 64MiB") == []


def test_numbers_of_processes_are_the_same_in_one_output_only() -> None:
    assert classes("[57] LOG: a\n[57] LOG: b", "[61] LOG: a\n[61] LOG: b") == []
    assert classes("[57] LOG: a\n[57] LOG: b", "[61] LOG: a\n[62] LOG: b") == [Class.TWIN]
    old = Transcript((step("x", "[57] LOG: a\n"), step("y", "[57] LOG: a\n")))
    new = Transcript((step("x", "[61] LOG: a\n"), step("y", "[62] LOG: a\n")))
    assert compare(old, new, Twins()) == ()


def test_exact_puts_nothing_aside_and_varies_what_the_author_says() -> None:
    assert classes("386a066cd84a", "486a066cd84a", of("x", options=" exact")) == [Class.TEXT]
    assert classes("386a066cd84a", "386a066cd84a", of("x", options=" exact")) == []
    ticks = of("x", options=r' varies="(?<=took )\d+"')
    assert classes("took 3 ticks of 5", "took 4 ticks of 5", ticks) == []
    assert classes("took 3 ticks of 5", "took 3 ticks of 6", ticks) == [Class.TEXT]


def test_ten_thousand_equal_lines_are_compared_at_once() -> None:
    """Were they matched one with each other, this would not end within the limit of a test."""
    lines = ["tick"] * 10_000
    assert classes("\n".join(lines), "\n".join(lines)) == []
    assert classes("\n".join(lines), "\n".join([*lines[:5000], "tock", *lines[5001:]])) == [Class.TEXT]
    assert classes("\n".join(lines), "\n".join([*lines[:5000], "tock", *lines[5000:]])) == [Class.NEW_LINE]
    assert classes("\n".join(lines), "\n".join(lines[1:])) == [Class.MISSING_LINE]

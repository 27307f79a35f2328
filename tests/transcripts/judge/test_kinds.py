"""The table of volatile values does what its own examples say, and leaves alone what must not change."""

import re

import pytest

from transcripts.judge.kind import Kind
from transcripts.judge.kinds import BEGINS, KINDS, neutral, skeleton, values

BY_NAME = {kind.name: kind for kind in KINDS}


def found(line: str, command: str = "") -> list[tuple[str, str]]:
    return [(value.kind.name, value.text) for value in values(line, command)]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in KINDS for text in kind.examples])
@pytest.mark.parametrize("line", ["{}", "before {} after", "left={}, right", "({})"])
def test_an_example_is_one_value_of_its_kind(kind: Kind, text: str, line: str) -> None:
    assert found(line.format(text)) == [(kind.name, text)]
    assert values(line.format(text))[0].start == line.index("{")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in KINDS for text in kind.counter])
@pytest.mark.parametrize("line", ["{}", "before {} after"])
def test_a_counter_example_holds_no_value_of_its_kind(kind: Kind, text: str, line: str) -> None:
    assert kind.name not in [name for name, _ in found(line.format(text))]


@pytest.mark.parametrize("text", [text for kind in KINDS for text in kind.lines])
def test_a_value_is_found_in_its_surroundings(text: str) -> None:
    command, _, line = text[2:].partition(": ") if text.startswith("$ ") else ("", "", text)
    assert [value for _, value in found(re.sub("[‹›]", "", line), command)] == re.findall("‹(.*?)›", line)


def test_each_kind_has_an_example_and_says_who_writes_it() -> None:
    assert [kind.name for kind in KINDS if not kind.examples and not kind.lines] == []
    assert [kind.name for kind in KINDS if not kind.source] == []
    assert [kind.name for kind in KINDS if kind.command and not kind.lines[0].startswith("$ ")] == []


def test_the_list_of_one_command_is_no_list_of_another() -> None:
    assert found("  12 pts/0    00:00:00 sh", "docker run --rm alpine ps") != []
    assert found("  12 pts/0    00:00:00 sh", "docker ps") == [("clock", "00:00:00")]
    assert found("393217 a", "ls -l") == []


@pytest.mark.parametrize(
    "line",
    [
        "pgdb postgres:17 pgdata other",
        "postgres:17.6-bookworm",
        "Docker version 28.5.2, Compose v2.40.3",
        "(1 row)",
        "5 rows, 12 files, 3 containers",
        "INSERT 0 1",
        "Exited (137)",
        "Up (healthy), Created, Restarting (1), Dead",
        "exit status 125",
        "cafe deadbeef 1234567",
        "valid for 14 days",
        "0B of 50%",
        "nginx 1.2.3.4",
    ],
)
def test_names_counts_versions_and_states_do_not_vary(line: str) -> None:
    assert values(line) == ()
    assert skeleton(line) == line


def test_a_changed_count_is_not_put_aside() -> None:
    assert skeleton("Images          3         0B") != skeleton("Images          4         0B")


FIRST = """\
CONTAINER ID   IMAGE         CREATED         STATUS         PORTS                     NAMES
386a066cd84a   postgres:17   2 minutes ago   Up 2 minutes   0.0.0.0:32768->5432/tcp   pgdb
b5c2e1f0a9d8   web           3 hours ago     Up 3 hours     80/tcp                    jolly_joliot"""
SECOND = """\
CONTAINER ID   IMAGE         CREATED              STATUS              PORTS                     NAMES
0123456789ab   postgres:17   About a minute ago   Up About a minute   0.0.0.0:49153->5432/tcp   pgdb
fedcba987654   web           4 hours ago          Up 4 hours          80/tcp                    happy_curie3"""


def test_two_tables_that_differ_in_values_and_widths_have_one_skeleton() -> None:
    assert [skeleton(line) for line in FIRST.split("\n")] == [skeleton(line) for line in SECOND.split("\n")]


@pytest.mark.parametrize("change", [("postgres:17", "postgres:18"), ("pgdb", "db"), ("Up 2", "Exited (0) 2")])
def test_two_tables_that_differ_in_more_do_not(change: tuple[str, str]) -> None:
    assert skeleton(FIRST) == skeleton(SECOND)
    assert skeleton(FIRST.replace(*change)) != skeleton(SECOND)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("real    0m0.004s", "real    1m12.310s"),
        ("Up Less than a second", "Up 3 seconds"),
        ('"CreatedAt": "2026-11-23T21:00:00Z"', '"CreatedAt": "2027-01-02T03:04:05Z"'),
        ("2026-11-23 21:00:00 +0000 UTC", "2027-01-02 03:04:05 +0000 UTC"),
        ("-rw-r--r-- 1 root root 5 Nov 23 21:00 a", "-rw-r--r-- 1 root root 5 Jan  2 03:04 a"),
        ("-rw-r--r-- 1 root root 5 Nov 23 21:00 a", "-rw-r--r-- 1 root root 5 Jan  2  2026 a"),
        ('"MacAddress": "02:42:ac:11:00:02"', '"MacAddress": "96:21:45:ab:cd:ef"'),
        ("link/ether 02:42:ac:11:00:02", "link/ether 12:34:56:78:90:12"),
        ("Fetched 932 kB in 2s (466 kB/s)", "Fetched 9,320 kB in 1s (9,320 kB/s)"),
    ],
)
def test_the_same_line_from_two_runs_has_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("Get:1 http://archive.example.org/debian trixie InRelease [140 kB]", "archive.example.org"),
        ("Hit:2 https://security.example.org/debian trixie", "security.example.org"),
        ("Ign:3 http://archive.example.org:8081/debian trixie", "archive.example.org:8081"),
        ("Err:4 http://10.0.0.7/debian trixie", "10.0.0.7"),
        ("Looking in indexes: https://pypi.example.org/simple", "pypi.example.org"),
        ("Looking in links: https://pypi.example.org/wheels", "pypi.example.org"),
        ("  Downloading https://files.example.org/a/a.whl (12 kB)", "files.example.org"),
        ("  Using cached https://files.example.org/a/a.whl", "files.example.org"),
    ],
)
def test_the_host_of_an_archive_is_masked(line: str, host: str) -> None:
    assert neutral(f"before\n{line}\nafter\n") == f"before\n{line.replace(host, 'package-archive')}\nafter\n"


@pytest.mark.parametrize("line", ["see https://docs.example.org/", "curl http://web:8080/", "Get:1 a file"])
def test_other_hosts_are_not_masked(line: str) -> None:
    assert neutral(line) == line


def test_a_short_id_has_the_key_of_its_long_one() -> None:
    long = "386a066cd84a" + "0b" * 26
    keys = {value.key for value in values(f"{long} sha256:{long} 386a066cd84a")}
    assert len(keys) == 1
    assert values("386a066cd84b")[0].key not in keys


def test_equal_texts_of_two_kinds_have_two_keys() -> None:
    port, pid = values("0.0.0.0:32768 [32768] LOG")
    assert port.text == pid.text
    assert port.key != pid.key


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_where_a_value_may_begin_leaves_none_out(kind: Kind) -> None:
    """What is asked before the patterns says no more than they do."""
    for text in (*kind.examples, *kind.counter):
        for around in (text, f"x{text}", f"7{text}", f"/{text}x", f"a_{text}.", f"é{text} {text}"):
            alone = [match.start() for match in re.finditer(kind.pattern, around)]
            assert all(re.compile(BEGINS).match(around, start) for start in alone)

"""What stands in the order of ids is told for certain, by how it looks and not by luck."""

import json

import pytest

from transcripts.judge.order import by_chance

A, B = "0a" * 32, "1b" * 32
INSPECT = "docker network inspect bridge"


def network(*containers: tuple[str, str], indent: int | None = 4) -> str:
    """Give what an engine says of a network with containers of these ids and names."""
    found = {key: {"Name": name, "IPv4Address": "172.17.0.2/16"} for key, name in containers}
    return json.dumps([{"Name": "bridge", "Containers": found, "Labels": {}}], indent=indent) + "\n"


TWO = (A, "one"), (B, "two")


@pytest.mark.parametrize("keys", [(A, B), (A[:12], B[:12]), ("abcdefghij0123456789klmno", "bbcdefghij0123456789klmno")])
def test_an_object_whose_keys_are_ids_is_in_an_order_by_chance(keys: tuple[str, str]) -> None:
    said = network((keys[0], "one"), (keys[1], "two"))
    assert by_chance(INSPECT, said, unordered=False)
    assert not by_chance(INSPECT, said, unordered=True)


def test_on_one_line_no_order_of_lines_helps() -> None:
    assert by_chance(f"{INSPECT} --format json", network(*TWO, indent=None), unordered=True)


@pytest.mark.parametrize(
    "said",
    [
        network((A, "one")),
        network((A, "one")) + network((B, "two")),
        network(("one", A), ("two", B)),
        network((A, '{"'), ("b", "}")),
        f'{{"Id": "{A}", "Image": "{B}"}}\n',
        f"{A}\n{B}\n",
        "",
        '"unfinished {\n' * 3,
    ],
)
def test_one_id_and_ids_that_are_no_keys_of_one_object_are_not(said: str) -> None:
    assert not by_chance(INSPECT, said, unordered=False)


RANGE = "docker network inspect mine --format '{{range .Containers}}%s{{end}}'"


@pytest.mark.parametrize(
    ("each", "said", "chance"),
    [
        ("{{.Name}} ", "one two \n", True),
        ("{{.Name}} ", "one \n", False),
        ("{{.Name}} has {{.IPv4Address}} ", "one has 172.18.0.2/16 \n", False),
        ("{{.Name}} has {{.IPv4Address}} ", "one has 172.18.0.2/16 two has 172.18.0.3/16 \n", True),
        ("{{println .Name}}", "one\ntwo\n\n", True),
    ],
)
def test_a_template_that_goes_through_containers_gives_them_in_the_order_of_their_ids(
    each: str, said: str, chance: bool
) -> None:
    assert by_chance(RANGE % each, said, unordered=False) == chance


def test_lines_of_a_template_may_be_sorted_or_in_any_order() -> None:
    command = RANGE % "{{println .Name}}"
    assert not by_chance(f"{command} | sort", "one\ntwo\n", unordered=False)
    assert not by_chance(command, "one\ntwo\n", unordered=True)
    assert by_chance(RANGE % "{{.Name}} ", "one two\n", unordered=True)


VOLUMES = "DRIVER    VOLUME NAME\n" + "local     {}\n" * 2


@pytest.mark.parametrize(
    ("names", "chance"),
    [
        ((A, "data"), True),
        ((A, B), True),
        ((A, "pgdata"), False),
        (("cache", "data"), False),
        (("data", A[:12]), False),
    ],
)
def test_a_volume_without_a_name_may_come_before_or_behind_some_names(names: tuple[str, str], chance: bool) -> None:
    said = VOLUMES.format(*sorted(names))
    assert by_chance("docker volume ls", said, unordered=False) == chance
    assert not by_chance("docker volume ls", said, unordered=True)
    assert not by_chance("cat volumes", said, unordered=False)

"""What browsers compare by is the table of kinds, and what an author said."""

import json

import pytest

from tests.conftest import KINDS
from transcripts.errors import PageError
from transcripts.judge import exported, kinds
from transcripts.page.page import Page, read

PAGE = """# A page

```text file="note"
limit 8 MB, from 2020-01-02
```

```console snippet="first" unordered
$ docker network create --subnet 172.28.0.0/16 mine
```

```console snippet="second" varies="(?<=took )\\d+"
$ docker stop --timeout 2s one
```

```console snippet="third" exact
$ date
```
"""


def page(text: str) -> Page:
    return read(text, "page.md", KINDS)


def test_the_table_has_all_kinds_in_their_order_and_is_json() -> None:
    table = json.loads(json.dumps(exported.table(), allow_nan=False))
    assert [kind["name"] for kind in table["kinds"]] == [kind.name for kind in kinds.KINDS]
    [size] = [kind for kind in table["kinds"] if kind["name"] == "size"]
    assert (size["bound"], size["ordered"], "twin" in size) == ({"ratio": 10, "floor": 0.0}, True, False)
    assert table["classes"]["TWIN"] == "changed identity"
    assert "FAILS" not in table["classes"]


def test_what_an_author_said_goes_along_down_to_each_snippet() -> None:
    rules = json.loads(json.dumps(exported.rules(page(PAGE))))
    assert [body.split()[0] for body in rules["typed"]] == ["limit", "$", "$", "$"]
    first, second, third = (rules["steps"][name] for name in ("first", "second", "third"))
    assert [each["typed"] for each in (first, second, third)] == [2, 3, 4]
    assert first["unordered"]
    assert first["networks"] == [[0xAC1C0000, 0xFFFF0000]]
    assert first["days"] == ["2020-01-02"]
    assert ["bytes", 8e6] in first["amounts"]
    assert ["seconds", 2] in second["amounts"]
    assert second["varies"] == r"(?<=took )\d+"
    assert third["exact"]
    assert "exact" not in first


def test_an_authors_pattern_that_browsers_cannot_read_is_told_in_two_lines() -> None:
    text = PAGE.replace(r"(?<=took )\d+", r"(\d)\1")
    with pytest.raises(PageError) as told:
        exported.rules(page(text))
    assert str(told.value) == (
        "docs/page.md:11: varies= has what browsers have not: groupref is unknown to browsers\n  write it otherwise"
    )

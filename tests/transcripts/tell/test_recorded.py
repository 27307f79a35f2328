"""The engines that a page was recorded on are told in plain words, and none is claimed that was not there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ENGINES, Project
from transcripts import settings
from transcripts.keep.provenance import Checked, Facts, Provenance
from transcripts.keep.store import Captures
from transcripts.settings import Settings
from transcripts.tell import recorded

DAY = date(2026, 11, 25)
OLDER = Checked("26.1.5+dfsg1", date(2026, 12, 1), "k")


@pytest.fixture
def known(project: Project) -> Settings:
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    return settings.load(project.root)


def captures(facts: Facts, **engines: Checked) -> Captures:
    named = {name.replace("_", "."): checked for name, checked in engines.items()}
    return Captures(Path(), Provenance(facts, engines=named), {})


def test_a_page_tells_of_the_engines_that_it_was_recorded_on(known: Settings) -> None:
    first, other = recorded.of_page(known, captures(Facts(DAY, "28.5.2+dfsg4"), **{"26_1": OLDER, "19_03": OLDER}))
    assert (first.name, first.exactly, first.recorded) == ("28.5", "28.5.2", DAY)
    assert (other.name, other.exactly, other.recorded) == ("26.1", "26.1.5", date(2026, 12, 1))


def test_a_workshop_with_one_engine_has_nothing_to_tell(known: Settings) -> None:
    one = replace(known, engines={"28.5": known.engines["28.5"]})
    for few in (one, replace(known, engines={})):
        assert recorded.several(few) == ()
        assert recorded.of_page(few, captures(Facts(DAY, "28.5.2"), **{"26_1": OLDER})) == ()


def test_a_page_without_an_engine_claims_none(known: Settings) -> None:
    assert recorded.of_page(known, captures(Facts(DAY))) == ()


@pytest.mark.parametrize(
    ("name", "version", "words"),
    [
        ("28.5", "", "28.5"),
        ("28.5", "28.5.2", "28.5.2"),
        ("28.5-containerd", "", "28.5 (containerd)"),
        ("28.5-containerd", "28.5.2", "28.5.2 (containerd)"),
    ],
)
def test_an_engine_is_known_by_its_version_and_what_is_peculiar(name: str, version: str, words: str) -> None:
    assert recorded.short(name, version) == words


def test_versions_are_told_without_what_a_distribution_adds() -> None:
    assert [recorded.numbers(version) for version in ("28.5.2+dfsg4", "26.1.5", "dev")] == ["28.5.2", "26.1.5", "dev"]


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [recorded.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]

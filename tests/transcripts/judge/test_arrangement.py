"""Lines that may come in any order, and blocks of lines, are compared as they were recorded."""

import json
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import step
from transcripts.judge.arrangement import arranged
from transcripts.judge.difference import compare
from transcripts.judge.twins import Twins
from transcripts.transcript import Transcript

A, B, C, D = ("0a" * 32, "1b" * 32, "2c" * 32, "3d" * 32)


def shown(*outputs: str) -> Transcript:
    return Transcript(tuple(step("x", output) for output in outputs))


def moved(old: Sequence[str], new: Sequence[str]) -> str:
    """Give the last output of a new run in the order of the old one, where the outputs before it say which is which."""
    twins = Twins()
    assert compare(shown(*old[:-1]), shown(*new[:-1]), twins) == ()
    return arranged(shown(old[-1]), shown(new[-1]), twins).steps[0].output


def network(*containers: tuple[str, str]) -> str:
    found = {key: {"Name": name, "Networks": {"mine": {"Id": key[:12]}}, "Aliases": [name]} for key, name in containers}
    return json.dumps([{"Name": "bridge", "Containers": found, "Labels": {}}], indent=4) + "\n"


def agree(old: str, new: str) -> bool:
    twins = Twins()
    return compare(shown(old), arranged(shown(old), shown(new), twins), twins) == ()


def test_lines_come_in_the_order_in_which_they_were_recorded_and_new_ones_last() -> None:
    assert moved(["b\na\nc\n"], ["new\nc\nb\na\n"]) == "b\na\nc\nnew\n"


def test_a_block_moves_as_a_whole_and_commas_stay_between() -> None:
    old, new = network((A, "one"), (B, "two"), (C, "three")), network((C, "two"), (D, "three"), (B, "one"))
    found = moved([old], [new])
    assert found == network((B, "one"), (C, "two"), (D, "three"))
    assert agree(old, new)


def test_blocks_within_a_block_are_told_apart_by_all_that_they_hold() -> None:
    assert not agree(network((A, "one"), (B, "two")), network((B, "two"), (A, "other")))
    swapped = network((A, "one"), (B, "two")).replace('"one"\n', '"two"\n', 1)
    assert not agree(network((A, "one"), (B, "two")), swapped)


def test_a_block_of_which_one_line_changed_is_compared_with_the_one_that_it_was() -> None:
    old = network((A, "one"), (B, "two"))
    new = network((C, "two"), (D, "one")).replace('"Labels": {}', '"Labels": {"a": "b"}')
    twins = Twins()
    [drift] = compare(shown(old), arranged(shown(old), shown(new), twins), twins)
    assert (drift.old, drift.new) == (('        "Labels": {}',), ('        "Labels": {"a": "b"}',))


def test_lines_that_are_alike_are_told_apart_by_the_ids_above_them() -> None:
    old, new = [f"{A}\n", f"{B}\n", f"{A} up\n{B} up\n"], [f"{D}\n", f"{C}\n", f"{C} up\n{D} up\n"]
    assert moved(old, new) == f"{D} up\n{C} up\n"


def test_blocks_that_are_alike_are_told_apart_so_too() -> None:
    old = [f"{A}\n", f"{B}\n", network((A, "x"), (B, "x"))]
    new = [f"{D}\n", f"{C}\n", network((C, "x"), (D, "x"))]
    assert moved(old, new) == network((D, "x"), (C, "x"))


@pytest.mark.parametrize("old", ["a,\nb\n", "{\n", "}\n", "[\n]\n{\n", "a {\n  b\nc }\n", "", "a"])
def test_text_that_only_looks_like_blocks_keeps_every_character(old: str) -> None:
    assert moved([old], [old]) == old


# How long it takes is asked below, where no other program's work is counted.
@settings(deadline=None)
@given(st.lists(st.sampled_from(["{", "}", "[", "]", "a,", "b", "  {", "  }", "  },", "  c,", "  c"]), max_size=12))
def test_no_line_is_lost_whatever_the_brackets(lines: list[str]) -> None:
    new = "".join(f"{line}\n" for line in lines)
    old = "".join(f"{line}\n" for line in sorted(lines))
    found = moved([old], [new])
    assert sorted(line.removesuffix(",") for line in found.split("\n")) == sorted(
        line.removesuffix(",") for line in new.split("\n")
    )
    assert found.count(",") == new.count(",")


def test_ten_thousand_equal_lines_take_less_than_a_second() -> None:
    began = time.process_time()
    output = "same\n" * 10000
    assert moved([output], [output]) == output
    assert time.process_time() - began < 1

"""Patterns for browsers say what those of Python say, or are refused. What they find is tested in a browser."""

import re

import pytest

from transcripts.judge import kinds
from transcripts.judge.javascript import Untranslatable, groups, source


@pytest.mark.parametrize(
    ("pattern", "flags", "there"),
    [
        (r"a+b*?c{2,}d{3}", 0, "a+b*?c{2,}d{3}"),
        (r"(?P<one>\d)|(?:x)", 0, r"(?:(\d)|x)"),
        (r"(?<=a)b(?!c)", 0, "(?<=a)b(?!c)"),
        (r"^a$", 0, r"(?<![\s\S])a(?=\n?(?![\s\S]))"),
        (r"^a$", re.M, r"(?<![^\n])a(?![^\n])"),
        (r"a\Z", 0, r"a(?![\s\S])"),
        (".", 0, r"[^\n]"),
        (".", re.S, r"[\s\S]"),
        (r"\w\W\b", 0, r"[\w](?:[^\w])\b"),
        (r"[^\W\d]", 0, r"(?:(?![\d]|[^\w])[\s\S])"),
        ("(?i:a)a", 0, "(?:[Aa])a"),
        (r"[\]\\/-]", 0, r"[\x5d\x5c\x2f\x2d]"),
    ],
)
def test_a_pattern_is_translated(pattern: str, flags: int, there: str) -> None:
    assert source(pattern, flags) == there


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?>a)", "a++", "(?:(a)b)*", "[\U0001f600]", "(a)?(?(1)b|c)"])
def test_what_browsers_have_not_is_refused(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        source(pattern)


def test_all_kinds_are_translated_and_keep_their_groups() -> None:
    for kind in kinds.KINDS:
        assert source(kind.pattern, re.M)
        assert len(groups(kind.pattern)) == re.compile(kind.pattern).groups
    assert groups("(?P<size1>a)(b)") == ["size1", None]

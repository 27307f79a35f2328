"""What an author may do about a command that shows something else each time."""

import difflib
import re
from collections.abc import Iterator

from transcripts.findings import Class, Finding
from transcripts.judge.drift import Drift
from transcripts.page.blocks import Snippet

TOKEN = re.compile(r"[^\W_]+|\W|_")
NUMBER, HEX, MIXED = "a number", "a hexadecimal text", "a random text"
BESIDE = 12
"""Characters beside a value that a suggested pattern looks at."""
WORD = re.compile(r"[^\W\d_]{2}")
LESS = "make the command say less"


def candidate(snippet: Snippet, drift: Drift) -> Finding:
    """Give what two runs of a page do not agree on, with both values and what the author may do about them."""
    command = snippet.commands[drift.step]
    text = f"`{command.lines[0].text}` shows something else in a second run"
    shown = "".join(f"\n  1 {line}" for line in drift.old[:3]) + "".join(f"\n  2 {line}" for line in drift.new[:3])
    return Finding(Class.CANDIDATE, str(command.place), f"{text}\n  {_advice(drift)}{shown}")


def _advice(drift: Drift) -> str:
    if drift.kind is Class.ORDER:
        return "sort the lines, or write unordered on the fence"
    if drift.kind is Class.AMOUNT:
        return f"it {drift.sentence}, which is further than such an amount may go: {LESS}"
    if len(drift.old) == len(drift.new) == 1 and (found := suggestion(drift.old[0], drift.new[0])):
        return f"{LESS}, or write on the fence, for {found[0]}: {found[1]}"
    return "make the command show the same each time"


def suggestion(one: str, other: str) -> tuple[str, str] | None:
    """Give what it is that differs in two lines, and the option that puts that aside and nothing else.

    None where only a pattern would do that takes any word or number, or where words differ: those are no values.
    """
    names: list[str] = []
    patterns: list[str] = []
    for before, pair, after in _differences(one, other):
        shape = _shape(*pair)
        behind, ahead = before[-BESIDE:], after[:BESIDE]
        if shape is None:
            return None
        name, pattern = shape
        if WORD.search(behind):
            pattern = f"(?<={_literal(behind)}){pattern}"
        elif WORD.search(ahead):
            pattern = rf"(?<!\w){pattern}(?={_literal(ahead)})"
        elif name is NUMBER:
            return None
        names.append(f"{name} ({pair[0]}, then {pair[1]})")
        patterns.append(pattern.replace('"', r"\x22"))
    return (" and ".join(dict.fromkeys(names)), f'varies="{"|".join(dict.fromkeys(patterns))}"') if patterns else None


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\ ", " ")


def _differences(one: str, other: str) -> Iterator[tuple[str, tuple[str, str], str]]:
    """Give each pair of tokens that took each other's place, with what stands before and after it in the first line."""
    first, second = TOKEN.findall(one), TOKEN.findall(other)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            for here, there in zip(range(a, b), range(c, d), strict=True):
                yield "".join(first[:here]), (first[here], second[there]), "".join(first[here + 1 :])
        elif tag != "equal":
            yield "", ("".join(first[a:b]), "".join(second[c:d])), ""


def _shape(one: str, other: str) -> tuple[str, str] | None:
    """Give what two texts have in common, and a pattern for it: no words."""
    long = min(len(one), len(other)) >= 6
    if one.isdigit() and other.isdigit():
        return NUMBER, r"\d+"
    if not (long and one.isalnum() and other.isalnum() and re.search(r"\d", one + other)):
        return None
    hexadecimal = re.fullmatch("[0-9a-f]+", one + other)
    letters = "0-9a-f" if hexadecimal else "0-9A-Za-z"
    length = f"{{{len(one)}}}" if len(one) == len(other) else f"{{{min(len(one), len(other))},}}"
    return (HEX if hexadecimal else MIXED), rf"[{letters}]{length}(?!\w)"

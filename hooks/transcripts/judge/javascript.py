"""Patterns of Python as JavaScript reads them: a translation of the parsed pattern, which refuses what it cannot say.

What a word, a digit or a boundary is in any script, the browser puts in itself (`exactly` in mine-values.js), and only
for lines that need it: it finds them as `\\w`, `\\d` and `\\b`, and no other backslash stands before a letter.
"""

import re
from collections.abc import Iterable
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

BLANK = r"\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INSIDE = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_WORD: r"\w", c.CATEGORY_SPACE: BLANK}
"""In a class of characters."""
OUTSIDE = {
    c.CATEGORY_NOT_DIGIT: r"[^\d]",
    c.CATEGORY_NOT_WORD: r"[^\w]",
    c.CATEGORY_NOT_SPACE: f"[^{BLANK}]",
}
"""As classes of their own."""
START, END = r"(?<![\s\S])", r"(?![\s\S])"
PLACES = {
    c.AT_BEGINNING_STRING: START,
    c.AT_END_STRING: END,
    c.AT_BOUNDARY: r"\b",
    c.AT_NON_BOUNDARY: r"(?!\b)",
}
SHORT = {(0, "1"): "?", (0, ""): "*", (1, ""): "+"}
LIKE_I_K_S = "\u0130\u0131\u017f\u212a"
"""What ignoring the case takes for one of these letters besides."""
Parsed = Iterable[tuple[Any, Any]]


class Untranslatable(ValueError):
    """A pattern has something that JavaScript has not."""


def source(pattern: str, flags: int = 0) -> str:
    """Give the source of a RegExp that finds the same; its groups are numbered as Python's, and have no names."""
    parsed = _parser.parse(pattern, flags)
    return _all(parsed, parsed.state.flags)


def groups(pattern: str) -> list[str | None]:
    """Give the names of the groups of a pattern, in order."""
    compiled = re.compile(pattern)
    names = {number: name for name, number in compiled.groupindex.items()}
    return [names.get(number) for number in range(1, compiled.groups + 1)]


def _all(parsed: Parsed, flags: int) -> str:
    return "".join(_one(what, of, flags) for what, of in parsed)


def _one(what: Any, of: Any, flags: int) -> str:
    if what in (c.LITERAL, c.NOT_LITERAL, c.IN):
        return _class([(what, of)] if what is c.LITERAL else of if what is c.IN else _not(of), flags)
    if what is c.ANY:
        return r"[\s\S]" if flags & re.S else r"[^\n]"
    if what is c.BRANCH:
        return f"(?:{'|'.join(_all(each, flags) for each in of[1])})"
    if what is c.SUBPATTERN:
        number, more, less, inner = of
        return f"({'' if number else '?:'}{_all(inner, (flags | more) & ~less)})"
    if what in (c.MAX_REPEAT, c.MIN_REPEAT):
        return _repeated(of, flags) + ("?" if what is c.MIN_REPEAT else "")
    if what in (c.ASSERT, c.ASSERT_NOT):
        return f"(?{'<' if of[0] < 0 else ''}{'=' if what is c.ASSERT else '!'}{_all(of[1], flags)})"
    if what is c.AT:
        return _place(of, flags)
    raise Untranslatable(f"{str(what).lower().replace('_', ' ')} is unknown to browsers")


def _not(literal: int) -> list[tuple[Any, Any]]:
    return [(c.NEGATE, None), (c.LITERAL, literal)]


def _repeated(of: Any, flags: int) -> str:
    least, most, inner = of
    if most != 1 and any(what is c.SUBPATTERN and of[0] for what, of in inner):
        raise Untranslatable("a group that is repeated keeps another text in browsers")
    atom = len(inner) == 1 and inner[0][0] in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY)
    many = "" if most is c.MAXREPEAT else str(most)
    how = SHORT.get((least, many)) or f"{{{least}{'' if str(least) == many else f',{many}'}}}"
    return (_all(inner, flags) if atom else f"(?:{_all(inner, flags)})") + how


def _place(at: Any, flags: int) -> str:
    if at is c.AT_BEGINNING:
        return r"(?<![^\n])" if flags & re.M else START
    if at is c.AT_END:
        return r"(?![^\n])" if flags & re.M else rf"(?=\n?{END})"
    return PLACES[at]


def _class(items: list[tuple[Any, Any]], flags: int) -> str:
    """Give a class of characters; one that holds the opposite of another is told as a choice."""
    negated = bool(items) and items[0][0] is c.NEGATE
    items = items[negated:]
    plain = "".join(_item(*item, flags) for item in items if item[1] not in OUTSIDE)
    others = [OUTSIDE[of] for _, of in items if of in OUTSIDE]
    if not others:
        single = len(items) == 1 and items[0][0] is c.LITERAL and not negated and not flags & re.I
        return plain if single or (plain == r"\d" and not negated) else f"[{'^' * negated}{plain}]"
    either = "|".join([f"[{plain}]", *others] if plain else others)
    return rf"(?:(?!{either})[\s\S])" if negated else f"(?:{either})"


def _item(what: Any, of: Any, flags: int) -> str:
    if what is c.CATEGORY:
        return INSIDE[of]
    first, last = (of, of) if what is c.LITERAL else of
    if not flags & re.I:
        return _character(first) + ("-" + _character(last) if last > first else "")
    either = {other for each in map(chr, range(first, last + 1)) for other in (each, *_cases(each))}
    return "".join(_character(ord(each)) for each in sorted(either))


def _cases(character: str) -> list[str]:
    others = {character.lower(), character.upper(), *LIKE_I_K_S}
    alike = re.compile(re.escape(character), re.I)
    return [other for other in others if len(other) == 1 and alike.fullmatch(other)]


def _character(number: int) -> str:
    if (chr(number).isalnum() and number < 0x10000) or chr(number) in " _<>=:,;%@#!\"'&~`":
        return chr(number)
    if number > 0xFFFF:
        raise Untranslatable(f"{chr(number)} is two characters in browsers")
    return rf"\x{number:02x}" if number < 256 else rf"\u{number:04x}"

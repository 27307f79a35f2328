"""Lists whose order is that of ids, which are new in each run: two runs agree on them by luck."""

import re

ID = re.compile(r"[0-9a-f]{64}|[0-9a-f]{12}|[0-9a-z]{25}")
WORD = re.compile(r'"((?:[^"\\\n]|\\.)*)"(\s*:)?|[{}\n]')
BY_ID = re.compile(r"\brange\b[^}]*\.Containers *}}(?P<each>.*?){{-? *end\b")
"""A template that goes through the containers of a network: in the order of the ids by which they are kept."""
ACTION = re.compile(r"{{.*?}}")
ANONYMOUS = re.compile(r"[0-9a-f]{64}")


def by_chance(command: str, output: str, *, unordered: bool) -> bool:
    """Whether the order of what a command shows follows ids, and nothing puts that aside."""
    if re.search(r"\|\s*sort\b", command):
        return False
    in_lines, in_a_line = _keyed_by_ids(output)
    if found := BY_ID.search(command):
        many = len(output.split()) > len(ACTION.sub("x", found["each"]).split())
        in_lines, in_a_line = in_lines or many, in_a_line or (many and len(output.splitlines()) == 1)
    return in_a_line or (not unordered and (in_lines or _anonymous_among_others(command, output)))


def _keyed_by_ids(output: str) -> tuple[bool, bool]:
    """Whether a JSON object has several keys that are ids, on lines of their own, and on one line."""
    lines, one_line = False, False
    keys: list[list[int]] = [[]]
    line = 0
    for word in WORD.finditer(output):
        if word[0] == "\n":
            line += 1
        elif word[0] == "{":
            keys.append([])
        elif word[0] == "}":
            keys = keys[:-1] or [[]]
        elif word[2] and ID.fullmatch(word[1]):
            one_line = one_line or line in keys[-1]
            lines = lines or bool(keys[-1])
            keys[-1].append(line)
    return lines, one_line


def _anonymous_among_others(command: str, output: str) -> bool:
    """Whether a list of volumes, which is in the order of names, has one without a name that may come elsewhere."""
    if not re.search(r"\bdocker volume (?:ls|list)\b", command):
        return False
    names = [line.split()[-1] for line in output.splitlines() if line.strip()]
    return any(map(ANONYMOUS.fullmatch, names)) and sum(name[0] in "0123456789abcdef" for name in names) > 1

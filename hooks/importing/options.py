"""The words of a command line, and which of them are options of Docker."""

import shlex

ALONE = frozenset(
    """
    --detach --tty --interactive --rm --privileged --init --read-only --publish-all --no-healthcheck --quiet --all
    --force --no-cache --pull --follow --help --volumes --link-local --oom-kill-disable --attach --sig-proxy --load
    --no-trunc --latest --debug --all-tags --disable-content-trust
    """.split()
)
"""Long options without a value."""
SHORT = {"run": "ditPq", "create": "itPq", "exec": "dit", "build": "q", "buildx": "q", "commit": "p", "": "adfilnqstu"}
"""Short ones, by what is asked of Docker; with those of all other commands last."""


def words(text: str) -> list[str]:
    """Give the words of a command, as far as they can be told."""
    try:
        return shlex.split(text.replace("\\\n", " "), comments=False)
    except ValueError:
        return text.replace("\\\n", " ").split()


def parts(text: str) -> list[list[str]]:
    """Give the words of each command of a line."""
    found: list[list[str]] = [[]]
    for word in words(text):
        if word in ("|", "||", "&&", ";", "&"):
            found.append([])
        elif word.endswith(";") and len(word) > 1:
            found[-1].append(word[:-1])
            found.append([])
        else:
            found[-1].append(word)
    return [each for each in found if each]


def plain(rest: list[str], verb: str = "", upto: int = 0) -> tuple[list[str], list[tuple[str, str]]]:
    """Give what is no option, and each option with its value; from the given number of plain words on, all is plain."""
    short = SHORT.get(verb, SHORT[""])
    plain: list[str] = []
    options: list[tuple[str, str]] = []
    at = 0
    while at < len(rest):
        word = rest[at]
        if upto and len(plain) >= upto:
            plain.append(word)
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            if not equals and name not in ALONE and at + 1 < len(rest):
                at += 1
                value = rest[at]
            options.append((name, value))
        elif word.startswith("-") and len(word) > 1:
            letters = word[1:]
            alone = next((n for n, letter in enumerate(letters) if letter not in short), len(letters))
            options += [(f"-{letter}", "") for letter in letters[:alone]]
            if alone < len(letters):
                value = letters[alone + 1 :]
                if not value and at + 1 < len(rest):
                    at += 1
                    value = rest[at]
                options.append((f"-{letters[alone]}", value.removeprefix("=")))
        else:
            plain.append(word)
        at += 1
    return plain, options

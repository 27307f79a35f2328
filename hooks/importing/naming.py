"""Names for snippets: from the heading where one is alone below it, else from its first command."""

import re

from importing.tutorial import slug

NUMBERED = re.compile(
    r"^(?:(?:step|part|exercise|task|section|chapter|lab)\s*)?\d+(?:[.:)-]\d*)*(?:[.:)-]|\s)\s*", re.I
)
ANCHOR = re.compile(r"<[^>]*>|\{#[^}]*\}|[`*_]")
WORD = re.compile(r"[A-Za-z][\w.-]*")


class Names:
    """The names that are taken on a page."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._heading = ""

    def below(self, heading: str) -> None:
        """Take note of a heading."""
        plain = ANCHOR.sub("", heading).strip()
        self._heading = slug(NUMBERED.sub("", plain) or plain, words=5)

    def name(self, command: str) -> str:
        """Give a name that is not taken, for a snippet that begins with this command."""
        wished = self._heading if self._heading and self._heading not in self._taken else _of(command)
        self._heading = ""
        made, number = wished, 2
        while made in self._taken:
            made, number = f"{wished}-{number}", number + 1
        self._taken.add(made)
        return made


def _of(command: str) -> str:
    words = [word.rpartition("/")[2] for word in command.split() if not word.startswith("-")]
    plain = [word for word in words if WORD.fullmatch(word) and word not in ("sudo", "docker", "container")]
    return slug(" ".join(plain[:2]), words=4) or "run"

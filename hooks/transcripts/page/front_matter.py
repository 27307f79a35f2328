"""What stands above a page: the machines that it uses; a page that says nothing has one, of the first kind.

machines:
  lab: docker
  development: docker
"""

import re
from collections.abc import Sequence

import yaml

from transcripts.errors import PageError
from transcripts.page.blocks import Machine, Place

FRONT_MATTER = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,20}[a-z0-9])?")
MIRROR = "mirror"
"""The host name of the registry on each page's network."""
DEFAULT = "lab"


def split(text: str) -> tuple[str, int]:
    """Give the YAML above a page, which may be empty, and the offset at which the page itself begins."""
    found = FRONT_MATTER.match(text)
    return (found[1], found.end()) if found else ("", 0)


def machines(front_matter: str, path: str, kinds: Sequence[str]) -> tuple[Machine, ...]:
    """Give the machines of a page, the one first on which it types unless a fence says otherwise."""
    place = Place(path, 1)
    try:
        node = yaml.compose(front_matter)
        said = (yaml.safe_load(front_matter) or {}).get("machines")
    except (yaml.YAMLError, AttributeError) as error:
        problem = str(error).split("\n")[0]
        raise PageError(place, f"the front matter cannot be read: {problem}", "mend its YAML") from None
    if said is None:
        return (Machine(DEFAULT, kinds[0]),)
    if not isinstance(said, dict) or not said:
        raise PageError(place, "machines: names no machine", f"write a line like   {DEFAULT}: {kinds[0]}")
    for name, kind in said.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name == MIRROR:
            raise PageError(place, f'machines: "{name}" is no host name', f"use a-z, 0-9 and hyphens, and not {MIRROR}")
        if kind not in kinds:
            raise PageError(place, f'machines: "{kind}" is no kind of machine', f"use {' or '.join(kinds)}")
    if len(said) < _lines(node):
        raise PageError(place, "machines: two of them have one name", "give each a name of its own")
    return tuple(Machine(name, kind) for name, kind in said.items())


def _lines(node: yaml.Node | None) -> int:
    """Count the machines as they are written: YAML itself silently takes the last of one name."""
    found: list[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else []
    return max((len(value.value) for key, value in found if key.value == "machines"), default=0)

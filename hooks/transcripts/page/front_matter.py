"""What stands above a page: the machines that it uses, and prompts of its own; one that says nothing has one machine.

machines:
  lab: docker
  development: docker
prompts:
  shop: "shop *> "
  shop-continuation: "...> "
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from transcripts.errors import PageError
from transcripts.page.blocks import Machine, Place
from transcripts.prompts import PROMPT_KINDS, PromptKind, own

FRONT_MATTER = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,20}[a-z0-9])?")
MIRROR = "mirror"
"""The host name of the registry on each page's network."""
DEFAULT = "lab"
TAKEN = frozenset({kind.name for kind in PROMPT_KINDS} | {"asked", "told", "running"})
TABLE = "the table of prompts"


def split(text: str) -> tuple[str, int]:
    """Give the YAML above a page, which may be empty, and the offset at which the page itself begins."""
    found = FRONT_MATTER.match(text)
    return (found[1], found.end()) if found else ("", 0)


def machines(front_matter: str, path: str, kinds: Sequence[str]) -> tuple[Machine, ...]:
    """Give the machines of a page, the one first on which it types unless a fence says otherwise."""
    place = Place(path, 1)
    said, written = _said(front_matter, "machines", place)
    if said is None:
        return (Machine(DEFAULT, kinds[0]),)
    if not isinstance(said, dict) or not said:
        raise PageError(place, "machines: names no machine", f"write a line like   {DEFAULT}: {kinds[0]}")
    for name, kind in said.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name == MIRROR:
            raise PageError(place, f'machines: "{name}" is no host name', f"use a-z, 0-9 and hyphens, and not {MIRROR}")
        if kind not in kinds:
            raise PageError(place, f'machines: "{kind}" is no kind of machine', f"use {' or '.join(kinds)}")
    if len(said) < written:
        raise PageError(place, "machines: two of them have one name", "give each a name of its own")
    return tuple(Machine(name, kind) for name, kind in said.items())


def prompts(front_matter: str, path: str) -> tuple[PromptKind, ...]:
    """Give the prompts that a page declares."""
    place = Place(path, 1)
    said, written = _said(front_matter, "prompts", place)
    if said is None:
        return ()
    if not isinstance(said, dict) or not said:
        raise PageError(place, "prompts: names no prompt", 'write a line like   shop: "shop> "')
    if len(said) < written:
        raise PageError(place, "prompts: two of them have one name", "give each a name of its own")
    for name, text in said.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name in TAKEN:
            raise PageError(
                place, f'prompts: "{name}" is no name for a prompt', "use a-z, 0-9 and hyphens, and none of " + TABLE
            )
        if not isinstance(text, str) or len(text.replace("*", "").strip()) < 1 or not text.isprintable():
            raise PageError(
                place, f"prompts: {name} is no text that a terminal shows", f'write it in quotes: {name}: "{name}> "'
            )
    return tuple(own(name, text) for name, text in said.items())


def _said(front_matter: str, name: str, place: Place) -> tuple[Any, int]:
    """Give what is said by a name, and how many things as written: YAML itself silently takes the last of one name."""
    try:
        node = yaml.compose(front_matter)
        said = (yaml.safe_load(front_matter) or {}).get(name)
    except (yaml.YAMLError, AttributeError) as error:
        problem = str(error).split("\n")[0]
        raise PageError(place, f"the front matter cannot be read: {problem}", "mend its YAML") from None
    found: list[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else []
    return said, max((len(value.value) for key, value in found if key.value == name), default=0)

"""The machines that a page uses, said once in its front matter; a page that says nothing has one.

machines:
  lab: docker
  development: docker
"""

import re

import yaml

from transcripts.errors import PageError
from transcripts.page.blocks import BARE, ENGINE, Machine, Place

FRONT_MATTER = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,20}[a-z0-9])?")
DEFAULT = (Machine("lab"),)


def machines(text: str, path: str) -> tuple[Machine, ...]:
    """Give the machines of a page, the one first on which it types unless a fence says otherwise."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return DEFAULT
    place = Place(path, 1)
    try:
        said = (yaml.safe_load(found[1]) or {}).get("machines")
    except (yaml.YAMLError, AttributeError) as error:
        problem = str(error).split("\n")[0]
        raise PageError(place, f"the front matter cannot be read: {problem}", "mend its YAML") from None
    if said is None:
        return DEFAULT
    if not isinstance(said, dict) or not said:
        raise PageError(place, "machines: names no machine", f"write a line like   lab: {ENGINE}")
    for name, kind in said.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name == "mirror":
            raise PageError(place, f'machines: "{name}" is no host name', "use a-z, 0-9 and hyphens, and not mirror")
        if kind not in (ENGINE, BARE):
            raise PageError(place, f'machines: "{kind}" is no kind of machine', f"use {ENGINE} or {BARE}")
    return tuple(Machine(name, kind) for name, kind in said.items())

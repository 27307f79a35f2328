"""Where the captures of a page came from: captured.toml, which stands beside them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from transcripts.errors import CaptureError
from transcripts.findings import Class
from transcripts.transcript import FORMAT

NAME = "captured.toml"
HEADING = "# Written by make record, never by hand; snippets/README.md says how to review it.\n"
CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ", re.M)
FINGERPRINT = re.compile(r'^([a-z0-9-]+) = "([0-9a-f]{64})"\r?$', re.M)
BUSY = 3.0
"""Programs for each processor; where more than that run or wait, a page that measures something shows the machine,
and a command needs more time than its page gives it.
As many pages side by side as there are processors were seen to make 1.8 to 2.4.
"""


@dataclass(frozen=True)
class Facts:
    """What the captures of a page were recorded on; empty where that is not known."""

    recorded: date | None = None
    engine: str = ""
    """Version of the lab's engine; empty where no machine of the page begins with one."""
    client: str = ""
    platform: str = ""
    """As in `linux/amd64`."""
    image_source: str = ""
    """`mirror`, or `hub` for Docker Hub."""
    images: Mapping[str, str] = field(default_factory=dict)
    """The digest of each image that the page names, as a lab that pulls it sees it."""
    bases: Mapping[str, str] = field(default_factory=dict)
    """Where each Debian base came from, by name: `hub` or `mmdebstrap`."""
    load: float | None = None
    """Of the engine's host at the end of the run, for each of its processors."""


@dataclass(frozen=True)
class Unsteady:
    """What two runs of a recording once did not agree on, of one snippet."""

    cause: str
    """Changes with what decides whether they agree, as memory.causes gives it."""
    drifts: frozenset[tuple[int, Class]]
    """The number of each command, from 0, and how it differed."""


@dataclass(frozen=True)
class Checked:
    """That a page was recorded on another engine too, where it differs only as its captures of that engine say."""

    version: str
    """Of that engine, as in `26.1.5+dfsg1`."""
    recorded: date
    key: str
    """Changes with anything that decides what the page shows there."""


@dataclass(frozen=True)
class Provenance:
    """Where the captures of a page came from."""

    facts: Facts = Facts()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each capture by snippet name, hexadecimal."""
    seconds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """How long each command of a snippet took when it was recorded, by snippet name."""
    key: Mapping[str, str] = field(default_factory=dict)
    """What of the checkout the captures were recorded from, in parts, as freshness.of_page gives it."""
    unsteady: Mapping[str, Unsteady] = field(default_factory=dict)
    """By snippet name, also where nothing is stored for that reason."""
    engines: Mapping[str, Checked] = field(default_factory=dict)
    """By the name of each other engine on which the page was recorded."""

    def only(self, names: set[str]) -> "Provenance":
        """Give what it says of these captures."""
        kept = {name: value for name, value in self.fingerprints.items() if name in names}
        return replace(self, fingerprints=kept, seconds={n: s for n, s in self.seconds.items() if n in names})


class NewerError(CaptureError):
    """A capture of a newer version; it must not be written over."""


def load(folder: Path) -> Provenance:
    """Read the provenance of a page's captures; raise CaptureError where it is damaged or of a newer format."""
    path = folder / NAME
    if not path.exists():
        return Provenance()
    try:
        data = path.read_bytes()
        if CONFLICT.search(data):
            raise unmerged(path)
        table = tomllib.loads(data.decode().replace("\r\n", "\n"))
        key = {name: str(value) for name, value in table.get("key", {}).items()}
        if int(key.get("format", FORMAT)) > FORMAT:
            raise NewerError(path, "was written by a newer version of the workshop", "update your checkout: git pull")
        seconds = {name: tuple(map(float, said.split())) for name, said in table.get("seconds", {}).items()}
        unsteady = {name: _unsteady(said) for name, said in table.get("unsteady", {}).items()}
        engines = {name: _checked(said) for name, said in table.get("engines", {}).items()}
        return Provenance(_facts(table), dict(table["fingerprints"]), seconds, key, unsteady, engines)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaptureError(path, f"cannot be read: {error}", again(folder)) from None


def _facts(table: Mapping[str, Any]) -> Facts:
    known = {field.name: table.get(_in_toml(field.name)) for field in fields(Facts)}
    return Facts(**{name: value for name, value in known.items() if value is not None})


def _unsteady(said: Mapping[str, Any]) -> Unsteady:
    rows = [row.split(" ", 1) for row in said["commands"]]
    return Unsteady(said["cause"], frozenset((int(number) - 1, Class(kind)) for number, kind in rows))


def _checked(said: str) -> Checked:
    version, recorded, key = said.split()
    return Checked(version, date.fromisoformat(recorded), key)


def _in_toml(name: str) -> str:
    return name.replace("_", "-")


def claims(folder: Path) -> set[tuple[str, str]]:
    """Give each name and fingerprint that the file holds, however damaged it is: both sides of a merge, too."""
    path = folder / NAME
    return set(FINGERPRINT.findall(path.read_bytes().decode(errors="replace"))) if path.exists() else set()


def text(provenance: Provenance) -> str:
    """Give the provenance of a page's captures as its file holds it."""
    seconds = {name: " ".join(f"{value:g}" for value in values) for name, values in provenance.seconds.items()}
    engines = {name: f"{each.version} {each.recorded} {each.key}" for name, each in sorted(provenance.engines.items())}
    tables = {"key": provenance.key, "fingerprints": dict(sorted(provenance.fingerprints.items()))}
    said = vars(provenance.facts).items()
    facts = {_in_toml(name): value for name, value in said if value or isinstance(value, dict | float)}
    unsteady = {
        name: {"cause": each.cause, "commands": [f"{number + 1} {kind}" for number, kind in sorted(each.drifts)]}
        for name, each in sorted(provenance.unsteady.items())
    }
    tables["seconds"] = dict(sorted(seconds.items()))
    rare = {name: table for name, table in (("engines", engines), ("unsteady", unsteady)) if table}
    return HEADING + tomli_w.dumps({**facts, **tables, **rare})


def unmerged(path: Path) -> CaptureError:
    """Give the error for a file with the marks of a merge."""
    return CaptureError(
        path,
        "holds the marks of a merge that was not finished",
        f"make record for its page, or {_checkout(path.parent)}",
    )


def again(folder: Path) -> str:
    """Give what to do about damaged captures."""
    return f"{_checkout(folder)}, or make record for its page"


def _checkout(folder: Path) -> str:
    return f"git checkout {folder}"

"""Where the captures of a page came from: captured.toml, which stands beside them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomli_w

from transcripts import files
from transcripts.errors import CaptureError
from transcripts.transcript import FORMAT

NAME = "captured.toml"
HEADING = "# Written by make record, never by hand; snippets/README.md says how to review it.\n"
CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ", re.M)
FINGERPRINT = re.compile(r'^([a-z0-9-]+) = "([0-9a-f]{64})"\r?$', re.M)


@dataclass(frozen=True)
class Provenance:
    """Where the captures of a page came from."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """recorded (date), engine, client, platform, image-source; tables images (digests) and bases."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each capture by snippet name, hexadecimal."""
    seconds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """How long each command of a snippet took when it was recorded, by snippet name."""
    key: Mapping[str, str] = field(default_factory=dict)
    """What of the checkout the captures were recorded from, in parts, as freshness.of_page gives it."""

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
        facts = tomllib.loads(data.decode().replace("\r\n", "\n"))
        key = {name: str(value) for name, value in facts.pop("key", {}).items()}
        if int(key.get("format", FORMAT)) > FORMAT:
            raise NewerError(path, "was written by a newer version of the workshop", "update your checkout: git pull")
        fingerprints = facts.pop("fingerprints")
        seconds = {name: tuple(map(float, said.split())) for name, said in facts.pop("seconds", {}).items()}
        return Provenance(facts, dict(fingerprints), seconds, key)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaptureError(path, f"cannot be read: {error}", again(folder)) from None


def claims(folder: Path) -> set[tuple[str, str]]:
    """Give each name and fingerprint that the file holds, however damaged it is: both sides of a merge, too."""
    path = folder / NAME
    return set(FINGERPRINT.findall(path.read_bytes().decode(errors="replace"))) if path.exists() else set()


def save(folder: Path, provenance: Provenance) -> None:
    """Write the provenance of a page's captures."""
    seconds = {name: " ".join(f"{value:g}" for value in values) for name, values in provenance.seconds.items()}
    tables = {"key": provenance.key, "fingerprints": dict(sorted(provenance.fingerprints.items()))}
    table = {**provenance.facts, **tables, "seconds": dict(sorted(seconds.items()))}
    files.write(folder / NAME, (HEADING + tomli_w.dumps(table)).encode())


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

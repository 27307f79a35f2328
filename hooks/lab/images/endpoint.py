"""Which engine is meant, by the rules of docker's own command line: DOCKER_HOST, then the context that is in use.

The SDK has rules of its own: it takes no DOCKER_CONTEXT, finds no context where there is no config.json, and asks the
default engine where a context is missing. So what it is told is found out here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcripts.errors import LabError

DEFAULT = "default"
SOCKET = "unix:///var/run/docker.sock"
FILES = ("ca.pem", "cert.pem", "key.pem")


@dataclass(frozen=True)
class Certificates:
    """What an engine by TLS is asked with."""

    authority: Path | None
    """Whose signature the engine's certificate must have; the system's authorities where there is none."""
    own: tuple[Path, Path] | None
    """The certificate and the key that the engine wants to see."""
    verify: bool
    """Whether the engine's certificate is looked at."""


@dataclass(frozen=True)
class Address:
    """Where an engine is, and how it is asked."""

    url: str
    certificates: Certificates | None = None
    overruled: str = ""
    """The context in use that names another engine, of which nothing comes as DOCKER_HOST is set."""


def resolve(environment: Mapping[str, str], given: str | None = None) -> Address:
    """Give the address that was given, or else the one that the environment names; raise LabError where none can be."""
    host, context = given or environment.get("DOCKER_HOST"), _context(environment)
    if host:
        other = "" if given or context == DEFAULT or _host(environment, context) == host else context
        local = host.startswith(("unix:", "ssh:"))
        return Address(host, None if local else _from_environment(environment), other)
    if context == DEFAULT:
        return Address(SOCKET)
    endpoint = _endpoint(environment, context)
    if endpoint is None:
        raise LabError(
            "Docker Engine", f"the context {context} does not exist", "see docker context ls, or set DOCKER_HOST"
        )
    return Address(endpoint.get("Host") or SOCKET, _of_context(environment, context, endpoint))


def overruled(environment: Mapping[str, str]) -> str:
    """Give what is to be said where DOCKER_HOST and the context in use name different engines; else nothing."""
    found = resolve(environment) if environment.get("DOCKER_HOST") else None
    return f"DOCKER_HOST ({found.url}) goes before the context {found.overruled}" if found and found.overruled else ""


def _folder(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("DOCKER_CONFIG") or Path.home() / ".docker")


def _context(environment: Mapping[str, str]) -> str:
    if name := environment.get("DOCKER_CONTEXT"):
        return name
    return str(_read(_folder(environment) / "config.json").get("currentContext") or DEFAULT)


def _endpoint(environment: Mapping[str, str], context: str) -> dict[str, Any] | None:
    found = _read(_folder(environment) / "contexts" / "meta" / _id(context) / "meta.json")
    return found["Endpoints"].get("docker", {}) if "Endpoints" in found else None


def _host(environment: Mapping[str, str], context: str) -> str | None:
    return (_endpoint(environment, context) or {}).get("Host")


def _of_context(environment: Mapping[str, str], context: str, endpoint: Mapping[str, Any]) -> Certificates | None:
    folder = _folder(environment) / "contexts" / "tls" / _id(context) / "docker"
    blind = bool(endpoint.get("SkipTLSVerify"))
    return _certificates(folder, verify=not blind) if blind or folder.is_dir() else None


def _from_environment(environment: Mapping[str, str]) -> Certificates | None:
    verify = bool(environment.get("DOCKER_TLS_VERIFY"))
    if not verify and not environment.get("DOCKER_TLS"):
        return None
    named = environment.get("DOCKER_CERT_PATH")
    folder = Path(named) if named else _folder(environment)
    found = _certificates(folder, verify=verify)
    if verify and not found.authority:
        raise LabError(
            "DOCKER_CERT_PATH" if named else "DOCKER_TLS_VERIFY",
            f"there is no {FILES[0]} in {folder}",
            f"put {', '.join(FILES)} of the engine there, or name the folder that has them in DOCKER_CERT_PATH",
        )
    return found


def _certificates(folder: Path, *, verify: bool) -> Certificates:
    authority, certificate, key = (folder / name for name in FILES)
    if certificate.exists() != key.exists():
        lacking = key if certificate.exists() else certificate
        raise LabError(
            "Docker Engine", f"there is no {lacking.name} in {folder}", "a certificate and its key go together"
        )
    return Certificates(
        authority if authority.exists() else None, (certificate, key) if certificate.exists() else None, verify
    )


def _id(context: str) -> str:
    return hashlib.sha256(context.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """Give what a file of the command line has; nothing where it cannot be read, as the command line takes it."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

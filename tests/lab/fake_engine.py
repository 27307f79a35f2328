"""A Docker Engine in memory, for the real SDK: it answers on a socket as the engine's API is documented.

The source is https://docs.docker.com/reference/api/engine/. It has only the calls that hooks/lab makes, and nothing
runs in its containers: what a command says there is set in `says`, and which call fails in `fails`.
"""

import hashlib
import io
import json
import re
import secrets
import selectors
import shlex
import shutil
import socket
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote

import pytest

Thing = dict[str, Any]
Answer = tuple[int, Any]
"""A status, and what is sent: bytes as they are, an iterator as a stream of JSON, anything else as JSON."""
VERSION = {"Version": "28.5.2", "ApiVersion": "1.47", "MinAPIVersion": "1.24", "Os": "linux", "Arch": "amd64"}
NAMED = re.compile(
    r"(/\w+)/(?!json$|create$|load$)(.+?)(/(?:json|history|tag|push|start|wait|logs|archive|exec|connect))?"
)
"""A path with the name of a thing."""


class Refused(Exception):
    """Told in place of what was asked for: a status and a message."""


class FakeEngine:
    """The engine. Its things are what inspecting them gives, by ID."""

    def __init__(self) -> None:
        self.images: dict[str, Thing] = {}
        self.containers: dict[str, Thing] = {}
        self.networks: dict[str, Thing] = {}
        self.volumes: dict[str, Thing] = {}
        self.execs: dict[str, Thing] = {}
        self.created: list[Thing] = []
        """Every container, also those that are gone."""
        self.put: list[tuple[str, str, bytes]] = []
        """By whom and where in a container something was written, and what; by nobody, an archive."""
        self.builds: list[Thing] = []
        self.pushed: list[str] = []
        self.asked: list[str] = []
        """Each call, like `POST /containers/{id}/start`; {id} stands for any name."""
        self.hub = {"debian:trixie", "debian:testing", "ubuntu:24.04"}
        """What a registry offers."""
        self.info: Thing = {"ID": "FAKE", "NCPU": 4, "MemTotal": 16 * 2**30, "CgroupVersion": "2"}
        self.says: dict[str, tuple[int, bytes]] = {}
        """Status and output of a command in a container, by a part of it; any other says nothing and goes well."""
        self.log = ["Step 1/2 : FROM base\n"]
        """What a build says."""
        self.fails: dict[str, tuple[int, str] | list[tuple[int, str] | None]] = {}
        """By call, its status and message; a list has what comes of it each time, None where it goes well.

        With status 200 the error comes in the stream.
        """
        self._folder = tempfile.mkdtemp()
        self.address = f"unix://{self._folder}/docker.sock"
        self._end, self._ended = socket.socketpair()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address.removeprefix("unix://"))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be gone, like an engine that is killed."""
        self._end.close()
        self._thread.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _serve(self) -> None:
        """Answer one call after the other, until the end."""
        connections: list[socket.socket] = []
        with selectors.DefaultSelector() as waiting, self._listener, self._ended:
            waiting.register(self._listener, selectors.EVENT_READ)
            waiting.register(self._ended, selectors.EVENT_READ)
            while self._ended not in (ready := [key.fileobj for key, _ in waiting.select()]):
                for end in ready:
                    if end is self._listener:
                        connections.append(self._listener.accept()[0])
                        handler = _Connection(connections[-1], self)
                        waiting.register(connections[-1], selectors.EVENT_READ, handler)
                    elif not waiting.get_key(end).data.answered():
                        waiting.unregister(end)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def tags(self) -> set[str]:
        """The tags of all images."""
        return {tag for image in self.images.values() for tag in image["RepoTags"]}

    @property
    def left(self) -> list[Thing]:
        """All containers, networks and volumes."""
        return [*self.containers.values(), *self.networks.values(), *self.volumes.values()]

    def image(self, tag: str, **config: Any) -> Thing:
        """Make an image."""
        made: Thing = {"Id": f"sha256:{secrets.token_hex(32)}", "RepoTags": [], "Config": {"Labels": {}, **config}}
        self.images[made["Id"]] = made
        self._tag(made, tag)
        return made

    def answer(self, method: str, path: str, asked: Mapping[str, str], body: bytes) -> Answer:
        """Do what is asked."""
        found = NAMED.fullmatch(path)
        call = f"{method} " + (f"{found[1]}/{{id}}{found[3] or ''}" if found else path)
        self.asked.append(call)
        try:
            failure = self.fails.get(call)
            if isinstance(failure, list):
                failure = failure.pop(0) if failure else None
            if failure:
                raise Refused(*failure)
            given = json.loads(body) if body.startswith(b"{") else {}
            return self._done((method, *path.split("/")[1:]), asked, given, body)
        except (Refused, LookupError) as error:
            # What it does not know of the API is a fault of its own.
            status, message = error.args if isinstance(error, Refused) else (500, f"fake engine: {call}: {error!r}")
            told: Thing = {"message": message}
            return (200, self._built({"errorDetail": told, "error": message})) if status == 200 else (status, told)

    def run(self, command: Thing, read: Callable[[int], bytes]) -> bytes:
        """Give what a command says; it reads as many bytes as its last word tells."""
        if command["AttachStdin"]:
            *_, home, file, size = command["Cmd"]
            self.put.append((command["User"], f"{home}/{file}", read(int(size))))
        return _frame(self._said(command["Cmd"])[1])

    def _done(self, call: tuple[str, ...], asked: Mapping[str, str], given: Thing, body: bytes) -> Answer:
        match call:
            case "GET", "_ping":
                return 200, b"OK"
            case "GET", "version":
                return 200, VERSION
            case "GET", "info":
                return 200, self.info
            case "GET", "images", "json":
                return 200, _labelled(self.images, asked)
            case "GET", "images", *name, "json":
                return 200, _one(self.images, "/".join(name))
            case "GET", "images", *name, "history":
                row = {"Comment": "debuerreotype 0.17", "CreatedBy": "# debian.sh"}
                return 200, [_one(self.images, "/".join(name)).get("history", row)]
            case "POST", "images", "load":
                return 200, iter([{"stream": f"Loaded image: {self._loaded(body)}\n"}])
            case "POST", "images", "create":
                tag = f"{asked['fromImage']}:{asked['tag']}"
                if tag not in self.hub:
                    raise Refused(404, f"manifest for {tag} not found: manifest unknown")
                if tag not in self.tags:
                    self.image(tag)
                return 200, iter([{"status": f"Status: Downloaded newer image for {tag}"}])
            case "POST", "images", *name, "tag":
                self._tag(_one(self.images, "/".join(name)), ":".join(filter(None, (asked["repo"], asked.get("tag")))))
                return 201, b""
            case "POST", "images", *name, "push":
                self.pushed.append(f"{'/'.join(name)}:{asked['tag']}")
                digest = hashlib.sha256(_one(self.images, self.pushed[-1])["Id"].encode()).hexdigest()
                return 200, iter([{"status": "Pushed"}, {"aux": {"Tag": asked["tag"], "Digest": f"sha256:{digest}"}}])
            case "DELETE", "images", *name:
                return 200, [{"Untagged": self._untag("/".join(name), asked["force"] == "True")}]
            case "GET", "distribution", *name, "json":
                if "/".join(name) not in self.hub:
                    raise Refused(401, "no image found")
                return 200, {"Descriptor": {"digest": f"sha256:{'0' * 64}"}, "Platforms": []}
            case "POST", "build":
                with tarfile.open(fileobj=io.BytesIO(body)) as tar:
                    files = {entry.name: entry.mode for entry in tar}
                self.builds.append({"tag": asked["t"], "arguments": json.loads(asked["buildargs"]), "files": files})
                made = self.image(asked["t"], Labels=json.loads(asked.get("labels", "{}")))
                return 200, self._built({"stream": f"Successfully built {made['Id'][7:19]}\n"})
            case "POST", "commit":
                below = self.images[_one(self.containers, asked["container"])["Image"]]["Config"]["Labels"]
                labels = below | _labels(asked["changes"])
                return 201, {"Id": self.image(f"{asked['repo']}:{asked['tag']}", Labels=labels)["Id"]}
            case "GET", "containers", "json":
                found = _labelled(self.containers, asked)
                return 200, [each for each in found if each["State"]["Running"] or asked["all"] == "1"]
            case "GET", "containers", name, "json":
                return 200, _one(self.containers, name)
            case "POST", "containers", "create":
                return 201, {"Id": self._container(given)["Id"], "Warnings": []}
            case "POST", "containers", name, "start":
                container = _one(self.containers, name)
                # It goes on to run, unless what its command says is known.
                over = self._said(container["Args"], None)
                container["State"] = {"Running": over is None, "ExitCode": (over or (0,))[0]}
                bindings = container["HostConfig"].get("PortBindings") or {}
                ports = {port: [{**host[0], "HostPort": "32768"}] for port, host in bindings.items()}
                container["NetworkSettings"]["Ports"] = ports
                return 204, b""
            case "POST", "containers", name, "wait":
                return 200, {"StatusCode": _one(self.containers, name)["State"]["ExitCode"]}
            case "GET", "containers", name, "logs":
                return 200, _frame(self._said(_one(self.containers, name)["Args"])[1])
            case "PUT", "containers", _, "archive":
                self.put.append(("", asked["path"], body))
                return 200, b""
            case "DELETE", "containers", name:
                container = _one(self.containers, name)
                if container["State"]["Running"] and asked["force"] != "True":
                    raise Refused(409, "container is running: stop the container before removing or force remove")
                del self.containers[container["Id"]]
                for mount in container["Mounts"] if asked["v"] == "True" else ():
                    del self.volumes[mount["Name"]]
                return 204, b""
            case "POST", "containers", name, "exec":
                if not _one(self.containers, name)["State"]["Running"]:
                    raise Refused(409, f"container {name} is not running")
                self.execs[identity := secrets.token_hex(32)] = given
                return 201, {"Id": identity}
            case "POST", "exec", name, "start":
                command = self.execs[name]
                return 101, command
            case "GET", "exec", name, "json":
                return 200, {"Running": False, "ExitCode": self._said(self.execs[name]["Cmd"])[0]}
            case "POST", "networks", "create":
                made = {"Labels": {}, **given, "Id": secrets.token_hex(32), "Created": _now()}
                self.networks[made["Id"]] = made
                return 201, {"Id": made["Id"], "Warning": ""}
            case "GET", "networks":
                return 200, _labelled(self.networks, asked)
            case "GET", "networks", name:
                return 200, _one(self.networks, name)
            case "POST", "networks", name, "connect":
                on = _one(self.containers, given["Container"])["NetworkSettings"]["Networks"]
                on[_one(self.networks, name)["Name"]] = given["EndpointConfig"]
                return 200, b""
            case "DELETE", "networks", name:
                network = _one(self.networks, name)
                running = [each for each in self.containers.values() if each["State"]["Running"]]
                if any(network["Name"] in each["NetworkSettings"]["Networks"] for each in running):
                    raise Refused(403, f"network {network['Name']} has active endpoints")
                return 204, self.networks.pop(network["Id"]) and b""
            case "POST", "volumes", "create":
                return 201, self._volume(given)
            case "GET", "volumes":
                return 200, {"Volumes": _labelled(self.volumes, asked), "Warnings": None}
            case "DELETE", "volumes", name:
                return 204, self.volumes.pop(_one(self.volumes, name)["Name"]) and b""
        raise Refused(404, "page not found")

    def _loaded(self, archive: bytes) -> str:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            held = {entry.name: tar.extractfile(entry) for entry in tar}
            [described] = json.load(cast(Any, held["manifest.json"]))
            config = json.load(cast(Any, held[described["Config"]]))
            [tag] = described["RepoTags"]
            [row] = config["history"]
            made = self.image(tag, **config["config"])
            made["history"] = {"Comment": row["comment"], "CreatedBy": row["created_by"]}
            return str(tag)

    def _container(self, given: Thing) -> Thing:
        image = _one(self.images, given["Image"])
        networks = (given.pop("NetworkingConfig", None) or {}).get("EndpointsConfig", {})
        made: Thing = {
            "Id": secrets.token_hex(32),
            "Created": _now(),
            "Image": image["Id"],
            "Args": [*(given.get("Entrypoint") or ()), *(given.get("Cmd") or ())],
            "HostConfig": {**given.pop("HostConfig", {}), "LogConfig": {"Type": "json-file"}},
            "Config": {"Tty": False, **given},
            "State": {"Running": False, "ExitCode": 0},
            "Mounts": [{"Name": self._volume({})["Name"]} for _ in image["Config"].get("Volumes", ())],
            "NetworkSettings": {"Ports": {}, "Networks": networks},
        }
        self.created.append(made)
        self.containers[made["Id"]] = made
        return made

    def _volume(self, given: Thing) -> Thing:
        made = {"Labels": {}, **given, "Name": secrets.token_hex(32), "CreatedAt": _now()}
        self.volumes[made["Name"]] = made
        return made

    def _tag(self, image: Thing, tag: str) -> None:
        for other in self.images.values():
            other["RepoTags"] = [each for each in other["RepoTags"] if each != tag]
        image["RepoTags"].append(tag)

    def _untag(self, tag: str, force: bool) -> str:
        image = _one(self.images, tag)
        users = [each for each in self.containers.values() if each["Image"] == image["Id"]]
        if image["RepoTags"] == [tag] and any(each["State"]["Running"] or not force for each in users):
            raise Refused(409, f"conflict: unable to remove {tag} - it is used by a container")
        image["RepoTags"].remove(tag)
        if not image["RepoTags"]:
            del self.images[image["Id"]]
        return tag

    def _said(self, command: Iterable[str], otherwise: Any = (0, b"")) -> Any:
        return next((said for part, said in self.says.items() if part in shlex.join(command)), otherwise)

    def _built(self, last: Thing) -> Iterator[Thing]:
        yield from ({"stream": line} for line in self.log)
        yield last


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _one(things: Mapping[str, Thing], name: str) -> Thing:
    for identity, thing in things.items():
        names = (thing.get("Name"), *thing.get("RepoTags", ()))
        if name in names or identity.removeprefix("sha256:").startswith(name.removeprefix("sha256:")):
            return thing
    raise Refused(404, f"No such {'image' if ':' in name else 'thing'}: {name}")


def _labelled(things: Mapping[str, Thing], asked: Mapping[str, str]) -> list[Thing]:
    """Give the things that have all the labels which are asked for, as `key` or `key=value`."""
    wanted = set(json.loads(asked.get("filters", "{}")).get("label", []))
    labels = {
        name: thing.get("Labels") or thing.get("Config", {}).get("Labels") or {} for name, thing in things.items()
    }
    return [things[name] for name, has in labels.items() if wanted <= {*has, *(f"{key}={has[key]}" for key in has)}]


def _labels(changes: str) -> dict[str, str]:
    """Give the labels that lines of a Dockerfile make."""
    pairs = (line.removeprefix("LABEL ") for line in changes.splitlines())
    return dict(pair.split("=", 1) for line in pairs for pair in shlex.split(line))


def _frame(output: bytes) -> bytes:
    """Give what a command without a terminal says, as it is sent."""
    return b"\1\0\0\0" + len(output).to_bytes(4, "big") + output if output else b""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def __init__(self, connection: socket.socket, engine: FakeEngine) -> None:
        self._engine = engine
        super().__init__(connection, None, cast(Any, None))

    def handle(self) -> None:
        """Wait until a call comes."""

    def finish(self) -> None:
        """Stay open for more."""

    def answered(self) -> bool:
        """Answer a call; give whether more of them may come."""
        with suppress(OSError):
            self.handle_one_request()
            return not self.close_connection
        return False

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        path = re.sub(r"^/v[\d.]+(?=/)", "", unquote(path))
        asked = {name: "\n".join(said) for name, said in parse_qs(query, keep_blank_values=True).items()}
        status, said = self._engine.answer(self.command, path, asked, body)
        if status == 101:
            self._hijacked(said)
        elif isinstance(said, Iterator):
            self._begun(status, "Transfer-Encoding", "chunked")
            for chunk in (json.dumps(entry).encode() + b"\r\n" for entry in said):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            self.wfile.write(b"0\r\n\r\n")
        else:
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self._begun(status, "Content-Length", str(len(data)))
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def _hijacked(self, command: Thing) -> None:
        """Send what a command says, once it has its input; from a terminal comes back what is typed."""
        # The SDK reads what follows past the buffer that it read the headers with, so these must fill that buffer.
        head = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nX-Filled: %s\r\n\r\n"
        self.wfile.write(head % (b"-" * (io.DEFAULT_BUFFER_SIZE - len(head) + 2)))
        self.wfile.flush()
        self.close_connection = True
        if command["Tty"]:
            threading.Thread(target=self._echo, daemon=True).start()
        else:
            self.wfile.write(self._engine.run(command, self.rfile.read))
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def _echo(self) -> None:
        with suppress(OSError):
            while typed := self.connection.recv(1 << 16):
                self.connection.sendall(typed)

    def _begun(self, status: int, header: str, value: str) -> None:
        self.send_response(status)
        self.send_header(header, value)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEngine]:
    """An engine in memory, which DOCKER_HOST names; the folder of the test has what runs share, and no programs."""
    engine = FakeEngine()
    monkeypatch.setenv("DOCKER_HOST", engine.address)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield engine
    engine.stop()

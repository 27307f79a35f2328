"""A root file system packed as an image like the published Debian images: the same bytes whenever it is made."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any

DATE = "date"
"""The file of a root file system that says, in seconds since 1970, how old everything in it is to be."""
EMPTY = ("dev/", "proc/", "sys/", "var/cache/apt/", "var/lib/apt/lists/")
LEFT_OUT = {"", ".", DATE, "var/lib/dpkg/arch"}
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LAYER = "layer.tar"


@dataclass(frozen=True)
class Origin:
    """What the one row of an image's history says."""

    made_by: str
    """The command, to which the date is added."""
    comment: str
    """The tool and its version."""


def pack(root: IO[bytes], image: IO[bytes], top: Mapping[str, bytes], tag: str, architecture: str, by: Origin) -> None:
    """Write an archive for `docker load` of a root file system, with files put on top of it, by path."""
    with TemporaryFile() as layer:
        date = _layer(root, layer, top)
        layer.seek(0)
        digest = hashlib.file_digest(layer, "sha256").hexdigest()
        config = json.dumps(_config(f"sha256:{digest}", date, architecture, by)).encode()
        name = f"{hashlib.sha256(config).hexdigest()}.json"
        manifest = json.dumps([{"Config": name, "Layers": [LAYER], "RepoTags": [tag]}]).encode()
        with tarfile.open(fileobj=image, mode="w") as tar:
            held = tarfile.TarInfo(LAYER)
            held.size = layer.tell()
            layer.seek(0)
            tar.addfile(held, layer)
            for path, content in ((name, config), ("manifest.json", manifest)):
                tar.addfile(entry(path, content), io.BytesIO(content))


def entry(name: str, content: bytes, date: int = 0) -> tarfile.TarInfo:
    """Give the entry of an archive for a file of root's, which can be run if it is a script."""
    made = tarfile.TarInfo(name)
    made.size, made.mode, made.mtime = len(content), mode(content), date
    return made


def mode(content: bytes) -> int:
    """Give the permissions of a file of a recipe."""
    return 0o755 if content.startswith(b"#!") else 0o644


def _layer(root: IO[bytes], layer: IO[bytes], top: Mapping[str, bytes]) -> int:
    with (
        tarfile.open(fileobj=root) as tree,
        tarfile.open(fileobj=layer, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        said = tree.extractfile(f"./{DATE}")
        date = int(said.read()) if said else 0
        for each in tree:
            each.name = each.name.removeprefix("./")
            if each.name in LEFT_OUT or each.name in top or each.name.startswith(EMPTY):
                continue
            if each.islnk():
                each.linkname = each.linkname.removeprefix("./")
            each.mtime, each.uname, each.gname = min(int(each.mtime), date), "", ""
            each.pax_headers = {name: value for name, value in each.pax_headers.items() if "xattr" in name}
            tar.addfile(each, tree.extractfile(each) if each.isreg() else None)
        for path, content in sorted(top.items()):
            tar.addfile(entry(path, content, date), io.BytesIO(content))
    return date


def _config(layer: str, date: int, architecture: str, by: Origin) -> dict[str, Any]:
    created = datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = {"created": created, "created_by": f"{by.made_by} '@{date}'", "comment": by.comment}
    return {
        "architecture": architecture,
        "config": {"Env": [f"PATH={PATH}"], "Entrypoint": [], "Cmd": ["bash"]},
        "created": created,
        "history": [row],
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": [layer]},
    }

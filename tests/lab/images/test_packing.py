"""A root file system as an image: what is left out, what is put on top, and the same bytes whenever it is made."""

import hashlib
import io
import json
import tarfile
from typing import Any

from lab.images.packing import Origin, pack

DATE = 1_700_000_000
BY = Origin("# mmdebstrap --variant=minbase 'trixie'", "mmdebstrap 1.3.5")


def root(now: float = DATE + 3.5) -> bytes:
    """Give a small root file system, as mmdebstrap writes one."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as tar:

        def add(name: str, content: bytes = b"", time: float = now, **others: Any) -> None:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.uname = len(content), time, "builder"
            for key, value in others.items():
                setattr(entry, key, value)
            tar.addfile(entry, io.BytesIO(content))

        add("./", type=tarfile.DIRTYPE)
        add("./date", b"%d\n" % DATE)
        add("./dev/", type=tarfile.DIRTYPE)
        add("./dev/null", type=tarfile.CHRTYPE)
        add("./etc/motd", b"from a package\n")
        add("./usr/bin/perl", b"perl", time=1000, mode=0o755)
        add("./usr/bin/perl5", type=tarfile.LNKTYPE, linkname="./usr/bin/perl")
        add("./usr/bin/ping", b"ping", pax_headers={"SCHILY.xattr.security.capability": "net_raw", "atime": str(now)})
        add("./usr/bin/sh", type=tarfile.SYMTYPE, linkname="./dash")
        add("./var/cache/apt/pkgcache.bin", b"large")
        add("./var/lib/apt/lists/", type=tarfile.DIRTYPE)
        add("./var/lib/apt/lists/lock")
    return made.getvalue()


def packed(tree: bytes, **top: bytes) -> bytes:
    image = io.BytesIO()
    pack(io.BytesIO(tree), image, {f"etc/{name}": content for name, content in top.items()}, "t/d:1", "amd64", BY)
    return image.getvalue()


def opened(image: bytes) -> tuple[dict[str, Any], bytes]:
    """Give the configuration and the layer of an image."""
    with tarfile.open(fileobj=io.BytesIO(image)) as tar:
        held = {entry.name: file.read() for entry in tar if (file := tar.extractfile(entry))}
    [described] = json.loads(held["manifest.json"])
    assert described["RepoTags"] == ["t/d:1"]
    [layer] = described["Layers"]
    return json.loads(held[described["Config"]]), held[layer]


def entries(layer: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        return {entry.name: entry for entry in tar}


def test_what_belongs_to_the_machine_and_what_apt_fetches_again_is_left_out() -> None:
    assert list(entries(opened(packed(root()))[1])) == [
        "dev",
        "etc/motd",
        "usr/bin/perl",
        "usr/bin/perl5",
        "usr/bin/ping",
        "usr/bin/sh",
        "var/lib/apt/lists",
    ]


def test_links_lead_where_they_led_and_capabilities_stay() -> None:
    layer = entries(opened(packed(root()))[1])
    assert (layer["usr/bin/perl5"].linkname, layer["usr/bin/sh"].linkname) == ("usr/bin/perl", "./dash")
    assert layer["usr/bin/ping"].pax_headers == {"SCHILY.xattr.security.capability": "net_raw"}
    assert layer["usr/bin/perl"].mode == 0o755


def test_a_file_on_top_takes_the_place_of_one_below() -> None:
    layer = opened(packed(root(), motd=b"on top\n", script=b"#!/bin/sh\n"))[1]
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        assert tar.getnames().count("etc/motd") == 1
        assert tar.extractfile("etc/motd").read() == b"on top\n"  # type: ignore[union-attr]
    modes = {name: (entry.mode, entry.mtime) for name, entry in entries(layer).items()}
    assert modes["etc/motd"] == (0o644, DATE)
    assert modes["etc/script"] == (0o755, DATE)


def test_the_same_packages_make_the_same_image_on_another_day() -> None:
    assert packed(root()) == packed(root(DATE + 86400.25))
    ages = {entry.mtime for entry in entries(opened(packed(root()))[1]).values()}
    assert ages == {1000, DATE}, "what is older stays so"


def test_it_tells_how_it_was_made_in_the_one_row_of_its_history() -> None:
    config, layer = opened(packed(root()))
    assert config["history"] == [
        {
            "created": "2023-11-14T22:13:20Z",
            "created_by": "# mmdebstrap --variant=minbase 'trixie' '@1700000000'",
            "comment": "mmdebstrap 1.3.5",
        }
    ]
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
    assert (config["created"], config["os"], config["architecture"]) == ("2023-11-14T22:13:20Z", "linux", "amd64")

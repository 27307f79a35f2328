"""The base that is made here against one that is made as the published ones are, by debuerreotype.

What that sets is in its scripts debuerreotype-init, debuerreotype-minimizing-config, debuerreotype-debian-sources-list
and debuerreotype-tar, and examples/debian.sh and examples/oci-image.sh say how they are used for what is published.
"""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

import pytest

from lab.images import bases, host
from lab.images.bases import Base, base
from lab.images.engine import Engine, connect
from lab.images.mirror import digests
from lab.images.packing import Origin, pack
from lab.images.supply import prepare
from tests.conftest import ROOT
from tests.lab.conftest import SETTINGS, Workshop, said
from transcripts.errors import LabError
from transcripts.recipes import BASE

pytestmark = [pytest.mark.engine, pytest.mark.skipif(os.geteuid() != 0, reason="debuerreotype needs root")]

SUITE = "trixie"
NAME = f"debian:{SUITE}"
PAGES = ("concepts/union-filesystem.md", "images/commit.md", "images/dockerfile.md")
"""Those that show what a base is made of."""
ANSWERS = r"""
apt-config dump | grep --invert-match '^Acquire::Check-Valid-Until '
grep --no-filename --invert-match '^\(#\|$\)' /etc/dpkg/dpkg.cfg.d/*
/usr/sbin/policy-rc.d; echo $?
cat /etc/apt/sources.list.d/debian.sources; ls /etc/apt/sources.list
dpkg-query --show; echo; apt-mark showmanual; echo; id; env | grep PATH
"""
"""What one asks to know the settings of both: of apt, of dpkg, of services, sources, packages and users."""
REMOVED = "rm -f " + " ".join(
    f"/var/cache/apt/{name}" for name in ("archives/*.deb", "archives/partial/*.deb", "*.bin")
)
SETTINGS_OF_APT = {
    'APT::AutoRemove::SuggestsImportant "false";',
    'Acquire::GzipIndexes "true";',
    'Acquire::Languages:: "none";',
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    f'APT::Update::Post-Invoke:: "{REMOVED} || true";',
    f'DPkg::Post-Invoke:: "{REMOVED} || true";',
}
"""As debuerreotype-minimizing-config has them."""
SOURCES = """\
Types: deb
URIs: http://HOST/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp

Types: deb
URIs: http://HOST/debian-security
Suites: trixie-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp
"""
ONLY_OURS = {"etc/apt/apt.conf.d/check-valid-until.conf": "a mirror of the archive may stand still"}
ONLY_THEIRS = {
    "var/lib/dpkg/available": "what debootstrap tells dselect of packages that can be had",
    "var/lib/dpkg/cmethopt": "that dselect uses apt",
}
UPGRADED = {
    "var/log/apt/eipp.log.xz",
    "var/log/apt/history.log",
    "var/log/apt/term.log",
    "var/cache/debconf/tmp.ci",
}
"""What is left of an upgrade, where the archive has a newer package than the release; ours begins with that package."""
OTHERWISE = {
    "etc/(hostname|resolv.conf)": "each container has its own",
    "etc/shadow": "the day of the passwords, of which there are none",
    "etc/(apt/apt.conf.d|dpkg/dpkg.cfg.d)/docker-.*|usr/sbin/policy-rc.d": "the same settings with other comments",
    "var/(lib/dpkg|cache/debconf)/.*-old": "the step before the last",
    "var/lib/dpkg/status": "priorities by the archive's opinion or by the package's",
    "var/lib/apt/extended_states": "the order of packages, and those that depend on none",
}
"""Files that are not the same, as patterns, and what is another one in them."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The real engine, with the images of this workshop."""
    engine = Engine(connect(), SETTINGS.name)
    prepare(engine, SETTINGS, "test", print)
    return engine


@pytest.fixture(scope="module")
def ours(engine: Engine) -> Base:
    """The base that is made here."""
    return base(engine, SETTINGS.recipes[BASE], SUITE, print)


@pytest.fixture(scope="module")
def theirs(engine: Engine, ours: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tag of one that is made like the published ones."""
    try:
        host.provide(["debuerreotype", "debootstrap", "wget"], print)
    except LabError as error:
        if host.is_ours_to_change():
            raise
        pytest.skip(str(error))
    tag = engine.tag("published", "test")
    root = tmp_path_factory.mktemp("published") / "root"
    sources = asked(engine, ours.tag, "cat /etc/apt/sources.list.d/debian.sources")
    mirror = re.findall(r"URIs: (\S+)", sources)[0]

    def tool(name: str, *arguments: str) -> None:
        subprocess.run([f"debuerreotype-{name}", *arguments], check=True, capture_output=True)

    try:
        tool("init", "--non-debian", str(root), SUITE, mirror)
        # The tool that writes them asks for snapshots of the archive.
        (root / "etc/apt/sources.list").unlink(missing_ok=True)
        (root / "etc/apt/sources.list.d/debian.sources").write_text(sources, "utf-8")
        tool("minimizing-config", str(root))
        tool("apt-get", str(root), "update", "-qq")
        tool("apt-get", str(root), "full-upgrade", "-yqq")
        tool("fixup", str(root))
        (root / "etc/machine-id").unlink(missing_ok=True)
        (root / "debuerreotype-epoch").rename(root / "date")
        by = Origin(f"# debian.sh --arch 'amd64' out/ '{SUITE}'", "debuerreotype 0.17")
        with TemporaryFile() as tree, TemporaryFile() as image:
            subprocess.run(
                ["tar", "--create", "--numeric-owner", "--sort=name", "."], cwd=root, stdout=tree, check=True
            )
            tree.seek(0)
            pack(tree, image, {}, tag, str(engine.client.version()["Arch"]), by)
            image.seek(0)
            engine.client.images.load(image)
        yield tag
    finally:
        shutil.rmtree(root, ignore_errors=True)
        if engine.has(tag):
            engine.client.images.remove(tag)


def tagged(engine: Engine, part: str) -> set[str]:
    """Give the tags of this workshop's images that have a part."""
    tags = {tag for image in engine.client.images.list() for tag in image.tags}
    return {tag for tag in tags if tag.startswith(f"{SETTINGS.name}{part}")}


def asked(engine: Engine, tag: str, script: str) -> str:
    """Give what a shell in a container says."""
    output: bytes = engine.client.containers.run(
        tag, ["sh", "-c", f"exec 2>&1\n{script}\ntrue"], remove=True, labels=engine.labels("test")
    )
    return output.decode()


def files(engine: Engine, tag: str) -> dict[str, tuple[str, ...]]:
    """Give of each file of an image's one layer what it is, whose, who may use it, and its content."""
    archive = io.BytesIO(b"".join(engine.client.images.get(tag).save()))
    with tarfile.open(fileobj=archive) as outer:
        [described] = json.load(outer.extractfile("manifest.json"))  # type: ignore[arg-type]
        [layer] = described["Layers"]
        with tarfile.open(fileobj=outer.extractfile(layer)) as tar:
            return {
                entry.name: (
                    entry.type.decode(),
                    oct(entry.mode),
                    f"{entry.uid}:{entry.gid}",
                    entry.linkname,
                    hashlib.sha256(file.read()).hexdigest()
                    if entry.isreg() and (file := tar.extractfile(entry))
                    else "",
                )
                for entry in tar
                if not entry.islnk()
            }


def test_the_settings_are_those_of_the_published_ones(engine: Engine, ours: Base, theirs: str) -> None:
    found = asked(engine, ours.tag, ANSWERS)
    assert found == asked(engine, theirs, ANSWERS)
    assert set(found.splitlines()) >= SETTINGS_OF_APT
    assert SOURCES in re.sub(r"//[^/]+/", "//HOST/", found)
    assert "\n101\n" in found


def test_each_file_is_that_of_a_published_one_but_for_those_that_are_known(
    engine: Engine, ours: Base, theirs: str
) -> None:
    made, published = files(engine, ours.tag), files(engine, theirs)
    assert made.keys() - published.keys() == ONLY_OURS.keys()
    assert published.keys() - made.keys() - UPGRADED == ONLY_THEIRS.keys()
    other = {name for name in made.keys() & published.keys() if made[name] != published[name]}
    unknown = {name for name in other if not any(re.fullmatch(known, name) for known in OTHERWISE)}
    assert unknown == set()
    assert {name for name in other if made[name][:3] != published[name][:3]} == set(), "kind, mode or owner"


def test_image_and_history_have_the_form_of_the_published_ones(engine: Engine, ours: Base, theirs: str) -> None:
    one, other = (engine.client.images.get(tag) for tag in (ours.tag, theirs))
    assert one.attrs["Config"] == other.attrs["Config"]
    assert not one.labels
    [row], [published] = one.history(), other.history()
    assert re.fullmatch(r"# mmdebstrap .*'trixie' '@\d{10}'", row["CreatedBy"])
    assert re.fullmatch(r"mmdebstrap \d+\.\d+\.\d+", row["Comment"])
    assert abs(row["Size"] - published["Size"]) < 1e6


def test_pages_on_a_published_base_are_true_by_captures_from_ours(
    engine: Engine, theirs: str, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is pulled from a registry of our own, as it would be from the Hub."""
    stock = prepare(engine, SETTINGS, "test", print).stock
    before, digest, repository = tagged(engine, "/stock:"), "", "localhost"
    # The stubs do not know that the host's port may be left open, as the SDK's own documentation has it.
    containers: Any = engine.client.containers
    registry = containers.run(stock, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}, labels=engine.labels("test"))
    try:
        registry.reload()
        repository = f"localhost:{registry.ports['5000/tcp'][0]['HostPort']}/library/debian"
        engine.client.images.get(theirs).tag(repository, SUITE)
        deadline = time.monotonic() + 30
        while "errorDetail" in engine.client.images.push(repository, tag=SUITE) and time.monotonic() < deadline:
            time.sleep(0.2)
        [digest] = (each.partition("@")[2] for each in engine.client.images.get(theirs).attrs["RepoDigests"])
        engine.client.images.remove(f"{repository}:{SUITE}")
        monkeypatch.setattr(bases, "PUBLISHED", repository)
        pulled = base(Engine(engine.client, f"{SETTINGS.name}-published"), SETTINGS.recipes[BASE], SUITE, print)
        assert pulled.source == "hub"
        (workshop.root / "conftest.py").write_text(OFFERED.format(name=NAME, tag=pulled.tag), "utf-8")
        for page in PAGES:
            for folder, part in (("docs", page), ("snippets", page.removesuffix(".md"))):
                place = workshop.root / folder / part
                place.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if folder == "snippets" else shutil.copy)(ROOT / folder / part, place)
        assert "runs again" not in said(workshop, "-n", "2")
    finally:
        registry.remove(force=True, v=True)
        for tag in {*tagged(engine, "-published/"), *tagged(engine, "/stock:"), f"{repository}:{SUITE}"} - before:
            # Others may fill mirrors of their own meanwhile.
            if engine.has(tag) and ("/stock:" not in tag or digests(engine, tag)[NAME] == digest):
                engine.client.images.remove(tag, force=True)


OFFERED = """
from lab.images import supply

fill = supply.stocked
supply.stocked = lambda engine, mirror, offered, *rest: fill(engine, mirror, {{**offered, "{name}": "{tag}"}}, *rest)
"""
"""A mirror that offers it in place of ours."""

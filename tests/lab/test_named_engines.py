"""Engines of the settings on a real engine: of another suite, told something beside, or from an image of a registry."""

import dataclasses
import io
import os
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from lab.images import engine, supply
from lab.images.engine import Engine
from lab.images.supply import Source
from lab.machine import Lab
from lab.run import Run
from tests.lab.conftest import LAB, SETTINGS, ours
from transcripts.errors import LabError
from transcripts.settings import Settings

pytestmark = pytest.mark.engine

PUBLISHED = """
FROM {lab} AS lab
FROM {base}
COPY --from=lab /usr/sbin/dockerd /usr/sbin/docker-proxy /usr/sbin/runc /usr/local/bin/
COPY --from=lab /usr/bin/docker /usr/bin/docker-init /usr/bin/containerd* /usr/local/bin/
COPY --from=lab /usr/libexec/docker/cli-plugins/ /usr/local/libexec/docker/cli-plugins/
"""
"""An image that has the engine where Docker's own one has it."""


def told(settings: Settings, **more: Any) -> Settings:
    """Give settings whose engine is another one."""
    machines = {**settings.machines, LAB.kind: dataclasses.replace(settings.machines[LAB.kind], **more)}
    return dataclasses.replace(settings, machines=machines)


def said(lab: Lab, command: str) -> str:
    """Give what a command of root's says on a machine."""
    done = lab._container.exec_run(["nsenter", "--mount=/proc/self/ns/mnt", "sh", "-c", command])
    return str(done.output.decode().strip())


@pytest.fixture
def registry() -> Iterator[str]:
    """A registry of our own, at an address that only this machine knows."""
    client = engine.connect()
    made = Engine(client, SETTINGS.name)
    stock = supply.prepare(made, SETTINGS, "test", print).stock
    containers: Any = client.containers
    container = containers.run(stock, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}, labels=made.labels("test"))
    container.reload()
    yield f"localhost:{container.ports['5000/tcp'][0]['HostPort']}"
    container.remove(force=True, v=True)


def test_an_engine_is_told_something_beside() -> None:
    run = Run(told(SETTINGS, daemon={"features": {"containerd-snapshotter": True}}), Source.MIRROR, print)
    try:
        with run.network() as network:
            lab = network.labs([LAB])[LAB.name]
            assert said(lab, "docker info --format {{.Driver}}") == "overlayfs"
            assert "registry-mirrors" in said(lab, "cat /etc/docker/daemon.json"), "and all else as ever"
    finally:
        run.close()


def test_an_engine_that_does_not_start_is_told_and_nothing_is_left() -> None:
    run = Run(told(SETTINGS, daemon={"no-such-setting": 1}), Source.MIRROR, print)
    try:
        with pytest.raises(LabError) as refused, run.network() as network:
            network.labs([LAB])
        assert str(refused.value).startswith("lab: its engine ")
        assert "no-such-setting" in str(refused.value)
    finally:
        run.close()
    assert ours(engine.connect(), os.getpid()) == []


def test_an_engine_comes_from_an_image_of_a_registry(registry: str) -> None:
    """Made and pushed here under the name of Docker's own one, it is pulled again as that would be."""
    client, image = engine.connect(), f"{registry}/docker:29-dind"
    made = Engine(client, SETTINGS.name)
    found = supply.prepare(made, SETTINGS, "test", print)
    base = f"{SETTINGS.name}/debian-testing"
    [parent] = [tag for each in client.images.list(name=base) for tag in each.tags][:1]
    text = PUBLISHED.format(lab=found.machines[LAB.kind], base=parent).encode()
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    context.seek(0)
    client.images.build(fileobj=context, custom_context=True, tag=image, labels=made.labels("test"), rm=True)
    client.images.push(image)
    client.images.remove(image)
    run = Run(told(SETTINGS, recipe="official", suite="testing", image=image), Source.MIRROR, print)
    try:
        assert run.lacks == ""
        with run.network() as network:
            lab = network.labs([LAB])[LAB.name]
            assert said(lab, "readlink --canonicalize $(command -v dockerd)") == "/usr/local/bin/dockerd"
            assert said(lab, "su student -c 'docker run --rm debian:trixie echo true'").endswith("\ntrue")
            assert said(lab, "service docker restart > /dev/null; docker buildx version").startswith("github.com/")
    finally:
        run.close()
        tags = [tag for each in client.images.list() for tag in each.tags]
        for tag in tags:
            if tag.startswith((f"{SETTINGS.name}/localhost", f"{SETTINGS.name}/official:")):
                client.images.remove(tag)


def test_one_that_no_registry_gives_is_lacking_and_told() -> None:
    run = Run(told(SETTINGS, recipe="official", image="localhost:1/docker:29-dind"), Source.MIRROR, print)
    try:
        assert run.lacks == "localhost:1/docker:29-dind"
        with pytest.raises(LabError, match=r"^image localhost:1/docker:29-dind: no registry gives it: .*\n  run the"):
            run.network()
    finally:
        run.close()

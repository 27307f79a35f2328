"""What a command of Docker needs that is not there: an image, a container that was never made, an id of elsewhere."""

import re
from collections.abc import Collection, Iterator

from importing import commands, options
from importing.fate import Fate
from importing.session import Session

OTHER_REGISTRY = re.compile(
    r"(?!docker\.io/|index\.docker\.io/|registry-1\.docker\.io/|localhost|127\.)[\w-]+(?:\.[\w-]+)+(?::\d+)?/"
)
FROM = re.compile(r"^FROM (?:--\S+ )?(\S+)(?: +as +(\S+))?", re.M | re.I)
LOST = "needs what is not made here: {}"


def needs(text: str, session: Session, images: Collection[str]) -> Iterator[Fate]:
    """Give what becomes of a command for the sake of what it names; nothing where all of that is there."""
    for each in options.parts(text):
        named = commands.named(each)
        docker = each[0] in ("docker", "podman", "sudo", "docker-compose")
        for word in (*named.arguments, *named.images):
            if docker and word not in session.there and _made_up(word, session):
                yield Fate(f"{plain(word)} is an id or a name of its author's machine", remedy="give it a name: --name")
            lost = session.missing.get(word.split(":")[0].split("@")[0]) if docker or each[0] == "cd" else None
            lost = session.missing.get(word, lost) if docker else lost
            if lost and word not in session.there and word not in named.images:
                yield lost if lost.hub else Fate(LOST.format(plain(word)), remedy="mend what makes it first")
        for image in named.images:
            yield from _image(image, session, images)
        if named.builds:
            yield from _build(named.builds, session, images)


def _made_up(word: str, session: Session) -> bool:
    if re.fullmatch(r"[0-9a-f]{12}|[0-9a-f]{64}", word) or word in session.ids:
        return True
    short = re.fullmatch(r"(?=.*\d)[0-9a-f]{2,11}", word)
    return bool(short) and any(each.startswith(word) for each in session.ids)


def _image(image: str, session: Session, images: Collection[str]) -> Iterator[Fate]:
    name = image.removeprefix("docker.io/").removeprefix("library/")
    if name in session.there or f"{name}:latest" in session.there or name.removesuffix(":latest") in session.there:
        return
    lost = session.missing.get(name)
    if lost and lost.static:
        yield Fate(LOST.format(plain(name)), remedy="mend what makes it first")
    elif OTHER_REGISTRY.match(name):
        yield Fate(
            f"the image {plain(name)} is of a registry that labs do not ask", remedy="use an image of the mirror"
        )
    elif name not in images:
        yield Fate(hub=True, image=plain(name))


def _build(file: str, session: Session, images: Collection[str]) -> Iterator[Fate]:
    path = session.path(file)
    text = session.files.get(path)
    if text is None:
        if file != "-":
            yield Fate(f"the page makes no {plain(path) or 'Dockerfile'}", remedy=f'add a fence with file="{path}"')
        return
    stages = {name for _, name in FROM.findall(text)}
    for image, _ in FROM.findall(text):
        if image not in stages and image != "scratch":
            yield from _image(image, session, images)


def plain(text: str) -> str:
    """Give a text as the value of an option can hold it."""
    return " ".join(text.replace('"', "").split())

"""Images that only a registry has, from which a recipe takes an engine."""

import re
from contextlib import suppress

from docker.errors import DockerException, ImageNotFound

from lab.images.engine import Engine, Say, explained
from transcripts.errors import LabError

OTHERS = "run the pages on another engine, or where that registry answers"


def borrowed(engine: Engine, image: str, say: Say) -> str:
    """Give the tag here of an image of a registry, pulled now if it is not here; raise LabError where that fails."""
    name, _, version = image.rpartition(":")
    tag = engine.tag(re.sub(r"[^a-z0-9]+", "-", name), version)
    if not engine.has(tag):
        images = engine.client.images
        known = engine.has(image)
        try:
            (images.get(image) if known else images.pull(name, tag=version)).tag(tag)
        except (DockerException, OSError) as error:
            raise LabError(f"image {image}", f"no registry gives it: {explained(error)}", OTHERS) from None
        say(f"pulled {image}")
        if not known:
            # It goes with the other images of this workshop.
            with suppress(ImageNotFound):
                images.remove(image)
    return tag


def there(engine: Engine, image: str, say: Say) -> bool:
    """Whether that image can be had."""
    try:
        return bool(borrowed(engine, image, say))
    except LabError:
        return False

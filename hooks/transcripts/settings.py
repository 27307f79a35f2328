"""What a workshop is made of: workshop.toml and the recipes below images/, read once into frozen values.

The machinery itself holds nothing of a workshop: names, sizes, images and machines all come from here, and so does
what the key of a page says of them.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import ByteSize, ConfigDict, Field, TypeAdapter, ValidationError

from transcripts import engine_kinds, recipes
from transcripts.engine_kinds import EngineKind
from transcripts.errors import SettingsError
from transcripts.recipes import BASE, BOOTSTRAP, Recipe, digest

NAME = "workshop.toml"
IMAGES = "images"
"""The folder of the recipes, one folder an image."""
STRICT = ConfigDict(extra="forbid")
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TAGGED = re.compile(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*:[\w][\w.-]{0,127}")
Slug = Annotated[str, Field(pattern=SLUG, max_length=40)]
Count = Annotated[int, Field(ge=1, strict=True)]


@dataclass(frozen=True)
class Image:
    """An image that is made here: a recipe on a Debian suite."""

    __pydantic_config__ = STRICT
    recipe: str
    suite: Slug


@dataclass(frozen=True)
class MachineKind(Image):
    """A kind of machine that pages may ask for."""

    __pydantic_config__ = STRICT
    memory: ByteSize
    """Bytes that what is typed and all its containers may take."""
    disk: ByteSize
    """Bytes for all that is written on it: files, images, containers, packages."""
    processes: Count
    """Of these, three quarters are for what is typed and its containers, and an eighth is for what is typed."""
    processors: Annotated[float, Field(gt=0)] = 2
    engine: bool = True
    """Whether a Docker Engine runs on it when a page begins."""
    image: str = ""
    """One of a registry, from which the recipe takes the engine."""
    daemon: Mapping[str, Any] = field(default_factory=dict)
    """What the engine is told beside, as /etc/docker/daemon.json has it."""


@dataclass(frozen=True)
class Terminal:
    """The terminal in which pages type."""

    __pydantic_config__ = STRICT
    user: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_-]*$", max_length=32)] = "student"
    columns: Annotated[int, Field(ge=20, le=500, strict=True)] = 100
    rows: Annotated[int, Field(ge=10, le=200, strict=True)] = 40


@dataclass(frozen=True)
class Settings:
    """What a workshop is made of."""

    __pydantic_config__ = STRICT
    name: Slug
    """With it begins the name of everything that is made on an engine, so that two workshops do not meet."""
    machines: Mapping[str, MachineKind]
    """By kind; the first is that of a page which asks for none."""
    images: Mapping[str, Image] = field(default_factory=dict)
    """What the mirror offers, by the name that pages pull."""
    engines: Mapping[str, EngineKind] = field(default_factory=dict)
    """The engines that pages are recorded on, by name; of all but the first, only what differs is kept."""
    mirror: Image = Image("mirror", "trixie")
    hall: Image | None = None
    """The web server of `make hall`; without one there is no hall."""
    terminal: Terminal = Terminal()
    fold: Count = 24
    """Lines of an output that are shown before the rest is folded."""
    checks: str = ""
    """The page, below docs/, that tells how each block is checked; none if it is empty."""
    errors: str = ""
    """The page, below docs/, that tells why a step ends with an error, and the way out; none if it is empty."""
    recipes: Mapping[str, Recipe] = field(default_factory=dict, repr=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of machines."""
        return tuple(self.machines)

    @property
    def first(self) -> str:
        """The engine whose captures are the pages'; nothing where no engine has a name."""
        return next(iter(self.engines), "")

    @property
    def others(self) -> tuple[str, ...]:
        """The engines of which only what differs is kept."""
        return tuple(self.engines)[1:]

    def on(self, engine: str) -> "Settings":
        """Give the settings with that engine on each machine which has one."""
        if not engine:
            return self
        kind = self.engines[engine]
        named = {name: said for name in ("recipe", "suite") if (said := getattr(kind, name))}
        machines = {
            name: replace(machine, **named, image=kind.image, daemon=kind.daemon) if machine.engine else machine
            for name, machine in self.machines.items()
        }
        return replace(self, machines=machines)

    def made(self, image: Image) -> str:
        """Give 16 hexadecimal digits that change with what an image is made of."""
        parts = (image.suite, self.recipes[image.recipe].digest, self.recipes[BASE].digest)
        return digest(part.encode() for part in parts)

    def machine(self, kind: str) -> str:
        """Give 16 hexadecimal digits that change with anything that a page can notice of a kind of machine."""
        machine, terminal = self.machines[kind], self.terminal
        sizes = (machine.memory, machine.disk, machine.processes, machine.processors, machine.engine)
        told = json.dumps(machine.daemon, sort_keys=True) if machine.daemon else ""
        engine = tuple(filter(None, (machine.image, told)))
        return digest(str(part).encode() for part in (self.made(machine), *sizes, terminal, *engine))


_SETTINGS = TypeAdapter(Settings)
UNKNOWN = "unexpected_keyword_argument"
SIZE = 'write a size like "4 GiB"'
NAMED = "use small letters, digits and single hyphens"
TOLD: Mapping[str, tuple[str, str]] = {
    UNKNOWN: ("is no setting", "take it out, or mend its name; hooks/transcripts/settings.py has all of them"),
    "missing": ("is missing", "add it"),
    "byte_size": ("is no size", SIZE),
    "byte_size_unit": ("is no size", SIZE),
    "string_pattern_mismatch": ("is no such name", NAMED),
}
"""Problem and remedy for what pydantic calls an error; of any other it tells in its own words."""


def load(root: Path) -> Settings:
    """Read the settings of the project in a folder; raise SettingsError with the name of the key that is wrong."""
    try:
        table = tomllib.loads((root / NAME).read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(NAME, "is missing", "make new writes one that can be begun with") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        twice = re.search(r"Cannot (?:declare|overwrite|mutate)", str(error))
        raise SettingsError(NAME, f"cannot be read: {error}", "keep one of them" if twice else "mend it") from None
    if "recipes" in table:
        raise _wrong("recipes", "is no setting", f"recipes are the folders of {IMAGES}/")
    try:
        settings = _SETTINGS.validate_python({**table, "recipes": recipes.read(root / IMAGES)})
    except ValidationError as error:
        raise _told(error) from None
    _check(settings)
    return settings.on(settings.first)


def _told(error: ValidationError) -> SettingsError:
    # A name that is misspelt is unknown, and missing too: the first says more.
    said = min(error.errors(include_url=False), key=lambda each: each["type"] != UNKNOWN)
    message = said["msg"][:1].lower() + said["msg"][1:]
    problem, remedy = TOLD.get(said["type"], (message, f"it is {said['input']!r}; mend it"))
    return _wrong(".".join(map(str, said["loc"])), problem, remedy)


def _check(settings: Settings) -> None:
    if not settings.machines:
        raise _wrong("machines", "names no kind of machine", "add one, like [machines.docker]")
    if found := engine_kinds.wrong(settings.engines):
        raise _wrong(*found)
    if BOOTSTRAP not in settings.recipes.get(BASE, Recipe({})).files:
        place = f"{IMAGES}/{BASE}/{BOOTSTRAP}"
        raise SettingsError(place, "is missing", "all other images stand on it; make new writes one")
    made: dict[str, Image] = {
        "mirror": settings.mirror,
        **({"hall": settings.hall} if settings.hall else {}),
        **{f"images.{name}": image for name, image in settings.images.items()},
        **{f"machines.{name}": machine for name, machine in settings.machines.items()},
        **{f"engines.{name}": Image(kind.recipe, "") for name, kind in settings.engines.items() if kind.recipe},
    }
    for key, image in made.items():
        folder = f"{IMAGES}/{image.recipe}"
        if image.recipe not in settings.recipes:
            raise _wrong(f"{key}.recipe", f"there is no recipe {image.recipe}", f"make {folder}/Dockerfile")
        if not {BOOTSTRAP, "Dockerfile"} & settings.recipes[image.recipe].files.keys():
            raise _wrong(f"{key}.recipe", f"{folder} has no Dockerfile", "add it")
    for name in settings.images:
        if not TAGGED.fullmatch(name):
            raise _wrong(f"images.{name}", "is no name with a tag", "write it like postgres:17")
    for name in settings.machines:
        if not re.fullmatch(SLUG, name):
            raise _wrong(f"machines.{name}", "is no name for a kind", NAMED)


def _wrong(key: str, problem: str, remedy: str) -> SettingsError:
    return SettingsError(f"{NAME}: {key}", problem, remedy)

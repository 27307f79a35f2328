"""What a command of Docker names: the images that it takes, what it makes, and the program that it starts."""

import re
from dataclasses import dataclass, field

from importing.options import plain as options_of

SHELL_IMAGES = re.compile(
    r"(?:.*/)?(ubuntu|debian|centos|fedora|alpine|busybox|amazonlinux|rockylinux|archlinux)(?:[:@].*)?$"
)
SMALL = re.compile(r"(?:.*/)?(alpine|busybox)(?:[:@].*)?$")
REPLS = {
    "python": ">>> ",
    "python3": ">>> ",
    "ipython": "In [1]: ",
    "psql": "postgres=# ",
    "mysql": "mysql> ",
    "redis-cli": "127.0.0.1:6379> ",
    "node": "> ",
    "irb": "irb(main):001> ",
    "sqlite3": "sqlite> ",
}
"""Programs that have a prompt of their own where they are started without a script."""
SHELLS = frozenset({"bash", "sh", "ash", "zsh", "ksh", "dash"})
ROOT_BASH, SMALL_SHELL = "root@lab:/# ", "/ # "


@dataclass(frozen=True)
class Named:
    """What a command of Docker names."""

    images: tuple[str, ...] = ()
    """Those that it takes from elsewhere, unless they are there."""
    makes: tuple[str, ...] = ()
    """Names that it gives to what it makes."""
    arguments: tuple[str, ...] = field(default=())
    """All else that it names."""
    opens: str = ""
    """The prompt of the program that it starts and that waits for lines; nothing where none does."""
    builds: str = ""
    """The Dockerfile that it builds an image from."""
    waits: bool = False
    """Whether it has a terminal, and the image says what runs there."""


def named(command: list[str]) -> Named:
    """Give what one command names; it may be of any program."""
    while command and (command[0] in ("sudo", "time", "winpty", "exec") or re.match(r"\w+=", command[0])):
        command = command[1:]
    if not command:
        return Named()
    if command[0] not in ("docker", "podman"):
        return Named(arguments=tuple(command[1:]), opens=_opened(command, ""))
    rest = command[1:]
    if rest[:1] in (["container"], ["image"]):
        rest = rest[1:]
    verb, rest = (rest[0], rest[1:]) if rest else ("", [])
    if verb in ("run", "create"):
        return _run(rest, verb)
    if verb in ("pull", "push"):
        return Named(images=tuple(options_of(rest)[0][:1]) if verb == "pull" else (), arguments=tuple(rest))
    if verb == "exec":
        plain, options = options_of(rest, verb, upto=1)
        inner = plain[1:]
        return Named(arguments=tuple(plain), opens=_opened(inner, "") if _terminal(options) else "")
    if verb in ("build", "buildx"):
        plain, options = options_of(rest, verb)
        tags = [value for name, value in options if name in ("-t", "--tag")]
        files = [value for name, value in options if name in ("-f", "--file")]
        folder = plain[-1].rstrip("/") if plain else "."
        file = files[0] if files else "Dockerfile" if folder == "." else f"{folder}/Dockerfile"
        return Named(makes=tuple(tags), builds="-" if folder == "-" else file, arguments=tuple(plain))
    if verb in ("tag", "commit"):
        plain, _ = options_of(rest, verb)
        return Named(makes=tuple(plain[1:]), arguments=tuple(plain[:1]))
    if verb in ("volume", "network") and rest[:1] == ["create"]:
        return Named(makes=tuple(options_of(rest[1:])[0]))
    return Named(arguments=tuple(options_of(rest)[0]))


def _run(rest: list[str], verb: str) -> Named:
    plain, options = options_of(rest, verb, upto=1)
    image, program = (plain[0], plain[1:]) if plain else ("", [])
    makes = [value for name, value in options if name == "--name"]
    entry = [value for name, value in options if name == "--entrypoint"]
    said = [
        value for name, value in options if name in ("--volumes-from", "--network", "--net", "--link", "-v", "--volume")
    ]
    waits = verb == "run" and _terminal(options) and not any(name in ("-d", "--detach") for name, _ in options)
    opens = _opened(entry + program, image) if waits else ""
    by_image = waits and not entry and not program
    return Named((image,) if image else (), tuple(makes), (*said, *program), opens, waits=by_image)


def opened_by(dockerfile: str) -> str:
    """Give the prompt of what an image runs in a terminal, by its Dockerfile."""
    base = re.findall(r"^FROM (\S+)", dockerfile, re.M)[-1:]
    said = re.findall(r"^(?:CMD|ENTRYPOINT) (.+)$", dockerfile, re.M)
    program = re.findall(r"[^\s\[\],\"']+", said[0]) if said else []
    return _opened(program, base[0] if base else "")


def _terminal(options: list[tuple[str, str]]) -> bool:
    names = {name for name, _ in options}
    return bool(names & {"-t", "--tty"} and names & {"-i", "--interactive"})


def _opened(program: list[str], image: str) -> str:
    """Give the prompt of a program that is started in a terminal, in an image or on the machine."""
    if not program:
        return (SMALL_SHELL if SMALL.match(image) else ROOT_BASH) if SHELL_IMAGES.match(image) else _repl(image)
    name = program[0].rpartition("/")[2]
    if name in SHELLS and not [word for word in program[1:] if word not in ("-l", "-i", "--login")]:
        # A small shell of an image that has no other is at its directory; any other one shows `# ` alone.
        return ROOT_BASH if name == "bash" else SMALL_SHELL
    if name in REPLS and not any(
        word.endswith((".py", ".js", ".rb")) or word in ("-c", "-m", "-e") for word in program[1:]
    ):
        inputs = name in ("psql", "mysql", "sqlite3") or not [word for word in program[1:] if not word.startswith("-")]
        return REPLS[name] if inputs else ""
    return ""


def _repl(image: str) -> str:
    base = image.rpartition("/")[2].split(":")[0]
    return REPLS[base] if base in ("python", "node") else ""

"""Where the terminal of a tutorial stands, and what is there: told from the commands that were typed so far."""

import re
from dataclasses import dataclass, field

from importing import commands, options
from importing.commands import Named
from importing.fate import Fate
from importing.marks import BROKEN, HOSTED, KINDS, NODE
from importing.typed import Typed
from transcripts.prompts import split_prompt

HOST = "$ "
LEAVES = re.compile(r"(?:exit|logout|quit|\\q|exit\(\)|quit\(\)|\.exit|\.quit)(?: \d+)?;?$", re.I)
EXITS = {">>> ": "exit()", "In [1]: ": "exit()", "> ": ".exit", "sqlite> ": ".quit"}
"""How a program is left, where not by `exit`."""
HEX = re.compile(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b")
MADE_UP = re.compile(r"\b[a-z]{3,}_[a-z]{3,}\d?\b")
ADDRESS = re.compile(r"(?<![\w.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
INSIDE = re.compile(r"\w+@[0-9a-f]{12}:")
"""The prompt of a shell in a container that was given no name."""
ASSIGNED = re.compile(
    r"(?:^|[\s;(])(?:export |local |readonly )?([A-Za-z_]\w*)="
    r"|\bread (?:-\w+ )*(?:['\"][^'\"]*['\"] )?(\w+)|\bfor (\w+) in"
)
NAMED_MACHINE = re.compile(r"\[([\w.-]+)\]|(?:\w+@)?([\w.-]*\w)")


@dataclass
class Session:
    """The terminal of one tutorial."""

    inside: list[tuple[str, Fate]] = field(default_factory=list)
    """The prompts of the programs that were started and not left, each with what becomes of its command."""
    folder: list[str] | None = field(default_factory=list)
    """Below the home of the student; None where it is elsewhere."""
    variables: set[str] = field(default_factory=set)
    there: set[str] = field(default_factory=set)
    """Names of what was made."""
    missing: dict[str, Fate] = field(default_factory=dict)
    """Names of what was not, and why."""
    ids: set[str] = field(default_factory=set)
    """Ids and addresses, and names that Docker made up, in the outputs so far."""
    files: dict[str, str] = field(default_factory=dict)
    """What is in the files of the page, by path."""
    shells: dict[str, str] = field(default_factory=dict)
    """The prompts of what the images of the page run, by their names; nothing where that is no shell."""
    machine: str = ""
    failed: bool = False
    """Whether the last command did."""

    def at(self, item: Typed) -> tuple[str, list[tuple[str, str, Fate]]]:
        """Give the prompt at which a command is typed on our page, and what is to be typed first to get there.

        Most tutorials do not show how a container is left.
        """
        left = self.leave(self._depth(item))
        split = split_prompt(item.prompt, KINDS) if item.prompt else None
        if not self.inside:
            inner = split and item.prompt.strip() != "#" and not self._of_host(item.prompt)
            return (item.prompt if inner else HOST), left
        kept = split and split[1] == item.prompt and item.prompt.strip() not in ("#", "$")
        return (item.prompt if kept else self.inside[-1][0]), left

    def leave(self, depth: int = 0) -> list[tuple[str, str, Fate]]:
        """Leave the programs that were started, but for the outermost ones; give at which prompts what leaves them."""
        # A shell ends with the status of its last command.
        exit_0 = "exit 0" if self.failed else "exit"
        left = [(prompt, EXITS.get(prompt, exit_0), fate) for prompt, fate in reversed(self.inside[depth:])]
        del self.inside[depth:]
        return left

    def _depth(self, item: Typed) -> int:
        """Give how many of the programs that were started a command is typed in."""
        if not item.prompt:
            outside = re.match(r"(?:sudo )?(?:docker|docker-compose|podman)\b", item.text)
            return 0 if outside else len(self.inside)
        if item.prompt.strip() == "#":
            return len(self.inside)
        if self._of_host(item.prompt):
            return 0
        kind = _kind(item.prompt)
        for depth in range(len(self.inside), 0, -1):
            if _kind(self.inside[depth - 1][0]) == kind:
                return depth
        return len(self.inside)

    def _of_host(self, prompt: str) -> bool:
        """Whether it is the prompt of the machine."""
        if HOSTED.match(prompt):
            return True
        split = split_prompt(prompt, KINDS)
        shell = split is not None and split[0].name in ("shell", "shell-brackets")
        return shell and not INSIDE.match(prompt) and not BROKEN.match(prompt) and not self.inside

    def elsewhere(self, item: Typed) -> bool:
        """Whether it is typed on another machine than the first one of the tutorial."""
        if not item.prompt or not self._of_host(item.prompt) or not re.match(rf"{NODE}|[\w@.-]*\w", item.prompt):
            return False
        found = NAMED_MACHINE.match(item.prompt)
        name = next(filter(None, found.groups()), "") if found else ""
        self.machine = self.machine or name
        return bool(name) and name != self.machine

    def took(self, item: Typed, fate: Fate, failed: bool) -> None:
        """Take note of a command, of what becomes of it, and of whether it fails."""
        self.failed = failed
        shown = "\n".join(item.output)
        self.ids |= {*HEX.findall(shown), *MADE_UP.findall(shown), *ADDRESS.findall(shown)}
        self.there |= {*ADDRESS.findall(item.text)}
        if self.inside:
            self.variables |= assigned(item.text)
            if LEAVES.match(item.text) or "D" in item.keys or {"P", "Q"} <= {*item.keys}:
                self.inside.pop()
                return
        for each in options.parts(item.text):
            self._took(commands.named(each), each, item, fate)
        if not self.inside and not fate.static:
            self.variables |= assigned(item.text)

    def _took(self, named: Named, command: list[str], item: Typed, fate: Fate) -> None:
        opens = named.opens or (self.shells.get(named.images[0], "") if named.waits else "")
        if opens and not item.keys:
            self.inside.append((opens, fate))
        for name in named.makes if named.builds else ():
            self.shells[name] = commands.opened_by(self.files.get(self.path(named.builds), ""))
        if fate.static or fate.hub:
            self.missing.update(dict.fromkeys((*named.makes, *(named.images if fate.hub else ())), fate))
        else:
            self.there |= {*named.makes, *named.images}
        if command[0] == "cd" and not self.inside and not fate.static:
            self._cd(command[1] if len(command) > 1 else "~")
        if command[0] == "git" and fate.static and "clone" in command:
            name = command[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
            self.missing[name] = fate

    def _cd(self, where: str) -> None:
        if where.startswith("~"):
            self.folder, where = [], where[1:].lstrip("/")
        if where.startswith(("/", "-", "$")):
            self.folder = None
            return
        for part in filter(None, where.split("/")):
            if self.folder is None or part == ".":
                continue
            self.folder = self.folder[:-1] if part == ".." and self.folder else [*self.folder, part]

    def path(self, name: str) -> str:
        """Give the path below the student's home of a file where the terminal stands; nothing where there is none."""
        return "/".join([*self.folder, name.removeprefix("./")]) if self.folder is not None else ""


def _kind(prompt: str) -> str:
    split = split_prompt(prompt, KINDS)
    name = split[0].name if split else prompt
    return "shell" if name in ("small", "shell-brackets") else name


def assigned(text: str) -> set[str]:
    """Give the variables that a command sets."""
    return {name for found in ASSIGNED.findall(text) for name in found if name}

"""Why a command cannot be run in a lab as it stands, and what an author can do about it."""

import re
from collections.abc import Collection, Iterator

from importing import options
from importing.fate import RUNS, Fate
from importing.needs import needs, plain
from importing.session import ADDRESS, Session, assigned
from importing.typed import Typed
from importing.vocabulary import WINDOWS_LANGUAGES

PROGRAMS = {
    "vi vim nano emacs pico gedit subl code notepad notepad.exe mate $EDITOR": (
        "an editor is used by hand",
        "show what it writes in a fence with file=",
    ),
    "open xdg-open start firefox chrome google-chrome explorer": ("it opens a browser", "ask with curl instead"),
    "ssh scp rsync docker-machine vagrant VBoxManage multipass": (
        "it needs another machine",
        "name a second machine in the front matter, or leave it out",
    ),
    "kubectl minikube helm k3d kind gcloud aws az heroku eb ecs-cli doctl eksctl": (
        "it needs a service outside of the lab",
        "leave it out, or keep it as static",
    ),
    "systemctl service reboot shutdown journalctl": (
        "it is for a machine with systemd",
        "leave it out: the engine of a lab runs",
    ),
    "less more man watch htop top": ("it needs keys: it waits for one", "print the text: cat, top -b -n 1, PAGER=cat"),
}
BY_PROGRAM = {name: why for names, why in PROGRAMS.items() for name in names.split()}
ENDLESS = "it goes on until Control-C"
FOLLOWS = re.compile(
    r"""
    \bdocker\ (?:container\ )?logs\b.*\ (?:-\w*f\w*|--follow)\b | \btail\b.*\ -\w*[fF]
    | ^docker\ (?:events|(?:container\ )?attach)\b | ^docker(?:\ container)?\ stats(?!.*--no-stream)
    | ^(?:sudo\ )?ping\ (?!.*-c\ ?\d) | ^docker[ -]compose\ up(?!.*\ (?:-\w*d\b|--detach))
    """,
    re.X,
)
"""What goes on until somebody ends it."""
INTERNET = re.compile(
    r"""
    \b(?:git\ clone|curl|wget|iwr)\b.*(?:https?://|git@)(?!localhost|127\.|0\.0\.0\.0|\[|172\.|10\.|192\.168\.|\$|<)
    | \b(?:curl|wget)\ (?:-\S+\ )*(?!https?:|localhost|\d)(?:[\w-]+\.)+(?:com|org|io|net|dev|sh)\b
    """,
    re.X,
)
PLACEHOLDER = re.compile(
    r"""
    (?<!<)<[A-Za-z][\w.:/-]*(?:\ [\w.:/-]+)*>(?![&\w]) | \[[A-Z][A-Z_ ]{2,}\] | \{(?:container|image|your)[\w -]*\}
    | \b(?:YOUR|MY|OUR)[_-]\w+(?!\w*=) | \byour[-_]\w+ | (?<![\w$&{-])[A-Z]+_(?:ID|NAME|IP|PATH)\b(?!=)
    | (?<=[ :\[])(?:CONTAINER|IMAGE|COMMAND|OPTIONS)\b(?![=.])
    | /path/(?:to|on|in)/ | (?:^|\ )(?:\.\.\.|…)(?:\ |$) | (?<!\w)[xX]{3,}(?!\w)
    """,
    re.X,
)
VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
QUOTED = re.compile(r"'[^']*'|\\\$")
SET = frozenset(
    "HOME USER PATH PWD OLDPWD HOSTNAME SHELL TERM LANG UID RANDOM SECONDS PPID PS1 IFS LOGNAME BASH".split()
)
"""Variables that every shell of a lab has."""
WINDOWS = re.compile(
    r"(?:PS )?[A-Z]:\\|PS [A-Z~/]|\bmcr\.microsoft\.com/(?:windows|dotnet/framework)"
    r"|\bmicrosoft/(?:nanoserver|windowsservercore|iis)"
)
ROOT = re.compile(r"^(?:apt|apt-get|dpkg|yum|dnf|iptables|mount|useradd|usermod|groupadd)\b|/var/lib/docker\b")
"""What only root may do on a machine, while students are none."""
FOR_WINDOWS = Fate("it is for Windows", remedy="leave it out, or keep it as static")


def fate(item: Typed, language: str, session: Session, images: Collection[str]) -> Fate:
    """Give what becomes of a command where labs have these images."""
    return next(_found(item, language, session, images), RUNS)


def _found(item: Typed, language: str, session: Session, images: Collection[str]) -> Iterator[Fate]:
    text = item.text
    if language in WINDOWS_LANGUAGES or WINDOWS.search(item.prompt + text):
        yield FOR_WINDOWS
    if session.elsewhere(item):
        yield Fate("it is typed on another machine", remedy="name a second machine in the front matter, and on= here")
    outer = session.inside[-1][1] if session.inside else RUNS
    if outer.static:
        yield Fate("it is typed in a program that is not started here", remedy="mend the command that starts it first")
    if placeholder := PLACEHOLDER.search(_unheredoc(text)):
        yield Fate(
            f"{plain(placeholder[0])} stands for something", remedy="write what it stands for, as $(docker ps -lq)"
        )
    if not item.prompt or not session.inside:
        for name in _unset(text, session):
            yield Fate(f"nothing sets ${name}", remedy=f"set it in a line above: {name}=...")
    for address in ADDRESS.findall(text):
        if address in session.ids - session.there:
            yield Fate(
                f"{address} is an address of its author's machine", remedy="give it a name, or docker inspect it"
            )
    yield from _programs(item, session)
    if INTERNET.search(text):
        yield Fate("it fetches something from the internet", remedy="show what it fetches in fences with file=")
    if FOLLOWS.search(text) and not item.keys:
        yield Fate(ENDLESS, remedy="write ++ctrl+c++ below it, or ask for an end: --tail 3, -c 3, --detach")
    yield from needs(text, session, images)
    if outer.hub:
        yield outer


def _unheredoc(text: str) -> str:
    return text.split("\n")[0] if "<<" in text else text


def _unset(text: str, session: Session) -> Iterator[str]:
    quoted = QUOTED.sub("", _unheredoc(text))
    for braced, bare in VARIABLE.findall(quoted):
        name = braced or bare
        if name not in SET | session.variables | assigned(text):
            yield name


def _programs(item: Typed, session: Session) -> Iterator[Fate]:
    for each in options.parts(item.text):
        words = [word for word in each if word != "sudo"]
        name = words[0] if words else ""
        if name in BY_PROGRAM and not (name == "service" and session.inside) and not (name == "top" and "-b" in words):
            why, remedy = BY_PROGRAM[name]
            yield Fate(why, remedy=remedy)
        inner = [word for word in words if word in ("vi", "vim", "nano", "emacs")]
        if words[:1] == ["docker"] and inner and words[-1] != inner[0]:
            yield Fate("an editor is used by hand", remedy="write the file with a command instead")
        if words[:3] == ["docker", "swarm", "join"]:
            yield Fate("it needs another machine", remedy="name a second machine in the front matter, and on= here")
        if words[:2] in (["docker", "login"], ["docker", "push"]) and not any("localhost" in word for word in words):
            yield Fate("it needs an account", remedy="leave it out, or keep it as static")

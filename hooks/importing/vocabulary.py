"""What commands begin with in tutorials about containers, and the names of languages that say something is typed."""

import re

from transcripts.page.header import SHELLS

SHELL_LANGUAGES = SHELLS | {"zsh", "ash", "shell-session", "shellsession", "terminal", "cmdline", "command", "term"}
WINDOWS_LANGUAGES = frozenset({"powershell", "ps", "ps1", "pwsh", "posh", "cmd", "bat", "batch", "dosbatch"})
OUTPUT_LANGUAGES = frozenset({"output", "stdout", "result"})
WITH_PROMPTS = frozenset({"python", "pycon", "sql"})
"""Languages of what is typed only where prompts say so."""
MAYBE = SHELL_LANGUAGES | {""}
COMMANDS = frozenset(
    """
    docker docker-compose docker-machine podman buildah kubectl minikube helm compose git make curl wget ssh scp rsync
    apt apt-get apk yum dnf pip pip3 npm npx yarn node python python3 java mvn gradle go cargo bundle rails psql mysql
    redis-cli mongo ls cd cat echo mkdir touch rm rmdir cp mv ln chmod chown chgrp head tail grep sed awk sort uniq wc
    cut tr tee find xargs diff which whoami id pwd env export unset set source time sleep date uname hostname ps top
    kill killall df du mount umount free uptime lsof ip ifconfig ping dig nslookup nc netstat ss telnet traceroute
    brctl iptables route sudo su exit logout bash sh ash zsh vi vim nano emacs code open start less more man tar
    unzip gzip jq yq dd truncate stat file base64 sha256sum openssl service systemctl journalctl useradd adduser
    groupadd usermod passwd gcloud aws az heroku capsh setcap getcap filecap pscap getfattr unshare nsenter lsns
    crontab history clear printf test read true false yes seq strace htop dockerd containerd ctr runc vagrant
    """.split()
)
"""Words that begin a command in tutorials about containers."""
PREFIX = re.compile(
    r"(?:(?:sudo|time|exec|nohup|env|winpty)(?: -\w+)* |[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|\S*) +|[({!] ?)*"
)
WORD = re.compile(r"[a-z][\w.+-]*|(?:\.{1,2}|~)?/[\w./+-]+|\[")
SETS = re.compile(r"[A-Za-z_]\w*=(?:\$\(.*\)|\"[^\"]*\"|'[^']*'|[^\s()]*)$|(?:for|while|if|until|case)\b.+")
TABLE = re.compile(r"^\w+ {3,}\S")
"""What begins like the head of a table."""


def known(line: str) -> bool:
    """Whether a line begins with a command that tutorials type."""
    rest = line[PREFIX.match(line).end() :]  # type: ignore[union-attr]
    word = WORD.match(rest)
    if not word or TABLE.search(line) or rest[word.end() : word.end() + 1] not in ("", " ", ";", "|", "<", ">"):
        return False
    return word[0] in COMMANDS or (word[0].startswith(("./", "/bin/", "/usr/")) and not rest.endswith(":"))


def plausible(line: str, sure: bool) -> bool:
    """Whether a line without a prompt looks like a command, in a block whose language says so or not."""
    if known(line) or (sure and SETS.match(line)):
        return True
    rest = line[PREFIX.match(line).end() :]  # type: ignore[union-attr]
    word = WORD.match(rest)
    return bool(
        sure and word and rest[word.end() : word.end() + 1] in ("", " ", ";", "|") and not rest.endswith((".", ":"))
    )

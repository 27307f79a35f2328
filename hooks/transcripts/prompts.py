"""The prompts at which a person types, by kind, and a line typed at one.

Here is what a prompt looks like by itself. `> ` is two things, and what decides which one is told by `reading`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PromptKind:
    """A family of prompts that differ only in parts that change: host name, directory, counter."""

    name: str
    pattern: re.Pattern[str]
    """Matches one prompt with its trailing space, from the start of a line."""
    example: str = ""
    also: str = ""
    """What it matches besides, in the words of the page for authors."""
    shell: bool = False
    """Whether commands of a shell are typed here, which may go on in further lines."""
    continuation: bool = False
    """Whether a line typed here belongs to the command begun above it."""
    after: frozenset[str] = frozenset()
    """The kinds of prompts whose commands alone go on here; empty where it is a prompt by itself."""
    sure: bool = True
    """Whether it is one even where nobody waits for it: else an output may end so, and take a rest."""
    indents: bool = False
    """Whether its program may indent the line that is to be typed."""


def _kind(name: str, pattern: str, example: str, also: str = "", **more: bool | frozenset[str]) -> PromptKind:
    return PromptKind(name, re.compile(pattern), example, also, **more)  # type: ignore[arg-type]


def _after(*names: str) -> frozenset[str]:
    return frozenset(names)


VENV = r"(?:\([\w.+-]+\) )?"
"""What a virtual environment of Python puts before the prompt of a shell."""
AT = r"(?:[a-zA-Z_][\w.-]*|I have no name!)@[\w.-]+"
WHOSE = (
    r"(?:[\w.@-]+'s |\[sudo\] |\([^)]+\) |"
    r"(?:[Ee]nter|[Rr]etype|[Rr]epeat|[Rr]e-enter|[Cc]onfirm|[Vv]erify|[Tt]ype|[Oo]ld|[Nn]ew|[Cc]urrent|[Ss]ame|[Yy]our|the|UNIX|"
    r"[Ll]ogin|[Rr]oot|[Uu]ser) )*"
)
YES_NO = r"[YyNn](?:es|o)?/[YyNn](?:es|o)?"
ZSH = (
    "if|then|else|elif|for|while|until|do|case|select|repeat|function|quote|dquote|bquote|heredoc|pipe|cmdand|cmdor|"
    "cmdsubst|mathsubst|subsh|cursh|braceparam|array|math|cond"
)
CLIENTS = (
    r"[a-z][\w.:\[\]()/-]*> ",
    r"[\w.-]+:\d+(?:\[\d+\]|\(\w+\))*> ",
    r"not connected> ",
    r"[A-Z]{2,}> ",
    r"php > ",
    r"[A-Za-z]\w*: > ",
    r"(?:[\w-]+ ){0,3}\[[^\]]+\] [\w-]+> ",
)
PROMPT_KINDS = (
    _kind(
        "host",
        VENV + r"\$ ",
        "$ ",
        "a virtual environment before it, `(venv) $ `; a `sh` that has no other",
        shell=True,
    ),
    _kind("continuation", r"> ", "> ", "below a command that its shell knows to be unfinished", continuation=True),
    _kind("angle", r"> ", "> ", "anywhere else: Node.js, R, Lua, and a program of your own"),
    _kind(
        "angle-continuation",
        r"(?:\+|\||>>) ",
        "+ ",
        "`>> ` and `| `, below `> ` alone",
        continuation=True,
        after=_after("angle", "windows"),
    ),
    _kind("python", r">>> ", ">>> "),
    _kind("python-continuation", r"\.\.\. ", "... ", "that of Node.js", continuation=True, indents=True),
    _kind("ipython", r"In \[\d+\]: ", "In [1]: ", "any number"),
    _kind(
        "ipython-continuation",
        r" {3,}\.\.\.: ",
        "   ...: ",
        "any indentation of three or more",
        continuation=True,
        indents=True,
    ),
    _kind(
        "shell",
        rf"{VENV}(?:{AT}:(?:\S*|[~/][^#$>]*)|{AT} [~/]\S*?|(?:ba|da|k|a)?sh-\d[\w.]*)[#$] ",
        "root@lab:/# ",
        "any user, host and directory, `#` or `$`; `I have no name!@lab:/$ `, `bash-5.2$ `",
        shell=True,
    ),
    _kind("shell-brackets", rf"{VENV}\[{AT} [^\]]+\][#$] ", "[root@lab /]# ", "the same", shell=True),
    _kind(
        "small",
        VENV + r"(?:(?:[/~]\S* )?#|[/~]\S* \$) ",
        "/ # ",
        "any directory, `#` or `$`; `# ` alone; the small shells of small images",
        shell=True,
    ),
    _kind(
        "zsh",
        VENV
        + rf"(?:(?:{AT} \S+ |[A-Za-z][\w.-]*)?% |❯ |(?:➜ {{1,2}}\S+ )(?:git:\(\S+\) )?(?:✗ )?|git:\(\S+\) (?:✗ )?)",
        "% ",
        "`lab% `, `me@lab ~ % `, `❯ `, `➜  ~ `",
        shell=True,
    ),
    _kind(
        "zsh-continuation",
        rf"(?:(?:{ZSH}) )*(?:{ZSH})> ",
        "quote> ",
        "the other words of zsh, below one of its prompts alone",
        continuation=True,
        after=_after("zsh"),
    ),
    _kind("fish", rf"{AT} [~/]\S*> ", "me@lab ~> ", "any user, host and directory", shell=True),
    _kind("windows", r"(?:PS [A-Z~/][^>]*> |[A-Z]:\\[^>]*> ?)", "PS /home> ", r"`C:\> `"),
    _kind("psql", r"[\w-]+=[*!?]?[#>] ", "postgres=# ", "any database, `=>`, and the marks of an open transaction"),
    _kind(
        "psql-continuation",
        r"[\w-]+[-('\"$*][*!?]?[#>] ",
        "postgres-# ",
        "the same, and an open bracket or quote",
        continuation=True,
    ),
    _kind(
        "shell-host",
        VENV + r"[A-Za-z](?:[\w.-]*|[A-Za-z.]*[\d-][\w.-]* )[#$] ",
        "node1$ ",
        "any host with `#` or `$`; with a space before it, one that has a digit or a hyphen: `c1 # `",
        shell=True,
        sure=False,
    ),
    _kind("mariadb", r"(?:MariaDB|MySQL) \[[^\]]*\]> ", "MariaDB [(none)]> ", "any database; `mysql> ` is a `client`"),
    _kind(
        "mariadb-continuation",
        r" {2,}(?:[-'\"`]|/\*)> ",
        "    -> ",
        "an open quote or remark",
        continuation=True,
    ),
    _kind("irb", r"irb\([^)]*\):\d+(?::\d+)?> ", "irb(main):001> ", "any number"),
    _kind(
        "irb-continuation",
        r"irb\([^)]*\):\d+(?::\d+)?[*\"'/\]] ",
        "irb(main):002* ",
        "an open quote",
        continuation=True,
        indents=True,
    ),
    _kind(
        "debugger",
        r"\((?:[Pp]db(?:\+\+)?|gdb|lldb|dlv|rdbg|rdb:\d+|byebug)\) ",
        "(Pdb) ",
        "`(gdb) `, `(lldb) `, `(dlv) `, `(rdbg) `, `(byebug) `",
    ),
    _kind("debugger-continuation", r" *>", ">", "below a debugger alone", continuation=True, after=_after("debugger")),
    _kind(
        "question",
        rf"\S.*(?:\({YES_NO}[^)]*\)|\[{YES_NO}[^\]]*\])[?:]? ",
        "Go on? [Y/n] ",
        "whatever ends with `[y/n]` or `(y/n)` in any case, or with `(yes/no)?`",
    ),
    _kind(
        "password",
        rf"{WHOSE}[Pp]ass(?:word|phrase)(?: again)?(?: for [^:]+)?(?: \([^)]*\))?: ",
        "Password: ",
        "`student@lab's password: `, `Enter passphrase: `, `[sudo] password for student: `",
    ),
    _kind(
        "client",
        "|".join(CLIENTS),
        "mysql> ",
        "any name that begins with a small letter; `SQL> `, `127.0.0.1:6379> `, `php > `, `rs0 [primary] test> `",
    ),
    _kind(
        "client-continuation",
        r" {3,}\.\.\.>? |php [({\"'] ",
        "   ...> ",
        "sqlite, jshell, php",
        continuation=True,
    ),
    _kind(
        "bar",
        r"(?: {5,}|ghci)\| ",
        "     | ",
        "`ghci| `, below a client alone",
        continuation=True,
        after=_after("client"),
    ),
)
PAGER = re.compile(r"(?:.*--More--(?:\(\d+%\))?|.*\(END\)|:|.*\blines \d+-\d+.*)\s*")
"""What more and less show while they wait for a key."""
NO_PAGER = r"--no-pager, PAGER=cat, \pset pager off"
RUNNING = PromptKind("running", re.compile(""))
"""No prompt: keys are typed to the program that runs."""
PASSED = ("question", "password", "asked", RUNNING.name)
"""What is typed to a command that waits for it, and enters no program."""
SHELLS_OWN = re.compile(r".*[#$%] ")
"""What the prompt of a shell ends with, if a page has one of its own."""


def split_prompt(line: str, kinds: Sequence[PromptKind] = PROMPT_KINDS) -> tuple[PromptKind, str, str] | None:
    """Give the kind, the prompt and the typed text of a line, or None where it starts with no prompt by itself."""
    padded = line + " "
    for kind in kinds:
        if not kind.after and (match := kind.pattern.match(padded)):
            return kind, match[0], line[match.end() :]
    return None


def kind_of(prompt: str) -> PromptKind:
    """Give the kind of a prompt; raise ValueError for a text that is none."""
    found = split_prompt(prompt)
    if found is None or found[1] != prompt:
        raise ValueError(f"not a prompt: {prompt!r}")
    return found[0]


def literal(prompt: str) -> PromptKind:
    """Give the kind of what a program asks in these words and in no others."""
    return PromptKind("asked", re.compile(re.escape(prompt)), prompt, sure=False)


def own(name: str, text: str) -> PromptKind:
    """Give a kind that a page declares: a prompt as it is shown, with a star for what changes in it."""
    return PromptKind(
        name,
        re.compile(".+?".join(map(re.escape, text.split("*")))),
        text,
        shell=bool(SHELLS_OWN.fullmatch(text)),
        continuation=name.endswith("-continuation"),
        indents=name.endswith("-continuation"),
    )


@dataclass(frozen=True)
class Line:
    """One line at a prompt: the prompt with its trailing space, and what is typed after it."""

    prompt: str
    text: str
    known: PromptKind | None = field(default=None, compare=False, repr=False)
    """Its kind, where that does not show from the prompt alone."""

    @property
    def kind(self) -> PromptKind:
        """The kind of its prompt; raises ValueError for a text that is none."""
        return self.known or kind_of(self.prompt)

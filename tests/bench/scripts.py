"""A page's commands as plain bash scripts: what a page costs without us."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from lab.machine import Lab
from transcripts.page.blocks import Block, Command, ProjectFile, Snippet
from transcripts.prompts import PASSED

BEFORE = """\
export SSH_ASKPASS=$HOME/.answer SSH_ASKPASS_REQUIRE=force
test ! -f .state || { . ./.state; cd "$(cat .where)"; } 2> /dev/null
"""
AFTER = "declare -px > ~/.state; pwd > ~/.where\n"
ANSWER = '#!/bin/sh\ncase "$1" in *yes/no*) echo yes ;; *) echo workshop ;; esac\n'
"""What ssh asks instead of a person at a terminal."""


def scripts(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Give machine and script for each stretch of a page that is typed on one machine."""
    snippets = [block for block in blocks if isinstance(block, Snippet) and not block.options.needs]
    for machine, stretch in groupby(snippets, lambda snippet: snippet.machine):
        yield machine, script(list(stretch))


def script(snippets: Sequence[Snippet]) -> str:
    """Give the commands as one script: what is typed into a program goes there by a here-document."""
    lines: list[str] = []
    commands = [(command, snippet) for snippet in snippets for command in snippet.commands]
    while commands:
        command, snippet = commands.pop(0)
        typed = []
        while commands and not at_host(commands[0][0]):
            inner = commands.pop(0)[0]
            if inner.lines[0].kind.name not in PASSED:
                typed.append(inner.text)
        text = command.text
        if typed:
            text = text.replace(" --tty", "").replace("-ti ", "-i ") + " <<'END'\n" + "\n".join(typed) + "\nEND"
        if snippet.options.until and command is snippet.commands[-1]:
            text = f"until {text} 2>&1 | grep -E '{snippet.options.until.pattern}'; do sleep 0.1; done"
        lines.append(text)
    return "\n".join(lines) + "\n"


def at_host(command: Command) -> bool:
    return command.lines[0].prompt == "$ "


def played(blocks: Sequence[Block], labs: Mapping[str, Lab]) -> str:
    """Run a page's scripts on its labs, and give what they printed."""
    for lab in labs.values():
        lab.put(".answer", ANSWER)
        lab._container.exec_run(["chmod", "+x", "/home/student/.answer"])
    for block in blocks:
        if isinstance(block, ProjectFile):
            labs[block.machine].put(block.file, block.body)
    printed = ""
    for machine, text in scripts(blocks):
        labs[machine].put(".page.sh", BEFORE + text + AFTER)
        command = ["timeout", "300", "bash", "--login", ".page.sh"]
        done = labs[machine]._container.exec_run(command, user="student", workdir="/home/student")
        printed += done.output.decode(errors="replace")
    return printed

"""What a page prints or sets cannot pass for a prompt of its shell: it is told, or the true status comes."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.terminal.emulator import Size
from lab.terminal.errors import ForgedError
from lab.terminal.terminal import Terminal
from tests.lab.terminal.conftest import Pty
from tests.lab.terminal.test_terminal import run

COPY = "${PS0@P}${PS1@P}"
MARKS = r"\e]133;A;workshop.0;0\a$ \e]133;B;workshop.0;\a"
SCRIPT = r"""
import re, os, sys, time
found = open(f"/proc/{os.getppid()}/mem", "rb", 0)
for line in open(f"/proc/{os.getppid()}/maps"):
    if "[heap]" in line:
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        found.seek(start)
        heap = found.read(end - start)
for mark in set(re.findall(rb"\x1b\]133;A;workshop[^\x07]*\x07\W*\$ \W*\x1b\]133;B;workshop[^\x07]*\x07", heap)):
    os.write(1, mark)
print(flush=True)
sys.exit(1)
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    tmp_path.joinpath("read.py").write_text(SCRIPT, "utf-8")
    terminal = Terminal(Pty(tmp_path), Size())
    yield terminal
    terminal.close()


def run_both(terminal: Terminal, first: str, then: str) -> None:
    """Run a command and the next, at which a forged prompt is told at the latest."""
    run(terminal, first, timeout=5)
    run(terminal, then, timeout=5)


HOSTILE = {
    "its prompt": 'false; echo "${PS1@P}"',
    "its prompt, and silence": 'echo "${PS1@P}"; sleep 1; false',
    "all its marks": f'echo "{COPY}"; false',
    "its marks by hand": rf"printf '{MARKS}'; false",
    "the end of a prompt alone": r"printf '\e]133;B;workshop.0;\a'; false",
    "the beginning of one alone": r"printf '\e]133;A;workshop.0;\a'; false",
    "a further line": 'false; printf "%s" "${PS2@P}"',
    "before output": 'false; echo "${PS0@P}"',
    "from a job": '(sleep 0.1; echo "${PS1@P}") & sleep 0.5; false',
    "from a trap on debugging": """trap 'echo "${PS1@P}"' DEBUG; false""",
    "from a trap at the end of a subshell": """(trap 'echo "${PS1@P}"' EXIT; exit 1)""",
    "from an inner bash": """P="${PS1@P}" bash -c 'echo "$P"; exit 1'""",
    "from an inner bash at its end": """P="${PS1@P}" bash -c 'trap "echo \\"\\$P\\"" EXIT; false'""",
    "from a command before each prompt": """PROMPT_COMMAND='printf %s "${PS1@P}"'; false""",
    "in its prompt twice": 'PS1="$PS1$PS1"; false',
    "in what is shown before output": 'PS0="$PS0$PS1"; false',
    "and reads what is asked": 'printf "%s" "${PS1@P}"; read -rsN 10; false',
    "and echoes what is asked": 'printf "%s" "${PS1@P}"; timeout 1 cat; false',
    "from a file": 'echo "${PS1@P}" > kept; false; cat kept',
    "from the memory of the shell": "python3 read.py",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_marks_that_a_command_prints_are_told(typed: str, terminal: Terminal) -> None:
    begun = time.monotonic()
    with pytest.raises(ForgedError, match="printed the marks of its terminal"):
        run_both(terminal, f"$ {typed}", "$ true")
    assert time.monotonic() - begun < 9


def test_marks_of_a_job_that_stays_are_told(terminal: Terminal) -> None:
    with pytest.raises(ForgedError, match="printed the marks of its terminal"):
        run_both(
            terminal,
            '$ (sleep 0.1; echo "${PS1@P}"; touch printed; sleep 1) & false',
            "$ until [ -e printed ]; do sleep 0.01; done",
        )


@pytest.mark.parametrize("wait", [0, 0.5])
def test_marks_that_a_job_prints_later_are_told(wait: float, tmp_path: Path, terminal: Terminal) -> None:
    run(terminal, '$ (until [ -e now ]; do sleep 0.05; done; sleep 0.2; echo "${PS1@P}"; sleep 5) &')
    tmp_path.joinpath("now").touch()
    time.sleep(wait)
    with pytest.raises(ForgedError):
        run_both(terminal, "$ sleep 1; false", "$ true")


def test_a_prompt_at_which_nobody_answers_is_told(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.terminal.shell.ANSWER", 0.5)
    with pytest.raises(ForgedError, match="came to a prompt at which no shell answers within 0 s"):
        run(terminal, '$ echo "${PS1@P}"; sleep 30')


def test_a_prompt_that_was_set_anew_cannot_tell_another_status(terminal: Terminal) -> None:
    before, after = MARKS.split("$ ")
    run(terminal, rf"$ PS1='\[{before}\]$ \[{after}\]'")
    assert run(terminal, "$ (exit 3)").status == 3
    assert run(terminal, "$ echo one").output == "one\n"


def test_what_is_asked_runs_nothing_and_leaves_no_trace(terminal: Terminal) -> None:
    run(terminal, "$ trap 'echo $BASH_COMMAND >> trapped' DEBUG; set -x; HISTFILE=kept; history -c")
    run(terminal, "$ mkdir made")
    assert "*1000+" not in run(terminal, "$ trap - DEBUG; history; cat trapped; set").output


def test_what_is_asked_keeps_the_last_word(terminal: Terminal) -> None:
    run(terminal, "$ mkdir made")
    assert run(terminal, "$ cd $_; pwd").output.endswith("/made\n")


@pytest.mark.parametrize("mode", ["vi", "emacs"])
def test_it_is_asked_in_both_ways_of_editing(mode: str, terminal: Terminal) -> None:
    run(terminal, f"$ set -o {mode}")
    assert run(terminal, "$ (exit 3)").status == 3
    assert run(terminal, "$ echo one").output == "one\n"


@pytest.mark.parametrize("length", range(60, 130, 7))
def test_it_is_asked_behind_a_long_prompt(length: int, terminal: Terminal) -> None:
    run(terminal, "$ old=$PS1; name=user@host:/" + "x" * length + r'; PS1="${PS1/\$ /$name\$ }"', then="shell")
    for status in (3, 0, 7):
        assert run(terminal, f"root@lab:/# (exit {status})", then="shell").status == status
    step = run(terminal, "root@lab:/# echo one; (exit 2)", then="shell")
    assert (step.output, step.status) == ("one\n", 2)
    assert run(terminal, "root@lab:/# PS1=$old").output == ""


def test_the_marks_as_text_are_harmless(terminal: Terminal) -> None:
    shown = run(terminal, "$ declare -p PS1; set | grep -c workshop; printf '%q\\n' \"${PS1@P}\"")
    assert "133;A;workshop.0" in shown.output
    assert run(terminal, "$ false").status == 1
    assert run(terminal, rf"$ printf '{MARKS.replace('workshop', 'other')}\n'").output == "$\n"

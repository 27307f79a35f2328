"""A terminal on a real bash in a pseudo-terminal."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.terminal.emulator import Size
from lab.terminal.errors import EndlessError, GoneError, NoPromptError, NotTextError, OtherPromptError, SlowError
from lab.terminal.terminal import LIMIT, Terminal
from tests.lab.terminal.conftest import Pty
from transcripts.prompts import PROMPT_KINDS, Line, split_prompt
from transcripts.transcript import Step

KINDS = {kind.name: kind for kind in PROMPT_KINDS}


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal(Pty(), Size())
    yield terminal
    terminal.close()


def run(terminal: Terminal, *lines: str, then: str = "host", timeout: float = 60, limit: int = LIMIT) -> Step:
    parts = [split_prompt(line) for line in lines]
    typed = [Line(part[1], part[2]) for part in parts if part]
    return terminal.run(typed, KINDS[then], timeout=timeout, limit=limit)


def test_output_and_status(terminal: Terminal) -> None:
    assert run(terminal, "$ printf 'a\\nb\\n'") == Step((Line("$ ", "printf 'a\\nb\\n'"),), "a\nb\n", 0)
    assert run(terminal, "$ (exit 125)").status == 125
    assert run(terminal, "$ true").status == 0
    assert run(terminal, "$ printf abc").output == "abc"


def test_continuation_lines_and_heredoc(terminal: Terminal) -> None:
    assert run(terminal, "$ echo one \\", "> two").output == "one two\n"
    assert run(terminal, "$ cat <<'END'", "> $HOME", "> END").output == "$HOME\n"


def test_a_long_line_wraps_and_still_reads_whole(terminal: Terminal) -> None:
    word = "x" * 250
    assert run(terminal, f"$ echo {word}").output == word + "\n"


def test_python_repl_by_its_own_prompts(terminal: Terminal) -> None:
    # The shell of Python 3.13 and later indents by itself.
    assert run(terminal, "$ PYTHON_BASIC_REPL=1 python3 -q", then="python").output == ""
    assert run(terminal, ">>> 6 * 7", then="python").output == "42\n"
    assert run(terminal, ">>> for i in range(2):", "...     print(i)", "... ", then="python").output == "0\n1\n"
    assert run(terminal, ">>> exit()").output == ""


def test_inner_bash_shows_its_own_prompt_and_tells_statuses(terminal: Terminal) -> None:
    started = run(terminal, r"$ PS1='root@web:/# ' bash --norc", then="shell")
    assert started.output == ""
    step = run(terminal, "root@other:/tmp# false", then="shell")
    assert (step.lines[0].prompt, step.status) == ("root@web:/# ", 1)
    assert run(terminal, "root@web:/# (exit 3)", then="shell").status == 3
    assert run(terminal, "root@web:/# exit 4").status == 4


def test_questions_are_answered_and_a_password_is_not_shown_again(terminal: Terminal) -> None:
    ask = """$ read -rp 'Sure (yes/no/[fingerprint])? '; read -rsp "me@web's password: " secret; echo; echo $REPLY"""
    assert run(terminal, ask, then="question").output == ""
    assert run(terminal, "Sure (yes/no/[fingerprint])? yes", then="password").output == ""
    assert run(terminal, "me@web's password: open") == Step((Line("me@web's password: ", "open"),), "yes\n", 0)
    assert run(terminal, "$ echo $secret").output == "open\n"


def test_a_program_that_draws_its_line_again_shows_it_once(terminal: Terminal) -> None:
    ask = r"$ read -rp 'In [1]: ' x; printf '\033[AIn [1]: %s\n' $x; [ $x = exit ] || echo $x"
    for typed, shown in (("exit", ""), ("spam", "spam\n")):
        run(terminal, ask, then="ipython")
        assert run(terminal, f"In [1]: {typed}").output == shown


def test_output_cannot_forge_a_mark(terminal: Terminal) -> None:
    assert run(terminal, r"$ printf '\033]133;A;0.0;0\a$ \033]133;B;0.0;\a\n'").output == "$\n"


def test_a_prompt_of_another_kind_is_told_at_once(terminal: Terminal) -> None:
    begun = time.monotonic()
    with pytest.raises(OtherPromptError, match=r"`false` came back to `\$ ` with status 1"):
        run(terminal, "$ false", then="psql")
    assert time.monotonic() - begun < 10


def test_a_command_that_hangs_shows_the_screen(terminal: Terminal) -> None:
    with pytest.raises(NoPromptError, match="brought no prompt of the kind host within 2 s") as told:
        run(terminal, "$ echo working; sleep 60", timeout=2)
    assert told.value.rows[-1] == "working"


def test_a_command_that_goes_on_printing_is_told_with_its_time(terminal: Terminal) -> None:
    begun = time.monotonic()
    with pytest.raises(NoPromptError, match="brought no prompt of the kind host within 1 s"):
        run(terminal, "$ while true; do echo tick; sleep 0.005; done", timeout=1)
    assert time.monotonic() - begun < 10


def test_a_command_that_prints_forever_is_stopped(terminal: Terminal) -> None:
    with pytest.raises(EndlessError, match="printed more than 1,000,000 bytes"):
        run(terminal, "$ yes", limit=1_000_000)


def test_drawing_is_part_of_the_time_that_a_command_has(terminal: Terminal) -> None:
    begun = time.monotonic()
    with pytest.raises(SlowError, match="printed more than a terminal draws within 3 s"):
        run(terminal, r"$ yes $'\e[@\e[L' | head --bytes 3M | tr -d '\n'", timeout=3)
    assert time.monotonic() - begun < 15
    assert run(terminal, "$ echo still here").output == "still here\n"


def test_binary_output_is_refused(terminal: Terminal) -> None:
    with pytest.raises(NotTextError, match="printed bytes that are not text"):
        run(terminal, r"$ printf '\377\376\0'")


def test_a_shell_that_kills_itself(terminal: Terminal) -> None:
    with pytest.raises(GoneError, match="shell is gone"):
        run(terminal, "$ kill -9 $$")


def test_a_remark_is_well_whatever_came_before(terminal: Terminal) -> None:
    assert run(terminal, "$ # first of all").status == 0
    assert run(terminal, "$ false").status == 1
    assert run(terminal, "$ # a remark by itself") == Step((Line("$ ", "# a remark by itself"),), "", 0)
    assert run(terminal, "$ (exit 3)").status == 3


@pytest.mark.parametrize(
    ("typed", "status", "said"), [('$ echo "a!b"', 1, "!b: event not found"), ("$ )", 2, "syntax error near")]
)
@pytest.mark.parametrize("before", ["$ true", "$ false"])
def test_what_the_shell_does_not_run_has_failed(
    before: str, typed: str, status: int, said: str, terminal: Terminal
) -> None:
    run(terminal, before)
    step = run(terminal, typed)
    assert step.status == status
    assert said in step.output


def test_before_the_first_command_nothing_has_failed(terminal: Terminal) -> None:
    assert run(terminal, '$ echo "status $?"').output == "status 0\n"


def test_a_virtual_environment_stands_in_the_prompt(terminal: Terminal) -> None:
    activate = '$ deactivate() { PS1=$old; }; old=$PS1; PS1="(v) $PS1"'
    assert run(terminal, activate) == Step((Line("$ ", activate[2:]),), "", 0)
    assert run(terminal, "$ printf 'one\\n'") == Step((Line("(v) $ ", "printf 'one\\n'"),), "one\n", 0)
    assert run(terminal, "(v) $ false") == Step((Line("(v) $ ", "false"),), "", 1)
    assert run(terminal, "(v) $ printf 'no end'").output == "no end"
    assert run(terminal, "(v) $ deactivate").output == ""
    assert run(terminal, "$ true").lines[0].prompt == "$ "


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"printf 'a\eP+q544e\e\\b\n'", "ab\n"),
        (r"printf 'a\e_Gq=1\e\\b\n'", "ab\n"),
        (r"printf 'a\e^note\e\\b\n'", "ab\n"),
        (r"printf '\e(0lqk\e(B lqk\n'", "┌─┐ lqk\n"),
        ("tput smacs; printf lqk; tput rmacs; echo", "┌─┐\n"),
        (r"printf '1\n\e7\e[40;1Hmenu\e8'", "1\n"),
        (r"printf '1\n\e[?1049h\e[Hpage\e[?1049l'", "1\n"),
    ],
)
def test_what_is_for_the_terminal_alone_is_not_shown(typed: str, shown: str, terminal: Terminal) -> None:
    assert run(terminal, f"$ {typed}").output == shown


class TestJobs:
    """What a job in the background prints is shown below the prompt, before the next command runs."""

    def test_what_it_says_at_once_belongs_to_the_command_that_started_it(self, terminal: Terminal) -> None:
        for _ in range(5):
            *first, last = run(terminal, "$ echo hi &").output.splitlines()
            # On one processor the job may be quicker than its shell.
            number, said = sorted(first)
            assert (number[:4], said, last) == ("[1] ", "hi", "[1]+  Done                    echo hi")
            assert run(terminal, "$ true").output == ""

    def test_its_status_is_not_that_of_the_command(self, terminal: Terminal) -> None:
        assert run(terminal, "$ false & (exit 3)").status == 3
        assert run(terminal, "$ true").output == ""

    JOB = r"$ { until test -e go; do sleep 0.01; done; printf 'one\ntwo\n'; touch gone; sleep 99; } &"
    WAIT = "until test -e gone; do sleep 0.01; done"

    @pytest.fixture
    def beside_job(self, tmp_path: Path) -> Iterator[Terminal]:
        """A terminal in whose background a job waits for a file, prints two lines and stays."""
        terminal = Terminal(Pty(tmp_path), Size())
        run(terminal, self.JOB)
        yield terminal
        terminal.close()

    def test_what_it_says_later_stands_above_the_output_of_the_next(self, beside_job: Terminal, tmp_path: Path) -> None:
        assert run(beside_job, f"$ touch go; {self.WAIT}; echo three").output == "one\ntwo\nthree\n"

    @pytest.mark.parametrize("typed", ["# a remark", "true", ": " + "x" * 150, ": 漢" + "漢" * 60, "cat <<END\n> END"])
    def test_it_is_kept_whatever_is_typed_next(self, typed: str, beside_job: Terminal, tmp_path: Path) -> None:
        tmp_path.joinpath("go").touch()
        while not tmp_path.joinpath("gone").exists():
            time.sleep(0.01)
        first, *more = f"$ {typed}".split("\n")
        step = run(beside_job, first, *more)
        assert (step.output, step.status) == ("one\ntwo\n", 0)

    def test_a_complaint_of_the_shell_stands_below_it(self, beside_job: Terminal, tmp_path: Path) -> None:
        tmp_path.joinpath("go").touch()
        while not tmp_path.joinpath("gone").exists():
            time.sleep(0.01)
        step = run(beside_job, '$ echo "a!b"')
        assert (step.output, step.status) == ("one\ntwo\nbash: !b: event not found\n", 1)

    def test_nothing_is_lost_while_many_lines_are_typed(self, terminal: Terminal) -> None:
        told = run(terminal, r"$ (for n in {100..159}; do printf '<%d>' $n; sleep 0.002; done; echo) & disown").output
        while "<159>" not in "".join(told.split()):
            told += run(terminal, "$ true").output
        assert "".join(told.split()).endswith("".join(f"<{n}>" for n in range(100, 160)))

    def test_the_shell_tells_of_the_end_of_a_job(self, terminal: Terminal) -> None:
        assert run(terminal, "$ sleep 99 &").output.startswith("[1] ")
        assert run(terminal, "$ jobs").output == "[1]+  Running                 sleep 99 &\n"
        shown = run(terminal, "$ kill %1; while test -e /proc/$!; do sleep 0.01; done").output
        assert shown == "[1]+  Terminated              sleep 99\n"

"""Programs that ask, and programs with a prompt of their own: what a page types goes there, and nowhere else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.terminal.session import Session
from tests.lab.terminal.conftest import LocalMachine
from transcripts.errors import StepError
from transcripts.page import page
from transcripts.settings import Settings
from transcripts.transcript import Transcript, dump, parse

Plays = Callable[..., str]


@pytest.fixture
def plays(tmp_path: Path) -> Iterator[Plays]:
    """Give what is stored of a page with one snippet, its home's address left out."""
    opened: list[Session] = []

    def play(commands: str, above: str = "") -> str:
        text = f'{above}```console snippet="one" timeout="20"\n{commands.strip()}\n```\n'
        found = page.read(text, "index.md", ("docker",))
        home = tmp_path / "home"
        opened.append(Session({"lab": LocalMachine("lab", home)}, found.blocks, Settings("test", {}, {})))
        shown: Transcript = opened[-1].run(found.snippets[0])
        stored = dump(shown)
        assert parse(stored) == shown
        return stored.replace(str(home), "HOME")

    yield play
    for session in opened:
        session.close()


def test_an_angle_of_a_program(plays: Plays) -> None:
    assert plays(
        """
$ bash -c 'while read -p "> " x; do [ "$x" = .exit ] && exit; echo "= $x"; done'
> 1 + 1
> 2 + 2
> .exit
$ echo done
"""
    ).endswith("> 1 + 1\n| = 1 + 1\n> 2 + 2\n| = 2 + 2\n> .exit\n$ echo done\n| done\n")


def test_questions_of_any_wording(plays: Plays) -> None:
    assert plays(
        """
$ read -p 'Your name: ' name; read -p 'Age:' age
Your name: Anna
Age:42
$ echo "$name is $age"
$ touch x; rm -i x
rm: remove regular empty file 'x'? y
$ select word in one two; do echo "$word"; break; done
#? 2
"""
    ) == (
        "$ read -p 'Your name: ' name; read -p 'Age:' age\n"
        '@ "Your name: " Anna\n@ "Age:" 42\n'
        '$ echo "$name is $age"\n| Anna is 42\n'
        "$ touch x; rm -i x\n@ \"rm: remove regular empty file 'x'? \" y\n"
        '$ select word in one two; do echo "$word"; break; done\n| 1) one\n| 2) two\n@ "#? " 2\n| two\n'
    )


def test_a_question_longer_than_the_terminal_is_wide(plays: Plays) -> None:
    asked = "Please enter " + "the number of the things that are to be kept " * 3 + "here: "
    assert plays(f"$ read -p '{asked}' many\n{asked}5\n$ echo $many\n").endswith(f'@ "{asked}" 5\n$ echo $many\n| 5\n')


def test_output_that_looks_like_a_question_is_waited_for(plays: Plays) -> None:
    commands = """
$ printf 'Waiting for the server: '; sleep 4; echo ok
$ printf 'Is it done? '; sleep 4; echo yes
$ printf '$ '; sleep 2; echo x
$ printf 'Step 2 # '; sleep 4; echo y
"""
    outputs = [line for line in plays(commands).splitlines() if line.startswith("|")]
    assert outputs == ["| Waiting for the server: ok", "| Is it done? yes", "| $ x", "| Step 2 # y"]


def test_a_small_shell_with_the_prompt_of_the_page(plays: Plays) -> None:
    assert plays(
        """
$ ln -s $(command -v dash) sh; PS1='$ ' PATH=.:$PATH sh
$ echo "this is $0"
$ echo one \\
    two
$ exit
$ echo "this is $0"
"""
    ).endswith(
        '$ echo "this is $0"\n| this is sh\n$ echo one \\\n>     two\n| one two\n'
        '$ exit\n$ echo "this is $0"\n| this is bash\n'
    )


def test_a_backslash_needs_no_prompt_below_it(plays: Plays) -> None:
    shown = plays("$ echo one \\\n    two \\\n- three: 3\n$ echo four\n")
    assert shown == "$ echo one \\\n>     two \\\n> - three: 3\n| one two - three: 3\n$ echo four\n| four\n"


def test_a_prompt_of_ones_own_keeps_its_statuses(plays: Plays) -> None:
    above = '---\nprompts:\n  mine: "me *$ "\n---\n'
    shown = plays("$ PS1='me \\W$ '\nme home$ false || echo $?\nme home$ cd /\nme home$ PS1='$ '\n$ echo back\n", above)
    assert shown == (
        '$ PS1=\'me \\W$ \'\n@ "me home$ " false || echo $?\n| 1\n@ "me home$ " cd /\n@ "me /$ " PS1=\'$ \'\n'
        "$ echo back\n| back\n"
    )


def test_a_status_is_known_at_a_prompt_of_ones_own(plays: Plays) -> None:
    above = "---\nprompts: {mine: 'me *> '}\n---\n"
    with pytest.raises(StepError, match="`false` ended with status 1, not 0"):
        plays("$ PS1='me \\W> '\nme home> false\nme home> true\n", above)


def test_a_virtual_environment_and_a_bash_without_a_name(plays: Plays) -> None:
    assert plays(
        """
$ python3 -m venv --without-pip v
$ . v/bin/activate
(v) $ echo ${VIRTUAL_ENV##*/}
(v) $ deactivate
$ bash -c 'exec -a sh bash --norc'
sh-5.2$ false || echo "status $?"
sh-5.2$ exit 0
$ echo out
"""
    ).endswith("| exit\n$ echo out\n| out\n")


def test_a_program_that_waits_for_the_rest_says_so(plays: Plays) -> None:
    problem = r"docs/index.md:3: `def f\(\):` is unfinished: what reads it waits for the rest at `\.\.\. `"
    with pytest.raises(StepError, match=problem):
        plays("$ PYTHON_BASIC_REPL=1 python3 -q\n>>> def f():\n>>> f()\n")


def test_a_debugger(plays: Plays) -> None:
    assert plays(
        """
$ echo 'x = 6 * 7' > a.py; python3 -m pdb a.py
(Pdb) n
(Pdb) p x
(Pdb) q
$ echo out
"""
    ).endswith("(Pdb) p x\n| 42\n(Pdb) q\n$ echo out\n| out\n")


def test_lines_that_a_program_indents(plays: Plays, tmp_path: Path) -> None:
    """As the shell of Python 3.13 does, which has the editor take back what it put there."""
    script = tmp_path / "indents.py"
    script.write_text(
        "import readline\n"
        "readline.set_startup_hook(lambda: readline.insert_text('    ' * deep))\n"
        "deep = 0\nprompt, lines = '>>> ', []\n"
        "while (line := input(prompt)) != 'exit':\n"
        "    lines.append(line)\n"
        "    deep, prompt = (1, '... ') if line.endswith(':') or (prompt == '... ' and line) else (0, '>>> ')\n"
        "    if not deep: print(lines); lines = []\n"
    )
    assert plays(f"$ python3 {script}\n>>> if x:\n...   one\n... two\n...\n>>> exit\n$ echo out\n").endswith(
        ">>> if x:\n...   one\n... two\n... \n| ['if x:', '  one', 'two', '']\n>>> exit\n$ echo out\n| out\n"
    )

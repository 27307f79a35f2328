"""Keys typed to programs in a bash of our own: what is watched before, what is told after, and what goes wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.terminal.session import Session
from tests.lab.terminal.conftest import LocalMachine
from tests.lab.told import told
from transcripts.errors import StepError
from transcripts.page import page
from transcripts.settings import Settings
from transcripts.transcript import dump, parse

Plays = Callable[..., list[str]]


@pytest.fixture
def plays(tmp_path: Path) -> Iterator[Plays]:
    """Give what is stored of each snippet of a page, given by commands and options."""
    opened: list[Session] = []

    def play(*fences: str | tuple[str, str]) -> list[str]:
        asked = [("", fence) if isinstance(fence, str) else fence for fence in fences]
        text = "".join(
            f'```console snippet="{name}"{options}\n{commands}\n```\n\n'
            for name, (options, commands) in zip("abcdef", asked, strict=False)
        )
        found = page.read(text, "index.md", ("docker",))
        opened.append(Session({"lab": LocalMachine("lab", tmp_path / "home")}, found.blocks, Settings("test", {}, {})))
        stored = []
        for snippet in found.snippets:
            shown = opened[-1].run(snippet)
            stored.append(dump(shown))
            assert parse(stored[-1]) == shown
        return stored

    yield play
    for session in opened:
        session.close()


FOLLOW = "sh -c 'echo one; sleep 0.1; echo two; sleep 100'"


def test_a_program_that_runs_on_is_left_with_control_and_c(plays: Plays) -> None:
    assert plays(f"$ {FOLLOW}\n++ctrl+c++\n$ echo $?") == [
        f"$ {FOLLOW}\n| one\n| two\n++ctrl+c++\n= 130\n$ echo $?\n| 130\n"
    ]


def test_what_comes_after_the_keys_is_theirs(plays: Plays) -> None:
    command = "bash -c 'trap \"echo bye; exit 3\" INT; echo ready; while :; do sleep 0.05; done'"
    assert plays((' exit="3"', f"$ {command}\n++ctrl+c++")) == [f"$ {command}\n| ready\n++ctrl+c++\n| bye\n= 3\n"]
    with told(StepError, "docs/index.md:3", ".* ended with status 3, not 0", 'mend it, or say exit="3" .*', "bye"):
        plays((' exit="0"', f"$ {command}\n++ctrl+c++"))


def test_a_program_goes_on_from_one_fence_to_the_next(plays: Plays) -> None:
    assert plays(f"$ {FOLLOW}", "++ctrl+c++\n$ echo next") == [
        f"$ {FOLLOW}\n| one\n| two\n",
        "++ctrl+c++\n= 130\n$ echo next\n| next\n",
    ]


def test_a_second_terminal_acts_on_what_runs_in_the_first(plays: Plays) -> None:
    assert plays(
        "$ echo start > log\n$ tail -f log",
        (' on="lab/2"', "$ echo more >> log\n$ tty > /dev/null"),
        (' for="more"', "++ctrl+c++"),
    ) == [
        "$ echo start > log\n$ tail -f log\n| start\n",
        "$ echo more >> log\n$ tty > /dev/null\n",
        "++ctrl+c++\n| more\n= 130\n",
    ]


TICK = "while sleep 0.1; do echo tick; done"


@pytest.mark.parametrize(
    ("how", "shown"), [("", "| one\n"), (' for="3"', "| one\n| two\n"), (' for="two"', "| one\n| two\n")]
)
def test_an_author_says_how_long_it_is_watched(plays: Plays, how: str, shown: str) -> None:
    slowly = "echo one; sleep 1.5; echo two; sleep 100"
    assert plays((how, f"$ {slowly}\n++ctrl+c++")) == [f"$ {slowly}\n{shown}++ctrl+c++\n= 130\n"]


def test_the_other_screen_is_shown_as_it_stands_and_leaves_nothing(plays: Plays) -> None:
    [shown] = plays('$ seq 200 > n\n$ LESS= less n\n++space++\n++"/150"++ ++enter++\n++q++\n$ echo after')
    first, second, third, last = (
        shown.partition("less n\n")[2].split("++")[0],
        *(part.partition("++\n")[2] for part in shown.split("\n++")[1:]),
    )
    assert first.splitlines() == [*(f"| {number}" for number in range(1, 40)), "| n"]
    assert second.splitlines()[:2] == ["| 40", "| 41"]
    assert third.splitlines()[0] == "| 150"
    assert last == "$ echo after\n| after\n"


def test_a_program_fed_by_keys(plays: Plays) -> None:
    assert plays((' for="0.3"', '$ cat > note\n++"hello"++ ++enter++\n++ctrl+d++\n$ cat note')) == [
        '$ cat > note\n++"hello"++ ++enter++\n++ctrl+d++\n$ cat note\n| hello\n'
    ]


def test_keys_at_a_prompt(plays: Plays) -> None:
    assert plays(
        "$ PYTHON_BASIC_REPL=1 python3 -q\n>>> 6 * 7\n>>> ++ctrl+c++\n>>> ++ctrl+d++\n$ ++ctrl+c++\n$ true"
    ) == [
        "$ PYTHON_BASIC_REPL=1 python3 -q\n>>> 6 * 7\n| 42\n>>> ++ctrl+c++\n| KeyboardInterrupt\n>>> ++ctrl+d++\n"
        "$ ++ctrl+c++\n= 130\n$ true\n"
    ]


INNER = r"PS1='root@web:/# ' bash --norc"


def test_inside_an_inner_shell(plays: Plays) -> None:
    assert plays(f"$ {INNER}\nroot@web:/# {FOLLOW}\n++ctrl+c++\nroot@web:/# ++ctrl+d++\n$ true") == [
        f"$ {INNER}\nroot@web:/# {FOLLOW}\n| one\n| two\n++ctrl+c++\n= 130\n"
        "root@web:/# ++ctrl+d++\n| exit\n= 130\n$ true\n"
    ]


def test_inside_a_shell_without_marks(plays: Plays) -> None:
    started = "PS1='/ # ' dash"
    assert plays(f"$ {started}\n/ # echo a > f\n/ # tail -f f\n++ctrl+c++\n/ # echo b\n/ # ++ctrl+d++\n$ true") == [
        f"$ {started}\n/ # echo a > f\n/ # tail -f f\n| a\n++ctrl+c++\n/ # echo b\n| b\n/ # ++ctrl+d++\n$ true\n"
    ]


def test_lines_that_are_drawn_anew_are_not_told_again(plays: Plays) -> None:
    draw = r"printf 'a 1\nb 1\n'; sleep 1; printf '\033[2Aa 2\nb 2\ndone\n'; sleep 100"
    assert plays((' for="0.4"', f"$ {draw}"), (' for="done"', "++ctrl+c++")) == [
        f"$ {draw}\n| a 1\n| b 1\n",
        "++ctrl+c++\n| done\n= 130\n",
    ]


@pytest.mark.parametrize(
    ("options", "commands", "line", "problem", "remedy"),
    [
        ("", "$ echo a\n++ctrl+c++", 2, r"`echo a` ended before \+\+ctrl\+c\+\+ was typed", "take the keys out, .*"),
        (' for="5"', "$ sleep 0.2\n++q++", 2, r"`sleep 0.2` ended before .*", "take the keys out, .*"),
        (' timeout="1"', "$ sleep 9\n++ctrl+c++", 2, "`sleep 9` showed nothing within 1 s", 'say .* for="2", .*'),
        (' timeout="1"', f"$ {TICK}\n++ctrl+c++", 2, ".* went on printing and did not stand still .*", "say .*"),
        (' timeout="1" for="no"', f"$ {FOLLOW}\n++ctrl+c++", 2, ".* did not show /no/ within 1 s", "say .*"),
        (' timeout="1"', f"$ {FOLLOW}\n++q++", 3, r"`\+\+q\+\+` brought no prompt of the kind host .*", "type keys .*"),
        (' timeout="1"', f"$ {FOLLOW}", 2, ".* brought no prompt .*", r".* end it with keys: \+\+ctrl\+c\+\+"),
    ],
)
def test_what_goes_wrong_is_told_with_the_screen(
    plays: Plays, options: str, commands: str, line: int, problem: str, remedy: str
) -> None:
    with pytest.raises(StepError) as raised:
        plays((options, commands))
    rows = str(raised.value).split("\n")[2:]
    with told(StepError, f"docs/index.md:{line}", problem, remedy, *[row.removeprefix("  | ") for row in rows]):
        raise raised.value
    assert rows


def test_an_end_inside_a_shell_without_marks_is_seen(plays: Plays) -> None:
    problem = r"`echo a` ended before \+\+ctrl\+c\+\+ was typed"
    with told(StepError, "docs/index.md:3", problem, "take the keys out, .*", "/ # echo a", "a", "/ #"):
        plays("$ PS1='/ # ' dash\n/ # echo a\n++ctrl+c++\n/ # exit")

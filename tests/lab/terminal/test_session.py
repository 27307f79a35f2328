"""The snippets of a page typed into a bash of our own: what they show, and what is told where a page is wrong."""

import contextlib
import dataclasses
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.terminal import session
from lab.terminal.session import Session
from tests.lab.terminal.conftest import LocalMachine
from tests.lab.told import told
from transcripts.errors import LabError, StepError
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.settings import Image, Settings, Terminal
from transcripts.transcript import Transcript

OFFERED = ("debian:trixie", "postgres:17")


class Typist:
    """Types pages on machines of our own."""

    def __init__(self, folder: Path) -> None:
        self.machines = {name: LocalMachine(name, folder / name) for name in ("lab", "db", "web")}
        self.home = self.machines["lab"].home
        self.settings = Settings("test", {}, {name: Image("debian", "trixie") for name in OFFERED})
        self.page: Page
        self.session: Session
        self._opened = contextlib.ExitStack()

    def opens(self, text: str, timeout: float | None = None) -> None:
        """Open a page; its snippets get another timeout if one is given."""
        self.page = page.read(
            f"---\nmachines: {{lab: docker, db: docker, web: docker}}\n---\n{text}", "index.md", ("docker",)
        )
        self.timeout = timeout
        self.session = Session(self.machines, self.page.blocks, self.settings)
        self._opened.callback(self.session.close)

    def types(self, number: int = 0) -> Transcript:
        """Type a snippet of the page."""
        snippet = self.page.snippets[number]
        if self.timeout:
            snippet = dataclasses.replace(snippet, options=dataclasses.replace(snippet.options, timeout=self.timeout))
        return self.session.run(snippet)

    def shows(self, commands: str, options: str = "", timeout: float | None = None) -> list[str]:
        """Give the outputs of a page with one snippet."""
        self.opens(f'```console snippet="one"{options}\n{commands}\n```\n', timeout)
        return [step.output for step in self.types().steps]

    def close(self) -> None:
        self._opened.close()


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    """A typist who hangs up at the end."""
    typist = Typist(tmp_path)
    yield typist
    typist.close()


TWO = '```console snippet="{}"{}\n$ {}\n```\n\n'


class TestSnippets:
    """Each is typed once, in the terminal of its machine."""

    def test_a_terminal_stays_from_one_snippet_to_the_next(self, typist: Typist) -> None:
        typist.opens(TWO.format("a", "", "cd /; name=here") + TWO.format("b", "", "pwd; echo $name"))
        typist.types(0)
        assert typist.types(1).steps[0].output == "/\nhere\n"
        assert len(typist.machines["lab"].terminals) == 1
        assert typist.machines["db"].terminals == [], "a terminal that nobody types into is not opened"

    def test_two_machines_have_two_terminals(self, typist: Typist) -> None:
        typist.opens(
            TWO.format("a", "", "name=lab")
            + TWO.format("b", ' on="db"', "echo [$name] $(basename $PWD)")
            + TWO.format("c", "", "echo [$name]")
        )
        assert [typist.types(number).steps[0].output for number in range(3)] == ["", "[] db\n", "[lab]\n"]

    def test_a_snippet_that_ends_inside_a_program_is_gone_on_with_by_the_next_of_its_machine(
        self, typist: Typist
    ) -> None:
        typist.opens(
            '```console snippet="in"\n$ python3 -q\n```\n\n'
            + TWO.format("elsewhere", ' on="db"', "echo db")
            + '```console snippet="out"\n>>> 6 * 7\n>>> exit()\n```\n'
        )
        shown = [[step.output for step in typist.types(number).steps] for number in range(3)]
        assert shown == [[""], ["db\n"], ["42\n", ""]]

    def test_the_terminal_has_the_size_of_the_settings(self, typist: Typist) -> None:
        typist.settings = dataclasses.replace(typist.settings, terminal=Terminal(columns=77, rows=22))
        assert typist.shows("$ stty size") == ["22 77\n"]

    def test_the_host_of_a_package_archive_is_not_kept(self, typist: Typist) -> None:
        [shown] = typist.shows("$ echo Get:1 http://deb.example.org/debian trixie InRelease")
        assert shown == "Get:1 http://package-archive/debian trixie InRelease\n"

    def test_closing_hangs_up_all_terminals(self, typist: Typist) -> None:
        typist.opens(TWO.format("a", "", "true") + TWO.format("b", ' on="db"', "true"))
        typist.types(0)
        typist.types(1)
        typist.close()
        for machine in (typist.machines["lab"], typist.machines["db"]):
            with pytest.raises(ProcessLookupError):
                os.kill(machine.terminals[0].pid, 0)


class TestFiles:
    """They are written before the snippet that stands below them, and not earlier."""

    FILE = '```text file="{}"{}\n{}\n```\n\n'

    def test_each_is_written_when_its_turn_comes(self, typist: Typist) -> None:
        typist.opens(
            self.FILE.format("note", "", "first")
            + TWO.format("a", "", "cat note; ls")
            + self.FILE.format("note", "", "second")
            + self.FILE.format("app/more", "", "third")
            + TWO.format("b", "", "cat note app/more")
            + self.FILE.format("after", "", "never")
        )
        assert typist.types(0).steps[0].output == "first\nnote\n"
        assert typist.types(1).steps[0].output == "second\nthird\n"
        assert not (typist.home / "after").exists()

    def test_a_file_that_the_page_changed_is_not_written_again(self, typist: Typist) -> None:
        typist.opens(
            self.FILE.format("note", "", "first")
            + TWO.format("a", "", "echo mine > note")
            + TWO.format("b", "", "cat note")
        )
        typist.types(0)
        assert typist.types(1).steps[0].output == "mine\n"

    def test_each_goes_to_its_machine(self, typist: Typist) -> None:
        typist.opens(
            self.FILE.format("note", ' on="db"', "for db")
            + TWO.format("a", "", "ls")
            + TWO.format("b", ' on="db"', "cat note")
        )
        assert [typist.types(number).steps[0].output for number in range(2)] == ["", "for db\n"]


class TestStatus:
    """Each command ends as the fence says; only the last may be said to fail."""

    def test_a_command_that_fails_is_told_with_its_line_and_what_it_showed(self, typist: Typist) -> None:
        remedy = re.escape('mend it, or say exit="3" on its fence if that is what it shows')
        with told(StepError, "docs/index.md:6", r"`\(echo no; exit 3\)` ended with status 3, not 0", remedy, "no"):
            typist.shows("$ true\n$ (echo no; exit 3)\n$ echo never")

    def test_only_the_end_of_a_long_output_is_told(self, typist: Typist) -> None:
        rows = [str(number) for number in range(89, 101)]
        with told(StepError, "docs/index.md:5", ".+ ended with status 1, not 0", "mend it, .+", *rows):
            typist.shows("$ seq 100; false")

    def test_a_status_that_the_fence_announces_is_as_it_should_be(self, typist: Typist) -> None:
        assert typist.shows("$ true\n$ (echo no; exit 3)", ' exit="3"') == ["", "no\n"]

    def test_a_status_that_was_announced_and_did_not_come_is_told(self, typist: Typist) -> None:
        with told(StepError, "docs/index.md:5", "`true` ended with status 0, not 3", 'mend it, or say exit="0" .+'):
            typist.shows("$ true", ' exit="3"')

    def test_it_is_announced_for_the_last_command_only(self, typist: Typist) -> None:
        with told(StepError, "docs/index.md:5", r"`\(exit 3\)` ended with status 3, not 0", "mend it, .+"):
            typist.shows("$ (exit 3)\n$ (exit 3)", ' exit="3"')


class TestUntil:
    """A command that is repeated until its output is what the page waits for."""

    COUNT = "$ echo x >> tries; wc --lines < tries"

    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(session, "FIRST_WAIT", 0.01)

    def test_the_last_command_is_repeated_and_only_its_last_output_is_kept(self, typist: Typist) -> None:
        shown = typist.shows(f"$ echo once >> others\n{self.COUNT}", ' until="^3$"')
        assert shown == ["", "3\n"]
        assert (typist.home / "others").read_text() == "once\n"

    def test_it_is_asked_less_and_less_often(self, typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[float] = []
        monkeypatch.setattr(session, "LONGEST_WAIT", 0.03)
        monkeypatch.setattr(time, "sleep", waits.append)
        typist.shows(self.COUNT, ' until="^5$"')
        assert waits == [0.01, 0.02, 0.03, 0.03]

    def test_it_is_repeated_until_the_status_is_right_too(self, typist: Typist) -> None:
        [shown] = typist.shows(f"{self.COUNT}; test -s more || {{ echo > more; false; }}", ' until="[0-9]"')
        assert shown == "2\n"

    def test_an_output_that_does_not_come_is_told_with_the_last_one(self, typist: Typist) -> None:
        with told(
            StepError,
            "docs/index.md:5",
            r"`echo starting` did not show /ready/ within 0\.1 s",
            "raise timeout=, or mend until=",
            "starting",
        ):
            typist.shows("$ echo starting", ' until="ready"', timeout=0.1)


class TestBusyMachine:
    """Where many programs share a processor, a command has as many times its seconds before it is taken to hang."""

    @pytest.mark.parametrize(
        ("commands", "options"),
        [
            ("$ sleep 0.8; echo done", ""),
            ("$ i=0; until [ $i = 8 ]; do sleep 0.1; i=$((i+1)); done; echo done\n$ echo more", ""),
            ("$ echo 1 >> count; sleep 0.15; [ $(wc --lines < count) -lt 4 ] || echo done", ' until="done"'),
        ],
        ids=["one", "more", "until"],
    )
    def test_a_slow_command_comes_to_its_end(self, commands: str, options: str, typist: Typist) -> None:
        typist.machines["lab"].busy = 5.0
        assert typist.shows(commands, options, timeout=0.4)[0] == "done\n"

    @pytest.mark.parametrize("busy", [None, 0.5, 3.0])
    def test_on_a_quiet_one_it_does_not(self, busy: float | None, typist: Typist) -> None:
        typist.machines["lab"].busy = busy
        with pytest.raises(StepError, match=r"`.+` brought no prompt of the kind host within 0\.4 s\n"):
            typist.shows("$ sleep 0.8; echo done", timeout=0.4)

    @pytest.mark.parametrize(
        ("commands", "options", "problem"),
        [
            ("$ sleep 60", "", "brought no prompt of the kind host"),
            ("$ echo starting", ' until="ready"', "did not show /ready/"),
            ("$ sleep 60\n++ctrl+c++", "", "showed nothing"),
        ],
        ids=["prompt", "until", "watched"],
    )
    def test_what_hangs_is_told_with_the_time_that_it_had(
        self, commands: str, options: str, problem: str, typist: Typist
    ) -> None:
        typist.machines["lab"].busy = 4.0
        with pytest.raises(StepError, match=rf"{problem} within 0\.4 s and 1 s more, for the machine is busy"):
            typist.shows(commands, options, timeout=0.4)

    def test_a_command_in_time_asks_no_machine(self, typist: Typist) -> None:
        typist.shows("$ echo 1; sleep 0.1\n$ echo 2")
        assert typist.machines["lab"].asked == 0


class TestTerminalTrouble:
    """What goes wrong in a terminal is told with the place in the page and with what to do."""

    @pytest.mark.parametrize(
        ("commands", "problem", "remedy", "shown"),
        [
            (
                "$ echo working; sleep 60",
                r"`echo working; sleep 60` brought no prompt of the kind host within 0\.5 s",
                r"raise timeout=, mend the command or the prompt that follows it, or end it with keys: \+\+ctrl\+c\+\+",
                ["$ echo working; sleep 60", "working"],
            ),
            (
                "$ echo hello\npostgres=# SELECT 1;",
                r"`echo hello` came back to `\$ ` with status 0, but the page goes on at a prompt of the kind psql",
                "see what it printed, and mend the command or the prompt",
                ["hello"],
            ),
            (
                r"$ printf '\377'",
                r"`printf .+` printed bytes that are not text: the byte 0xFF",
                "send them to a file or a pager",
                [],
            ),
            (
                "$ echo hello\n> me",
                r"`echo hello` came back to `\$ ` with status 0, but the page goes on at a prompt `> `",
                "begin that line with `\\$ ` if it is a command, or end the one above with a backslash if it goes on",
                ["hello"],
            ),
            (
                "$ echo hello\nYour name: Anna",
                r"`echo hello` came back to `\$ ` with status 0, but the page goes on at a prompt `Your name: `",
                "take the line out if it is output, which is never typed; else .+",
                ["hello"],
            ),
            (
                "$ echo hello \\\n$ id",
                r"`echo hello .+` is unfinished: its shell waits for the rest at `> `",
                "write the rest below it, each line at that prompt, or close what it opens",
                [],
            ),
            (
                "$ echo hello; read -p '... ' name\n... me",
                "`echo hello.+` did not wait for its next line",
                "begin the next line with the prompt that comes; only an unfinished command has further lines",
                [],
            ),
            ("$ kill -9 $$", "the terminal's shell is gone", "leave the shell of the page running", []),
        ],
        ids=["hangs", "other prompt", "binary", "no program", "never asked", "unfinished", "does not wait", "gone"],
    )
    def test_it_is_told(self, commands: str, problem: str, remedy: str, shown: list[str], typist: Typist) -> None:
        with told(StepError, "docs/index.md:5", problem, remedy, *shown):
            typist.shows(commands, timeout=0.45 if "sleep" in commands else None)

    @pytest.mark.parametrize(
        ("commands", "problem", "remedy", "shown"),
        [
            (
                "$ printf 'one\\n--More--'; read",
                r"`.+` waits in a pager at `--More--`",
                r"type \+\+q\+\+ in a line of its own below it, or turn the pager off: .+",
                ["$ printf 'one\\n--More--'; read", "one", "--More--"],
            ),
            (
                "$ read -p 'Really? [y/N] '\n$ echo",
                r"`.+` waits at a prompt of its own, `Really\? \[y/N\] `, where the page does not go on",
                "go on with a line at that prompt, or have the program not ask",
                ["$ read -p 'Really? [y/N] '", "Really? [y/N]"],
            ),
            (
                "$ PS1='$ ' dash\n>>> 1",
                r"`.+` waits at a prompt of its own, `\$ `, where the page does not go on",
                "go on with a line at that prompt, or have the program not ask",
                ["$ PS1='$ ' dash", "$"],
            ),
            (
                "$ ask='Your name'; echo; read -p \"$ask: \"\n$ echo",
                r"`.+` brought no prompt of the kind host within 5 s, and stands at `Your name: `",
                "if it asks there, write that with the answer as the next line; else raise timeout=, or mend it",
                ["$ ask='Your name'; echo; read -p \"$ask: \"", "", "Your name:"],
            ),
            (
                "$ read -p 'Your name: '\n$ echo",
                r"`.+` waits at a prompt of its own, `Your name: `, where the page does not go on",
                "go on with a line at that prompt, or have the program not ask",
                ["$ read -p 'Your name: '", "Your name:"],
            ),
            (
                "$ read -p 'Your full name: '\nYour name: Anna",
                r"`.+` asks `Your full name: `, where the page has `Your name: `",
                "write the question as it is asked; .+",
                ["$ read -p 'Your full name: '", "Your full name:"],
            ),
            (
                "$ alias enter=\"PS1='$ ' dash\"\n$ enter\n$ id",
                r"`enter` waits at a prompt of its own, `\$ `, where the page does not go on",
                "start that shell by name, as `sh`, or give it a prompt that is not `\\$ `",
                ["$ enter", "$"],
            ),
        ],
        ids=["pager", "question", "other shell", "unknown", "as in the command", "another question", "dash unheard of"],
    )
    def test_what_waits_for_a_key_is_shown(
        self, commands: str, problem: str, remedy: str, shown: list[str], typist: Typist
    ) -> None:
        begun = time.monotonic()
        place = f"docs/index.md:{6 if 'alias' in commands else 5}"
        with told(StepError, place, problem, remedy, *shown):
            typist.shows(commands, timeout=5)
        assert time.monotonic() - begun < 18

    def test_a_prompt_that_is_forged_is_told(self, typist: Typist) -> None:
        remedy = "leave the prompt of the shell, its marks and its echo to the terminal"
        with told(StepError, "docs/index.md:5", "`.+` printed the marks of its terminal", remedy):
            typist.shows('$ false; echo "${PS1@P}"')

    def test_output_without_end_is_told(self, typist: Typist) -> None:
        problem = r"`head .+` printed more than 4,194,304 bytes"
        with told(StepError, "docs/index.md:5", problem, "make it print less, or end"):
            typist.shows("$ head --bytes=6M /dev/zero | tr '\\0' x")

    def test_each_kind_has_a_remedy_of_its_own(self) -> None:
        assert len(set(session.REMEDIES.values())) == len(session.REMEDIES) == 19

    def test_a_machine_whose_shell_is_gone_at_once_is_at_fault_itself(self, typist: Typist) -> None:
        near, far = socket.socketpair()
        far.shutdown(socket.SHUT_WR)
        machine: Any = typist.machines["lab"]
        machine.terminal = lambda: near
        remedy = "see that bash is the shell of its user"
        with told(LabError, "lab", "the terminal's shell is gone", remedy):
            typist.shows("$ true")
        near.close()
        far.close()


class TestMissingImages:
    """An image that the mirror lacks is told with what it offers and what to do, whoever says that it is not there."""

    OFFERS = r"it offers debian:trixie, postgres:17; add it to \[images\] of workshop\.toml with a recipe in images/, "
    SAYS = {
        "run": ("Unable to find image 'redis:8' locally", "redis:8"),
        "pull": ("Error response from daemon: manifest for redis:8 not found: manifest unknown", "redis:8"),
        "denied": ("Error response from daemon: pull access denied for redis, repository does not exist", "redis"),
        "build": ("ERROR: failed to resolve source metadata for docker.io/library/redis:8: not found", "redis:8"),
        "owned": (
            "ERROR: failed to resolve source metadata for docker.io/bitnami/redis:8: not found",
            "bitnami/redis:8",
        ),
    }

    def fails(self, typist: Typist, *lines: str) -> Callable[[], list[str]]:
        typist.home.joinpath("says").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return lambda: typist.shows("$ cat says; (exit 125)")

    @pytest.mark.parametrize("who", SAYS)
    def test_it_is_told(self, who: str, typist: Typist) -> None:
        says, image = self.SAYS[who]
        remedy = rf'the mirror has no {image}: {self.OFFERS}or write needs="hub" on the fence'
        run = self.fails(typist, says)
        with told(StepError, "docs/index.md:5", ".+ ended with status 125, not 0", remedy, says):
            run()

    def test_a_mirror_that_offers_nothing_says_so(self, typist: Typist) -> None:
        typist.settings = dataclasses.replace(typist.settings, images={})
        run = self.fails(typist, self.SAYS["run"][0])
        with pytest.raises(StepError, match="the mirror has no redis:8: it offers nothing; add it"):
            run()

    def test_a_command_that_fails_with_an_image_that_is_there_is_told_as_any_other(self, typist: Typist) -> None:
        run = self.fails(typist, "Unable to find image 'postgres:17' locally", "docker: invalid mount config")
        with pytest.raises(StepError, match='mend it, or say exit="125"'):
            run()

    def test_one_that_was_to_fail_is_no_finding(self, typist: Typist) -> None:
        typist.home.joinpath("says").write_text(self.SAYS["run"][0], "utf-8")
        assert typist.shows("$ cat says; (exit 125)", ' exit="125"') == [self.SAYS["run"][0]]


def test_who_hangs_up_while_a_terminal_is_opened_is_heard(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    typist.opens('```console snippet="one"\n$ touch typed\n```\n')
    lab = typist.machines["lab"]
    opened = lab.terminal

    def closed_meanwhile() -> Any:
        stream = opened()
        typist.session.close()
        return stream

    monkeypatch.setattr(lab, "terminal", closed_meanwhile)
    with pytest.raises(StepError, match="the terminal's shell is gone"):
        typist.types()
    assert not (typist.home / "typed").exists()


def test_a_terminal_that_is_closed_before_anything_is_typed_is_told(tmp_path: Path) -> None:
    near, far = socket.socketpair()
    far.close()
    machine = LocalMachine("lab", tmp_path / "lab")
    machine.terminal = lambda: near  # type: ignore[method-assign,assignment,return-value]
    found = page.read('```console snippet="a"\n$ true\n```\n', "index.md", ("docker",))
    with told(LabError, "lab", "the terminal's shell is gone", "see that bash is the shell of its user"):
        Session({"lab": machine}, found.blocks, Settings("test", {})).run(found.snippets[0])


@pytest.mark.parametrize(
    "said",
    [
        "Unable to find image 'debian:trixie' locally\nUnable to find image 'redis:8' locally\n",
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: no such host\n',
    ],
    ids=["the second of two", "a pull"],
)
def test_the_image_that_is_missing_is_named(said: str, tmp_path: Path) -> None:
    machine = LocalMachine("lab", tmp_path / "lab")
    (tmp_path / "lab" / "said").write_text(said)
    text = '```console snippet="a"\n$ cat said; false docker pull --quiet redis:8\n```\n'
    found = page.read(text, "index.md", ("docker",))
    offering = Settings("test", {}, {"debian:trixie": Image("debian", "trixie")})
    with pytest.raises(StepError, match=r"the mirror has no redis:8: it offers debian:trixie; add it to \[images\]"):
        Session({"lab": machine}, found.blocks, offering).run(found.snippets[0])

"""Where an author's line is split into a prompt and what is typed, and which lines belong to one command."""

import pytest

from transcripts.prompts import PROMPT_KINDS, Line, split_prompt
from transcripts.reading import Reader
from transcripts.transcript import Step, Transcript, dump, parse
from transcripts.unfinished import unfinished

PROMPTS = [
    ("host", "$ ", "ls"),
    ("host", "(venv) $ ", "pip list"),
    ("small", "/app # ", "ls"),
    ("small", "~ # ", "ls"),
    ("small", "~ $ ", "ls"),
    ("small", "/app $ ", "ls"),
    ("shell", "I have no name!@4b1c:/$ ", "id"),
    ("shell", "bash-5.2$ ", "ls"),
    ("shell", "sh-5.2# ", "ls"),
    ("shell", "student@host:~/my dir$ ", "echo $ x"),
    ("shell", "(base) root@4b1c:/# ", "ls # all"),
    ("shell", "k8s@shpod ~$ ", "ls"),
    ("shell-brackets", "[student@host ~]$ ", "ls"),
    ("shell-host", "node1$ ", "ls"),
    ("shell-host", "host-A $ ", "ls"),
    ("shell-host", "c1 # ", "ip a"),
    ("zsh", "% ", "ls"),
    ("zsh", "lab% ", "ls"),
    ("zsh", "me@lab ~ % ", "ls"),
    ("zsh", "❯ ", "ls"),
    ("zsh", "➜  ~ ", "ls"),
    ("zsh", "➜  src git:(main) ✗ ", "ls"),
    ("fish", "me@lab ~/src> ", "ls"),
    ("windows", "PS /home> ", "dir"),
    ("windows", "C:\\> ", "dir"),
    ("windows", "C:\\Users>", "dir"),
    ("mariadb", "MariaDB [(none)]> ", "show databases;"),
    ("client", "127.0.0.1:6379> ", "get x"),
    ("client", "127.0.0.1:6379[2]> ", "get x"),
    ("client", "127.0.0.1:6379(TX)> ", "exec"),
    ("client", "sqlite> ", ".tables"),
    ("client", "rs0 [direct: primary] test> ", "show dbs"),
    ("client", "cqlsh:ks> ", "x"),
    ("client", "php > ", "1"),
    ("client", "SQL> ", "select 1"),
    ("angle", "> ", "1 + 1"),
    ("irb", "irb(main):001> ", "1"),
    ("debugger", "(Pdb) ", "n"),
    ("debugger", "(gdb) ", "print 1"),
    ("psql", "my-db=# ", "select 1;"),
    ("question", "Are you sure you want to continue? [y/N] ", "y"),
    ("question", "Continue? (y/N) ", "y"),
    ("question", "Continue connecting (yes/no/[fingerprint])? ", "yes"),
    ("password", "Enter password: ", "x"),
    ("password", "[sudo] password for student: ", "x"),
    ("password", "(me@lab) Password: ", "x"),
    ("password", "Enter passphrase (empty for no passphrase): ", ""),
    ("password", "Enter same passphrase again: ", ""),
    ("asked", "Enter file in which to save the key (/home/student/.ssh/id_ed25519): ", ""),
    ("asked", "Username: ", "x"),
    ("asked", "lab login: ", "x"),
    ("asked", "Your name: ", "Bob"),
    ("asked", "Your name: ", "it is: Bob"),
    ("asked", "What is your name? ", "Bob"),
    ("asked", "rm: remove regular file 'x'? ", "y"),
    ("asked", "Enable debuginfod for this session? (y or [n]) ", "n"),
    ("asked", "#? ", "1"),
    ("asked", "Age: ", "42"),
]
FURTHER = [
    ("$ echo one \\", "continuation", "> ", "more"),
    ("root@lab:/# cat <<EOF", "continuation", "> ", "more"),
    ("$ node -e '", "continuation", "> ", "'"),
    ("> f(", "angle-continuation", "+ ", "x"),
    ("> function f(x)", "angle-continuation", ">> ", "x"),
    ("> if (x) {", "python-continuation", "... ", "}"),
    ("% for a in b", "zsh-continuation", "for> ", "do"),
    ("% echo 'a", "zsh-continuation", "quote> ", "'"),
    ("mysql> select 1", "mariadb-continuation", "    -> ", "from t;"),
    ("sqlite> select 1", "client-continuation", "   ...> ", "from t;"),
    ("php > if (1) {", "client-continuation", "php { ", "}"),
    ("irb(main):001> def f", "irb-continuation", "irb(main):002* ", "end"),
    ("(gdb) commands", "debugger-continuation", ">", "silent"),
    ("postgres=# select '", "psql-continuation", "postgres'# ", "x"),
    ("scala> def f(x: Int) =", "bar", "     | ", "x"),
    ("$ docker run \\", "continuation", None, "    --rm debian"),
    ("$ docker run \\", "continuation", None, "- Name: x"),
    ("root@lab:/# apt-get install \\", "continuation", None, "curl"),
]
NONE = [
    "(END)",
    "--More--",
    "",
    "ls",
    "Status: Downloaded newer image for debian:trixie",
    "Digest: sha256:0123",
    "latest: Pulling from library/debian",
    "Error response from daemon: No such container: web",
    "docker: Error response from daemon: Conflict.",
    "bash: line 1: docker: command not found",
    "Deleted: sha256:0123",
    "Total reclaimed space: 0B",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "+ x",
    "| 1 | 2 |",
    "     | 1",
    "100% done",
    "Price $ 5",
    "hello from 1 > 0",
    "drwxr-xr-x 2 root root 4096 bin -> usr/bin",
]


@pytest.mark.parametrize(("kind", "prompt", "text"), PROMPTS)
def test_a_line_is_split_where_its_prompt_ends(kind: str, prompt: str, text: str) -> None:
    found = Reader(above="").read(prompt + text)
    assert found == Line(prompt, text)
    assert found
    assert found.kind.name == kind
    assert found.kind.pattern.fullmatch(prompt)


@pytest.mark.parametrize(("above", "kind", "prompt", "text"), FURTHER)
def test_a_line_that_goes_on(above: str, kind: str, prompt: str | None, text: str) -> None:
    reader = Reader(above="")
    assert reader.read(above)
    found = reader.read((prompt or "") + text)
    assert found == Line(prompt or "> ", text)
    assert found
    assert (found.kind.name, found.kind.continuation) == (kind, True)


@pytest.mark.parametrize("text", NONE)
def test_output_is_no_line_that_is_typed(text: str) -> None:
    reader = Reader(above="")
    reader.read("$ docker ps")
    assert reader.read(text) is None


@pytest.mark.parametrize("above", ["$ node", "> 1 + 1", ">>> 1", "postgres=# select 1", "$ echo one"])
def test_an_angle_is_the_prompt_of_a_program_where_no_shell_waits(above: str) -> None:
    reader = Reader(above="")
    reader.read(above)
    found = reader.read("> 2 + 2")
    assert found
    assert (found.kind.name, found.kind.continuation) == ("angle", False)


def test_a_new_command_is_not_taken_for_the_rest_of_another() -> None:
    reader = Reader(above="")
    assert [(found := reader.read(text)) and found.kind.name for text in ("$ echo \\", "$ echo")] == ["host", "host"]


@pytest.mark.parametrize(
    ("line", "prompt"), [("Age:42", "Age:"), ("Tell me 42", "Tell me "), ("Server: one two three", "Server: ")]
)
def test_a_question_that_stands_above_in_quotes_may_have_any_form(line: str, prompt: str) -> None:
    assert Reader(above="").read(line) is None
    assert Reader(above=f"age = input('{prompt}')").read(line) == Line(prompt, line.removeprefix(prompt))
    reader = Reader(above="")
    reader.read(f'$ read -p "{prompt}"')
    assert reader.read(line) == Line(prompt, line.removeprefix(prompt))


@pytest.mark.parametrize("kind", PROMPT_KINDS, ids=lambda kind: kind.name)
def test_each_kind_has_an_example_that_is_of_it(kind: object) -> None:
    assert kind in PROMPT_KINDS
    known = next(each for each in PROMPT_KINDS if each is kind)
    assert known.pattern.fullmatch(known.example)
    if not known.after and known.name != "angle":
        assert split_prompt(known.example) == (known, known.example, "")


@pytest.mark.parametrize(
    "text",
    [
        "echo \\",
        "echo 'a",
        'echo "a $(ls',
        "cat <<EOF\nx",
        "cat <<'END' | wc\nhello",
        "cat <<A <<B\nA\nx",
        "for a in b\ndo",
        "if true; then",
        "case $x in\na) echo;;",
        "f() {",
        "(cd /",
        "a &&",
        "a |",
        "echo `ls",
        "echo ${a",
    ],
)
def test_what_a_shell_waits_for_the_rest_of(text: str) -> None:
    assert unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "echo 'a' \"it's\" a\\ b",
        "cat <<EOF\nx\nEOF",
        "cat <<-E\n\tx\n\tE",
        "for a in b; do echo; done",
        "for ((i=0;i<3;i++)); do echo; done",
        "case $x in a) echo;; esac",
        "f() { ls; }",
        "echo if {1..3} $((1<<2)) ${#a[@]} `ls` # (",
        "sleep 1 & ls 2>&1 | wc",
        "docker inspect --format '{{.Id}}' slow",
        "bash -c 'while read -p \"> \" x; do echo; done'",
        'echo "$(cat <<E\nx\nE\n)"',
        "cat <<<x",
    ],
)
def test_what_is_whole(text: str) -> None:
    assert not unfinished(text)


def test_a_prompt_that_a_line_does_not_tell_is_kept_in_quotes() -> None:
    steps = (
        Step((Line("$ ", "ask"),), "", 0),
        Step((Line("Your name: ", "Anna"),), "Hello\n", 0),
        Step((Line('shop "1" ', "a"), Line("...... ", "b")), "", 0),
        Step((Line("> ", "1"),), "1\n", 0),
        Step((Line("> ", "2"),), "2\n", 0),
    )
    stored = dump(Transcript(steps))
    assert stored == ('$ ask\n@ "Your name: " Anna\n| Hello\n@ "shop \\"1\\" " a\n@+ "...... " b\n> 1\n| 1\n> 2\n| 2\n')
    assert parse(stored) == Transcript(steps)

"""What becomes of each form in which tutorials write their commands."""

from collections.abc import Collection

import pytest

from importing import page, tutorial
from importing.page import Draft
from tests.conftest import KINDS
from transcripts.page import page as pages
from transcripts.page.blocks import ProjectFile, Static
from transcripts.page.page import Page

IMAGES = ("debian:trixie", "postgres:17", "python:3.13")


def draft(text: str, images: Collection[str] = IMAGES) -> Draft:
    return page.of(tutorial.of_text("tutorial.md", text), images)


def read(made: Draft) -> Page:
    return pages.read(made.text, "tutorial.md", KINDS)


def typed(text: str) -> list[str]:
    """Give the lines of all snippets, with their prompts."""
    return [
        line.prompt + line.text
        for snippet in read(draft(text)).snippets
        for command in snippet.commands
        for line in command.lines
    ]


def shown(text: str) -> dict[str, str]:
    """Give what is shown only, with its reason."""
    return {block.body: block.why for block in read(draft(text)).blocks if isinstance(block, Static)}


def outputs(text: str) -> dict[str, str]:
    return {each.command: "\n".join(each.output) for each in draft(text).kept}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```bash\n$ ls\nnote\n$ pwd\n/root\n```", ["$ ls", "$ pwd"]),
        ("```bash\nls\npwd\n```", ["$ ls", "$ pwd"]),
        ("```\nls\npwd\n```", ["$ ls", "$ pwd"]),
        ("```.term1\nls\n```", ["$ ls"]),
        ("```{.term1}\nls\n```", ["$ ls"]),
        ("```bash {.exec}\nmytool --help\n```", ["$ mytool --help"]),
        ("~~~\n$ ls\n~~~\n{: .language-bash}", ["$ ls"]),
        ("{% highlight bash %}\nls\n{% endhighlight %}", ["$ ls"]),
        ("{{< highlight bash >}}\nls\n{{< /highlight >}}", ["$ ls"]),
        ('<pre><code class="language-bash">$ echo a &amp;&amp; echo b\n</code></pre>', ["$ echo a && echo b"]),
        ("Then:\n\n    $ ls\n    note\n", ["$ ls"]),
        ("- Then:\n\n        $ ls\n        note\n", ["$ ls"]),
        ("1. Then:\n   ```bash\n   $ ls\n   ```\n   and\n   ```bash\n   $ pwd\n   ```", ["$ ls", "$ pwd"]),
        ("> ```bash\n> $ ls\n> ```", ["$ ls"]),
        ("- ```bash\n  $ ls\n  ```", ["$ ls"]),
        ("```bash\n# ls\n# pwd\n```", ["$ ls", "$ pwd"]),
        ("```bash\nroot@node:~# ls\n```", ["$ ls"]),
        ("```bash\nubuntu@host:~$ ls\n```", ["$ ls"]),
        ("```\n[node1] (local) root@10.0.0.1 ~\n$ ls\n```", ["$ ls"]),
        ("```\n[node1] $ ls\n```", ["$ ls"]),
        ("```bash\n$docker ps\n```", ["$ docker ps"]),
        ("```bash\n$ docker run \\\n  debian:trixie\n```", ["$ docker run \\", ">   debian:trixie"]),
        ("```bash\n$ cat > note <<EOF\n> a\n> EOF\n```", ["$ cat > note <<EOF", "> a", "> EOF"]),
        (
            "```bash\ncat > note <<EOF\na\n\nb\nEOF\nls\n```",
            ["$ cat > note <<EOF", "> a", "> ", "> b", "> EOF", "$ ls"],
        ),
        ("```python\n>>> 1 + 1\n2\n```", [">>> 1 + 1"]),
        ("```bash\n$ echo a\u00a0b\n```", ["$ echo a b"]),
        ("```bash\r\n$ ls\r\nnote\r\n```\r\n", ["$ ls"]),
        ("```bash\n$ ls\nnote\n", ["$ ls"]),
    ],
)
def test_commands_are_kept_and_their_prompts_are_ours(text: str, lines: list[str]) -> None:
    assert typed(text) == lines


def test_a_continuation_with_a_prompt_of_its_own_keeps_its_indentation() -> None:
    assert typed("```bash\n$ docker run \\\n>   debian:trixie true\n```") == [
        "$ docker run \\",
        ">   debian:trixie true",
    ]


def test_comments_become_sentences() -> None:
    made = draft("```bash\n# Look around\nls\n# Go\ncd /\n```")
    assert [snippet.body for snippet in read(made).snippets] == ["$ ls", "$ cd /"]
    assert "\nLook around\n" in made.text
    assert "\nGo\n" in made.text


def test_outputs_are_put_aside() -> None:
    text = "```bash\n$ ls\nnote\n```\n\nThe output is:\n\n```\nof the block above already\n```\n"
    assert outputs(text) == {"ls": "note"}
    text = "```bash\ndocker ps\n```\n\nYou should see something like this:\n\n```\nCONTAINER ID\n```\n"
    assert outputs(text) == {"docker ps": "CONTAINER ID"}
    assert "CONTAINER ID" not in draft(text).text
    assert outputs("```bash\n$ ls\n```\n\n```output\nnote\n```") == {"ls": "note"}
    assert outputs("~~~\n$ ls\n~~~\n{: .language-bash}\n\n~~~\nnote\n~~~\n{: .output}") == {"ls": "note"}
    assert outputs("```bash\ndocker images\nREPOSITORY   TAG\nubuntu   latest\n```") == {
        "docker images": "REPOSITORY   TAG\nubuntu   latest"
    }


@pytest.mark.parametrize(
    "between",
    [
        "## Next\n\nYou will see:\n\n```\nnote\n```",
        "We will now see how it goes. Create a Dockerfile:\n\n```\nFROM debian:trixie\n```",
        "Write this to `note.json`:\n\n```json\n{}\n```",
        "Another thing:\n\n```\nnote\n```",
    ],
)
def test_what_may_be_something_else_is_no_output(between: str) -> None:
    text = f"```bash\n$ ls\n```\n\n{between}\n"
    assert outputs(text) == {"ls": ""}
    assert between.split("\n")[-2] in draft(text).text


def test_an_answer_is_typed_and_what_follows_is_its_output() -> None:
    question = "Are you sure you want to continue? [y/N] y"
    text = f"```bash\n$ docker container prune\nWARNING!\n{question}\nTotal reclaimed space: 1B\n```"
    assert typed(text) == ["$ docker container prune", question]
    assert outputs(text) == {"docker container prune": "WARNING!", "y": "Total reclaimed space: 1B"}
    assert typed("```bash\n$ docker container prune\n```") == ["$ docker container prune", question]
    assert typed("```bash\n$ docker container prune -f\n```") == ["$ docker container prune -f"]


@pytest.mark.parametrize(
    ("above", "below", "lines"),
    [
        ("$ docker run -it debian:trixie bash", "root@3f2a1b4c5d6e:/# ls", ["root@3f2a1b4c5d6e:/# ls"]),
        ("docker run -it debian:trixie bash", "ls", ["root@lab:/# ls"]),
        ("docker run -it debian:trixie sh", "ls", ["/ # ls"]),
        ("docker run -it debian:trixie sh", "ls\nexit", ["/ # ls", "/ # exit"]),
        ("docker run -it debian:trixie sh", "/ # ls\n/ # exit", ["/ # ls", "/ # exit"]),
        ("docker run -it debian:trixie bash", "$ docker ps", ["root@lab:/# exit", "$ docker ps"]),
        ("docker run -it debian:trixie bash", "docker ps", ["root@lab:/# exit", "$ docker ps"]),
        ("docker run -it python:3.13", ">>> 1\n1", [">>> 1"]),
        ("docker exec -it db psql -U postgres", "postgres=# select 1;", ["postgres=# select 1;"]),
        ("$ docker run -it debian:trixie sh\n# ls\nnote", "# pwd", ["/ # ls", "/ # pwd"]),
        ("docker run --rm debian:trixie true", "ls", ["$ ls"]),
        ("docker run -d -t debian:trixie bash", "ls", ["$ ls"]),
    ],
)
def test_a_line_is_typed_where_the_terminal_stands(above: str, below: str, lines: list[str]) -> None:
    found = typed(f"```bash\n{above}\n```\n\nThen:\n\n```bash\n{below}\n```\n\n```bash\n$ pwd\n```\n")
    assert found[1 : 1 + len(lines)] == lines
    assert found[-1] == "$ pwd"


@pytest.mark.parametrize(
    ("dockerfile", "prompt"),
    [
        ("FROM debian:trixie", "root@lab:/# "),
        ('FROM debian:trixie\nENTRYPOINT ["/bin/sh"]', "/ # "),
        ('FROM debian:trixie\nCMD ["sleep", "9"]', "$ "),
        ("FROM python:3.13\nCMD python", ">>> "),
    ],
)
def test_the_image_of_the_page_says_what_it_runs(dockerfile: str, prompt: str) -> None:
    text = f"Create a `Dockerfile`:\n\n```dockerfile\n{dockerfile}\n```\n\n"
    text += "```bash\ndocker build -t app .\ndocker run -it app\n```\n\n```bash\nls\n```\n"
    assert typed(text)[2] == f"{prompt}ls"


def test_what_runs_at_the_end_is_left() -> None:
    assert typed("```bash\n$ docker run -it debian:trixie bash\n```")[-1] == "root@lab:/# exit"
    text = "```bash\n$ docker run -it debian:trixie bash\nroot@1:/# nope\nbash: nope: command not found\n```"
    assert typed(text)[-1].endswith("exit 0")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("vim Dockerfile", "an editor is used by hand"),
        ("docker exec -it web vi /etc/hosts", "an editor is used by hand"),
        ("open http://localhost:8080", "it opens a browser"),
        ("ssh root@node2", "it needs another machine"),
        ("docker inspect <your-id>", "<your-id> stands for something"),
        ("docker rm CONTAINER_ID", "CONTAINER_ID stands for something"),
        ("docker run [OPTIONS] IMAGE", "[OPTIONS] stands for something"),
        ("docker run -v /path/to/data:/data debian:trixie ls", "/path/to/ stands for something"),
        ("echo $NAME", "nothing sets $NAME"),
        ("docker stop 0123456789ab", "0123456789ab is an id or a name of its author's machine"),
        ("docker logs -f web", "it goes on until Control-C"),
        ("ping 127.0.0.1", "it goes on until Control-C"),
        ("less notes", "it needs keys: it waits for one"),
        ("git clone https://example.com/a.git", "it fetches something from the internet"),
        ("docker run quay.io/a/b", "the image quay.io/a/b is of a registry that labs do not ask"),
        ("docker run mcr.microsoft.com/windows/nanoserver", "it is for Windows"),
        ("docker login", "it needs an account"),
        ("docker build -t app .", "the page makes no Dockerfile"),
        ("systemctl restart docker", "it is for a machine with systemd"),
    ],
)
def test_what_cannot_run_is_shown_with_its_reason_and_listed(command: str, why: str) -> None:
    made = draft(f"# Title\n\n```bash\n$ {command}\n```\n")
    [block] = read(made).blocks
    assert isinstance(block, Static)
    assert (block.body, block.why) == (f"$ {command}", why)
    [note] = made.notes
    assert note.line == 4
    assert why in note.problem
    assert note.remedy
    assert made.kept[0].why == why


@pytest.mark.parametrize(
    "command",
    [
        "NAME=a; echo $NAME",
        "for word in a b; do echo $word; done",
        "echo '$NAME' $HOME $?",
        "docker inspect --format '{{.Id}}' web < file > other",
        "curl http://localhost:8080",
        "docker logs web",
        "docker stop $(docker ps -lq)",
        "ping -c 3 127.0.0.1",
    ],
)
def test_what_only_looks_like_an_obstacle_runs(command: str) -> None:
    assert typed(f"```bash\n$ {command}\n```") == [f"$ {command}"]


def test_an_address_that_was_only_shown_is_one_of_its_authors_machine() -> None:
    text = "```\n$ docker inspect web\n172.17.0.2\n$ curl {}:80\n```"
    assert list(shown(text.format("172.17.0.2")).values()) == ["172.17.0.2 is an address of its author's machine"]
    assert not shown(text.format("127.0.0.1"))
    text = "```\n$ docker network create --subnet 10.1.0.0/24 n\n10.1.0.0\n$ ping -c 1 10.1.0.0\n```"
    assert not shown(text)


def test_what_needs_root_is_listed() -> None:
    made = draft("```\n$ apt-get update\n$ docker run -it debian:trixie bash\nroot@lab:/# apt-get update\n```")
    assert made.notes[0].problem == "`apt-get update` needs root, which students are not"
    assert len([note for note in made.notes if "needs root" in note.problem]) == 1


def test_what_stands_on_something_that_is_not_made_does_not_run_either() -> None:
    inside = "$ docker run -it --name web quay.io/a bash\nroot@lab:/# ls\nroot@lab:/# exit"
    text = f"```bash\n{inside}\n$ docker stop web\n$ ls\n```"
    assert typed(text) == ["$ ls"]
    assert list(shown(text).values()) == [
        "the image quay.io/a is of a registry that labs do not ask",
        "it is typed in a program that is not started here",
        "needs what is not made here: web",
    ]


def test_windows_is_shown_only() -> None:
    assert shown("```\nC:\\> dir\n```") == {"C:\\> dir": "it is for Windows"}
    assert shown("```powershell\nGet-ChildItem\n```") == {"Get-ChildItem": "it is for Windows"}


def test_another_machine_is_shown_only() -> None:
    text = "```\n[node1] $ docker swarm init\n```\n\n```\n[node2] $ docker info\n```"
    assert typed(text) == ["$ docker swarm init"]
    assert shown(text) == {"$ docker info": "it is typed on another machine"}


def test_images_that_the_mirror_lacks_need_the_hub_and_so_does_what_follows() -> None:
    text = (
        "```bash\n$ docker run -d --name web nginx\n```\n\n```bash\n$ docker stop web\n```\n\n```bash\n$ docker ps\n```"
    )
    made = draft(text)
    assert [snippet.options.needs for snippet in read(made).snippets] == ["hub", "hub", None]
    assert [note.problem for note in made.notes] == ["the image nginx waits for Docker Hub"]
    assert [snippet.options.needs for snippet in read(draft(text, ["nginx"])).snippets] == [None, None, None]


def test_keys_are_written_as_keys() -> None:
    made = draft(
        "```bash\n$ docker run -d --name web debian:trixie sleep 9\n$ docker logs --follow web\nhello\n^C\n$ ls\n```"
    )
    [snippet] = read(made).snippets
    assert [command.text for command in snippet.commands][1:] == ["docker logs --follow web", "++ctrl+c++", "ls"]


@pytest.mark.parametrize(
    ("command", "output", "status"),
    [
        ("docker run debian:trixie nope", "docker: Error response from daemon: failed to create task.", 125),
        ("docker run debian:trixie nope", 'docker: Error response from daemon: "nope": executable file not found', 127),
        ("docker rm nope", "Error response from daemon: No such container: nope", 1),
        ("docker inspect nope", "Error: No such object: nope", 1),
        ("nope", "bash: nope: command not found", 127),
        ("docker logs web", "Error connecting to the database", 0),
    ],
)
def test_the_status_is_proposed_where_the_engine_or_the_shell_tells_an_error(
    command: str, output: str, status: int
) -> None:
    made = draft(f"```bash\n$ {command}\n{output}\n$ ls\n```")
    found = read(made).snippets
    assert found[0].options.exit == status
    assert len(found) == (2 if status else 1)
    assert bool(status) == any(f"exit={status} is proposed" in note.problem for note in made.notes)


def test_names_come_from_the_heading_then_from_the_command() -> None:
    text = "# Lab\n\n## Step 2: Make a volume\n\n```bash\n$ docker volume create a\n```\n\n" + (
        "```bash\n$ docker volume ls\n```\n\n```bash\n$ docker volume ls\n```\n"
    )
    assert [snippet.name for snippet in read(draft(text)).snippets] == ["make-a-volume", "volume-ls", "volume-ls-2"]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("Create a file named `Dockerfile`:\n\n```dockerfile\nFROM debian:trixie\n```", "Dockerfile"),
        ('```yaml title="compose.yaml"\nservices: {}\n```', "compose.yaml"),
        ("```yaml:app/compose.yaml\nservices: {}\n```", "app/compose.yaml"),
        ("```bash\n$ mkdir app\n$ cd app\n```\n\nWrite `app.py`:\n\n```python\nprint(1)\n```", "app/app.py"),
        ("```bash\n$ vim Dockerfile\n```\n\n```\nFROM debian:trixie\nRUN true\n```", "Dockerfile"),
    ],
)
def test_a_file_that_is_shown_whole_is_written(text: str, file: str) -> None:
    [found] = [block for block in read(draft(text)).blocks if isinstance(block, ProjectFile)]
    assert found.file == file


@pytest.mark.parametrize(
    "text",
    [
        "Append this to your `Dockerfile`:\n\n```dockerfile\nFROM debian:trixie\n```",
        "A `Dockerfile` can look so:\n\n```dockerfile\nFROM debian:trixie\n```",
        "Create `a.py` and `b.py`:\n\n```python\nprint(1)\n```",
        "Create `a.py`:\n\n```python\nprint(1)\n...\n```",
        '```bash\n$ cd /opt\n```\n\n```yaml title="compose.yaml"\nservices: {}\n```',
    ],
)
def test_a_file_that_may_be_a_part_is_listed(text: str) -> None:
    made = draft(text)
    assert not [block for block in read(made).blocks if isinstance(block, ProjectFile)]
    assert [note for note in made.notes if "this may be the file" in note.problem]


def test_a_build_runs_where_its_file_is_on_the_page() -> None:
    text = "Create a `Dockerfile`:\n\n```dockerfile\nFROM {}\n```\n\n"
    text += "```bash\n$ docker build -t app .\n$ docker run app\n```"
    assert [snippet.options.needs for snippet in read(draft(text.format("debian:trixie"))).snippets] == [None]
    assert [snippet.options.needs for snippet in read(draft(text.format("alpine"))).snippets] == ["hub"]


def test_front_matter_is_kept_out_and_its_title_is_used() -> None:
    made = draft("---\nlayout: post\ntitle: 'My lab'\n---\n\n## Go\n\n```bash\n$ ls\n```\n")
    assert made.text.startswith("# My lab\n\n## Go\n")
    assert draft('+++\ntitle = "My lab"\n+++\n\n```bash\n$ ls\n```\n').text.startswith("# My lab\n")
    assert made.kept[0].line == 9


def test_shortcodes_and_marks_of_other_generators_are_taken_out() -> None:
    text = (
        "# A\n\n{{< tabs >}}\n\nb {% include c %} d\n\n::: note\n\n"
        '```bash\ndocker inspect -f "{{ "{{ json .Mounts "}}}}" web\n```\n\n:::\n'
    )
    made = draft(text)
    assert made.text.startswith("# A\n\nb  d\n\n```console")
    assert made.kept[0].command == 'docker inspect -f "{{ json .Mounts }}" web'


def test_links_and_pictures_beside_the_tutorial_are_taken_out() -> None:
    made = draft("# A\n\nSee [this](other.md) and [that](https://example.com).\n\n![x](x.png)\n")
    assert made.text == "# A\n\nSee this and [that](https://example.com).\n"
    assert [note.line for note in made.notes] == [5]


def test_a_comment_is_no_part_of_the_page() -> None:
    assert typed("# A\n\n<!--\n```bash\n$ ls\n```\n-->\n\n```bash\n$ pwd\n```\n") == ["$ pwd"]


def test_samples_and_scripts_are_no_commands() -> None:
    made = draft("```python\nimport os\n```\n\n```bash\n#!/bin/sh\nls\n```\n\n```json\n{}\n```\n")
    assert made.kept == ()
    assert "```python\nimport os\n```" in made.text
    assert shown("```bash\n#!/bin/sh\nls\n```") == {"#!/bin/sh\nls": "a script, which is shown only"}


def test_lines_that_cannot_be_told_apart_are_shown_only() -> None:
    text = "```bash\nSending build context to Docker daemon 2.048 kB\n```"
    assert shown(text) == {
        "Sending build context to Docker daemon 2.048 kB": "it cannot be told which of these lines are typed"
    }

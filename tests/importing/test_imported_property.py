"""Whatever a tutorial holds, its page is one that our own scanner reads, with each of its commands once."""

import string
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import page, tutorial
from tests.conftest import KINDS
from transcripts.page import page as pages
from transcripts.page.blocks import Static

IMAGES = ("debian:trixie",)
FENCES = ["```", "```bash", "````", "~~~", "~~~~ sh", "   ```console", "\t```", "> ```sh", "- ```bash", "```\u00a0bash"]
TYPED = [
    "$ ls",
    "# ls",
    "$ docker run -it debian:trixie bash",
    "root@1:/# ls",
    ">>> 1",
    "... 2",
    "> a",
    "$ cat <<EOF",
    "EOF",
]
BROKEN = [
    "$ echo it's",
    "$ a \\",
    "  b",
    "\td",
    "^C",
    "exit",
    "docker ps",
    "postgres=# select",
    "C:\\> dir",
    "Proceed? [y/N] y",
]
MARKS = [
    "1. Do",
    "- do",
    "    - do",
    "    c",
    "::: note",
    "---",
    "???",
    '!!! note "x"',
    "# Heading",
    "{: .output}",
    "",
    "",
]
OTHERS = ["<!--", "-->", "<pre>", "</pre>", "{% highlight sh %}", "{% endhighlight %}", "[a](b.md)```", "![x](y)~~~"]
ODD = ['a "b" `c`', 'x snippet="a"', "\u2028", "\x0b", "\x1b[1m", "$ \x07", "$ a\u2028b"]
PIECES = st.sampled_from([*FENCES, *TYPED, *BROKEN, *MARKS, *OTHERS, *ODD])
LINES = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=25)


@settings(deadline=None)
@given(LINES)
def test_any_text_gives_a_page_that_is_read(lines: list[str]) -> None:
    made = page.of(tutorial.of_text("x.md", "\n".join(lines)), IMAGES)
    read = pages.read(made.text, "x.md", KINDS)
    assert {each.snippet for each in made.kept} - {""} <= {snippet.name for snippet in read.snippets}


WORDS = st.text(string.ascii_lowercase + string.digits + "-_./", min_size=1, max_size=8).map(lambda word: f"a{word}")
COMMANDS = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "echo " + " ".join(words))
OUTPUTS = st.lists(st.sampled_from(["note", "", "  two words", "3 apples", "- item", "Done."]), max_size=3)
BLOCK = st.lists(st.tuples(COMMANDS, OUTPUTS), min_size=1, max_size=4)
FORMS = st.sampled_from(
    [
        ("```bash", "```", ""),
        ("```console", "```", ""),
        ("```", "```", ""),
        ("~~~sh", "~~~", ""),
        ("1. Do:\n\n   ```bash", "   ```", "   "),
        ("- Do:\n\n    ```shell", "    ```", "    "),
        ("<pre>", "</pre>", ""),
        ("{% highlight bash %}", "{% endhighlight %}", ""),
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(FORMS, BLOCK), min_size=1, max_size=5))
def test_each_command_of_a_sure_block_is_on_the_page_once(
    blocks: list[tuple[tuple[str, str, str], list[tuple[str, list[str]]]]],
) -> None:
    text, commands = "", list[str]()
    for (opening, closing, indent), rows in blocks:
        lines = []
        for command, output in rows:
            commands.append(command)
            lines += [f"$ {command}", *output]
        text += "\n".join(["", opening, *(indent + line for line in lines), closing, "", "Prose.", ""])
    made = page.of(tutorial.of_text("x.md", text), IMAGES)
    read = pages.read(made.text, "x.md", KINDS)
    run = [command.text for snippet in read.snippets for command in snippet.commands]
    kept = [
        line.removeprefix("$ ") for block in read.blocks if isinstance(block, Static) for line in block.body.split("\n")
    ]
    assert Counter([*run, *kept]) == Counter(commands)
    assert [each.command for each in made.kept] == commands
    assert not any(line.strip() in made.text.split("\n") for line in ("3 apples", "Done."))

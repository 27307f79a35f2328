"""A page is read once, into one value that everything shares."""

import re
from collections import Counter

import pytest
import yaml

from tests.conftest import KINDS, ROOT, Project
from tests.lab.told import told
from transcripts.errors import PageError
from transcripts.page import page
from transcripts.page.blocks import Machine, Snippet

PAGE = '# A page\n\n```console snippet="first"\n$ docker ps\n```\n'


def above(machines: str) -> str:
    return f"---\nmachines:\n{machines}\n---\n{PAGE}"


def test_a_page_has_its_machines_and_blocks() -> None:
    found = page.read(above("  web: docker\n  other: bare"), "images/commit.md", KINDS)
    assert found.machines == (Machine("web", "docker"), Machine("other", "bare"))
    assert (found.name, found.several) == ("docs/images/commit.md", True)
    assert [(snippet.name, snippet.machine, snippet.place.line) for snippet in found.snippets] == [("first", "web", 8)]
    assert all(isinstance(block, Snippet) for block in found.blocks)


def test_a_page_that_says_nothing_has_one_machine_of_the_first_kind() -> None:
    assert page.read(PAGE, "page.md", ("server", "docker")).machines == (Machine("lab", "server"),)


@pytest.mark.parametrize(
    ("machines", "told"),
    [
        ("  Web: docker", 'machines: "Web" is no host name'),
        ("  mirror: docker", 'machines: "mirror" is no host name'),
        ("  web: windows", 'machines: "windows" is no kind of machine\n  use docker or bare'),
        ("  web: docker\n  web: bare", "machines: two of them have one name"),
        ("  - web", "machines: names no machine"),
        ("  web: [", "the front matter cannot be read"),
    ],
)
def test_bad_machines_are_told(machines: str, told: str) -> None:
    with pytest.raises(PageError) as refused:
        page.read(above(machines), "page.md", KINDS)
    assert str(refused.value).startswith(f"docs/page.md:1: {told}")
    assert len(str(refused.value).split("\n  ")) == 2


def test_each_page_is_read_once(project: Project, reads: Counter[str]) -> None:
    names = [f"page{number}.md" for number in range(5)]
    for name in names:
        project.page(PAGE, name)
    reads.clear()
    project.page("---\nrender_macros: true\n---\n{{ statuses | length }} of {{ workshop.name }}\n", "about.md", None)
    path = project.root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    macros = {"module_name": str(ROOT / "hooks" / "macros"), "render_by_default": False, "on_undefined": "strict"}
    config["plugins"].append({"macros": macros})
    path.write_text(yaml.safe_dump(config), "utf-8")
    assert "5 of test" in project.html("about/index.html")
    assert reads == {"find": len(names) + 1, "machines": len(names) + 1}


DECLARED = """---
prompts:
  shop: "shop *> "
  shop-continuation: "....> "
  box: "box*$ "
---
```console snippet="a"
$ enter
shop one two> buy
....> more
box 7$ ls \\
    -l
```
"""


def test_a_page_may_declare_prompts_of_its_own() -> None:
    (snippet,) = page.read(DECLARED, "page.md", KINDS).snippets
    lines = [[(line.prompt, line.text, line.kind.name) for line in command.lines] for command in snippet.commands]
    assert lines == [
        [("$ ", "enter", "host")],
        [("shop one two> ", "buy", "shop"), ("....> ", "more", "shop-continuation")],
        [("box 7$ ", "ls \\", "box"), ("> ", "    -l", "continuation")],
    ]
    assert snippet.commands[1].lines[0].kind.pattern.fullmatch("shop 3> ")
    assert [snippet.commands[number].lines[0].kind.shell for number in range(3)] == [True, False, True]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("prompts: [a]", "prompts: names no prompt"),
        ("prompts: {a: 'a> ', a: 'b> '}", "prompts: two of them have one name"),
        ("prompts: {A b: 'a> '}", 'prompts: "A b" is no name for a prompt'),
        ("prompts: {psql: 'a> '}", 'prompts: "psql" is no name for a prompt'),
        ("prompts: {a: '* '}", "prompts: a is no text that a terminal shows"),
        ("prompts: {a: 7}", "prompts: a is no text that a terminal shows"),
    ],
)
def test_a_bad_prompt_is_told(said: str, problem: str) -> None:
    with told(PageError, "docs/page.md:1", re.escape(problem), ".+"):
        page.read(f"---\n{said}\n---\n", "page.md", KINDS)

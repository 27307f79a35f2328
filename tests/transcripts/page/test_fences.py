"""One scanner, two hosts: pytest and the build find the same snippets and refuse the same look-alikes."""

import tomllib

import pytest

from tests.conftest import ROOT, Project
from transcripts.errors import PageError
from transcripts.page import fences
from transcripts.page.blocks import ProjectFile, Snippet, Static

CASES = ROOT / "tests" / "cases"
EXPECTED = tomllib.loads((CASES / "fences.toml").read_text("utf-8"))


def text_of(case: str) -> str:
    return (CASES / "fences" / f"{case}.md").read_text("utf-8")


def test_every_case_has_a_file() -> None:
    assert {path.stem for path in (CASES / "fences").glob("*.md")} == set(EXPECTED)
    assert len(EXPECTED) == 19


@pytest.mark.parametrize("case", EXPECTED)
def test_scanner(case: str) -> None:
    expected = EXPECTED[case]
    if isinstance(expected, str):
        with pytest.raises(PageError) as refused:
            fences.find(text_of(case), "docs/page.md")
        assert str(refused.value).startswith(f"docs/page.md:{expected}")
        assert len(str(refused.value).split("\n  ")) == 2
    else:
        names = [b.name for b in fences.find(text_of(case), "docs/page.md") if isinstance(b, Snippet)]
        assert names == expected


@pytest.mark.parametrize("case", EXPECTED)
def test_build_obeys(case: str, project: Project, caplog: pytest.LogCaptureFixture) -> None:
    expected = EXPECTED[case]
    if isinstance(expected, str):
        project.page(text_of(case), output=None)
        assert project.refusal(caplog).startswith(f"docs/index.md:{expected}")
    else:
        project.page(text_of(case))
        html = project.html()
        assert [name for name in ("a", "b", "sample") if f'id="{name}"' in html] == expected


def test_what_shows_no_terminal_is_not_static() -> None:
    with pytest.raises(PageError, match=r"docs/page.md:1: static= on a dockerfile fence\n  use console, "):
        fences.find('```dockerfile static="a long reason"\nFROM x\n```\n', "docs/page.md")


PLAIN = '```console snippet="a"{}\n{}\n```\n'


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (PLAIN.format(' colour="red"', "$ true"), 1, "the option colour= is not known here"),
        (PLAIN.format(' exit="one"', "$ true"), 1, 'exit="one" is not a number from 0 to 255'),
        (PLAIN.format(' until="("', "$ true"), 1, "until= is not a regular expression"),
        (PLAIN.format(' varies="("', "$ true"), 1, "varies= is not a regular expression"),
        (PLAIN.format(' exact varies="a"', "$ true"), 1, "exact and varies= contradict each other"),
        (PLAIN.format(' needs="luck"', "$ true"), 1, 'needs="luck" is not known'),
        (PLAIN.format(' exit="1" exit="2"', "$ true"), 1, "an option is given twice"),
        (PLAIN.format("", "$ true") * 2, 4, 'the name "a" is taken by the snippet on line 1'),
        (PLAIN.format("", "$ true").replace('"a"', '"A b"'), 1, '"A b" is no name for a snippet'),
        (PLAIN.format("", "true"), 2, "a line without a prompt: true"),
        (PLAIN.format("", "$ true\n\n$ true"), 3, "a line without a prompt: (empty)"),
        (
            PLAIN.format("", "postgres-# true"),
            2,
            "`postgres-# ` goes on with a command that does not begin in this fence",
        ),
        (PLAIN.format("", "$ git log\n(END)"), 3, "a line without a prompt: (END)"),
        (PLAIN.format("", "$ a\tb"), 2, "a tab or control character"),
        ('```console snippet="a"\n```\n', 1, "a snippet without a command"),
        ("```bash\ntrue\n```\n", 1, "a bash fence that neither runs nor says why"),
        ("```console\n$ true\n```\n", 1, "a console fence that neither runs nor says why"),
        ('```python snippet="a"\n$ true\n```\n', 1, "snippet= on a python fence"),
        ('```yaml file="../x"\na: 1\n```\n', 1, 'file="../x" is not a plain relative path'),
        ('```yaml file="/etc/x"\na: 1\n```\n', 1, 'file="/etc/x" is not a plain relative path'),
        ('```console static=" "\n$ true\n```\n', 1, "static= gives no reason"),
        ('- ```console snippet="a"\n', 1, "this fence begins after a list or quote mark"),
        ('\t```console snippet="a"\n', 1, "this fence is indented with a tab"),
    ],
)
def test_bad_input_is_told_in_two_lines(text: str, line: int, problem: str) -> None:
    with pytest.raises(PageError) as refused:
        fences.find(text, "docs/page.md")
    place, told = str(refused.value).split(": ", 1)
    assert place == f"docs/page.md:{line}"
    assert told.startswith(problem)
    assert "\n  " in told


def test_options_without_a_value_stand_among_the_others() -> None:
    text = '```console snippet="a" exact fold="5" unordered\n$ true\n```\n'
    (snippet,) = fences.find(text, "docs/page.md")
    assert isinstance(snippet, Snippet)
    assert (snippet.options.exact, snippet.options.unordered, snippet.options.fold) == (True, True, 5)
    (snippet,) = fences.find('```console snippet="b" varies="took \\d+"\n$ true\n```\n', "docs/page.md")
    assert isinstance(snippet, Snippet)
    assert snippet.options.varies
    assert snippet.options.varies.pattern == r"took \d+"


def test_options_and_kinds() -> None:
    text = (
        '```console snippet="a" exit="3" timeout="9" until="ok" needs="hub" fold="5"\n$ docker run -it x bash\n'
        'root@web:/# psql\npostgres=# SELECT 1\npostgres-# ;\n```\n\n```yaml file="a/b.yml"\nx: 1\n```\n\n'
        '```sh static="gone"\necho\n```\n'
    )
    snippet, file, static = fences.find(text, "docs/page.md")
    assert isinstance(snippet, Snippet)
    assert [command.text for command in snippet.commands] == ["docker run -it x bash", "psql", "SELECT 1\n;"]
    assert (snippet.options.exit, snippet.options.timeout, snippet.options.fold) == (3, 9, 5)
    assert isinstance(file, ProjectFile)
    assert (file.file, file.body) == ("a/b.yml", "x: 1\n")
    assert isinstance(static, Static)
    assert static.why == "gone"

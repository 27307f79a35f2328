"""Claims are held against what transcripts show: words, counts and amounts, on each engine that was recorded."""

from dataclasses import replace

import pytest

from tests.conftest import ENGINES, KINDS, Project, step
from transcripts import settings
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.tell import held
from transcripts.transcript import Transcript

PULL = """17: Pulling from library/postgres
680339bf2bb6: Pull complete
3493f310445c: Pull complete
Digest: sha256:c29748
"""
SIZES = """REPOSITORY   TAG       IMAGE ID       CREATED        SIZE
slim         latest    0f09ebc5fb8d   39 hours ago   110MB
fat          latest    1f09ebc5fb8d   39 hours ago   1.2GB
fat-old      latest    2f09ebc5fb8d   39 hours ago   900MB

"""
SHOWN = {
    "pull": Transcript((step("docker pull", PULL),)),
    "sizes": Transcript((step("docker image ls", SIZES),)),
    "kill": Transcript((step("docker kill", "one"), step("docker wait", "137 true\nline 2.50", 1))),
    "du": Transcript((step("du", "164M\t/var\n8.0K\t/tmp"), step("free", "half 50.1%\nlimit 64MiB\nplain 67108864"))),
}
FENCES = "\n".join(f'```console snippet="{name}"\n$ ls\n```' for name in [*SHOWN, "later"])


@pytest.fixture
def captures(project: Project) -> Captures:
    store.save(project.snippets / "index", SHOWN, Facts())
    return store.load(project.snippets / "index")


def of(claim: str, project: Project, captures: Captures, path: str = "index.md") -> held.Held:
    return held.of_page(
        page.read(f"{{{{ {claim} }}}}\n\n{FENCES}", path, KINDS), captures, project.root, project.settings
    )


@pytest.mark.parametrize(
    "claim",
    [
        'shown("137", "kill")',
        'shown("137 true", "kill")',
        'shown("Status 1", "kill")',
        'shown("status 0", "pull")',
        'shown("110 MB", "sizes")',
        'shown("`true`", "kill")',
        'counted("two layers", "pull", "Pull complete")',
        'counted("2", "pull", "Pull complete")',
        'counted("No image", "sizes", "medium")',
        'counted("three", "sizes")',
        'counted("third row", "sizes", "fat-old")',
        'counted("the last row", "sizes", "fat-old")',
        'counted("first", "sizes", "slim")',
        'compared("smaller", "sizes", "slim < fat")',
        'compared("a tenth", "sizes", "0.08 * fat < slim < 0.1 * fat")',
        'compared("more", "sizes", "fat-old < 1GB < fat")',
        'compared("over 150 MB", "du", "/var > 150MB")',
        'compared("more", "du", "/var > #sizes slim")',
        'compared("bytes", "du", "plain = 64MiB")',
        'compared("the same", "du", "limit = plain")',
        'compared("half", "du", "49 < half <= 51")',
        'compared("small", "du", "/tmp = 8KiB")',
    ],
)
def test_it_holds(claim: str, project: Project, captures: Captures) -> None:
    assert of(claim, project, captures) == held.Held()


MEND = "mend the words, or the page whose transcript they speak of"


@pytest.mark.parametrize(
    ("claim", "problem", "remedy"),
    [
        ('shown("13", "kill")', "it does not show that", MEND),
        ('shown("2.5", "kill")', "it does not show that", MEND),
        ('shown("status 0", "kill")', "it does not show that", MEND),
        ('shown("10 MB", "sizes")', "it does not show that", MEND),
        ('counted("three layers", "pull", "Pull complete")', "there are 2", MEND),
        ('counted("none", "sizes", "slim")', "there is 1", MEND),
        ('counted("second row", "sizes", "fat-old")', "that is line 3 of 3", MEND),
        ('counted("fourth row", "sizes", "slim")', "that is line 1 of 3", MEND),
        ('counted("second row", "sizes", "thin")', "no line has that", MEND),
        (
            'counted("layers", "pull")',
            "the words have no number",
            'let the words have one number, as in "six layers" or "third row"',
        ),
        (
            'counted("two of three", "pull")',
            "the words have more than one number",
            'let the words have one number, as in "six layers" or "third row"',
        ),
        ('compared("larger", "sizes", "slim > fat")', "there it is 1.1e+08 and 1.2e+09", MEND),
        ('compared("x", "sizes", "thin < fat")', 'no line has "thin" and an amount', MEND),
        (
            'compared("x", "sizes", "slim")',
            '"slim" compares nothing',
            'write it as in "slim < fat" or "0.5 * fat < slim"',
        ),
        ('shown("x", "none")', 'there is no snippet "none" on docs/index.md', "name one, as in volumes.md#its-name"),
        ('shown("x", "a.md#none")', "there is no page a.md", "name one as in volumes.md#its-name"),
        ('shown("x", "kill", engine="19")', "19 is no engine of workshop.toml", "name one of "),
    ],
)
def test_what_does_not_hold_is_told_with_what_to_do(
    claim: str, problem: str, remedy: str, project: Project, captures: Captures
) -> None:
    [error] = of(claim, project, captures).wrong
    assert str(error) == f"docs/index.md:1: {claim}: {problem}\n  {remedy}"


def test_a_claim_may_name_a_snippet_of_another_page(project: Project, captures: Captures) -> None:
    project.page(FENCES, output=None)
    assert of('shown("137", "index.md#kill")', project, replace(captures, transcripts={}), "b.md") == held.Held()
    [error] = of('shown("138", "index.md#kill")', project, replace(captures, transcripts={}), "b.md").wrong
    assert error.place == "docs/b.md:1"


def test_a_snippet_that_is_not_recorded_yet_waits(project: Project, captures: Captures) -> None:
    assert of('shown("1", "later")', project, captures) == held.Held(waiting=('docs/index.md:1: shown("1", "later")',))


def test_it_must_hold_on_other_engines_unless_it_is_said_of_one(project: Project, captures: Captures) -> None:
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    project.settings = settings.load(project.root)
    first, other, *_ = project.settings.engines
    there = {"kill": Transcript((step("docker kill", "one"), step("docker wait", "143")))}
    captures = replace(captures, others={other: there})
    [error] = of('shown("137", "kill")', project, captures).wrong
    assert str(error) == (
        f'docs/index.md:1: shown("137", "kill"): on 28.5 (containerd), it does not show that\n'
        f'  say it so that it holds there, too, or add engine="{first}"'
    )
    assert of(f'shown("137", "kill", engine="{first}")', project, captures) == held.Held()
    assert of(f'shown("143", "kill", engine="{other}")', project, captures) == held.Held()

"""The index of errors: what failed and what it said, from captures, and the steps of which its page tells nothing."""

from dataclasses import replace

import pytest

from tests.conftest import ENGINES, KINDS, Project, step
from transcripts import settings
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.tell import failures
from transcripts.tell.failures import Failure, Message
from transcripts.transcript import Transcript

PAGE = """# The *first* page { #top }

```console snippet="good"
$ docker ps
```

```console snippet="in-use" exit="1"
$ docker ps
$ docker volume \\
>   rm pgdata
```
"""
IN_USE = "Error response from daemon: remove pgdata: volume is in use - [024c]"
SHOWN = {
    "good": Transcript((step("docker ps", "CONTAINER\n"),)),
    "in-use": Transcript((step("docker ps", "CONTAINER\n"), step("docker volume rm pgdata", f"{IN_USE}\n", 1))),
}


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("", ""),
        ("bash: ps: command not found\n", "bash: ps: command not found"),
        ("[]\nError: No such object: pgdb\n", "Error: No such object: pgdb"),
        ("docker: Error: no.\n\nRun 'docker run --help' for more information\n", "docker: Error: no."),
        ("docker: Error: no.\nSee 'docker run --help'.\n", "docker: Error: no."),
        ("1 2 3 sh: 0: Cannot fork", "1 2 3 sh: 0: Cannot fork"),
    ],
)
def test_one_line_says_what_is_wrong(output: str, line: str) -> None:
    assert failures.said(output) == line


@pytest.fixture
def known(project: Project) -> Settings:
    store.save(project.snippets / "index", SHOWN, Facts())
    return replace(project.settings, errors="errors.md")


def found(project: Project, known: Settings) -> dict[str, Failure]:
    return failures.failures(store.of_pages(project.root, [page.read(PAGE, "index.md", KINDS)]), known)


def test_what_fails_is_known_with_its_page_place_command_and_message(project: Project, known: Settings) -> None:
    [failure] = found(project, known).values()
    assert failure.address == "index.md#in-use"
    assert (failure.title, str(failure.place)) == ("The *first* page", "docs/index.md:7")
    assert failure.command == "docker volume rm pgdata"
    assert failure.messages == (Message(IN_USE, 1),)


@pytest.mark.parametrize(
    ("there", "more"),
    [
        ("Error response from daemon: remove pgdata: volume is in use - [77aa].", ()),
        ("Error: in use by a container", (Message("Error: in use by a container", 1, "26.1"),)),
    ],
    ids=["the same but for an id", "other words"],
)
def test_another_engine_is_told_where_it_has_other_words(
    there: str, more: tuple[Message, ...], project: Project, known: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    own = store.load(project.snippets / "index")
    other = {"26.1": {"in-use": Transcript((step("docker ps"), step("docker volume rm pgdata", f"{there}\n", 1)))}}
    monkeypatch.setattr(store, "load", lambda folder: replace(own, others=other))
    [failure] = found(project, settings.load(project.root)).values()
    assert failure.messages == (Message(IN_USE, 1), *more)


def told(project: Project, known: Settings, words: str | None) -> str:
    pages: list[Page] = [page.read(PAGE, "index.md", KINDS)]
    pages += [page.read(words, "errors.md", KINDS)] if words is not None else []
    return str(failures.untold(store.of_pages(project.root, pages), known) or "")


def test_a_step_without_words_is_told_with_what_to_write(project: Project, known: Settings) -> None:
    assert told(project, known, "# Errors\n") == (
        "docs/index.md:7: docs/errors.md tells nothing of this error\n"
        '  write there {{ error("index.md#in-use") }}, and below it why, and the way out'
    )
    assert told(project, known, '# Errors\n\n{{ error("index.md#in-use") }}\n') == ""


def test_words_of_a_step_that_does_not_fail_are_told(project: Project, known: Settings) -> None:
    assert told(project, known, '# Errors\n\n{{ error("index.md#in-use") }}\n\n{{ error("index.md#good") }}\n') == (
        'docs/errors.md:5: error("index.md#good") names no step that ends with an error\n'
        "  name one as in volumes.md#its-name, or take the line out"
    )


def test_a_page_that_is_not_there_is_told(project: Project, known: Settings) -> None:
    assert told(project, known, None).startswith("docs/errors.md: is named in workshop.toml and is no page\n  ")
    assert told(project, project.settings, None) == "", "a workshop need not have such a page"


def test_it_is_shown_with_message_command_and_a_link(project: Project, known: Settings) -> None:
    [failure] = found(project, known).values()
    shown = failures.markdown(failure, "errors.md")
    assert shown == (
        f"``` {{ .text .t-said #index--in-use }}\n{IN_USE}\n```\n\n"
        "`` docker volume rm pgdata `` ends so, with status 1: [The *first* page](index.md#in-use).\n{ .t-whence }"
    )
    assert "](../index.md#in-use)" in failures.markdown(failure, "about/errors.md")
    silent = replace(failure, messages=(Message("", 137),))
    assert failures.markdown(silent, "errors.md").startswith("It says nothing.\n{ .t-silent #index--in-use }\n")
    other = replace(failure, messages=(*failure.messages, Message("no", 2, "26.1")))
    assert "\n\nEngine 26.1 says:\n\n``` { .text .t-said }\nno\n```\n" in failures.markdown(other, "errors.md")
    assert "with status 1 and 2:" in failures.markdown(other, "errors.md")

"""Two captures of a page, of two engines, differ only where what they say differs."""

from tests.conftest import KINDS, step
from transcripts.findings import Class
from transcripts.judge import apart
from transcripts.page import page
from transcripts.transcript import Transcript

A, B = "0a" * 32, "1b" * 32
PAGE = page.read(
    '```console snippet="run"\n$ docker run -d web\n```\n\n```console snippet="list" unordered\n$ docker ps\n```\n',
    "page.md",
    KINDS,
)


def shown(run: str, listed: str, command: str = "docker run -d web") -> dict[str, Transcript]:
    return {"run": Transcript((step(command, run),)), "list": Transcript((step("docker ps", listed),))}


def kinds(first: dict[str, Transcript], other: dict[str, Transcript]) -> dict[str, list[Class]]:
    return {name: [drift.kind for drift in drifts] for name, drifts in apart.differing(PAGE, first, other).items()}


def test_ids_and_an_order_that_may_change_are_no_difference() -> None:
    assert kinds(shown(f"{A}\n", f"{A[:12]}  up\nmore\n"), shown(f"{B}\n", f"more\n{B[:12]}  up\n")) == {}


def test_what_is_said_otherwise_is_told_by_its_class() -> None:
    first = shown(f"{A}\n", "IMAGE  SIZE\n")
    assert kinds(first, shown(f"{A}\nwarning\n", "IMAGE  DISK USAGE\n")) == {
        "run": [Class.NEW_LINE],
        "list": [Class.TEXT],
    }


def test_an_id_must_be_the_same_on_the_whole_page() -> None:
    first = shown(f"{A}\n", f"{A[:12]}  up\n")
    assert kinds(first, shown(f"{B}\n", f"{A[:12]}  up\n")) == {"list": [Class.TWIN]}


def test_other_commands_differ_and_what_one_of_them_lacks_does_not() -> None:
    first = shown("", "")
    assert kinds(first, shown("", "", "docker run -d other")) == {"run": []}
    assert kinds(first, {"list": first["list"]}) == {}

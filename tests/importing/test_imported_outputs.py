"""Which of a tutorial's outputs are still true, for what a machine recorded since."""

from pathlib import Path

import pytest

from importing import compare, elision, page, pairing, telling, tutorial
from importing.compare import Verdict
from tests.conftest import KINDS
from transcripts.judge.tolerance import Tolerance
from transcripts.keep.provenance import Provenance
from transcripts.keep.store import Captures
from transcripts.page import page as pages
from transcripts.transcript import Step, Transcript


def verdicts(text: str, recorded: dict[str, str], mended: tuple[str, str] = ("", "")) -> tuple[Verdict, ...]:
    """Give what became of the outputs of a tutorial whose page was mended, with what each command shows now."""
    made = page.of(tutorial.of_text("x.md", text), ["debian:trixie"])
    read = pages.read(made.text.replace(*mended), "x.md", KINDS)
    transcripts = {
        snippet.name: Transcript(
            tuple(Step(command.lines, recorded[command.text], snippet.options.exit) for command in snippet.commands)
        )
        for snippet in read.snippets
        if all(command.text in recorded for command in snippet.commands)
    }
    return compare.verdicts(read, Captures(Path(), Provenance(), transcripts), made.kept)


def told(old: str, new: str, command: str = "docker ps") -> str:
    [found] = verdicts(f"# X\n\n```bash\n$ {command}\n{old}\n```\n", {command: new})
    return found.told


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("note", "note\n", "the same"),
        ("3f2a1b4c5d6e", "0123456789ab\n", "the same"),
        ("web   Up 2 minutes", "web         Up 3 seconds\n", "the same"),
        ("  note  ", "note\n\n", "the same"),
        ("note", "other\n", "changed text"),
        ("note", "note\nmore\n", "new line"),
        ("note\nmore", "note\n", "missing line"),
        ("Docker version 1.12.0", "Docker version 28.5.2\n", "changed version"),
        ("a\nb", "b\na\n", "changed order"),
        ("debian 100MB", "debian 900GB\n", "changed amount"),
        (
            "ID  IMAGE  ...  STATUS\n1   web    ...  Up",
            "ID   IMAGE   COMMAND   STATUS\n1    web     run       Up\n",
            "the same",
        ),
        ("ID  ...  STATUS", "ID   COMMAND   STATE\n", "changed text"),
        ("a\n...\nd", "a\nb\nc\nd\n", "the same"),
        ("a\n<Snip>", "a\nb\nc\n", "the same"),
        ("a\n[output omitted]\nx", "a\nb\nd\n", "changed text"),
        ("hello", "Unable to find image 'debian:trixie' locally\nStatus: Downloaded newer image\nhello\n", "the same"),
    ],
)
def test_an_output_is_judged_as_captures_are(old: str, new: str, kind: str) -> None:
    assert told(old, new) == kind


def test_an_id_that_is_another_one_elsewhere_is_told() -> None:
    text = "```bash\n$ docker run -d --name a debian:trixie\n3f2a1b4c5d6e\n$ docker ps -q\nffffffffffff\n```"
    new = {"docker run -d --name a debian:trixie": "0123456789ab\n", "docker ps -q": "0123456789ab\n"}
    assert [each.told for each in verdicts(text, new)] == ["the same", "changed identity"]


def test_what_was_mended_by_hand_is_compared_all_the_same() -> None:
    text = "```bash\n$ ls\nnote\n$ docker run ubuntu echo hello\nhello\n```"
    new = {"ls": "note\n", "docker run debian:trixie echo hello": "hello\n"}
    assert [each.told for each in verdicts(text, new, ("run ubuntu", "run debian:trixie"))] == ["the same", "the same"]


def test_what_is_not_compared_gives_nothing_away() -> None:
    text = "```bash\n$ docker run -d debian:trixie\n$ docker ps -q\nffffffffffff\n```"
    new = {"docker run -d debian:trixie": "0123456789ab\n", "docker ps -q": "0123456789ab\n"}
    assert [each.told for each in verdicts(text, new)] == ["the same"]


def test_a_word_that_was_exchanged_in_a_command_is_exchanged_in_all_outputs() -> None:
    text = "```bash\n$ docker run ubuntu true\n$ docker images\nubuntu\nubuntu-slim\nas ubuntu says\n```"
    new = {"docker run debian:trixie true": "", "docker images": "debian:trixie\nubuntu-slim\nas ubuntu says\n"}
    assert [each.told for each in verdicts(text, new, ("run ubuntu", "run debian:trixie"))] == ["the same"]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["a", "b"], ["a", "b"], {0: 0, 1: 1}),
        (["a", "b"], ["b"], {1: 0}),
        (["docker logs 068", "docker kill 068 57a"], ["docker kill $(docker ps -q)"], {1: 0}),
        (["apt-get install x"], ["sudo apt-get install -y x"], {0: 0}),
        (["docker run ubuntu ls"], ["docker ps", "docker run debian ls"], {0: 1}),
        (["docker ps", "docker ps"], ["docker ps"], {0: 0}),
        (["a x", "b"], ["c x", "b"], {1: 1}),
        ([], ["a"], {}),
    ],
)
def test_commands_are_paired_in_order(old: list[str], new: list[str], pairs: dict[int, int]) -> None:
    assert pairing.paired(old, new) == pairs


def test_what_was_not_recorded_is_not_compared() -> None:
    text = (
        "```bash\n$ vi note\ntext\n```\n\n```bash\n$ ls\nnote\n```\n\n```bash\n$ pwd\n/root\n```\n\n```bash\n$ id\n```"
    )
    found = verdicts(text, {"pwd": "/root\n", "id": "0\n"})
    assert [each.told for each in found] == [
        "not compared: an editor is used by hand",
        "not compared: it was not recorded",
        "the same",
    ]
    assert telling.sentence(found) == "1 of 1 outputs are still true; 2 not compared"


def test_what_is_gone_from_the_page_is_not_compared() -> None:
    [found] = verdicts("```bash\n$ ls\nnote\n```", {}, ("$ ls", "$ something quite else"))
    assert found.told == "not compared: the command is not on the page any more"


def test_the_report_has_a_line_for_each_and_the_differences() -> None:
    text = "# X\n\n```bash\n$ ls | cat\nnote\n$ pwd\n/root\n```"
    made = page.of(tutorial.of_text("x.md", text))
    read = pages.read(made.text, "x.md", KINDS)
    found = verdicts(text, {"ls | cat": "other\n", "pwd": "/root\n"})
    lines = telling.lines(read, found)
    assert lines == [
        "docs/x.md:4: `ls | cat`: changed text",
        "docs/x.md:5: `pwd`: the same",
        "1 of 2 outputs are still true, 1 × changed text",
    ]
    markdown = telling.markdown(read, found)
    assert "| 4 | `` ls \\| cat `` | changed text |" in markdown
    assert "- note\n+ other\n" in markdown


@pytest.mark.parametrize(
    ("old", "new", "sides"),
    [
        ("a\n...\n", "a\nb\n", ("a\n", "a\n")),
        ("...\n", "a\nb\n", ("", "")),
        ("...\na\n...\nb\n", "x\na\ny\nb\n", ("a\nb\n", "a\nb\n")),
        ("a\n...\n", "a\n", ("a\n", "a\n")),
        ("a\n...\nb\n", "a\n", ("a\nb\n", "a\n")),
        ("a ... c\n", "a b c\n", ("", "")),
        ("a ... c\n", "a b\n", ("a ... c\n", "a b\n")),
        ("Deleted.\n", "x\n", ("Deleted.\n", "x\n")),
    ],
)
def test_what_is_left_out_is_no_difference(old: str, new: str, sides: tuple[str, str]) -> None:
    assert elision.without(old, new, Tolerance()) == sides


def test_what_is_left_out_gives_nothing_away() -> None:
    text = "```bash\n$ docker ps -lq\n3f2a1b4c5d6e\n$ docker inspect web\n...\n$ docker ps -q\n3f2a1b4c5d6e\n```"
    new = dict.fromkeys(("docker ps -lq", "docker inspect web", "docker ps -q"), "0123456789ab\n")
    assert [each.told for each in verdicts(text, new)] == ["the same"] * 3


def test_keys_are_no_output() -> None:
    made = page.of(tutorial.of_text("x.md", "```bash\n$ ping -c 1 web\n64 bytes\n^C\n```"))
    assert made.kept[0].output == ("64 bytes",)

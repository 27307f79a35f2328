"""The door: what it writes, what it says, and that bad input is told in two lines."""

import subprocess
import sys
from pathlib import Path

import pytest

from importing.__main__ import main, make, report
from tests.conftest import KINDS, ROOT, SETTINGS
from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.page import page as pages
from transcripts.transcript import Step, Transcript


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workshop of its own."""
    made = tmp_path / "workshop"
    (made / "docs").mkdir(parents=True)
    (made / "workshop.toml").write_text(SETTINGS)
    for recipe in ("debian", "postgres", "python", "lab", "bare", "mirror"):
        (made / "images" / recipe).mkdir(parents=True)
        (made / "images" / recipe / ("mmdebstrap" if recipe == "debian" else "Dockerfile")).write_text("")
    return made


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    path = tmp_path / "2017-01-25-My lab.md"
    path.write_text("---\ntitle: X\n---\n```bash\n$ docker ps\nCONTAINER ID\n$ vi note\n$ docker run nginx\n```\n")
    return path


def test_it_writes_the_page_and_the_outputs_and_says_what_is_to_be_done(root: Path, lab: Path) -> None:
    said = make(lab, root).split("\n")
    assert (root / "docs/my-lab.md").read_text().startswith("# X\n\n```console snippet=")
    assert "CONTAINER ID" in (root / "reports/imported/my-lab.json").read_text()
    assert said == [
        f"{lab}:7: `vi note` does not run: an editor is used by hand",
        "  show what it writes in a fence with file=",
        f"{lab}:8: the image nginx waits for Docker Hub",
        "  or use one of the mirror: [images] has them",
        "docs/my-lab.md: made of 3 commands: run 1, waiting for Docker Hub 1, shown only 1",
        "  next: make record PAGE=docs/my-lab.md, then make compare PAGE=docs/my-lab.md",
    ]


def test_a_page_that_is_there_is_left_alone(root: Path, lab: Path) -> None:
    (root / "docs/my-lab.md").write_text("mine")
    with pytest.raises(WorkshopError, match=r"^docs/my-lab.md: is there already\n  rename the tutorial, or remove"):
        make(lab, root)
    assert (root / "docs/my-lab.md").read_text() == "mine"
    assert not (root / "reports").exists()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x7fELF\0\0", "is no text in UTF-8"),
        (b"caf\xe9", "is no text in UTF-8"),
        (b"# Only prose\n", "has no command that can be told from text"),
        (b"x" * (2**20 + 1), "has 1048577 bytes, more than 1048576"),
    ],
)
def test_what_is_no_tutorial_is_told_and_nothing_is_written(
    root: Path, tmp_path: Path, data: bytes | None, problem: str
) -> None:
    path = tmp_path / "x.md"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(WorkshopError) as told:
        make(path, root)
    assert str(told.value).startswith(f"{path}: {problem}")
    assert str(told.value).count("\n") == 1
    assert not list((root / "docs").iterdir())


def test_a_folder_is_told(root: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match="cannot be read: Is a directory"):
        make(tmp_path, root)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"\xef\xbb\xbf# A\r\n\r\n```bash\r\n$ ls\r\n```\r\n", "# A"),
        (b"---\ntitle: [a\n---\n\n```\n$ ls\n```\n", "# [a"),
        (b"---\n- a\n---\n\n```\n$ ls\n```\n", "# x"),
        (b"+++\ntitle = 'A'\n+++\n```\n$ ls\n```\n", "# A"),
        (b"---\ntitle: A\n\n```\n$ ls\n```\n", "# x"),
        (b"# A\n\n```bash\n$ ls\n", "# A"),
    ],
)
def test_odd_files_give_a_page(root: Path, tmp_path: Path, data: bytes, title: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(data)
    make(path, root)
    text = (root / "docs/x.md").read_text()
    assert text.startswith(f"{title}\n")
    assert "$ ls\n```\n" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "make import: says no file\n  name a tutorial: make import FILE=tutorial.md"),
        ([""], "make import: says no file\n  name a tutorial: make import FILE=tutorial.md"),
        (["compare", "docs"], "docs: is no page of this workshop\n  name one: make compare PAGE=docs/x.md"),
        (
            ["compare", "/nowhere.md"],
            "/nowhere.md: is no page of this workshop\n  name one: make compare PAGE=docs/x.md",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(arguments: list[str], told: str) -> None:
    with pytest.raises(WorkshopError) as error:
        main(arguments)
    assert str(error.value) == told


def test_a_page_that_was_not_imported_is_told(root: Path) -> None:
    page = root / "docs/mine.md"
    page.write_text("# Mine\n")
    with pytest.raises(WorkshopError, match=r"^docs/mine.md: has no outputs of a tutorial beside it\n  import"):
        report(page, root)
    kept = root / "reports/imported/mine.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("[{}]")
    with pytest.raises(WorkshopError, match=r"mine.json: cannot be read\n  import the tutorial again"):
        report(page, root)


def test_what_was_recorded_is_compared_and_the_report_is_written(root: Path, lab: Path) -> None:
    make(lab, root)
    page = root / "docs/my-lab.md"
    [first, *_] = pages.read(page.read_text(), "my-lab.md", KINDS).snippets
    shown = Transcript((Step(first.commands[0].lines, "CONTAINER ID   IMAGE\n", 0),))
    store.save(root / "snippets/my-lab", {first.name: shown}, Facts())
    said = report(page, root).split("\n")
    assert said == [
        "docs/my-lab.md:4: `docker ps`: changed text",
        "0 of 1 outputs are still true, 1 × changed text",
        "  reports/imported/my-lab.md has the differences",
    ]
    assert "- CONTAINER ID\n+ CONTAINER ID   IMAGE\n" in (root / "reports/imported/my-lab.md").read_text()


def test_the_door_ends_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "importing", str(tmp_path / "x.md")]
    done = subprocess.run(command, cwd=ROOT / "hooks", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 2
    assert "Traceback" not in done.stderr

"""Other tools that check recorded output: how each is given pages, run, and asked to refresh them."""

import re
import shlex
import subprocess
import venv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from tests.site.variations.pages import Page
from transcripts.transcript import Step

BLANK = "¶"


def differing(old: str, new: str) -> list[str]:
    """Give the lines that a diff shows, removed and added."""
    was, now = old.splitlines(keepends=True), new.splitlines(keepends=True)
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [line for tag, a, b, c, d in codes if tag != "equal" for line in (*was[a:b], *now[c:d])]


def cram_step(play: str, step: Step) -> str:
    """Write a step for cram and prysk, where an output that looks like their prompts needs an escape."""
    output = re.sub(r"(?m)^([$>])( .*)", lambda line: rf"\x{ord(line[1]):02x}{line[2]} (esc)", step.output)
    status = [f"[{step.status}]"] if step.status else []
    return "".join(f"  {line}\n" for line in (f"$ sh $TESTDIR/{play}", *output.splitlines(), *status))


def mdoctest_step(play: str, step: Step) -> str:
    """Write a step for mdoctest."""
    return f"$ sh {play}\n{step.output}"


def byexample_step(play: str, step: Step) -> str:
    """Write a step for byexample, where an empty line would end the output."""
    return f"$ sh {play}\n" + re.sub(r"(?m)^\n", f"{BLANK}\n", step.output)


@dataclass(frozen=True)
class Tool:
    """A tool from PyPI, driven by the paths of documents."""

    name: str
    version: str
    suffix: str
    block: str
    """What stands around the steps of one snippet."""
    step: Callable[[str, Step], str]
    check: tuple[str, ...]
    failed: re.Pattern[str]
    """Matches a document that failed in the report, with its number."""
    refresh: tuple[str, ...] = ()
    unheld: re.Pattern[str] = re.compile(r"(?!)")
    """Matches an output that the format cannot hold."""

    def install(self, folder: Path) -> Path:
        """Install the tool in a virtual environment of its own and give its program."""
        venv.create(folder, with_pip=True)
        package = f"{self.name}=={self.version}"
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-qq", package], check=True)
        return folder / "bin" / self.name

    def holds(self, step: Step) -> bool:
        """Whether the format can hold a step."""
        return not self.unheld.search(step.output)

    def put(self, folder: Path, runs: Iterable[tuple[Page, Page]]) -> list[Path]:
        """Write stored pages as numbered documents, and beside each what a run of it shows."""
        documents = []
        for number, (stored, shown) in enumerate(runs):
            (folder / str(number)).mkdir(parents=True)
            blocks = []
            for which, (old, new) in enumerate(zip(stored, shown, strict=True)):
                steps = []
                for index, (before, after) in enumerate(zip(old.steps, new.steps, strict=True)):
                    play = f"{number}/{which}-{index}"
                    script = f"printf %s {shlex.quote(after.output)}\nexit {after.status % 256}\n"
                    (folder / play).write_text(script, "utf-8")
                    steps += [self.step(play, before)] if self.holds(before) else []
                blocks.append(self.block.format("".join(steps)))
            documents.append(folder / f"{number}{self.suffix}")
            documents[-1].write_text("\n".join(blocks), "utf-8")
        return documents

    def run(self, program: Path, options: tuple[str, ...], documents: list[Path]) -> tuple[int, str]:
        """Run documents of one folder and give the status and the report."""
        # GNU patch, by which cram refreshes, takes relative names only.
        done = subprocess.run(
            [program, *options, *(document.name for document in documents)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=documents[0].parent,
        )
        return done.returncode, done.stdout

    def fails(self, program: Path, documents: list[Path]) -> list[bool]:
        """Tell of each document whether it fails."""
        status, report = self.run(program, self.check, documents)
        failed = {int(number) for number in self.failed.findall(report)}
        assert status == bool(failed), report
        return [number in failed for number in range(len(documents))]

    def rewritten(self, program: Path, documents: list[Path]) -> list[str]:
        """Give the lines that a refresh changes."""
        before = [document.read_text("utf-8") for document in documents]
        _, report = self.run(program, self.refresh, documents)
        assert not any(self.fails(program, documents)), report
        after = [document.read_text("utf-8") for document in documents]
        return [line for pair in zip(before, after, strict=True) for line in differing(*pair)]


def like_cram(name: str, version: str) -> Tool:
    """Give cram, or the tool that grew out of it."""
    return Tool(name, version, ".t", "{}", cram_step, ("-q", "-v"), re.compile(r"(?m)^(\d+)\.t: failed"), ("-i", "-y"))


FENCE = "```{}\n{{}}```\n"
TOOLS = (
    Tool(
        "byexample",
        "11.0.0",
        ".md",
        FENCE.format("shell"),
        byexample_step,
        # Docker prints `<none>`, which would be a tag.
        ("-l", "shell", "--no-progress-bar", f"-o=-tags +rm={BLANK}"),
        re.compile(r"(?m)^File (\d+)\.md, .*\n\[(?!PASS)"),
        unheld=re.compile(rf"(?m)^ *\$|\A *>|\t|{BLANK}"),
    ),
    Tool(
        "mdoctest",
        "0.9.0",
        ".md",
        FENCE.format("console"),
        mdoctest_step,
        ("-q",),
        re.compile(r"(?m)^(?:FAIL  )?(\d+)\.md:"),
        ("--fix",),
        re.compile(r"(?m)^\$ |\A> "),
    ),
    like_cram("prysk", "0.20.0"),
    like_cram("cram", "0.7"),
)

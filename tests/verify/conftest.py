"""A small project in memory of pytest, whose pages are played without an engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from lab.pool import Pool
from lab.run import Run
from tests.conftest import ROOT, found_settings, step
from transcripts.errors import LabError, StepError
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.page.blocks import Block, Snippet
from transcripts.page.page import Page
from transcripts.transcript import Transcript

FACTS = Facts(date(2026, 11, 25), "28.5.2", "28.5.2", "linux/amd64", "mirror", {}, {"debian:trixie": "mmdebstrap"})
PLUGINS = "-p verify -p no:cacheprovider -p no:hypothesispytest -p no:xdist".split()
ENGINES = {"28.5": "testing", "26.1": "trixie", "28.5-other": "sid"}
STOP, GONE = "(stop)", "(gone)"


def facts(run: Run) -> Facts:
    """Give the facts of a run, whose engine's version goes by its suite."""
    return replace(FACTS, engine={"trixie": "26.1.5"}.get(run.settings.machines["docker"].suite, FACTS.engine))


@dataclass
class World:
    """What commands show, and how the machine is, in one run after another."""

    answers: list[Mapping[str, str]] = field(default_factory=list)
    """By the text of a command, for each run; the last one stands for all that follow. STOP and GONE end it."""
    runs: int = 0
    open: int = 0
    typed: Callable[[str], None] = lambda command: None
    """What happens when a command is typed."""
    hub: bool = False
    lacks: dict[str, str] = field(default_factory=dict)
    """The image that no registry gives, by the suite of the engine that needs it."""
    on: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What commands show on engines of a suite, beside that."""
    played: list[str] = field(default_factory=list)
    """The suite of each run's engine, and its page."""
    load: float | None = None
    prepared: list[str] = field(default_factory=list)
    """For which machines labs were to be ready ahead, in order, and what was typed."""
    meanwhile: Callable[[], None] = lambda: None
    """What happens elsewhere while a page comes to its end."""


class Play:
    """A page that is played in that world."""

    world: World

    def __init__(self, run: Run, page: Page, blocks: Sequence[Block], *, otherwise: bool) -> None:
        number = min(self.world.runs, len(self.world.answers) - 1)
        suite = run.settings.machines["docker"].suite
        answers = self.world.answers[number] if self.world.answers else {}
        self._answers = {**answers, **self.world.on.get(suite, {})}
        self._facts = facts(run)
        self.world.played.append(f"{suite} {page.path}")
        self._waiting = [block for block in blocks if isinstance(block, Snippet)]
        self.shown: dict[str, Transcript] = {}
        self.stopped: StepError | None = None
        self.world.runs += 1
        if self._answers.get("labs") == GONE:
            raise LabError("lab", "does not start", "run it again")
        self.world.open += 1

    def play(self, wanted: Snippet) -> None:
        while self._waiting and self._waiting[0].start <= wanted.start and not self.stopped:
            snippet = self._waiting.pop(0)
            steps = []
            for command in snippet.commands:
                self.world.typed(command.text)
                self.world.prepared.append(f"$ {command.text}")
                answer = self._answers.get(command.text, f"{command.text}\n")
                if answer == GONE:
                    raise LabError(command.place, "the lab's engine is gone", "run it again")
                if answer == STOP:
                    self.stopped = StepError(command.place, "ended with status 1, not 0", "mend it")
                    return
                steps.append(step(command.text, answer))
            self.shown[snippet.name] = Transcript(tuple(steps))

    def healthy(self) -> bool:
        return True

    def facts(self) -> Facts:
        self.world.meanwhile()
        return replace(self._facts, load=self.world.load)

    def close(self) -> None:
        self.world.open -= 1


class Door:
    """pytest as a user runs it, on a project of its own."""

    def __init__(self, pytester: pytest.Pytester, world: World) -> None:
        self._pytester = pytester
        self.world = world
        self.root: Path = pytester.path
        found_settings(self.root)
        (self.root / "docs").mkdir()
        pytester.makeini("[pytest]\n")

    def engines(self) -> None:
        """Name three engines in the settings, of which the last two differ from the first only by suite."""
        path = self.root / "workshop.toml"
        named = "".join(f'[engines."{name}"]\nsuite = "{suite}"\n' for name, suite in ENGINES.items())
        path.write_text(path.read_text("utf-8") + named, "utf-8")

    def page(self, name: str, **commands: str) -> None:
        """Write a page with snippets of one command, by name."""
        text = "".join(f'```console snippet="{name}"\n$ {command}\n```\n\n' for name, command in commands.items())
        (self.root / "docs" / f"{name}.md").write_text(text, "utf-8")

    def run(self, *arguments: str) -> pytest.RunResult:
        """Run pytest on the pages, each run in labs of a world that begins anew."""
        self.world.runs = 0
        done = self._pytester.runpytest_inprocess(
            *PLUGINS, *(arguments if "::" in "".join(arguments) else ("docs", *arguments))
        )
        assert self.world.open == 0, "labs were left"
        assert "Traceback" not in done.stdout.str()
        return done

    def captured(self, page: str) -> dict[str, str]:
        """Give what is stored of a page: the outputs by snippet name."""
        captures = store.load(self.root / store.FOLDER / page)
        return {name: "".join(each.output for each in shown.steps) for name, shown in captures.transcripts.items()}

    def files(self) -> dict[Path, bytes]:
        """Give all that is stored of all pages."""
        return {path: path.read_bytes() for path in (self.root / store.FOLDER).rglob("*") if path.is_file()}


@pytest.fixture
def door(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Door:
    """pytest as a user runs it; no engine is asked for anything."""
    world = World()
    monkeypatch.setattr(Play, "world", world, raising=False)
    monkeypatch.setattr("verify.workshop.Play", Play)
    monkeypatch.setattr(Pool, "prepare", lambda self, machines: world.prepared.append(machines[0].kind))
    monkeypatch.setattr(Run, "hub", property(lambda self: world.hub))
    monkeypatch.setattr(Run, "environment", lambda self, machines, blocks: facts(self))
    monkeypatch.setattr(
        Run, "lacks", property(lambda self: world.lacks.get(self.settings.machines["docker"].suite, ""))
    )
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    pytester.syspathinsert(ROOT / "hooks")
    return Door(pytester, world)

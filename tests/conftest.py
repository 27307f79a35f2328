"""What the tests share: a project in a directory of its own, and a way to build it."""

from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.utils.yaml import yaml_load

from transcripts import settings
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.page import fences, front_matter, page
from transcripts.page.blocks import Snippet
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript

ROOT = Path(__file__).parent.parent
CONFIG = yaml_load((ROOT / "mkdocs.yml").read_text("utf-8"))


SETTINGS = """
name = "test"

[images]
"debian:trixie" = {recipe = "debian", suite = "trixie"}
"postgres:17" = {recipe = "postgres", suite = "trixie"}
"python:3.13" = {recipe = "python", suite = "trixie"}

[machines.docker]
recipe = "lab"
suite = "testing"
memory = "4 GiB"
disk = "6 GiB"
processes = 2048

[machines.bare]
recipe = "bare"
suite = "trixie"
memory = "4 GiB"
disk = "6 GiB"
processes = 2048
engine = false
"""
"""Those of a workshop that has recipes for nothing but the tests of the text side."""
KINDS = ("docker", "bare")
ENGINES = """
[engines]
"28.5" = {recipe = "lab", suite = "testing"}
"28.5-containerd" = {recipe = "lab", suite = "testing"}
"26.1" = {recipe = "lab", suite = "trixie"}
"""
"""To be added to settings, for a workshop with several."""


def found_settings(root: Path) -> settings.Settings:
    """Write settings and recipes into a folder, and give what is read of them."""
    (root / settings.NAME).write_text(SETTINGS, "utf-8")
    for name in ("debian/mmdebstrap", *(f"{image}/Dockerfile" for image in "lab bare mirror postgres python".split())):
        path = root / settings.IMAGES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", "utf-8")
    return settings.load(root)


class Project:
    """A project with pages and captures, built by MkDocs with our hook and Markdown extensions."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.snippets = root / "snippets"
        (root / "docs").mkdir(exist_ok=True)
        self.settings = settings.load(root) if (root / settings.NAME).exists() else found_settings(root)
        (root / "mkdocs.yml").write_text(
            yaml.safe_dump(
                {
                    "site_name": "Test",
                    "theme": {"name": "mkdocs"},
                    "plugins": ["search"],
                    "hooks": [str(ROOT / "hooks" / "build.py")],
                    "markdown_extensions": [ext for ext in CONFIG["markdown_extensions"] if "snippets" not in str(ext)],
                    "validation": CONFIG["validation"],
                }
            ),
            "utf-8",
        )

    def page(self, text: str, name: str = "index.md", output: str | None = "ok\n") -> Path:
        """Write a page, and captures for its snippets that all show `output`."""
        path = self.root / "docs" / name
        path.write_text(text, "utf-8")
        if output is not None:
            self.record(text, name, output)
        return path

    def record(self, text: str, name: str = "index.md", output: str = "ok\n") -> None:
        """Write captures for the snippets of a text."""
        blocks = [block for block in fences.find(text, f"docs/{name}") if isinstance(block, Snippet)]
        shown = {
            block.name: Transcript(tuple(Step(command.lines, output, 0) for command in block.commands))
            for block in blocks
        }
        store.save(store.folder_of(self.snippets, name), shown, Facts(engine="28.5.2"))

    def html(self, page: str = "index.html", *, live: bool = False) -> str:
        """Build strictly, or as the live server does, and give a page's HTML."""
        config = load_config(str(self.root / "mkdocs.yml"), strict=not live)
        config.plugins.on_startup(command="serve" if live else "build", dirty=live)
        build(config, dirty=live)
        return (self.root / "site" / page).read_text("utf-8")

    def refusal(self, caplog: pytest.LogCaptureFixture) -> str:
        """Build, and give the error that ended the build."""
        caplog.clear()
        with pytest.raises(Abort):
            self.html()
        return caplog.records[-1].getMessage()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in a directory of its own."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a page was scanned and its front matter parsed, of pages that nobody has read before."""
    found: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        function = getattr(module, name)

        def counting(*arguments: object, **options: object) -> object:
            found[name] += 1
            return function(*arguments, **options)

        monkeypatch.setattr(module, name, counting)

    counted(fences, "find")
    counted(front_matter, "machines")
    page.read.cache_clear()
    return found


def step(text: str, output: str = "", status: int = 0, prompt: str = "$ ") -> Step:
    """Give a step with one line."""
    return Step((Line(prompt, text),), output, status)

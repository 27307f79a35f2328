"""Zensical's door: `python -m other_builder zensical` builds the same site, with the same blocks, by the other builder.

Zensical reads mkdocs.yml and the Markdown extension but runs no hooks. So what the hook of MkDocs adds to the
configuration is added here, in a file that inherits from mkdocs.yml, and what it does at the end is done here too.
docs/authoring.md says where Zensical does not follow.
"""

import os
import subprocess
import sys
from pathlib import Path

import yaml

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.page import page
from transcripts.settings import Settings
from transcripts.show import extension
from transcripts.show import site as built
from transcripts.show.showing import Site, showing
from transcripts.tell import failures, report

BUILDERS = ("mkdocs", "zensical")
DERIVED = ".zensical.yml"


def main(builder: str, root: Path) -> None:
    """Build the site of a project strictly; raise WorkshopError where that fails."""
    if builder != "zensical":
        raise WorkshopError("BUILDER", f"there is no builder {builder}".rstrip(), f"use one of {', '.join(BUILDERS)}")
    site = Site(root, settings.load(root), report.load(root))
    pages = page.read_all(root, site.settings.kinds)
    showings = [showing(each, site) for each in pages]
    found = [(shown.page, shown.captures) for shown in showings]
    if error := built.orphan(site, pages) or failures.untold(found, site.settings):
        raise error
    derived = root / DERIVED
    try:
        derived.write_text(configuration(root, site.settings), "utf-8")
        # Nothing of an earlier build may stand in for what is recorded now.
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "--config-file", DERIVED]
        paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": paths}, check=False)
    finally:
        derived.unlink(missing_ok=True)
    if done.returncode:
        raise WorkshopError("zensical", f"ended with status {done.returncode}", "see what it says above")
    built.finish(root / "site", showings, site.settings, os.environ.get("SITE_URL", ""))


def configuration(root: Path, known: Settings) -> str:
    """Give the configuration that inherits from mkdocs.yml and adds what the hook would."""
    return yaml.safe_dump(
        {
            "INHERIT": "mkdocs.yml",
            "markdown_extensions": [{extension.__name__: {"root": str(root)}}],
            "extra_css": built.styles(known),
            "extra_javascript": [{"path": script, "defer": True} for script in built.SCRIPTS],
            "extra": {"polyfills": built.early(known)},
            # Without a repository there is nothing to edit.
            **({} if os.environ.get("REPO_URL") else {"edit_uri": ""}),
        }
    )


if __name__ == "__main__":
    try:
        main("".join(sys.argv[1:2]), Path.cwd())
    except WorkshopError as error:
        sys.exit(str(error))

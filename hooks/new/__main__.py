"""Makes another workshop: the machinery as it is here, and beside it a first page, settings and recipes to begin with.

What is copied is listed, not left out, so that nothing of this workshop goes along.
"""

import re
import shutil
import sys
from pathlib import Path
from string import Template

from transcripts.errors import WorkshopError

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).parent / "template"
LENT = """
.ci/run .editorconfig .gitattributes .github/dependabot.yml .github/workflows .gitignore .pre-commit-config.yaml
Makefile SECURITY.md hooks images/debian images/hall images/lab images/mirror pyproject.toml pytest.ini requirements.in
requirements.txt snippets/README.md tests/__init__.py tests/conftest.py tests/pages
""".split()
"""What another workshop takes over as it is."""
NOT_LENT = shutil.ignore_patterns("__pycache__", "*.pyc")


def main(target: Path) -> None:
    """Make a workshop in a folder that is empty or not there; raise WorkshopError, and change nothing, elsewhere."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkshopError(target, "is not empty", "name a folder that is empty or not there: make new DIR=../mine")
    if target.resolve().is_relative_to(ROOT):
        raise WorkshopError(target, "lies inside this workshop", "name a folder beside it: make new DIR=../mine")
    name = re.sub(r"[^a-z0-9]+", "-", target.resolve().name.lower()).strip("-")[:40].strip("-")
    if not name:
        raise WorkshopError(target, "gives the workshop no name", "name a folder with letters in it")
    words = {"name": name, "title": name.replace("-", " ").capitalize()}
    try:
        for lent in LENT:
            _copy(ROOT / lent, target / lent)
        for path in sorted(each for each in TEMPLATE.rglob("*") if each.is_file()):
            made = target / path.relative_to(TEMPLATE)
            made.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            # What a machine wrote is nobody's to change.
            made.write_text(text if "snippets" in path.parts else Template(text).safe_substitute(words), "utf-8")
    except OSError as error:
        raise WorkshopError(target, f"cannot be written: {error.strerror}", "name another folder") from None


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=NOT_LENT)
    else:
        shutil.copy2(source, target)


if __name__ == "__main__":
    asked = Path(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        if asked == Path():
            raise WorkshopError("make new", "says no folder", "name one: make new DIR=../mine")
        main(asked)
    except WorkshopError as error:
        sys.exit(str(error))
    print(f"workshop: made in {asked}\n  next: cd '{asked}', then make serve; README.md there says how it goes on")

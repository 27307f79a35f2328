"""What the author of a tutorial typed as output: kept beside the page, and never taken for a capture."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from transcripts import files
from transcripts.errors import WorkshopError

FOLDER = "reports/imported"
"""Below the project; git does not keep it."""
AGAIN = "import the tutorial again: make import FILE=tutorial.md"


@dataclass(frozen=True)
class Kept:
    """A command of the tutorial, and what its author says that it shows."""

    snippet: str
    """Its name; nothing where the command is shown only."""
    command: str
    output: tuple[str, ...]
    line: int
    """Of the tutorial."""
    why: str = ""
    """Why it is not run."""


def path(root: Path, page: str) -> Path:
    """Give where the outputs of a page are kept, for a page named from docs/."""
    return root / FOLDER / Path(page).with_suffix(".json")


def save(root: Path, page: str, kept: Sequence[Kept]) -> None:
    """Keep the outputs of a page."""
    text = json.dumps([asdict(each) for each in kept], indent=1, ensure_ascii=False)
    files.write(path(root, page), (text + "\n").encode())


def load(root: Path, page: str) -> tuple[Kept, ...]:
    """Give what is kept of a page; raise WorkshopError where nothing is."""
    place = path(root, page)
    try:
        rows = json.loads(place.read_text("utf-8"))
        return tuple(Kept(**{**row, "output": tuple(row["output"])}) for row in rows)
    except OSError:
        raise WorkshopError(f"docs/{page}", "has no outputs of a tutorial beside it", AGAIN) from None
    except (ValueError, TypeError, KeyError, UnicodeDecodeError):
        raise WorkshopError(place, "cannot be read", AGAIN) from None

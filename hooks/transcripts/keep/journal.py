"""Several files of a folder that change in one step, whatever ends the writer in between.

All that changes is first written down in one file, which appears whole or not at all; what was not finished then, the
next one who reads the folder finishes.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from transcripts import files

NAME = ".journal"


def change(folder: Path, texts: Mapping[str, str | None]) -> None:
    """Give files of a folder these texts, or with None remove them; the caller holds the folder's lock."""
    news = {name: text for name, text in texts.items() if _now(folder / name) != text}
    if news:
        files.write(folder / NAME, json.dumps(news).encode())
        finish(folder)


def finish(folder: Path) -> None:
    """Do what was begun and not finished; the caller holds the folder's lock, so nobody is writing there."""
    path = folder / NAME
    if path.exists():
        for name, text in json.loads(path.read_bytes()).items():
            if text is None:
                (folder / name).unlink(missing_ok=True)
            else:
                files.write(folder / name, text.encode())
        path.unlink()
    files.sweep(folder)


def _now(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return None

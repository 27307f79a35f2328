"""The file of a tutorial: its text and title, without what only the generator of its site reads."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from transcripts.errors import WorkshopError

LARGEST = 2**20
"""Bytes. The longest tutorial that was met has a fifth of it."""
FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.S)
TITLE = re.compile(r"""^title\s*[:=]\s*["']?(.*?)["']?\s*$""", re.M)
HEADING = re.compile(r"^# +(.+?)(?:\s+#+)?\s*$", re.M)
DATED = re.compile(r"^\d{4}-\d\d-\d\d-")
NAMELESS = {"readme", "index", "_index"}
"""Names of files that say nothing of what is in them."""


@dataclass(frozen=True)
class Tutorial:
    """A tutorial as its author wrote it."""

    path: str
    text: str
    """With the line ends of Unix; what was cut off at its beginning is left as empty lines, so that lines count."""
    title: str
    name: str
    """In small letters, digits and hyphens."""


def read(path: Path) -> Tutorial:
    """Give the tutorial in a file; raise WorkshopError for one that is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkshopError(
            path, f"cannot be read: {error.strerror}", "name a Markdown file: FILE=tutorial.md"
        ) from None
    if len(data) > LARGEST:
        raise WorkshopError(path, f"has {len(data)} bytes, more than {LARGEST}", "split it into pages first")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise WorkshopError(path, "is no text in UTF-8", "name a Markdown file, or convert it: iconv -t utf-8")
    if not text.strip():
        raise WorkshopError(path, "is empty", "name a file with a tutorial in it")
    return of_text(str(path), text)


def of_text(path: str, text: str) -> Tutorial:
    """Give the tutorial of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    above = FRONT_MATTER.match(text)
    said = _title(above) if above else ""
    if above:
        text = "\n" * above[0].count("\n") + text[above.end() :]
    heading = HEADING.search(text)
    stem = DATED.sub("", Path(path).stem)
    title = said or (heading[1] if heading else "") or stem
    name = slug(title if stem.lower() in NAMELESS else stem) or slug(title) or "imported"
    return Tutorial(path, text, title, name)


def _title(above: re.Match[str]) -> str:
    try:
        said = yaml.safe_load(above[2]) if above[1] == "---" else None
    except (yaml.YAMLError, ValueError):
        said = None
    if isinstance(said, dict):
        return " ".join(str(said.get("title") or "").split())
    found = TITLE.search(above[2])
    return found[1] if found else ""


def slug(text: str, words: int = 6) -> str:
    """Give the first words of a text in small letters, digits and hyphens."""
    plain = re.sub(r"<[^>]*>|&\w+;", " ", text.lower()).replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:words])[:40].strip("-")

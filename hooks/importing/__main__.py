"""Makes a page of a tutorial by somebody else, and tells later which of the outputs typed into it are still true."""

import sys
from pathlib import Path

from importing import compare, kept, page, telling, tutorial
from transcripts import files, settings
from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.page import page as pages
from transcripts.page.page import DOCS

ROOT = Path(__file__).resolve().parents[2]
COMPARE = "compare"


def make(source: Path, root: Path = ROOT) -> str:
    """Write the page of a tutorial below docs/, and give what is to be said of it; raise WorkshopError for none."""
    draft = page.of(tutorial.read(source), settings.load(root).images)
    if not draft.kept:
        raise WorkshopError(source, "has no command that can be told from text", "write prompts: $ docker version")
    name = f"{DOCS}/{draft.name}.md"
    if (root / name).exists():
        raise WorkshopError(name, "is there already", "rename the tutorial, or remove that page")
    files.write(root / name, draft.text.encode())
    kept.save(root, f"{draft.name}.md", draft.kept)
    told = [f"{source}:{note.line}: {note.problem}\n  {note.remedy}" for note in draft.notes]
    waits = sum(bool(each.snippet and each.why) for each in draft.kept)
    shown = sum(not each.snippet for each in draft.kept)
    runs = len(draft.kept) - waits - shown
    made = f"{name}: made of {len(draft.kept)} commands: run {runs}, waiting for Docker Hub {waits}, shown only {shown}"
    return "\n".join([*told, f"{made}\n  next: make record PAGE={name}, then make compare PAGE={name}"])


def report(path: Path, root: Path = ROOT) -> str:
    """Give the report on a page that was imported, and write it as Markdown; raise WorkshopError for another page."""
    try:
        name = path.resolve().relative_to((root / DOCS).resolve()).as_posix()
        text = path.read_text("utf-8")
    except (ValueError, OSError):
        raise WorkshopError(path, "is no page of this workshop", f"name one: make compare PAGE={DOCS}/x.md") from None
    read = pages.read(text, name, settings.load(root).kinds)
    found = compare.verdicts(read, store.load(store.folder_of(root / store.FOLDER, name)), kept.load(root, name))
    place = kept.path(root, name).with_suffix(".md")
    files.write(place, telling.markdown(read, found).encode())
    return "\n".join([*telling.lines(read, found), f"  {place.relative_to(root)} has the differences"])


def main(arguments: list[str]) -> str:
    """Do what is asked, as `FILE.md` or `compare docs/PAGE.md`, and give what is to be said."""
    if arguments[:1] == [COMPARE]:
        return report(Path(*arguments[1:2]))
    if not any(arguments):
        raise WorkshopError("make import", "says no file", "name a tutorial: make import FILE=tutorial.md")
    return make(Path(arguments[0]))


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))
    except WorkshopError as error:
        sys.exit(str(error))

"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.judge.kinds import KINDS
from transcripts.tell.recorded import listed, short
from transcripts.tell.status import engines, row, statuses


def define_env(env: Any) -> None:
    """Give pages `workshop`, the settings, `statuses`, that of every fence that shows a terminal, and more.

    `engines` are those that pages were recorded on, as readers know them, and `listed` gives words as a sentence lists
    them; `kinds` are those of values that may differ; `row` gives the address of a snippet's row on the page about
    checks, and `short` an engine of the settings as readers know it.
    Where settings or a page are bad, the build itself tells that, and pages get nothing here.
    """
    for macro in (row, short, listed):
        env.macro(macro)
    root = Path(env.conf["docs_dir"]).parent
    env.variables.update({"workshop": None, "statuses": (), "engines": (), "kinds": KINDS})
    with suppress(WorkshopError):
        env.variables["workshop"] = known = settings.load(root)
        env.variables["statuses"] = found = statuses(root, known)
        env.variables["engines"] = engines(found)

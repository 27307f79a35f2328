"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.judge.kinds import KINDS
from transcripts.tell.status import row, statuses


def define_env(env: Any) -> None:
    """Give pages `workshop`, the settings, `statuses`, that of every fence that shows a terminal, `kinds` and `row`.

    `kinds` are those of values that may differ; `row` gives the address of a snippet's row on the page about checks.
    Where settings or a page are bad, the build itself tells that, and pages get nothing here.
    """
    env.macro(row)
    root = Path(env.conf["docs_dir"]).parent
    env.variables.update({"workshop": None, "statuses": (), "kinds": KINDS})
    with suppress(WorkshopError):
        env.variables["workshop"] = known = settings.load(root)
        env.variables["statuses"] = statuses(root, known)

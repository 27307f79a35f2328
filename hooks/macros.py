"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from transcripts.errors import WorkshopError
from transcripts.tell.status import row, statuses


def define_env(env: Any) -> None:
    """Give pages `statuses`, that of every fence that shows a terminal, and `row`, the address of a snippet's row."""
    env.macro(row)
    try:
        env.variables["statuses"] = statuses(Path(env.conf["docs_dir"]).parent)
    except WorkshopError as error:
        raise PluginError(str(error)) from None

"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from transcripts.errors import WorkshopError
from transcripts.status import statuses


def define_env(env: Any) -> None:
    """Give pages `statuses`, that of every fence that shows a terminal, in the order of the pages."""
    try:
        env.variables["statuses"] = statuses(Path(env.conf["docs_dir"]).parent)
    except WorkshopError as error:
        raise PluginError(str(error)) from None

"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

import tomllib
from pathlib import Path
from typing import Any


def define_env(env: Any) -> None:
    """Give pages `captured`: what each page's captures came from, by page, as in `captured["volumes"].engine`."""
    snippets = Path(env.conf["docs_dir"]).parent / "snippets"
    env.variables["captured"] = {
        path.parent.relative_to(snippets).as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(snippets.rglob("captured.toml"))
    }

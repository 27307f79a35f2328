"""The site while pages are written: built once, and then page by page, which takes a twentieth of a second."""

import logging
import shutil
import threading
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin

from transcripts import files
from transcripts.errors import WorkshopError

ASSETS = Path(__file__).parent / "assets"
SCRIPT, STYLE = "assets/write.js", "assets/write.css"
QUIET = ("mkdocs", "workshop")


class _Parts(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Keeps of a build what its pages share."""

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Any) -> None:
        self.nav = nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Any) -> None:
        self.env, self.files = env, files


class Preview:
    """The built site, in a folder of its own."""

    def __init__(self, root: Path, target: Path) -> None:
        self._root = root
        self.target = target
        self._parts = _Parts()
        self._config: MkDocsConfig | None = None
        self.whole = threading.Lock()
        """Held while the site is not whole."""
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL)

    def show(self, page: str) -> str:
        """Build a page, named from docs/, and give its address below the site; build all where it is new.

        Raises WorkshopError where a page cannot be shown.
        """
        file = self._parts.files.get_file_from_path(page) if self._config else None
        try:
            if file is None or file.page is None or not self._config:
                self._all()
                file = self._parts.files.get_file_from_path(page)
            else:
                # MkDocs has no public door for one page of a site.
                _populate_page(file.page, self._config, self._parts.files)
                pages = self._parts.files.documentation_pages()
                _build_page(file.page, self._config, pages, self._parts.nav, self._parts.env)
        except OSError as error:
            raise WorkshopError(f"docs/{page}", f"cannot be read: {error.strerror}", "save it again") from None
        except (MkDocsException, Abort) as error:
            self._config = self._config if file else None
            # A build of all says no more than that it was aborted.
            why = error.__context__ if isinstance(error, Abort) else error
            place, _, rest = str(why).partition(": ")
            problem, _, remedy = rest.partition("\n  ")
            raise WorkshopError(place, problem or "the site cannot be built", remedy or "run: make site") from None
        return file.url if file else ""

    def _all(self) -> None:
        with self.whole:
            self._build()

    def _build(self) -> None:
        config = load_config(str(self._root / "mkdocs.yml"), site_dir=str(self.target))
        config.plugins.on_startup(command="serve", dirty=False)
        config.plugins["write"] = self._parts
        config.extra_javascript.append(SCRIPT)
        config.extra_css.append(STYLE)
        build(config, serve_url="/")
        for name in (SCRIPT, STYLE):
            files.write(self.target / name, (ASSETS / Path(name).name).read_bytes())
        self._config = config

    def close(self) -> None:
        """Remove the site."""
        shutil.rmtree(self.target, ignore_errors=True)

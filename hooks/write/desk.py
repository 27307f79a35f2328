"""Where pages are written: players on one side, the browser on the other, and what was saved in between."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lab.run import Run
from transcripts.errors import WorkshopError
from transcripts.keep import drafts, store
from transcripts.page.page import DOCS
from write.news import News
from write.player import Player
from write.preview import Preview
from write.server import Events

GLANCE = 0.05
"""Seconds between two looks at the files."""


class Desk:
    """Watches, plays and shows pages until `close`."""

    def __init__(
        self, root: Path, pages: Sequence[str], run: Run, preview: Preview, say: Callable[[str], None]
    ) -> None:
        """Write these pages, named from docs/."""
        self._root, self._preview, self._say = root, preview, say
        self.events = Events()
        self.players = [Player(run, root, page, self._tell) for page in pages]
        self._news: dict[str, News | None] = {}
        self._fresh = threading.Condition()
        self._ended = False
        self._known: dict[Path, tuple[int, int, int]] = {}
        works = [player.work for player in self.players]
        self._threads = [threading.Thread(target=work) for work in (*works, self._show, self._watch)]

    def open(self) -> None:
        """Begin; what is saved from now on is seen."""
        self._known = self._seen()
        for thread in self._threads:
            thread.start()
        for player in self.players:
            player.saved()

    def close(self) -> None:
        """End all of it, and wait until the labs are gone."""
        with self._fresh:
            self._ended = True
            self._fresh.notify_all()
        for player in self.players:
            player.end()
        for thread in self._threads:
            if thread.ident:
                thread.join()
        drafts.clear(self._root, [player.page for player in self.players])

    def _tell(self, news: News) -> None:
        if not news.busy:
            self._say(news.trouble or f"{DOCS}/{news.page}: {news.said}")
        with self._fresh:
            # What was not shown yet is out of date.
            self._news[news.page] = news
            self._fresh.notify()

    def _show(self) -> None:
        while True:
            with self._fresh:
                self._fresh.wait_for(lambda: self._ended or self._news)
                if self._ended:
                    return
                waiting, self._news = self._news, {}
            for page, news in waiting.items():
                self._show_one(page, news)

    def _show_one(self, page: str, news: News | None) -> None:
        if news:
            drafts.save(self._root, page, news.drafts)
        address, trouble = "", news.trouble if news else ""
        try:
            address = self._preview.show(page)
        except WorkshopError as error:
            trouble = trouble or str(error)
        told: dict[str, object] = {"page": page, "address": address}
        if news or trouble:
            problem = "\n".join(trouble.splitlines()[:2])
            said, busy, save = (news.said, news.busy, news.save) if news else ("cannot be shown", False, 0)
            told |= {"said": said, "trouble": problem, "busy": busy, "save": save}
        self.events.send(page, told)

    def _watch(self) -> None:
        players = {player.page: player for player in self.players}
        while not self._ended:
            time.sleep(GLANCE)
            before, self._known = self._known, self._seen()
            pages = {self._page(path) for path, _ in before.items() ^ self._known.items()} - {""}
            for page in pages & players.keys():
                players[page].saved()
            # The page itself is shown at once, and again with what it shows.
            with self._fresh:
                for page in pages:
                    self._news.setdefault(page, None)
                self._fresh.notify()

    def _seen(self) -> dict[Path, tuple[int, int, int]]:
        seen = {}
        captured = [store.folder_of(self._root / store.FOLDER, player.page) for player in self.players]
        for path in (*(self._root / DOCS).rglob("*.md"), *(each for folder in captured for each in folder.glob("*"))):
            try:
                stat = path.stat()
            except OSError:
                continue
            seen[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return seen

    def _page(self, path: Path) -> str:
        """Give the page that a file belongs to, named from docs/."""
        docs = self._root / DOCS
        if path.is_relative_to(docs):
            return path.relative_to(docs).as_posix()
        return path.parent.relative_to(self._root / store.FOLDER).as_posix() + ".md"

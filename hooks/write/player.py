"""One page while it is being written: played as far as it goes, and played on, or anew, whenever it was saved."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from lab.play import Play
from lab.run import Run
from transcripts.errors import LabError, PageError, StepError, WorkshopError
from transcripts.keep import store
from transcripts.page import page as pages
from transcripts.page.blocks import Machine
from transcripts.page.page import DOCS, Page
from write.acts import Act
from write.glance import glancing
from write.news import News, played
from write.sheet import Sheet


class Player:
    """Plays a page in a thread of its own, which is `work`; others call `saved` and `end`."""

    def __init__(self, run: Run, root: Path, page: str, tell: Callable[[News], None]) -> None:
        """Play a page, named from docs/, and tell how it stands."""
        self.page = page
        self._run, self._tell = run, tell
        self._name, self._path = f"{DOCS}/{page}", root / DOCS / page
        self._changed = threading.Condition()
        self._saves = self._taken = 0
        self._ended = False
        self._captures = store.folder_of(root / store.FOLDER, page)
        self._sheet = Sheet(self._captures)
        self._machines: tuple[Machine, ...] = ()
        self._play: Play | None = None
        self._hung_up = False
        """Whether what was being played was given up."""
        self._running: Act | None = None

    def saved(self) -> None:
        """Note that the page was saved, or recorded: what is being typed and does not stand is given up."""
        with self._changed:
            self._saves += 1
            self._changed.notify()
        with suppress(WorkshopError, OSError, UnicodeDecodeError):
            if self._running:
                page = self._read()
                # What ran may be over by now, and what runs instead is not to be given up for it.
                with self._changed:
                    if self._running and not self._goes_on(page):
                        self._hang_up()

    def end(self) -> None:
        """Have `work` come to its end."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._hang_up()

    def work(self) -> None:
        """Play whatever is saved until the end, and remove the labs."""
        try:
            while self._waited():
                self._take()
        finally:
            self._leave()

    def _waited(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._saves > self._taken)
            self._taken = self._saves
            return not self._ended

    @property
    def _superseded(self) -> bool:
        with self._changed:
            return self._ended or self._saves > self._taken

    def _read(self) -> Page:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            raise PageError(self._name, "is not there yet", "write it: it is played when it is saved") from None
        except UnicodeDecodeError:
            raise PageError(self._name, "is not text in UTF-8", "save it as UTF-8") from None
        return pages.read(text, self.page, self._run.settings.kinds)

    def _goes_on(self, page: Page) -> bool:
        return page.machines == self._machines and self._sheet.repeats(page, self._running)

    def _hang_up(self) -> None:
        self._hung_up = True
        if self._running and (play := self._play):
            play.session.close()

    def _take(self) -> None:
        try:
            page = self._read()
            if self._sheet.failed and self._goes_on(page):
                self._sheet.move(page)
                self._told(0)
            else:
                self._follow(page)
        except WorkshopError as error:
            if isinstance(error, LabError):
                self._leave()
            self._news("does not go on", trouble=str(error))

    def _follow(self, page: Page) -> None:
        """Play what a page has that was not played, on the labs where it stands, or on others."""
        stands = self._sheet.stands(page) if page.machines == self._machines else None
        if self._hung_up or not self._play or not self._play.session.waits:
            stands = None
        if page.machines != self._machines:
            self._run.pool.drop(self._machines)
        self._sheet.failed, self._machines = None, page.machines
        if stands is None:
            self._leave()
            self._hung_up = False
        self._sheet.take(page, stands or 0)
        if not self._sheet.acts:
            self._run.pool.prepare(page.machines)
        elif self._play is None:
            self._news("gets its machines ready", busy=True)
            self._play = Play(self._run, page, ())
            self._run.pool.prepare(page.machines)
        began, rest = time.monotonic(), self._sheet.rest
        if self._play:
            self._play.session.follow([*page.snippets, *(file for act in rest for file in act.files)])
            if not self._go_on(self._play, rest):
                return
        self._told(time.monotonic() - began if rest else 0)

    def _go_on(self, play: Play, rest: tuple[Act, ...]) -> bool:
        """Do these acts; give whether they were done, or one has failed, and nothing else is wanted by now."""
        for act in rest:
            said = f"plays {len(self._sheet.done) + 1} of {len(self._sheet.acts)}"
            # Told before it is asked, so that a save in between is heard either here or by whoever saves.
            with self._changed:
                self._running = act
            try:
                if self._hung_up or self._superseded:
                    return False
                with glancing(partial(play.session.so_far, act.snippet), partial(self._glanced, said)):
                    [step] = play.session.run(act.alone).steps
            except StepError as error:
                if self._hung_up:
                    return False
                self._sheet.failed = error
                break
            finally:
                with self._changed:
                    self._running = None
            self._sheet.done.append(step)
            self._news(said, busy=True)
        return True

    def _leave(self) -> None:
        """Let the labs go."""
        play, self._play = self._play, None
        if play:
            play.close()

    def _glanced(self, said: str, shown: str) -> None:
        self._tell(News(self.page, self._sheet.drafts(True, shown), said, busy=True, save=self._taken))

    def _told(self, seconds: float) -> None:
        failed, done = self._sheet.failed, len(self._sheet.done)
        said = "stopped" if failed else played(done, len(self._sheet.drafts()), seconds)
        self._news(said, trouble=str(failed or ""))

    def _news(self, said: str, trouble: str = "", *, busy: bool = False) -> None:
        self._tell(News(self.page, self._sheet.drafts(), said, trouble, busy, self._taken))

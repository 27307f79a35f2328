"""One page while it is being written: played as far as it goes, and played on, or anew, whenever it was saved."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lab.play import Play
from lab.run import Run
from transcripts.errors import LabError, PageError, StepError, WorkshopError
from transcripts.keep import store
from transcripts.keep.drafts import Draft
from transcripts.page import page as pages
from transcripts.page.blocks import Machine
from transcripts.page.page import DOCS, Page
from write.acts import Act
from write.sheet import Sheet
from write.spare import Spare

GLANCE = 0.15
"""Seconds between two looks at what a command that runs has shown."""


@dataclass(frozen=True)
class News:
    """How it stands with a page."""

    page: str
    """Named from docs/."""
    drafts: Mapping[str, Draft]
    said: str
    """In a few words."""
    trouble: str = ""
    """In two lines, why it does not go on."""
    busy: bool = False
    """Whether it is being played."""
    save: int = 0
    """Which save of it this is about."""


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
        self._spare = Spare(run)
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
            if self._running and not self._goes_on(self._read()):
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
            self._spare.close()

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
        self._sheet.failed, self._machines = None, page.machines
        if stands is None:
            self._leave()
            self._hung_up = False
        self._sheet.take(page, stands or 0)
        if not self._sheet.acts:
            self._spare.prepare(page)
        elif self._play is None:
            self._news("gets its machines ready", busy=True)
            self._play = self._spare.take(page)
        began, rest = time.monotonic(), self._sheet.rest
        if self._play:
            self._play.session.follow([*page.snippets, *(file for act in rest for file in act.files)])
            if not self._go_on(self._play, rest):
                return
        self._told(time.monotonic() - began if rest else 0)

    def _go_on(self, play: Play, rest: tuple[Act, ...]) -> bool:
        """Do these acts; give whether they were done, or one has failed, and nothing else is wanted by now."""
        for act in rest:
            if self._hung_up or self._superseded:
                return False
            said = f"plays {len(self._sheet.done) + 1} of {len(self._sheet.acts)}"
            self._running = act
            try:
                with self._glancing(play, act, said):
                    [step] = play.session.run(act.alone).steps
            except StepError as error:
                if self._hung_up:
                    return False
                self._sheet.failed = error
                break
            finally:
                self._running = None
            self._sheet.done.append(step)
            self._news(said, busy=True)
        return True

    @contextmanager
    def _glancing(self, play: Play, act: Act, said: str) -> Iterator[None]:
        """Tell what a command has shown so far, while it runs."""
        over = threading.Event()

        def look() -> None:
            shown = None
            while not over.wait(GLANCE):
                before, shown = shown, play.session.so_far(act.snippet)
                if shown != before:
                    self._tell(News(self.page, self._sheet.drafts(True, shown), said, busy=True, save=self._taken))

        looker = threading.Thread(target=look, daemon=True)
        looker.start()
        try:
            yield
        finally:
            over.set()
            looker.join()

    def _leave(self) -> None:
        """Let the labs go."""
        play, self._play = self._play, None
        if play:
            self._spare.drop(play)

    def _told(self, seconds: float) -> None:
        failed, drafts = self._sheet.failed, len(self._sheet.drafts())
        took = f" in {seconds:.1f} s" if seconds else ""
        said = f"{_many(len(self._sheet.done), 'command')} played{took}, {_many(drafts, 'draft')}"
        self._news("stopped" if failed else said, trouble=str(failed or ""))

    def _news(self, said: str, trouble: str = "", *, busy: bool = False) -> None:
        self._tell(News(self.page, self._sheet.drafts(), said, trouble, busy, self._taken))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"

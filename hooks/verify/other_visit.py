"""A page on another engine than the first: of it, only that is kept in which it differs there."""

from collections.abc import Mapping
from dataclasses import replace

from transcripts.errors import CaptureError
from transcripts.judge import apart, memory
from transcripts.judge.decision import Decision
from transcripts.judge.review import Mode
from transcripts.keep import others, store, trim
from transcripts.keep.provenance import Checked
from transcripts.keep.store import SUFFIX, Captures
from transcripts.tell import freshness
from transcripts.transcript import Transcript

from .visit import Visit


class OtherVisit(Visit):
    """A page that is being verified or recorded on another engine; the captures of the first one stay as they are."""

    _first: Captures
    _own: Captures
    _now: str
    """Changes with all that decides what differs."""

    def _read(self) -> Captures:
        engine, folder = self._tour.name, store.folder_on(self._folder, self._tour.name)
        updates = self._workshop.mode is Mode.UPDATE
        self._first = store.load_one(self._folder)
        self._own = store.salvage(folder) if updates else store.load_one(folder)
        self._now = freshness.on_engine(self.page, self._tour.settings, self._first)
        self._key[f"what differs from {self._workshop.settings.first}"] = self._now
        unknown = [each for each in self.page.snippets if each.name not in self._first.transcripts]
        if missing := [each for each in unknown if not each.options.needs]:
            first = self._workshop.settings.first
            problem = f'the snippet "{missing[0].name}" has no capture of {first}, with which {engine} is compared'
            raise CaptureError(missing[0].place, problem, f"run: make record PAGE={self.page.name}")
        if updates and self._stale:
            # What was kept for other reasons decides nothing of what is kept now.
            return others.on(self._first, engine, replace(self._own, transcripts={}))
        return others.on(self._first, engine, self._own)

    @property
    def _checked(self) -> Checked | None:
        return self._first.provenance.engines.get(self._tour.name)

    @property
    def _stale(self) -> bool:
        return not self._checked or self._checked.key != self._now

    def _recorded(self, now: freshness.Key) -> freshness.Key:
        checked = self._checked
        # Of the parts, only their sum is known.
        return {} if not checked or self._stale else {**now, "engine": checked.version}

    def _store(self, decided: Decision, *, true: bool) -> Mapping[str, object]:
        first, own = self._first.transcripts, self._own.transcripts
        left, news = dict(own), {name: shown for name, shown in decided.keep.items() if name in first}
        writes = self._workshop.mode is not Mode.VERIFY and decided.facts.recorded is not None
        if writes and decided.true and self._stale:
            left = {name: shown for name, shown in own.items() if name not in {each.name for each in self._wanted}}
        differs = apart.differing(self.page, first, {**first, **left, **news})
        kept = {name: shown for name, shown in {**left, **news}.items() if name in differs}
        news = {name: shown for name, shown in kept.items() if own.get(name) != shown}
        if writes:
            self._save(decided, news)
            gone = sorted(own.keys() - kept.keys())
            for name in gone:
                trim.remove(self._own.folder / f"{name}{SUFFIX}")
            self._check_off(decided, changed=bool(gone or news), true=true)
        self._tour.keeps(self.page.name, {name: tuple(drift.kind for drift in differs[name]) for name in kept})
        return news

    def _save(self, decided: Decision, news: Mapping[str, Transcript]) -> None:
        known = self._own.provenance
        unsteady = memory.merged(self._captures, decided.disagreed, self.page)
        if news or self._own.damaged or unsteady != known.unsteady:
            facts = decided.facts if news or not known.facts.recorded else known.facts
            store.save(self._own.folder, news, facts, unsteady=unsteady)

    def _check_off(self, decided: Decision, *, changed: bool, true: bool) -> None:
        facts, known = decided.facts, self._checked
        if true and facts.recorded and (changed or self._stale or (known and known.version != facts.engine)):
            others.check_off(self._folder, self._tour.name, Checked(facts.engine, facts.recorded, self._now))

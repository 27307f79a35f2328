"""One page in a run of pytest: its captures, its trial, and what is stored and noted at its end."""

from collections.abc import Mapping

from transcripts.findings import Finding
from transcripts.judge import difference, memory, tolerance
from transcripts.judge.decision import Decision
from transcripts.judge.review import Mode
from transcripts.judge.trial import Trial
from transcripts.judge.twins import Twins
from transcripts.keep import drafts, store
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page
from transcripts.tell import freshness, report, summary
from transcripts.tell.report import Outcome

from .tour import Tour
from .workshop import Workshop


class Visit:
    """A page that is being verified or recorded; close() stores what is to be stored and removes the labs."""

    def __init__(self, workshop: Workshop, tour: Tour, page: Page, wanted: frozenset[str]) -> None:
        """Visit a page of which the snippets of these names are asked for."""
        self.page = page
        self._workshop = workshop
        self._tour = tour
        self._folder = store.folder_of(workshop.snippets, page.path)
        self._key = freshness.of_page(page, tour.settings)
        self._captures = self._read()
        self._drafts = {} if tour.name else drafts.load(workshop.root, page.path)
        self._blocks = tour.played(page)
        self._all = [block for block in self._blocks if isinstance(block, Snippet)]
        self._wanted = [snippet for snippet in self._all if snippet.name in wanted]
        self.trial = Trial(
            self._wanted,
            memory.holding(self._captures, page),
            workshop.mode,
            lambda otherwise: workshop.player(tour, page, otherwise=otherwise),
            lambda why: workshop.say(f"{tour.title(page.name)} runs again, since {why}"),
            freshness.changed_from(page, self._key, self._captures),
            tolerance.of_page(page),
        )

    def _read(self) -> Captures:
        """Give the captures with which the page is compared."""
        workshop = self._workshop
        found = (store.salvage if workshop.mode is Mode.UPDATE else store.load_one)(self._folder)
        return found if workshop.mode is Mode.VERIFY else store.adopt(found, self.page.snippets, workshop.orphans)

    def stale(self) -> str:
        """Give why the page is to be run again; nothing where all that decides its output is as it was."""
        before, title = self._workshop.report, report.on(self.page.name, self._tour.name)
        idents = [report.on(f"{self.page.name}::{snippet.name}", self._tour.name) for snippet in self._all]
        last = [before.results.get(ident) for ident in idents]
        if any(snippet.name not in self._captures.transcripts for snippet in self._all):
            return "something of it has no capture"
        if any(result and result.outcome in (Outcome.FAILED, Outcome.ERROR) for result in last):
            return "it was not true when it was last run"
        environment = self._tour.run.environment(self.page.machines, self._blocks)
        now = {**self._key, **freshness.of_facts(environment)}
        verified = before.pages.get(title)
        parts = freshness.stale(now, [self._recorded(now), verified.key if verified else {}])
        return f"{', '.join(parts)} changed" if parts else ""

    def _recorded(self, now: freshness.Key) -> freshness.Key:
        """Give the parts that decided the page when it was recorded, in the form of those that decide it now."""
        known = self._captures.provenance
        return {**known.key, **freshness.of_facts(known.facts)} if known.key else {}

    def judge(self, snippet: Snippet) -> str | None:
        """Give what is wrong with what a snippet showed."""
        found = self.trial.findings(snippet)
        engine = f" ENGINE={self._tour.name}" if self._tour.name else ""
        hint = f"  if the page is right: make record PAGE={self.page.name}{engine}"
        drifted = any(finding.kind.drift for finding in found)
        return "\n".join([*map(str, found), *([hint] if drifted else [])]) or None

    def close(self) -> None:
        """Store what is to be stored and note the rest; the labs go."""
        decided = self.trial.end()
        true = decided.true and self._wanted == self._all
        stored = self._store(decided, true=true)
        title = self._tour.title(self.page.name)
        changes: tuple[Finding, ...] = decided.changes
        self._tour.note(
            recorded=[f"{title}: {name}{self._as_drafted(name)}" for name in stored],
            busy=summary.busy(title, decided.facts.load) if stored else (),
            changes=changes,
            refused=decided.refused,
            candidates=decided.told,
        )
        if true:
            self._tour.verified(self.page.name, {**self._key, **freshness.of_facts(decided.facts)})

    def _as_drafted(self, name: str) -> str:
        """Say of what was recorded that its author, who is writing the page, has seen it before: it was confirmed."""
        if not (draft := self._drafts.get(name)):
            return ""
        snippet = next(each for each in self._wanted if each.name == name)
        shown = self.trial.shown(snippet)
        if shown is None or len(draft.transcript.steps) != len(shown.steps):
            return ""
        kinds = tolerance.of_page(self.page)(snippet)
        same = not difference.compare(draft.transcript, shown, Twins(), kinds)
        return ", as its draft showed" if same else ", other than its draft showed"

    def _store(self, decided: Decision, *, true: bool) -> Mapping[str, object]:
        """Store what was decided about a page, which is true as a whole or not; give what was recorded, by name."""
        known = self._captures.provenance
        key = self._key if true else known.key
        unsteady = memory.merged(self._captures, decided.disagreed, self.page)
        stored = decided.keep or self._captures.damaged or key != known.key or unsteady != known.unsteady
        if self._workshop.mode is not Mode.VERIFY and stored and decided.facts.recorded:
            facts = decided.facts if decided.keep or not known.facts.recorded else known.facts
            store.save(self._folder, decided.keep, facts, key, unsteady)
        return decided.keep

"""One page in a run of pytest: its captures, its trial, and what is stored and noted at its end."""

from transcripts.findings import Finding
from transcripts.judge import memory, tolerance
from transcripts.judge.review import Mode
from transcripts.judge.trial import Trial
from transcripts.keep import store
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page
from transcripts.tell import freshness, summary
from transcripts.tell.report import Outcome

from .workshop import Workshop


class Visit:
    """A page that is being verified or recorded; close() stores what is to be stored and removes the labs."""

    def __init__(self, workshop: Workshop, page: Page, wanted: frozenset[str]) -> None:
        """Visit a page of which the snippets of these names are asked for."""
        self.page = page
        self._workshop = workshop
        self._folder = store.folder_of(workshop.snippets, page.path)
        self._key = freshness.of_page(page, workshop.settings)
        self._captures = (store.salvage if workshop.mode is Mode.UPDATE else store.load)(self._folder)
        if workshop.mode is not Mode.VERIFY:
            self._captures = store.adopt(self._captures, page.snippets, workshop.orphans)
        self._all = [snippet for snippet in page.snippets if not workshop.waits(snippet)]
        waiting = [snippet for snippet in page.snippets if snippet not in self._all]
        self._blocks = [block for block in page.blocks if block not in waiting]
        self._wanted = [snippet for snippet in self._all if snippet.name in wanted]
        self.trial = Trial(
            self._wanted,
            memory.holding(self._captures, page),
            workshop.mode,
            lambda otherwise: workshop.player(page, self._blocks, otherwise=otherwise),
            lambda why: workshop.say(f"{page.name} runs again, since {why}"),
            freshness.changed_from(page, self._key, self._captures),
            tolerance.of_page(page),
        )

    def stale(self) -> str:
        """Give why the page is to be run again; nothing where all that decides its output is as it was."""
        before, known = self._workshop.report, self._captures.provenance
        verified = before.pages.get(self.page.name)
        last = [before.results.get(f"{self.page.name}::{snippet.name}") for snippet in self._all]
        if any(snippet.name not in self._captures.transcripts for snippet in self._all):
            return "something of it has no capture"
        if any(result and result.outcome in (Outcome.FAILED, Outcome.ERROR) for result in last):
            return "it was not true when it was last run"
        environment = self._workshop.run.environment(self.page.machines, self._blocks)
        now = {**self._key, **freshness.of_facts(environment)}
        recorded = {**known.key, **freshness.of_facts(known.facts)} if known.key else {}
        parts = freshness.stale(now, [recorded, verified.key if verified else {}])
        return f"{', '.join(parts)} changed" if parts else ""

    def judge(self, snippet: Snippet) -> str | None:
        """Give what is wrong with what a snippet showed."""
        found = self.trial.findings(snippet)
        hint = f"  if the page is right: make record PAGE={self.page.name}"
        drifted = any(finding.kind.drift for finding in found)
        return "\n".join([*map(str, found), *([hint] if drifted else [])]) or None

    def close(self) -> None:
        """Store what is to be stored and note the rest; the labs go."""
        decided, known = self.trial.end(), self._captures.provenance
        true = decided.true and self._wanted == self._all
        key = self._key if true else known.key
        unsteady = memory.merged(self._captures, decided.disagreed, self.page)
        stored = decided.keep or self._captures.damaged or key != known.key or unsteady != known.unsteady
        if self._workshop.mode is not Mode.VERIFY and stored and decided.facts.recorded:
            facts = decided.facts if decided.keep or not known.facts.recorded else known.facts
            store.save(self._folder, decided.keep, facts, key, unsteady)
        changes: tuple[Finding, ...] = decided.changes
        self._workshop.note(
            recorded=[f"{self.page.name}: {name}" for name in decided.keep],
            busy=summary.busy(self.page.name, decided.facts.load) if decided.keep else (),
            changes=changes,
            refused=decided.refused,
            candidates=decided.told,
        )
        if true:
            self._workshop.verified[self.page.name] = {**self._key, **freshness.of_facts(decided.facts)}

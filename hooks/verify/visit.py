"""One page being run: judged snippet by snippet, and at its end stored, where two runs agree on what is new."""

from collections.abc import Mapping
from typing import Any

from lab.play import PageRun
from transcripts.errors import CaptureError, LabError
from transcripts.judge import agreement, drift
from transcripts.judge.drift import Finding
from transcripts.judge.review import Review
from transcripts.keep import store
from transcripts.page.blocks import Snippet
from transcripts.tell import freshness
from transcripts.tell.report import ERROR, FAILED
from transcripts.tell.status import Page
from transcripts.transcript import Transcript
from verify.workshop import Workshop


class Visit:
    """A page, its captures, its labs, and what was found so far; close() removes the labs."""

    def __init__(self, workshop: Workshop, page: Page) -> None:
        self.page = page
        self.findings: dict[str, tuple[Finding, ...]] = {}
        """By the name of each snippet that was judged."""
        self._workshop = workshop
        self._folder = store.folder_of(workshop.root / "snippets", page.path)
        self._captures = (store.salvage if workshop.mode == "update" else store.load)(self._folder)
        if workshop.mode != "verify":
            self._captures = store.adopt(self._captures, page.snippets, workshop.orphans)
        self._review = Review(self._captures, workshop.mode)
        self._snippets = [snippet for snippet in page.snippets if not workshop.waits(snippet)]
        waiting = [snippet for snippet in page.snippets if snippet not in self._snippets]
        self._blocks = [block for block in page.blocks if block not in waiting]
        self._run: PageRun | None = None
        self._trouble: LabError | None = None
        self._repeated = False

    @property
    def run(self) -> PageRun:
        """The page's run, begun when it is first asked for; raises LabError if that failed, without trying again."""
        if self._trouble:
            raise self._trouble
        if self._run is None:
            try:
                self._run = self._begun()
            except LabError as error:
                self._trouble = error
                raise
        return self._run

    def _begun(self) -> PageRun:
        return PageRun(self._workshop.run, self._blocks, self.page.machines)

    def stale(self) -> str:
        """Give why the page is to be run again; nothing where all that decides its output is as it was."""
        before, known = self._workshop.report, self._captures.provenance
        verified = before.pages.get(self.page.name)
        last = [before.results.get(f"{self.page.name}::{snippet.name}") for snippet in self._snippets]
        if any(snippet.name not in self._captures.transcripts for snippet in self._snippets):
            return "something of it has no capture"
        if any(result and result.outcome in (FAILED, ERROR) for result in last):
            return "it was not true when it was last run"
        words = "\n".join(block.body for block in self._blocks)
        now = {**self.page.key, **freshness.of_facts(self._workshop.run.environment(self.page.machines, words))}
        recorded = {**known.key, **freshness.of_facts(known.facts)} if known.key else {}
        parts = freshness.stale(now, [recorded, verified.key if verified else {}])
        return f"{', '.join(parts)} changed" if parts else ""

    def judge(self, snippet: Snippet) -> str | None:
        """Give what is wrong with what a snippet showed, where a second run of the page shows it too."""
        found = _judged(self._review, self.run, snippet)
        if {finding.kind for finding in found} - {CaptureError.kind} and not self._repeated:
            found = self._confirmed(snippet, found)
        self.findings[snippet.name] = found
        hint = f"  if the page is right: make record PAGE={self.page.name}"
        drifted = any(finding.kind in {*drift.Class} for finding in found)
        return "\n".join([*map(str, found), *([hint] if drifted else [])]) or None

    def _confirmed(self, snippet: Snippet, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Give what was found if a second run finds something too; if not, that run takes the place of the first."""
        self._repeated = True
        self._workshop.say(f"{self.page.name} runs again, since an alarm counts if two runs agree")
        second, review = None, Review(self._captures, self._workshop.mode)
        try:
            second = self._begun()
            second.play(snippet)
            wrong = [_judged(review, second, each) for each in self._snippets if each.start <= snippet.start][-1]
        except LabError:
            wrong = found
        if wrong:
            if second:
                second.close()
            return found
        self.run.close()
        self._run, self._review = second, review
        advice = "\n  a second run of the page was as recorded; if this comes again, make the command say less"
        self._workshop.note(candidates=[Finding("candidate", each.place, each.text + advice) for each in found])
        return ()

    def close(self, *, ended: bool) -> None:
        """Remove the labs; store what is to be stored if the page came to its end."""
        if self._run is None:
            return
        kept = self._review.kept()
        try:
            if self._run.stopped:
                why = f"the page stopped at {self._run.stopped_at}"
            elif not ended:
                why = "the page did not come to its end"
            else:
                why = "" if self._run.healthy() else "the lab's engine was gone at the end of the page"
            facts = {} if why else self._run.facts()
        finally:
            self._run.close()
        if why:
            places = {snippet.name: str(snippet.place) for snippet in self._snippets}
            text = f"{{}}: {why}\n  mend that, and record again"
            refused = tuple(Finding("not stored", places[name], text.format(name)) for name in kept)
            self._workshop.note(refused=refused)
        else:
            self._end(kept, facts)

    def _end(self, kept: Mapping[str, Transcript], facts: Mapping[str, Any]) -> None:
        settled = self._settled(kept) if kept else {}
        judged = set(self.findings) == {snippet.name for snippet in self._snippets}
        known = self._captures.provenance
        true = judged and not any(self.findings.values()) and len(settled) == len(kept)
        key = self.page.key if true else known.key
        if self._workshop.mode != "verify" and (settled or self._captures.damaged or key != known.key):
            store.save(self._folder, settled, facts if settled else known.facts or facts, key)
            changes = [finding for name in settled for finding in self._review.changes.get(name, ())]
            self._workshop.note(recorded=[f"{self.page.name}: {name}" for name in settled], changes=changes)
        if true:
            self._workshop.verified[self.page.name] = {**self.page.key, **freshness.of_facts(facts)}

    def _settled(self, kept: Mapping[str, Transcript]) -> dict[str, Transcript]:
        """Give what of the new captures a second run shows again; note the rest."""
        if all(self._captures.transcripts.get(name) == transcript for name, transcript in kept.items()):
            return dict(kept)
        self._workshop.say(f"{self.page.name} runs again, since what is new is stored if two runs agree")
        refused = agreement.refused(self._snippets, agreement.Run(self.run.shown), self._again())
        for name, finding in refused.items():
            self._workshop.note(**{"refused" if name in kept else "candidates": (finding,)})
        return {name: transcript for name, transcript in kept.items() if name not in refused}

    def _again(self) -> agreement.Run:
        last = [snippet for snippet in self._snippets if snippet.name in self.run.shown][-1]
        again: PageRun | None = None
        try:
            again = self._begun()
            again.play(last)
            return agreement.Run(again.shown, str(again.stopped or "").split("\n")[0])
        except LabError as error:
            return agreement.Run(again.shown if again else {}, error.problem)
        finally:
            if again:
                again.close()


def _judged(review: Review, run: PageRun, snippet: Snippet) -> tuple[Finding, ...]:
    if snippet.name in run.shown:
        return review.judge(snippet, run.shown[snippet.name])
    assert run.stopped
    return (drift.told(run.stopped),)

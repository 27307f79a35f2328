"""What a run found, told to people: a leading sentence, Markdown, and annotations of a pull request on GitHub."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.findings import Finding
from transcripts.keep.provenance import BUSY
from transcripts.tell.report import Outcome, Result

SLOWEST = 10


@dataclass(frozen=True)
class Notes:
    """What a run has to say beside its results."""

    recorded: tuple[str, ...] = ()
    """What was stored, as in `docs/volumes.md: create-volume`."""
    changes: tuple[Finding, ...] = ()
    """What of that differs from what was stored before."""
    refused: tuple[Finding, ...] = ()
    """What was not stored, and why."""
    candidates: tuple[Finding, ...] = ()
    """What only one of two runs shows."""
    broken: tuple[Finding, ...] = ()
    """Pages that cannot be run at all."""
    stale: tuple[str, ...] = ()
    """Pages that ran because something had changed, and what."""
    busy: tuple[str, ...] = ()
    """What was recorded while the machine had much else to do."""


def sentence(results: Sequence[Result], notes: Notes) -> str:
    """Give what a person wants to know first: whether the pages are true."""
    said = [f"{_count(notes.broken, 'page')} cannot be read."] if notes.broken else []
    said += [_sentence(results)] if results or not said else []
    if notes.recorded:
        kinds = f": {_kinds(notes.changes)}" if notes.changes else ""
        said.append(f"{_count(notes.recorded, 'capture')} stored{kinds}.")
    if notes.busy:
        said.append(f"{_count(notes.busy, 'page')} recorded on a busy machine.")
    if notes.refused:
        said.append(f"{_count(notes.refused, 'capture')} refused.")
    if notes.candidates:
        said.append(f"{_count(notes.candidates, 'finding')} not there in both runs.")
    return " ".join(said)


def busy(page: str, load: float | None) -> tuple[str, ...]:
    """Give what is to be said of a page that was recorded at this load for each processor; nothing of a quiet one."""
    if load is None or load <= BUSY:
        return ()
    text = f"{page}: recorded at a load of {load:g} for each processor; what it measures may be wrong"
    return (f"{text}\n  record it again when the machine is quiet: at most {BUSY:g}",)


def _sentence(results: Sequence[Result]) -> str:
    ran = [result for result in results if result.outcome != Outcome.SKIPPED]
    false = [result for result in ran if result.outcome == Outcome.FAILED]
    stuck = [result for result in ran if result.outcome == Outcome.ERROR]
    if not ran:
        return "No snippet was run."
    if not false and not stuck:
        return "The one snippet that ran is true." if len(ran) == 1 else f"All {len(ran)} snippets that ran are true."
    said = []
    if false:
        what = _kinds([finding for result in false for finding in result.findings])
        pages = sorted({result.page for result in false})
        told = ", ".join(pages[:5]) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
        said.append(f"{len(false)} of {_count(ran, 'snippet')} not true, in {told}: {what}.")
    if stuck:
        said.append(f"{_count(stuck, 'snippet')} could not run: that is the machine's trouble, not a page's.")
    return " ".join(said)


def _kinds(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.kind for finding in findings)
    return ", ".join(f"{count} × {kind}" for kind, count in counts.most_common())


def slowest(results: Sequence[Result]) -> list[tuple[float, str, str]]:
    """Give seconds, test id and text of the commands that took longest, of those that took any time worth a thought."""
    timed = [(seconds, result.ident, text) for result in results for text, seconds in result.commands]
    timed = [command for command in timed if command[0] >= 0.1]
    return sorted(timed, reverse=True)[:SLOWEST]


def markdown(results: Sequence[Result], notes: Notes, heading: str = "##") -> str:
    """Give the summary of a run, as a job or a pull request shows it, with headings that begin like this."""
    return "\n".join(_markdown(results, notes, heading)) + "\n"


def _markdown(results: Sequence[Result], notes: Notes, heading: str) -> Iterator[str]:
    yield from (sentence(results, notes), "")
    outcomes = Counter(result.outcome for result in results)
    yield from ("| passed | failed | error | skipped |", "|--:|--:|--:|--:|")
    yield "| " + " | ".join(str(outcomes[name]) for name in Outcome) + " |"
    findings = [*notes.broken, *(finding for result in results for finding in result.findings)]
    for title, found in (
        ("What is wrong", findings),
        ("What changed", notes.changes),
        ("Refused", notes.refused),
        ("Not the same in two runs", notes.candidates),
    ):
        if found:
            yield from ("", f"{heading} {title}", "")
            for finding in found:
                yield from _quoted(str(finding))
    for title, lines in (("Stale", notes.stale), ("Recorded", notes.recorded), ("On a busy machine", notes.busy)):
        if lines:
            yield from ("", f"{heading} {title}", "", *(f"- {line}" for line in lines))
    reasons = Counter(result.reason for result in results if result.outcome == Outcome.SKIPPED)
    if reasons:
        yield from ("", f"{heading} Skipped", "", *(f"- {count} × {reason}" for reason, count in reasons.most_common()))
    if timed := slowest(results):
        yield from ("", f"{heading} The slowest commands", "", "| seconds | snippet | command |", "|--:|---|---|")
        for seconds, ident, text in timed:
            yield f"| {seconds:.1f} | {ident} | `` {text.replace('|', chr(92) + '|')} `` |"


def _quoted(text: str) -> list[str]:
    fence = "`" * (max((len(run) for run in text.split() if set(run) == {"`"}), default=2) + 1)
    return [fence, *text.split("\n"), fence]


def annotations(results: Sequence[Result], notes: Notes, engine: str = "") -> Iterator[str]:
    """Give the workflow commands that put findings, of another engine if one is named, at their lines on GitHub.

    The format is GitHub's: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    on = f" on {engine}" if engine else ""
    yield from (_annotation("error", finding, on) for finding in notes.broken)
    for result in results:
        yield from (_annotation("error", finding, on) for finding in result.findings)
    yield from (_annotation("error", finding, on) for finding in notes.refused)
    yield from (_annotation("warning", finding, on) for finding in notes.candidates)


def _annotation(level: str, finding: Finding, on: str) -> str:
    path, _, line = finding.place.rpartition(":")
    where = {"file": path, "line": line} if path and line.isdigit() else {"file": finding.place}
    said = ",".join(f"{name}={_property(value)}" for name, value in {**where, "title": finding.kind + on}.items())
    return f"::{level} {said}::{_data(finding.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"

"""What is told beside terminals: once of a page, and at a block only what is peculiar to it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from transcripts.keep.drafts import Draft, State
from transcripts.keep.provenance import Facts, Provenance
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page
from transcripts.show.markup import EXCLUDED, VARIES
from transcripts.tell import status
from transcripts.tell.recorded import Engine, listed
from transcripts.tell.report import Outcome, Report, Result

EXACT = "The same for you, to the letter"
LEGEND = f"what is <{VARIES}>underlined</u> will differ for you"
PLAIN = re.compile(r"(?:[^.^$*+?{}\[\]\\|()]|\\\W)+")
"""A regular expression that matches only itself."""
ESCAPE = re.compile(r"\\(?=\W)")
DIGIT = ("[0-9]", r"\d")
WRONG = {Outcome.FAILED: "showed something else", Outcome.ERROR: "could not be made"}


def of_page(
    page: Page, captured: Provenance, engines: Sequence[Engine], known: Report, checks: str, *, varies: bool
) -> str:
    """Give the HTML of the line below the title of a page: steps, time, where it was run, and how one can be sure.

    `checks` is the address of the page that tells of all checks, empty where there is none; `varies` is whether some
    value on the page will be another one for the reader.
    """
    if not page.snippets:
        return ""
    extra = sum(page.optional(snippet) for snippet in page.snippets)
    said = [
        _steps(len(page.snippets) - extra, extra),
        f"about {page.minutes} minutes" if page.minutes else _took(sum(map(sum, captured.seconds.values()))),
        _recorded(captured.facts, engines),
        _verified([status.last(known, snippet) for snippet in page.snippets]),
        LEGEND if varies else "",
        f'<a href="{escape(checks)}">how it is checked</a>' if checks else "",
    ]
    return f'<p class="t-about"{EXCLUDED}>{" · ".join(filter(None, said))}</p>'


def of_block(snippet: Snippet, last: Result | None = None) -> str:
    """Give the HTML of the line below a block; nothing where it is like any other."""
    said = [EXACT] if snippet.options.exact else []
    if snippet.options.until:
        which = "last command" if len(snippet.commands) > 1 else "command"
        said.append(f"Repeat the {which} until its output {until(snippet.options.until.pattern)}")
    if isinstance(snippet.options.watch, re.Pattern) and any(command.running for command in snippet.commands):
        said.append(f"Press the keys once it {until(snippet.options.watch.pattern)}")
    if last and last.outcome in WRONG:
        said.append(f"<b>Not well:</b> its run of {_day(last.when.date())} {WRONG[last.outcome]}")
    return " · ".join(said)


def of_draft(draft: Draft, page: str) -> str:
    """Give the HTML of the line below a block that its author is writing."""
    if draft.state is State.RUNNING:
        return "<b>Draft:</b> running"
    if draft.state is State.STOPPED:
        return f"<b>Draft, stopped:</b> {'<br>'.join(map(escape, draft.trouble))}"
    return f"<b>Draft:</b> <code>make record PAGE={escape(page)}</code> makes it true"


def until(pattern: str) -> str:
    """Give in words what an output does that matches a regular expression; the expression itself where none are plain.

    It is looked for with `search`, so that ^ stands for where the output begins.
    """
    start, choices = pattern.startswith("^"), pattern.removeprefix("^").split("|")
    verb = "begins with" if start else "shows"
    if pattern.removeprefix("^") in DIGIT:
        return f"{verb} a digit"
    if all(PLAIN.fullmatch(choice) for choice in choices) and not (start and len(choices) > 1):
        return f"{verb} {' or '.join(_code(ESCAPE.sub('', choice)) for choice in choices)}"
    return f"matches the regular expression {_code(pattern)}"


def _code(text: str) -> str:
    return f"<code>{escape(text, quote=False)}</code>"


def _steps(main: int, extra: int) -> str:
    steps = f"{main} step{'s' if main != 1 else ''}" if main else ""
    return " and ".join(filter(None, [steps, f"{extra} in questions" if extra else ""]))


def _took(seconds: float) -> str:
    return f"its commands took {max(1, round(seconds))} s" if seconds else ""


def _verified(results: Iterable[Result | None]) -> str:
    """Give when all was found true again; nothing where that is not so of each snippet."""
    days: list[datetime] = []
    for result in results:
        if not result or result.outcome is not Outcome.PASSED:
            return ""
        days.append(result.when)
    return f"verified {_day(min(days).date())}" if days else ""


def _recorded(facts: Facts, engines: Sequence[Engine]) -> str:
    """Give the engines with the day of their recording, each day once."""
    if len(engines) < 2:
        on = f" on Docker Engine {escape(facts.engine)}" if facts.engine else ""
        return f"recorded {_day(facts.recorded)}{on}" if facts.recorded else ""
    days: dict[date | None, list[str]] = {}
    for engine in engines:
        days.setdefault(engine.recorded, []).append(escape(engine.exactly))
    told = (f"{f'{_day(day)} ' if day else ''}on Docker Engine {listed(versions)}" for day, versions in days.items())
    return f"recorded {'; '.join(told)}"


def _day(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{day.day} {day:%b %Y}</time>'

"""Whether what an author claims of transcripts holds: of the workshop's own engine, and of each other one recorded."""

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

from transcripts.errors import PageError
from transcripts.judge.kind import amount
from transcripts.keep import store
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.claims import Claim
from transcripts.page.page import DOCS, Page
from transcripts.settings import Settings
from transcripts.tell.recorded import differing, short
from transcripts.transcript import Transcript

CARDINALS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
NUMBERS = {
    **{word: number for number, word in enumerate(CARDINALS)},
    **dict.fromkeys(("none", "nobody", "nothing"), 0),
    **{"once": 1, "both": 2, "twice": 2},
}
PLACES = {**{word: number for number, word in enumerate(ORDINALS)}, "last": -1}
MARKS = re.compile(r"`|\*\*")
"""Around words that readers see in another type."""
WORD = re.compile(r"[A-Za-z]+|\d+")
HEADING = re.compile(r"[A-Z][A-Z /%]*[A-Z%]")
"""The first line of a table as Docker prints it; it does not count."""
AMOUNT = re.compile(r"(?<![\w.:-])\d+(?:\.\d+)? ?(?:(?:[kKMG]i?)?B|[KMG])?(?![\w:-]|\.\d)")
RELATION = re.compile(r"\s(<=|>=|<|>|=)\s")
SIDE = re.compile(r"(?:(?P<factor>\d+(?:\.\d+)?) \* )?(?:(?P<address>[\w./-]*#[\w-]+) ?)?(?P<text>.*)")
SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}
MEND = "mend the words, or the page whose transcript they speak of"


class _Problem(Exception):
    """Why a claim does not hold, and what to do."""

    def __init__(self, problem: str, remedy: str = MEND) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy = problem, remedy


class _WaitingError(Exception):
    """A snippet is not recorded yet."""


@dataclass(frozen=True)
class Held:
    """What became of the claims of a page."""

    wrong: tuple[PageError, ...] = ()
    waiting: tuple[str, ...] = ()
    """Those whose snippet is not recorded yet, each with its place."""


def of_page(own: Page, captures: Captures, root: Path, settings: Settings) -> Held:
    """Hold the claims of a page against its captures, and those of the other pages that it names."""
    known = {own.path: (own, captures)}
    wrong: list[PageError] = []
    waiting: list[str] = []

    def transcript(engine: str, address: str) -> Transcript:
        path, _, name = address.rpartition("#")
        path = path or own.path
        if path not in known:
            file = root / DOCS / path
            if not file.is_file():
                raise _Problem(f"there is no page {path}", "name one as in volumes.md#its-name")
            found = page.read(file.read_text("utf-8"), path, settings.kinds)
            known[path] = found, store.load(store.folder_of(root / store.FOLDER, path))
        there, kept = known[path]
        if all(snippet.name != name for snippet in there.snippets):
            raise _Problem(f'there is no snippet "{name}" on {there.name}', "name one, as in volumes.md#its-name")
        shown = differing(kept, engine).get(name) or kept.transcripts.get(name)
        if shown is None:
            raise _WaitingError
        return shown

    for claim in own.claims:
        try:
            _hold(claim, transcript, settings)
        except _WaitingError:
            waiting.append(f"{claim.place}: {claim.text}")
        except _Problem as found:
            wrong.append(PageError(claim.place, f"{claim.text}: {found.problem}", found.remedy))
    return Held(tuple(wrong), tuple(waiting))


def _hold(claim: Claim, transcript: Callable[[str, str], Transcript], settings: Settings) -> None:
    """Hold a claim on each engine on which it must hold; raise _Problem for the first on which it does not."""
    names = list(settings.engines) or [""]
    if claim.engine and claim.engine not in names:
        raise _Problem(f"{claim.engine} is no engine of workshop.toml", f"name one of {', '.join(names)}")
    for engine in [claim.engine] if claim.engine else names:
        try:
            WAYS[claim.way](claim, partial(transcript, engine))
        except _Problem as found:
            if engine == names[0] or claim.engine:
                raise
            remedy = f'say it so that it holds there, too, or add engine="{names[0]}"'
            raise _Problem(f"on {short(engine)}, {found.problem}", remedy) from None


Of = Callable[[str], Transcript]
"""Gives the transcript of an address."""


def _shown(claim: Claim, of: Of) -> None:
    steps = of(claim.snippet).steps
    text = "\n".join([*(step.output for step in steps), f"exit status {steps[-1].status}" if steps else ""])
    if not _pattern(claim.words).search(text):
        raise _Problem("it does not show that")


def _counted(claim: Claim, of: Of) -> None:
    said = [word.lower() for word in WORD.findall(claim.words)]
    said = [word for word in said if word.isdigit() or word in NUMBERS or word in PLACES]
    if len(said) != 1:
        remedy = 'let the words have one number, as in "six layers" or "third row"'
        raise _Problem(f"the words have {'more than one' if said else 'no'} number", remedy)
    found = [[_has(claim.what, line) for line in lines] for lines in _outputs(of(claim.snippet)) if lines]
    if (place := PLACES.get(said[0])) is not None:
        if not any(any(marks[place:][:1]) for marks in found):
            where = [f"line {marks.index(True) + 1} of {len(marks)}" for marks in found if any(marks)]
            raise _Problem(f"that is {' and '.join(where)}" if where else "no line has that")
    elif (count := sum(map(sum, found))) != (int(said[0]) if said[0].isdigit() else NUMBERS[said[0]]):
        raise _Problem(f"there {'is' if count == 1 else 'are'} {count}")


def _compared(claim: Claim, of: Of) -> None:
    parts = RELATION.split(claim.what)
    if len(parts) < 3:
        raise _Problem(f'"{claim.what}" compares nothing', 'write it as in "slim < fat" or "0.5 * fat < slim"')
    amounts = [_amount(side.strip(), claim, of) for side in parts[::2]]
    for (one, other), sign in zip(pairwise(amounts), parts[1::2], strict=True):
        if not SIGNS[sign](one, other):
            raise _Problem(f"there it is {' and '.join(f'{each:g}' for each in amounts)}")


def _amount(side: str, claim: Claim, of: Of) -> float:
    """Give the amount of one side: the first on the first line that holds its text, or itself."""
    found = SIDE.fullmatch(side)
    assert found
    factor, text = float(found["factor"] or 1), found["text"]
    if AMOUNT.fullmatch(text):
        return factor * _value(text)
    address = found["address"] or claim.snippet
    for line in chain.from_iterable(_outputs(of(address.removeprefix("#")))):
        if _has(text, line):
            given = list(AMOUNT.finditer(_pattern(text).sub(" ", line) if text else line))
            if best := next((each for each in given if _unit(each)), given[0] if given else None):
                return factor * _value(best[0])
    raise _Problem(f'no line has "{text}" and an amount')


def _unit(found: re.Match[str]) -> bool:
    return not found[0][-1].isdigit()


def _value(text: str) -> float:
    # A letter alone, as of du, is the binary unit.
    return amount(f"{text}iB" if text[-1] in "KMG" else text)


def _outputs(transcript: Transcript) -> Iterator[Sequence[str]]:
    """Give the lines of each output, without empty ones and without the head of a table."""
    for step in transcript.steps:
        lines = [line for line in step.output.split("\n") if line.strip()]
        yield lines[1:] if lines and HEADING.fullmatch(lines[0].strip()) else lines


def _has(text: str, line: str) -> bool:
    return not text or _pattern(text).search(line) is not None


def _pattern(words: str) -> re.Pattern[str]:
    """Give what finds words, whole; a space may be none, or several, as in 20 MB and 20MB."""
    inside = r"\s*".join(re.escape(word) for word in MARKS.sub("", words).split())
    return re.compile(rf"(?<![\w.-]){inside}(?![\w-]|\.\d)", re.I)


WAYS: dict[str, Callable[[Claim, Of], None]] = {"shown": _shown, "counted": _counted, "compared": _compared}

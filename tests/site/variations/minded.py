"""Changes that a reader minds, each with the classes of which it may be told as one.

An age is not among them, however far it is from the other one: the calendar decides how old an image is, and nobody
looks for a container's age in a transcript. A period that no word makes an age (`15 minutes`) is a limit.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tests.site.variations import captured, edits, implanted, magnitudes, mistaken, typed, values
from tests.site.variations.kinds import again
from tests.site.variations.pages import SEED
from tests.site.variations.sheets import Sheet
from transcripts.findings import Class

EACH, LATER = 24, 5
"""Changes of one kind, in a page and in a later run of one."""


@dataclass(frozen=True)
class Minded:
    """A kind of change."""

    change: values.Change
    told: tuple[str, ...] = (Class.TEXT,)
    """The classes of which it may be told as one."""


WORD = (Class.TEXT, Class.KIND)
"""A word may be what told that a value is beside it."""
AMOUNT = (Class.AMOUNT, Class.TEXT, Class.KIND)
"""Nothing, and what somebody chose, is a state: that it is another one may be told by its kind or by its text."""
MINDED: Mapping[str, Minded] = {
    "a word": Minded(edits.word, WORD),
    "a word beside a value": Minded(edits.word_beside, WORD),
    "a number": Minded(edits.number, WORD),
    "a path": Minded(edits.path),
    "a state": Minded(edits.state, WORD),
    "a version": Minded(edits.version, (Class.VERSION,)),
    "an exit code in the output": Minded(edits.exit_code),
    "the status of a command": Minded(edits.status, (Class.STATUS,)),
    "a line gone": Minded(edits.gone, (Class.MISSING_LINE,)),
    "a line doubled": Minded(edits.doubled, (Class.NEW_LINE,)),
    "two lines swapped": Minded(edits.swapped, (Class.ORDER,)),
    "two rows of a table swapped": Minded(edits.rows_swapped, (Class.ORDER,)),
    "an error where a value stood": Minded(values.replaced, WORD),
    **{f"another {kind} than elsewhere": Minded(mistaken.parted(kind), (Class.TWIN,)) for kind in mistaken.REPEATED},
    **{f"two of {kind} exchanged": Minded(mistaken.exchanged(kind), (Class.TWIN,)) for kind in mistaken.REPEATED},
    "a size by a thousand": Minded(magnitudes.by_unit("size", 1), AMOUNT),
    "a size by a thousandth": Minded(magnitudes.by_unit("size", -1), AMOUNT),
    "a size by ten and more": Minded(magnitudes.size_by(14, 50), AMOUNT),
    "a size of nothing now": Minded(magnitudes.size_to_nothing, AMOUNT),
    "nothing now a size": Minded(magnitudes.nothing_to_size, AMOUNT),
    "two sizes of a table swapped": Minded(magnitudes.sizes_swapped, (*AMOUNT, Class.ORDER)),
    "a duration in another unit": Minded(magnitudes.duration_in_another_unit, AMOUNT),
    "a duration of minutes now": Minded(magnitudes.duration_of_minutes, AMOUNT),
    "a rate by a thousand": Minded(magnitudes.by_unit("rate", 1), AMOUNT),
    "a rate by a thousandth": Minded(magnitudes.by_unit("rate", -1), AMOUNT),
    **{kind: Minded(typed.change(kind), typed.told(kind)) for kind in typed.KINDS},
}


@dataclass(frozen=True)
class Pair:
    """A page, and how it looks with one change."""

    old: Sheet
    new: Sheet


@cache
def sheets() -> tuple[Sheet, ...]:
    """Give all sheets, implanted and captured."""
    return (*implanted.sheets(), *captured.sheets())


def pairs(kind: str, later: bool = False) -> Iterator[Pair]:
    """Make changes of a kind, each in a page that has a place for one, or in what a later run of it shows."""
    rng = random.Random(f"{SEED} {kind} {later}")
    change = MINDED[kind].change
    fitting = [sheet for sheet in sheets() if change(random.Random(0), sheet)]
    made, most = 0, LATER if later else EACH
    for _ in range(most * 50):
        if not fitting or made == most:
            return
        sheet = rng.choice(fitting)
        run = again(sheet, str(rng.random())) if later else sheet
        new = change(rng, run)
        if new is not None and new.page != run.page:
            made += 1
            yield Pair(sheet, new)

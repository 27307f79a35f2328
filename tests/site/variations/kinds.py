"""What stands for a value in another run, by the kind of its mark."""

from tests.site.variations import amounts, identities, moments
from tests.site.variations.another import Another
from tests.site.variations.sheets import Part, Sheet


def new(run: Another, part: Part) -> str:
    """Give what another run shows there, as wide as before where it stands at the right of a column."""
    kind = base(part.kind)
    if kind == "took":
        return _new(run, part.text, kind)
    return _new(run, part.text.strip(), kind).rjust(len(part.text) if part.text.startswith(" ") else 0)


def base(kind: str) -> str:
    """Give a kind without the remark that tells whose it is."""
    return kind if kind.startswith("%") else kind.partition(": ")[0]


def _new(run: Another, text: str, kind: str) -> str:
    if kind.startswith("%"):
        return moments.date(run, text, kind)
    if kind in identities.ANYWHERE:
        return identities.ANYWHERE[kind](run, text)
    if kind in identities.ONCE:
        return run.once(kind, text, lambda: identities.ONCE[kind](run, text))
    return {**moments.KINDS, **amounts.KINDS}[kind](run, text)


def again(sheet: Sheet, seed: str, only: str = "") -> Sheet:
    """Give a sheet as another run shows it: all of it, or with other values of one kind alone."""
    run = Another(seed)
    return sheet.filled(lambda part: new(run, part) if only in ("", part.kind) else part.text)

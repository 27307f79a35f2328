"""The table of kinds, and what the author of a page said, as data: browsers compare by the same."""

import re
from math import inf
from typing import Any

from transcripts.errors import PageError
from transcripts.findings import Class
from transcripts.judge import alignment, columns, drift, kind, kinds, said
from transcripts.judge.javascript import Untranslatable, groups, source
from transcripts.judge.kind import Bound, Kind
from transcripts.judge.tolerance import of_page
from transcripts.page.blocks import ProjectFile, Snippet
from transcripts.page.page import Page
from transcripts.prompts import PROMPT_KINDS

Data = dict[str, Any]
FLAGS = ("twin", "local", "ordered", "optional", "momentary", "digits")


def table() -> Data:
    """Give the table: its kinds in their order, and the patterns and limits by which values are found and compared."""
    return {
        "kinds": [*map(_kind, kinds.KINDS)],
        "varies": _kind(kinds.VARIES),
        "begins": source(kinds.BEGINS, re.M),
        "gap": source(kinds.GAP.pattern),
        "version": source(drift.VERSION.pattern),
        "part": source(kind.PART.pattern),
        "days": [{"pattern": source(each.pattern), "groups": groups(each.pattern)} for each in said.DATES],
        "months": said.MONTHS,
        "units": kind.UNITS,
        "finer": kind.FINER,
        "behind": kinds.BEHIND,
        "many": {"lines": alignment.MANY, "digits": columns.MANY},
        "clear": columns.CLEAR,
        "classes": {each.name: str(each) for each in Class if each.drift},
        "prompts": [
            {"name": each.name, "pattern": source(each.pattern.pattern, each.pattern.flags), "more": each.continuation}
            for each in PROMPT_KINDS
            if not each.after and each.name != "angle"
        ],
    }


def _kind(each: Kind) -> Data:
    found: Data = {"name": each.name, "pattern": source(each.pattern, re.M), "groups": groups(each.pattern)}
    found |= {name: value for name in FLAGS if (value := getattr(each, name))}
    found |= {name: source(value) for name in ("command", "unless", "behind") if (value := getattr(each, name))}
    return found | ({"bound": _bound(each.bound)} if each.bound else {})


def _bound(bound: Bound) -> Data:
    return {"ratio": None if bound.ratio == inf else bound.ratio, "floor": bound.floor}


def rules(page: Page) -> Data:
    """Give what the author of a page said: what was typed, and by snippet how much of it stands above, and the rest."""
    typed = [block for block in page.blocks if isinstance(block, Snippet | ProjectFile)]
    return {
        "typed": [block.body for block in typed],
        "steps": {
            snippet.name: _said(page, snippet) | {"typed": sum(block.start <= snippet.start for block in typed)}
            for snippet in page.snippets
        },
    }


def _said(page: Page, snippet: Snippet) -> Data:
    options, told = snippet.options, of_page(page)(snippet).said
    return {
        name: value
        for name, value in {
            "amounts": sorted(told.amounts),
            "networks": [[int(each.network_address), int(each.netmask)] for each in told.networks],
            "days": sorted(map(str, told.days)),
            "exact": options.exact,
            "unordered": options.unordered,
            "varies": _varies(snippet),
        }.items()
        if value
    }


def _varies(snippet: Snippet) -> str:
    pattern = snippet.options.varies
    try:
        return source(pattern.pattern, pattern.flags) if pattern else ""
    except Untranslatable as error:
        raise PageError(
            str(snippet.place), f"varies= has what browsers have not: {error}", "write it otherwise"
        ) from None

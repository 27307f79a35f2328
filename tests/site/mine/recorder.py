"""A plugin of pytest that writes down what tests compare: `-p tests.site.mine.recorder` with the file in `COMPARED`."""

import json
import os
from pathlib import Path
from typing import Any

from tests.site.mine.rule import as_data
from transcripts.judge import arrangement, difference
from transcripts.judge.drift import Drift
from transcripts.judge.tolerance import Tolerance
from transcripts.judge.twins import Twins
from transcripts.transcript import Transcript

_found: list[list[Any]] = []
_compare, _arranged = difference.compare, arrangement.arranged


def _twins(twins: Twins) -> list[list[str]]:
    return [[old, new.key] for old, new in twins._new.items()]


def _said(tolerance: Tolerance | None) -> list[Any]:
    tolerance = tolerance or Tolerance()
    said, options = tolerance.said, tolerance.options
    rule = {
        "amounts": sorted(said.amounts),
        "networks": [[int(each.network_address), int(each.netmask)] for each in said.networks],
        "days": [*map(str, said.days)],
        "exact": options.exact,
        "varies": options.varies.pattern if options.varies else "",
    }
    return [rule, said.text]


def compare(old: Transcript, new: Transcript, twins: Twins, tolerance: Tolerance | None = None) -> tuple[Drift, ...]:
    """Compare, and write down what was found."""
    before = _twins(twins)
    found = _compare(old, new, twins, tolerance)
    told = [[drift.step, str(drift.kind), drift.old, drift.new] for drift in found]
    _found.append(["compare", as_data(old), as_data(new), before, *_said(tolerance), told])
    return found


def arranged(old: Transcript, new: Transcript, twins: Twins, tolerance: Tolerance | None = None) -> Transcript:
    """Arrange, and write down what came of it."""
    before = _twins(twins)
    found = _arranged(old, new, twins, tolerance)
    _found.append(["arranged", as_data(old), as_data(new), before, *_said(tolerance), as_data(found)])
    return found


difference.compare, arrangement.arranged = compare, arranged  # before a test imports them


def pytest_unconfigure() -> None:
    """Write all of it."""
    Path(os.environ["COMPARED"]).write_text(json.dumps(_found), "utf-8")

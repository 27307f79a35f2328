"""How an error is told: place and problem on one line, what to do on the next, below it only what was shown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from transcripts.errors import WorkshopError


@contextmanager
def told(kind: type[WorkshopError], place: str, problem: str, remedy: str, *shown: str) -> Iterator[None]:
    """Check that such an error is raised and how it is told; problem and remedy are patterns, the rest is literal."""
    with pytest.raises(kind) as raised:
        yield
    text, rows = str(raised.value), "".join(f"\n  | {row}" for row in shown)
    assert re.fullmatch(rf"{re.escape(place)}: {problem}\n  {remedy}{re.escape(rows)}", text), text
    assert type(raised.value) is kind

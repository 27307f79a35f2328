"""The labs of the page that comes next: they start while a page runs, and nobody waits for them."""

from collections import Counter

import pytest

from .pages import SnippetItem


def prepare(item: SnippetItem, nextitem: pytest.Item | None) -> None:
    """Have labs for the page that comes after a snippet's started, once that has its own.

    A worker learns which page that is at the last snippet only: until then, they are for the machines that most of the
    other pages ask for.
    """
    page = item.parent
    if isinstance(nextitem, SnippetItem) and nextitem.parent is not page:
        others = [nextitem.parent]
    elif nextitem and "visit" in page.__dict__:
        every = dict.fromkeys(each.parent for each in item.session.items if isinstance(each, SnippetItem))
        others = [each for each in every if each is not page and each.tour is page.tour]
    else:
        return
    wanted = Counter((each.tour, each.ahead) for each in others if each.ahead)
    for (tour, machines), _ in wanted.most_common(1):
        tour.run.pool.prepare(machines)

"""In which terminal a snippet is typed, in words, where its machine has more than one."""

from collections.abc import Iterable, Mapping

from transcripts.page.blocks import Snippet

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()


def of(snippets: Iterable[Snippet]) -> Mapping[str, str]:
    """Give the words for each snippet of a page, by name; none where readers stay in the only one."""
    words: dict[str, str] = {}
    known: dict[str, set[int]] = {}
    for snippet in snippets:
        seen = known.setdefault(snippet.machine, set())
        ordinal = ORDINALS[snippet.terminal - 1]
        if snippet.terminal > 1:
            words[snippet.name] = f"in {'the' if snippet.terminal in seen else 'a'} {ordinal} terminal"
        else:
            words[snippet.name] = f"in the {ordinal} terminal" if seen - {1} else ""
        seen.add(snippet.terminal)
    return words

"""What an author claims of transcripts: found on every page, given as words, and told where it cannot be read."""

import pytest

from transcripts.errors import PageError
from transcripts.page import claims

PAGE = """---
machines: {lab: docker}
---
# A page

It ends with {{ shown("status 137", "kill") }}, as `{{ shown('a b', "other.md#run", engine="26.1") }}` says.

```console snippet="kill" exit="137"
$ echo '{{ shown("no", "claim") }}'
```

{{counted("six layers", "pull", "Pull complete")}}: {{ compared("less", "sizes", what="a < b") }}
"""


def test_claims_are_found_in_prose_with_their_lines_and_not_in_fences() -> None:
    found = claims.find(PAGE, "docs/a.md")
    assert [(each.place.line, each.way, each.words, each.snippet, each.what, each.engine) for each in found] == [
        (6, "shown", "status 137", "kill", "", ""),
        (6, "shown", "a b", "other.md#run", "", "26.1"),
        (12, "counted", "six layers", "pull", "Pull complete", ""),
        (12, "compared", "less", "sizes", "a < b", ""),
    ]
    assert found[0].text == 'shown("status 137", "kill")'


def test_readers_get_the_words() -> None:
    told = claims.told(PAGE)
    assert "It ends with status 137, as `a b` says." in told
    assert "six layers: less\n" in told
    assert """$ echo '{{ shown("no", "claim") }}'""" in told
    assert claims.told(told) == told


def refusal(text: str) -> str:
    with pytest.raises(PageError) as caught:
        claims.find(text, "docs/a.md")
    return str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        'shown("a")',
        'counted("six", "a", "b", "c")',
        'compared("a", "b")',
        'shown("a", "b", only="c")',
        "shown(a, b)",
        'shown("a" "b", *"c")',
        'shown("a, "b")',
        'shown("a", 1)',
    ],
)
def test_a_call_that_cannot_be_read_is_told(call: str) -> None:
    assert refusal(f"\n{{{{ {call} }}}}\n") == (
        f"docs/a.md:2: {{{{ {call} }}}} cannot be read\n"
        '  write it as shown("status 137", "kill"), counted("six layers", "pull", "Pull complete") '
        'or compared("smaller", "sizes", "slim < fat")'
    )


def test_a_claim_in_a_heading_is_told() -> None:
    assert refusal('## Of {{ shown("137", "a") }}\n') == (
        'docs/a.md:1: {{ shown("137", "a") }} stands in a heading\n  say it in the text below'
    )


def test_what_only_looks_like_a_claim_is_told_where_no_macros_are() -> None:
    assert refusal('{{ showed("137", "a") }}\n') == (
        'docs/a.md:1: {{ showed("137", "a") }} is no claim, and this page asks for no macros\n'
        "  write shown, counted, compared, or render_macros: true above the page for other macros"
    )
    assert not claims.find('---\nrender_macros: true\n---\n{{ error("a.md#b") }}\n', "docs/a.md")
    assert not claims.find("`{{json .State}}` and `{{ println(1) }}`\n", "docs/a.md")

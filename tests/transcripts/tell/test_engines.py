"""Several engines side by side: a row for each page, a section for each engine."""

from dataclasses import replace

from tests.transcripts.tell.test_report import BAD, GOOD, STUCK, WAITS
from transcripts.findings import Class
from transcripts.tell import engines, summary
from transcripts.tell.engines import Part
from transcripts.tell.summary import Notes

KEPT = {"docs/page.md": {"two": (Class.NEW_LINE, Class.TEXT), "one": (Class.TEXT,)}}
FIRST = Part("28.5", (GOOD, replace(BAD, findings=(), outcome=GOOD.outcome)), Notes(), {})
OTHER = Part("26.1", tuple(replace(each, engine="26.1") for each in (GOOD, BAD, STUCK)), Notes(), KEPT)
WAITING = Part("29", tuple(replace(each, engine="29") for each in (WAITS,)), Notes(), {})


def test_a_page_has_a_row_with_a_cell_for_each_engine() -> None:
    assert engines.matrix([FIRST, OTHER, WAITING]) == [
        ["page", "28.5", "26.1", "29"],
        ["docs/other.md", "–", "1 could not run", "not run"],
        [
            "docs/page.md",
            "true",
            "1 not true (1 × changed version), 2 of its own (2 × changed text, 1 × new line)",
            "–",
        ],
    ]


def test_a_terminal_gets_columns() -> None:
    lines = engines.table([FIRST, WAITING])
    assert lines == ["page           28.5  29", "docs/other.md  –     not run", "docs/page.md   true  –"]


def test_each_engine_has_a_sentence_and_a_section() -> None:
    parts = [FIRST, OTHER]
    assert engines.sentences(parts)[0] == "28.5: All 2 snippets that ran are true."
    said = engines.markdown(parts)
    assert said.startswith("28.5: All 2 snippets that ran are true.\n26.1: 1 of 3 snippets not true, in docs/page.md:")
    assert "| page | 28.5 | 26.1 |\n|---|---|---|\n| docs/other.md | – | 1 could not run |\n" in said
    assert said.index("## On 28.5\n") < said.index("## On 26.1\n") < said.index("### What is wrong\n")


def test_of_one_engine_nothing_else_is_said_than_of_a_run() -> None:
    assert engines.markdown([FIRST]) == summary.markdown(FIRST.results, FIRST.notes)
    assert engines.sentences([FIRST]) == [summary.sentence(FIRST.results, FIRST.notes)]

"""The rule of comparison as the browser has it, beside the one in Python: what both say of the same transcripts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pages.conftest import Browser
from transcripts.judge import exported
from transcripts.judge.alignment import lines_of
from transcripts.judge.arrangement import arranged
from transcripts.judge.difference import compare
from transcripts.judge.tolerance import of_page
from transcripts.judge.twins import Twins
from transcripts.page.page import Page
from transcripts.show import mine, site
from transcripts.transcript import Transcript

BATCH = 150
PURE = [part for part in mine.PARTS if "panel" not in part]
"""Those that know of no page."""
COMPARED = """
const [rules, cases] = arguments;
return cases.map(([source, names, old, now]) => {
  mine.begin();
  const twins = new mine.Twins();
  return names.map((name, at) => {
    const said = rules[source].steps[name];
    const tolerance = new mine.Tolerance(said, rules[source].typed.slice(0, said.typed).join("\\n"));
    const is = said.unordered ? mine.arranged(old[at], now[at], twins, tolerance) : now[at];
    return mine.compare(old[at], is, twins, tolerance).map(({ step, kind, old, now }) => [step, kind, old, now]);
  });
});
"""
ANSWERED = """
const [rules, cases] = arguments;
return cases.map(([source, name, old, texts]) => {
  const own = mine.block(name, [{ label: "", steps: old }], rules[source]);
  return texts.map((text) => {
    const { kind, numbers = [] } = mine.answer(text, own, []);
    return [kind, numbers.length];
  });
});
"""
Told = list[list[Any]]
"""Each drift as a list: the number of the step, the class, the old lines and the new ones."""


def as_data(transcript: Transcript) -> list[dict[str, Any]]:
    """Give a transcript as the browser has it."""
    return [
        {
            "lines": [{"prompt": line.prompt, "text": line.text} for line in step.lines],
            "output": lines_of(step.output),
            "status": step.status,
            "keys": step.keys,
        }
        for step in transcript.steps
    ]


@dataclass(frozen=True)
class Case:
    """A page with what it showed in two runs."""

    page: Page
    names: Sequence[str]
    """Of its snippets that were shown."""
    old: Sequence[Transcript]
    new: Sequence[Transcript]

    def by_python(self) -> list[Told]:
        """Give what Python says of each snippet."""
        twins, tolerances = Twins(), of_page(self.page)
        snippets = {snippet.name: snippet for snippet in self.page.snippets}
        found = []
        for name, was, now in zip(self.names, self.old, self.new, strict=True):
            tolerance = tolerances(snippets[name])
            if snippets[name].options.unordered:
                now = arranged(was, now, twins, tolerance)
            drifts = compare(was, now, twins, tolerance)
            found.append([[drift.step, str(drift.kind), list(drift.old), list(drift.new)] for drift in drifts])
        return found


class Rule:
    """The scripts without a page, in a browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        browser.get("about:blank")
        parts = [(site.ASSETS / Path(part).name).read_text("utf-8") for part in PURE]
        done = browser.execute_cdp_cmd("Runtime.evaluate", {"expression": "\n".join([mine.kinds(), *parts])})
        assert "exceptionDetails" not in done, done

    def run(self, script: str, *given: object) -> Any:
        """Give what a script returns."""
        return self._browser.execute_script(script, *given)

    def compared(self, cases: Sequence[Case]) -> list[list[Told]]:
        """Give what the browser says of each snippet of each case."""
        asked = [[case.page.text, case.names, [*map(as_data, case.old)], [*map(as_data, case.new)]] for case in cases]
        return self._each(COMPARED, asked, {case.page.text: case.page for case in cases})

    def answered(self, asked: Sequence[tuple[Page, str, Transcript, Sequence[str]]]) -> list[list[tuple[str, int]]]:
        """Give the answer to each text for a snippet of a page, and how many of its commands it is about."""
        cases = [[page.text, name, as_data(old), texts] for page, name, old, texts in asked]
        found = self._each(ANSWERED, cases, {page.text: page for page, *_ in asked})
        return [[(kind, count) for kind, count in each] for each in found]

    def _each(self, script: str, cases: Sequence[list[Any]], pages: Mapping[str, Page]) -> list[Any]:
        found: list[Any] = []
        for start in range(0, len(cases), BATCH):
            batch = cases[start : start + BATCH]
            rules = {text: exported.rules(pages[text]) for text in _texts(batch)}
            found += self.run(script, json.loads(json.dumps(rules)), batch)
        return found


def _texts(batch: Iterable[list[Any]]) -> set[str]:
    return {case[0] for case in batch}

"""The comparison in the browser says what the one in Python says: of all cases that either is tested with."""

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import KINDS, ROOT
from tests.pages.conftest import Browser
from tests.site.mine.rule import Case, Rule
from tests.site.variations import harmless, minded
from tests.site.variations.sheets import Sheet
from transcripts.judge import kinds
from transcripts.judge.arrangement import arranged
from transcripts.judge.difference import compare
from transcripts.judge.tolerance import of_page
from transcripts.judge.twins import Twins
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page, read
from transcripts.transcript import Transcript

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def rule(browser: Browser) -> Rule:
    """The scripts in a browser."""
    browser.set_script_timeout(300)
    return Rule(browser)


def case(old: Sheet, new: Sheet) -> Case:
    """Give two runs of a sheet."""
    page = read(old.source, "page.md", KINDS)
    left, names = list(page.snippets), []
    for was in old.page:
        typed = [step.text for step in was.steps]
        snippet = next(each for each in left if [command.text for command in each.commands] == typed)
        left.remove(snippet)
        names.append(snippet.name)
    return Case(page, names, old.page, new.page)


def differently(rule: Rule, cases: list[Case]) -> list[object]:
    """Give the cases of which both do not say the same."""
    there = rule.compared(cases)
    here = [each.by_python() for each in cases]
    return [(a, b) for a, b in zip(here, there, strict=True) if a != b]


@pytest.mark.parametrize("later", [False, True], ids=["alone", "in a later run"])
def test_both_tell_the_same_of_all_changes_that_a_reader_minds(rule: Rule, later: bool) -> None:
    cases = [case(pair.old, pair.new) for kind in minded.MINDED for pair in minded.pairs(kind, later)]
    assert len(cases) > 300
    assert any(told for each in cases for told in each.by_python())
    assert differently(rule, cases) == []


def test_both_put_the_same_aside_of_all_that_only_varies(rule: Rule) -> None:
    cases = [case(pair.old, pair.new) for pairs in harmless.rows().values() for pair in pairs()]
    assert len(cases) > 4000
    assert differently(rule, cases) == []


AROUND = ("{}", "before {} after", "é{}", "({}) über ٣", "x{}ß", "名{}名", "└─{}", "{}\n{}", "ſ{} \u212a")


def test_both_find_the_same_values_in_the_examples_of_the_table_in_any_script(rule: Rule) -> None:
    texts = []
    for example in [text for kind in kinds.KINDS for text in (*kind.examples, *kind.counter, *kind.lines)]:
        command, _, line = example[2:].partition(": ") if example.startswith("$ ") else ("", "", example)
        plain = re.sub("[‹›]", "", line)
        texts += [(around.replace("{}", plain), command) for around in AROUND]
    script = """return arguments[0].map(([text, command]) => {
      mine.begin();
      const found = new mine.Tolerance({}, "", command).values(text);
      return found.map(({ kind, text, start }) => [kind.name, text, start]);
    })"""
    there = rule.run(script, texts)
    here = [[[each.kind.name, each.text, each.start] for each in kinds.values(*text)] for text in texts]
    assert [(text, a, b) for text, a, b in zip(texts, here, there, strict=True) if a != b] == []


def test_both_tell_the_same_in_all_tests_of_the_judge(rule: Rule, tmp_path: Path) -> None:
    found = tmp_path / "compared.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.site.mine.recorder"]
    environment = {**os.environ, "COMPARED": str(found), "PYTHONPATH": f"{ROOT / 'hooks'}:{ROOT}"}
    subprocess.run([*command, "tests/transcripts/judge"], cwd=ROOT, env=environment, capture_output=True, check=True)
    cases = json.loads(found.read_text("utf-8"))
    assert len([each for each in cases if each[0] == "arranged"]) > 10
    script = """return arguments[0].map(([what, old, now, before, said, typed]) => {
      mine.begin();
      const twins = new mine.Twins();
      for (const [was, is] of before) { twins.now.set(was, is); twins.old.set(is, was); }
      const tolerance = new mine.Tolerance(said, typed);
      if (what === "arranged") return mine.arranged(old, now, twins, tolerance);
      return mine.compare(old, now, twins, tolerance).map(({ step, kind, old, now }) => [step, kind, old, now]);
    })"""
    for start in range(0, len(cases), 100):
        batch = cases[start : start + 100]
        for one, there in zip(batch, rule.run(script, batch), strict=True):
            assert there == one[-1], one[:-1]


def text(shown: Transcript, prompt: Callable[[str], str] = str, waits: str = "", *, typed: bool = True) -> str:
    """Give what a terminal holds of a transcript, with another prompt of the host's shell."""
    lines = [
        "".join(f"{prompt(line.prompt)}{line.text}\n" for line in step.lines if typed and not step.keys) + step.output
        for step in shown.steps
    ]
    return "".join(each if each.endswith("\n") or not each else each + "\n" for each in lines) + waits


def host(prompt: str) -> Callable[[str], str]:
    return lambda before: prompt if before == "$ " else before


def wrapped(pasted: str, width: int = 80) -> str:
    """Give a text as it is copied from a terminal that is narrower than its lines."""
    lines = [line[at : at + width].rstrip() for line in pasted.split("\n") for at in range(0, max(1, len(line)), width)]
    return "\n".join(lines)


PROMPTS = {
    "bash": "me@box:~/work$ ",
    "zsh": "me@box ~ % ",
    "fish": "me@box ~/work> ",
    "oh-my-zsh": "➜  ~ ",
    "root": "root@box:~# ",
    "two lines": "┌──(me㉿box)-[~]\n└─$ ",
    "starship": "\n~/work on main\n❯ ",
    "sudo": "$ sudo ",
}
FORMS: dict[str, Callable[[Transcript], str]] = {
    "as it is": text,
    **{name: lambda shown, p=prompt: text(shown, host(p), p) for name, prompt in PROMPTS.items()},  # type: ignore[misc]
    "PowerShell": lambda shown: text(shown, host("PS C:\\Users\\me> "), "PS C:\\Users\\me> ").replace("\n", "\r\n"),
    "colours": lambda shown: re.sub(r"(?m)^(\S+)", "\x1b[1;32m\\1\x1b[0m", text(shown)),
    "blanks": lambda shown: re.sub("(?m)$", "  ", text(shown)),
    "stripped": lambda shown: re.sub("(?m) +$", "", text(shown)).strip(),
    "no command": lambda shown: text(shown, typed=False),
    "no prompt": lambda shown: text(shown, lambda before: ""),
    "wrapped": lambda shown: wrapped(text(shown)),
    "wrapped, zsh": lambda shown: wrapped(text(shown, host("me@box ~ % "))),
    "wrapped, no command": lambda shown: wrapped(text(shown, typed=False)),
    "wrapped at 60": lambda shown: wrapped(text(shown), 60),
}
MISSED = 0.02
"""The share of pastes that are told to differ though only what varies does: lines that broke where nobody can know."""


def pasted() -> Iterator[tuple[Page, Snippet, Transcript, Transcript]]:
    """Give snippets with what they showed in another run, some of them changed; by chance, a few of many."""
    rng = random.Random("pasted")
    pairs = [(pair.old, pair.new) for kind in minded.MINDED for pair in minded.pairs(kind)]
    whole = {name: make for name, make in harmless.rows().items() if name.startswith("page ")}
    pairs += [(pair.old, pair.new) for make in whole.values() for pair in make()]
    for old, new in pairs:
        one = case(old, new)
        snippets = {snippet.name: snippet for snippet in one.page.snippets}
        for name, was, now in zip(one.names, one.old, one.new, strict=True):
            if was != now and rng.random() < 0.3:
                yield one.page, snippets[name], was, now


def test_no_paste_is_called_the_same_that_python_calls_another_and_few_the_other_way_round(rule: Rule) -> None:
    found = list(pasted())
    asked = [(page, snippet.name, was, [form(now) for form in FORMS.values()]) for page, snippet, was, now in found]
    answers = rule.answered(asked)
    drifted = 0
    missed = []
    for (page, snippet, was, now), answer in zip(found, answers, strict=True):
        tolerance, twins = of_page(page)(snippet), Twins()
        is_ = arranged(was, now, twins, tolerance) if snippet.options.unordered else now
        drifts = [drift for drift in compare(was, is_, twins, tolerance) if drift.kind != "changed status"]
        drifted += bool(drifts)
        for form, (kind, count) in zip(FORMS, answer, strict=True):
            if drifts:
                assert kind != "same" or count < len(was.steps), (form, drifts, text(now))
            elif kind != "same" and FORMS[form](now).strip():
                missed.append((form, kind, text(now)))
    assert drifted > 300
    assert len(found) - drifted > 300
    assert len(missed) < MISSED * len(found) * len(FORMS), missed[:5]

"""Errors, and the way out: every error of the workshop, with an author's words and a way to its step."""

import re
from pathlib import Path

import html5lib
import pytest

from tests.conftest import ROOT
from tests.pages.conftest import PAGES
from transcripts import settings
from transcripts.keep import store
from transcripts.tell import failures

KNOWN = settings.load(ROOT)
RECORDED = store.of_pages(ROOT, PAGES.values())
FAILURES = failures.failures(RECORDED, KNOWN)
SECTIONS = re.split(r"^##+ ", PAGES[KNOWN.errors].text, flags=re.M)


def test_each_step_that_fails_is_told() -> None:
    assert failures.untold(RECORDED, KNOWN) is None
    assert len(FAILURES) >= 40


@pytest.mark.parametrize(
    "section", [text for text in SECTIONS if "error(" in text], ids=lambda text: text.split("\n")[0]
)
def test_each_has_why_and_the_way_out(section: str) -> None:
    assert section.index("error(") < section.index("\n**Why:** ") < section.index("\n**Way out:** ")


def test_each_message_is_shown_with_a_link_that_leads_to_its_step(built: Path) -> None:
    html = (built / "errors.html").read_text("utf-8")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    blocks = [" ".join("".join(each.itertext()).split()) for each in tree.iter("pre")]
    links = {each.get("href") for each in tree.iter("a")}
    for failure in FAILURES.values():
        for message in failure.messages:
            assert not message.text or " ".join(message.text.split()) in blocks
        address = failure.page.replace(".md", ".html")
        assert f"{address}#{failure.name}" in links
        assert f'id="{failure.name}"' in (built / address).read_text("utf-8")

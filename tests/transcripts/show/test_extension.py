"""The Markdown extension, without any builder: what is handed to it is shown, or it finds the page by itself."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from tests.conftest import Project
from transcripts.page import page
from transcripts.show.conversion import CONTEXT
from transcripts.show.extension import Refused, Transcripts
from transcripts.show.showing import Site, showing
from transcripts.tell.report import Report

PAGE = """# A page

```console snippet="first"
$ docker ps --format '{{.Names}}'
```

## First

```text file="note"
{{ kept }}
```

{{ macro }}
"""


class Macros(Preprocessor):
    """Stands for macros that work on Markdown's own lines, as Zensical's do."""

    def run(self, lines: list[str]) -> list[str]:
        assert "{{.Names}}" not in "\n".join(lines), "a fence was not hidden"
        return [line.replace("{{ macro }}", "worked").replace("{{ kept }}", "lost") for line in lines]


class Context(Extension):
    """Stands for a builder that tells which page is converted."""

    def __init__(self, project: Project, path: str) -> None:
        super().__init__()
        self._config = {"docs_dir": str(project.root / "docs"), "use_directory_urls": True}
        self._page = SimpleNamespace(path=path)

    def extendMarkdown(self, md: Markdown) -> None:
        context: Any = Preprocessor(md)
        context.page, context.config, context.run = self._page, self._config, lambda lines: lines
        md.preprocessors.register(context, CONTEXT, 0)
        md.preprocessors.register(Macros(md), "macros", 35)


def handed(project: Project, text: str = PAGE) -> Transcripts:
    extension = Transcripts()
    site = Site(project.root, project.settings, Report())
    extension.handed = showing(page.read(text, "index.md", project.settings.kinds), site)
    return extension


def test_what_is_handed_over_is_shown(project: Project) -> None:
    project.page(PAGE, output="shown\n")
    html = Markdown(extensions=["toc", handed(project)]).convert(PAGE)
    assert html.count('id="first"') == 1
    assert 'id="first-section"' in html
    assert "shown\n" in html
    assert html.index("</h1>") < html.index("Play this page") < html.index('id="first"')


def test_superfences_is_loaded_where_it_is_not(project: Project) -> None:
    project.page(PAGE, output="shown\n")
    assert '<span class="filename">note</span>' in Markdown(extensions=[handed(project)]).convert(PAGE)


def test_a_page_is_found_by_its_context_and_its_fences_are_hidden_from_macros(project: Project) -> None:
    project.page(PAGE, output="shown\n")
    extensions = [Context(project, "index.md"), Transcripts(root=str(project.root))]
    html = Markdown(extensions=extensions).convert(PAGE)
    assert "shown\n" in html
    assert "{{.Names}}" in html
    assert "{{ kept }}" in html
    assert "<p>worked</p>" in html


def test_both_ways_show_the_same(project: Project) -> None:
    project.page(PAGE, output="shown\n")
    found = Markdown(extensions=[Context(project, "index.md"), Transcripts(root=str(project.root))]).convert(PAGE)
    given = Markdown(extensions=[handed(project)]).convert(PAGE.replace("{{ macro }}", "worked"))
    assert found == given


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("edited")], ids=["missing", "edited"])
def test_a_bad_capture_ends_the_conversion_in_two_lines(damage: Callable[[Path], object], project: Project) -> None:
    project.page(PAGE)
    damage(project.snippets / "index" / "first.console")
    with pytest.raises(Refused) as told:
        Markdown(extensions=[Context(project, "index.md"), Transcripts(root=str(project.root))]).convert(PAGE)
    assert len(str(told.value).split("\n  ")) == 2


def test_a_fence_that_was_not_found_is_refused(project: Project) -> None:
    project.page(PAGE)
    with pytest.raises(Refused, match=r"docs/index\.md: a console fence \(new\) is shown but was not found"):
        Markdown(extensions=[handed(project)]).convert(PAGE + '\n```console snippet="new"\n$ true\n```\n')


def test_a_text_of_no_page_is_left_alone() -> None:
    html = Markdown(extensions=[Transcripts()]).convert("# A heading\n\nSome *prose*.\n")
    assert html == "<h1>A heading</h1>\n<p>Some <em>prose</em>.</p>"

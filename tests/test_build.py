"""What readers get: every block in its place, commands searchable and copyable, and a refusal for anything doubtful."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.conftest import KINDS, ROOT, Project, step
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.page import page
from transcripts.tell import freshness
from transcripts.transcript import Transcript

PAGE = '# A page\n\nSome prose.\n\n```console snippet="first"\n$ docker volume create pgdata\n$ docker ps\n```\n'
RECORD = "run: make record PAGE=docs/index.md"
CONTAINERS = {
    "tab": '=== "Tab"\n\n{}\n=== "Other"\n\n    text\n',
    "list item": "- item\n\n{}\n- next\n",
    "numbered item": "1. item\n\n{}\n2. next\n",
    "admonition": '!!! note "Title"\n\n{}\nafter\n',
    "details": '??? question "Title"\n\n    text\n\n{}\nafter\n',
    "definition": "Term\n:   text\n\n{}\nafter\n",
}
FENCE = '```console snippet="first"\n$ docker run \\\n> x\n```\n\n```console snippet="second"\n$ docker ps\n```\n'


def indented(text: str) -> str:
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def with_hook(project: Project, code: str) -> None:
    """Let another hook work on the pages after ours."""
    hook = project.root / "other.py"
    hook.write_text(code, "utf-8")
    path = project.root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config["hooks"].append(str(hook))
    path.write_text(yaml.safe_dump(config), "utf-8")


def refused(project: Project, caplog: pytest.LogCaptureFixture, place: str, problem: str, remedy: str) -> None:
    """Check the two lines that end the build."""
    text = project.refusal(caplog)
    assert re.fullmatch(rf"{re.escape(place)}: {problem}\n  {remedy}", text), text


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_snippet_is_shown_where_it_stands(container: str, project: Project) -> None:
    project.page(CONTAINERS[container].format(indented(FENCE)), output="shown\n")
    html = project.html()
    assert [html.count(f'id="{name}"') for name in ("first", "second")] == [1, 1]
    assert len(re.findall(r'<span class="t-out"[^>]*>shown\n</span>', html)) == 2
    assert "```" not in html


def test_a_snippet_in_containers_inside_each_other_is_shown(project: Project) -> None:
    text = indented(FENCE)
    for container in ("tab", "details", "list item"):
        text = indented(CONTAINERS[container].format(text))
    project.page("- outermost\n\n" + text, output="shown\n")
    assert project.html().count("shown\n") == 2


@pytest.mark.parametrize("opening", ["<div>", "<div markdown>", '<div class="wide" markdown="1">'])
def test_a_snippet_in_raw_html_is_shown(opening: str, project: Project) -> None:
    project.page(f"{opening}\n\n{FENCE}\n</div>\n", output="shown\n")
    assert project.html().count("shown\n") == 2


def test_readers_copy_exactly_the_commands(project: Project) -> None:
    project.page(FENCE + '\n```console static="why"\n$ a "b"\nshown\n$ c\n```\n')
    assert re.findall('data-copy="([^"]*)"', project.html()) == [
        "docker run \\&#10;x",
        "docker ps",
        "a &quot;b&quot;&#10;c",
    ]


def test_no_output_or_prompt_can_be_copied_by_marking_the_page(project: Project) -> None:
    project.page(PAGE)
    html = project.html()
    assert html.count('data-prompt="$ "></span>') == 2
    assert "$ docker" not in html


def index_of(project: Project) -> str:
    """Build with the search plugin of Material, which alone heeds data-search-exclude, and give what it can find."""
    config = yaml.safe_load((project.root / "mkdocs.yml").read_text("utf-8"))
    config["theme"] = {"name": "material", "font": False}
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    project.html()
    index = (project.root / "site" / "search" / "search_index.json").read_text("utf-8")
    return " ".join(part["text"] for part in json.loads(index)["docs"])


def test_search_finds_prose_and_commands_but_no_output(project: Project) -> None:
    lines = (f"secret{number} was made 12 minutes ago, secretly\n" for number in range(60))
    project.page(PAGE, output="".join(lines))
    text = index_of(project)
    html = (project.root / "site" / "index.html").read_text("utf-8")
    assert html.count("secretly\n") == 2 * 60
    assert html.count("12 minutes ago</") == 2 * 60, "a value that varies is marked inside of what is left out"
    assert "Some prose." in text
    assert "docker volume create pgdata" in text
    assert "docker ps" in text
    assert "secret" not in text
    assert "more lines" not in text


def test_search_finds_all_that_a_failing_command_said(project: Project) -> None:
    project.page('```console snippet="first" exit="1" fold="5"\n$ a\n$ b\n```\n', output=None)
    said = "".join(f"reason {number} of 12 minutes ago, really\n" for number in range(60))
    shown = {"first": Transcript((step("a", "secret\n"), step("b", said, 1)))}
    store.save(project.snippets / "index", shown, Facts())
    text = index_of(project)
    assert [number for number in range(60) if f"reason {number} of 12 minutes ago, really\n" not in text] == []
    assert "secret" not in text
    assert "more lines" not in text
    assert "exit status" not in text


@pytest.mark.parametrize("repository", ["", "https://github.com/someone/project"])
def test_a_page_can_be_edited_where_the_repository_is_known(repository: str, project: Project) -> None:
    config = yaml.safe_load((project.root / "mkdocs.yml").read_text("utf-8"))
    config |= {"theme": {"name": "material", "font": False, "features": ["content.action.edit"]}}
    config |= {"repo_url": repository, "edit_uri": "edit/main/docs/"}
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    project.page(PAGE)
    html = project.html()
    assert re.findall(r'href="([^"]*edit/main[^"]*)"', html) == [f"{repository}/edit/main/docs/index.md"] * bool(
        repository
    )
    assert html.count(f'href="{repository}"') == 2 * bool(repository), "in the head and in the menu of a phone"
    assert 'data-md-component="source"' not in html, "the theme asks api.github.com for what it can say of it"


def test_an_error_that_no_page_explains_ends_the_build(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    toml = project.root / "workshop.toml"
    toml.write_text('errors = "errors.md"\n' + toml.read_text("utf-8"), "utf-8")
    project.page('```console snippet="first" exit="1"\n$ a\n```\n', output=None)
    store.save(project.snippets / "index", {"first": Transcript((step("a", "no\n", 1),))}, Facts())
    project.page("# Errors\n", "errors.md")
    refused(project, caplog, "docs/index.md:1", "docs/errors.md tells nothing of this error", "write there .*")
    assert project.html(live=True), "an author who is still writing is left alone"


def test_templates_survive_in_command_and_output(project: Project) -> None:
    project.page(PAGE.replace("docker ps", "docker ps --format '{{.Names}} {% x %}'"), output="{{.Names}} {# y #}\n")
    html = project.html()
    assert "{{.Names}} {% x %}" in html
    assert ">{{.Names}} {# y #}\n<" in html


def test_html_in_commands_and_output_is_escaped(project: Project) -> None:
    project.page(PAGE.replace("docker ps", "echo '<b>&amp;'"), output="<script>alert('&')</script>\n")
    html = project.html()
    assert "&lt;script&gt;alert('&amp;')&lt;/script&gt;\n" in html
    assert "<span class=\"t-cmd\">echo '&lt;b&gt;&amp;amp;'</span>" in html
    assert "<script>alert" not in html
    assert "<b>&" not in html


def test_a_status_and_a_long_output_are_shown_as_such(project: Project) -> None:
    project.page('```console snippet="first" exit="1" fold="5"\n$ a\n```\n', output=None)
    output = "".join(f"line {number}\n" for number in range(9))
    shown = {"first": Transcript((step("a", output, 1),))}
    store.save(project.snippets / "index", shown, Facts())
    html = project.html()
    folded = html[html.index("<details") : html.index("</details>")]
    assert "4 more lines" in folded
    assert [number for number in range(9) if f"line {number}\n" in folded] == [5, 6, 7, 8]
    assert "exit status 1" in html


def test_an_output_that_looks_like_our_html_gets_no_note(project: Project) -> None:
    """What varies is known from the values, and not looked for in the HTML."""
    project.page(PAGE, output='<span class="t-var" title="x">plain</span>\n')
    assert "will differ for you" not in project.html()
    project.page(PAGE, output="12 minutes ago\n")
    shown = {"first": Transcript((step("docker volume create pgdata", "12 minutes ago\n"), step("docker ps")))}
    store.save(project.snippets / "index", shown, Facts(date(2026, 11, 25)))
    assert "will differ for you" in project.html()


def test_settings_that_are_wrong_end_the_build(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    (project.root / "workshop.toml").write_text("colour = 1\n")
    refused(project, caplog, "workshop.toml: colour", "is no setting", "take it out.*")


def test_styles_and_scripts_come_with_the_machinery(project: Project) -> None:
    project.page(PAGE)
    html = project.html()
    for asset in ("assets/transcript.css", "assets/workshop.js"):
        assert f'"{asset}"' in html
        assert (project.root / "site" / asset).is_file()
    assert not (project.root / "docs" / "assets").exists()


def test_macros_leave_fences_alone_on_a_page_that_asks_for_them(project: Project) -> None:
    config = yaml.safe_load((project.root / "mkdocs.yml").read_text("utf-8"))
    macros = {"module_name": str(ROOT / "hooks" / "macros"), "render_by_default": False, "on_undefined": "strict"}
    config["plugins"].append({"macros": macros})
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    text = "---\nrender_macros: true\n---\n{{ statuses | length }} block\n\n" + PAGE.replace(
        "ps", "ps ${#a[@]} {{ x }}"
    )
    project.page(text)
    html = project.html()
    assert "1 block" in html
    assert "docker ps ${#a[@]} {{ x }}</span>" in html


CLAIM = 'It says `{{ shown("ok", "first") }}`, on {{ counted("two lines", "first") }}.\n\n'


@pytest.mark.parametrize("asks", ["", "---\nrender_macros: true\n---\n"], ids=["plain", "with macros"])
def test_readers_get_the_words_of_a_claim_that_holds(asks: str, project: Project) -> None:
    config = yaml.safe_load((project.root / "mkdocs.yml").read_text("utf-8"))
    config["plugins"].append({"macros": {"module_name": str(ROOT / "hooks" / "macros"), "render_by_default": False}})
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    project.page(asks + CLAIM + PAGE)
    assert "<p>It says <code>ok</code>, on two lines.</p>" in project.html()


def test_a_claim_that_does_not_hold_ends_the_build_and_is_told_by_the_live_server(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    project.page(CLAIM + PAGE, output="so-so\n")
    said = 'docs/index.md:1: shown("ok", "first"): it does not show that\n  mend the words'
    assert said in project.refusal(caplog)
    caplog.clear()
    assert "It says <code>ok</code>" in project.html(live=True)
    assert said in caplog.text


def test_a_claim_of_what_is_not_recorded_waits(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(CLAIM + PAGE.replace('snippet="first"', 'snippet="first" needs="hub"'), output=None)
    assert "on two lines." in project.html()
    assert (
        'docs/index.md:1: shown("ok", "first") is not held yet\n  record its snippet, where that can run' in caplog.text
    )


def test_a_bad_page_is_told_by_the_build_also_where_macros_read_it(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    config = yaml.safe_load((project.root / "mkdocs.yml").read_text("utf-8"))
    config["plugins"].append({"macros": {"module_name": str(ROOT / "hooks" / "macros"), "render_by_default": False}})
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    project.page("```console\n$ true\n```\n", output=None)
    refused(project, caplog, "docs/index.md:1", "a console fence that neither runs nor says why", "add .*")


def test_a_static_block_is_shown_with_its_reason(project: Project) -> None:
    project.page('```bash static="it needs <luck>"\nif a; then\n\n  b\nfi\n```\n', output=None)
    html = project.html()
    assert "<b>Not run:</b> it needs &lt;luck&gt;" in html
    assert 'data-copy="if a; then&#10;&#10;  b&#10;fi"' in html


@pytest.mark.parametrize(
    "body", ["a\tb", "a\n   \nb", "\n\na\n\n"], ids=["tab", "line of spaces", "empty lines around"]
)
def test_a_static_block_is_shown_with_whatever_white_space(body: str, project: Project) -> None:
    project.page(f'```bash static="why"\n{body}\n```\n', output=None)
    assert "<b>Not run:</b> why" in project.html()


def test_a_project_file_shows_its_name(project: Project) -> None:
    project.page('- item\n\n    ```yaml file="project/compose.yml"\n    a: "{{.x}}"\n    ```\n', output=None)
    html = project.html()
    assert '<span class="filename">project/compose.yml</span>' in html
    assert "file=" not in html


def test_the_name_of_a_project_file_is_left_alone_in_the_rest_of_the_page(project: Project) -> None:
    file = '```dockerfile file="Dockerfile"\nFROM debian:trixie\n```\n'
    command = '```console snippet="first"\n$ docker build --file="Dockerfile" .\n```\n'
    project.page(f'The option `--file="Dockerfile"` names it.\n\n{file}\n{command}')
    html = project.html()
    assert '<code>--file="Dockerfile"</code>' in html
    assert "docker build --file=&quot;Dockerfile&quot; ." in html


def test_a_page_without_blocks_of_ours_is_left_alone(project: Project) -> None:
    project.page("# A page\n\n```python\nx = 1\n```\n", output=None)
    html = project.html()
    assert 'class="transcript' not in html
    assert '<div class="highlight">' in html


def test_other_pages_can_link_to_a_snippet(project: Project) -> None:
    project.page(PAGE)
    project.page("[first](index.md#first)\n", "other.md", None)
    assert 'href="../#first"' in project.html("other/index.html")


def test_a_heading_leaves_the_anchor_to_the_snippet_of_that_name(project: Project) -> None:
    project.page(PAGE.replace("Some prose.", "## First"))
    html = project.html()
    assert html.count('id="first"') == 1
    assert 'id="first-section"' in html


def test_the_live_server_shows_what_is_to_be_recorded(project: Project) -> None:
    project.page(PAGE, output=None)
    assert "To record it, run: make record PAGE=docs/index.md" in project.html(live=True)


def test_the_live_server_builds_a_page_whose_capture_changed_and_no_other(project: Project) -> None:
    project.page(PAGE, output="old\n")
    project.page(PAGE, "other.md", "old\n")
    project.html(live=True)
    pages = [project.root / "site" / name for name in ("index.html", "other/index.html")]
    for built in pages:
        os.utime(built, (1, 1))
    for path in [*(project.root / "docs").iterdir(), *(project.snippets / "other").iterdir()]:
        os.utime(path, (0, 0))
    project.record(PAGE, output="new\n")
    assert "new\n" in project.html(live=True)
    assert pages[1].stat().st_mtime == 1


def test_a_missing_capture_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE, output=None)
    refused(project, caplog, "docs/index.md:5", 'the snippet "first" has no capture', RECORD)


def test_a_stale_capture_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    project.page(PAGE.replace("docker ps", "docker ps --all"), output=None)
    refused(project, caplog, "docs/index.md:7", 'the capture "first" has another command here', RECORD)


def test_an_edited_capture_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    path = project.snippets / "index" / "first.console"
    path.write_text(path.read_text("utf-8").replace("| ok", "| better"), "utf-8")
    refused(project, caplog, str(path), "is not what was recorded: .*", "git checkout .*")


@pytest.mark.parametrize("page", ["index.md", "gone.md"])
def test_an_orphaned_capture_is_refused(page: str, project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    project.record(PAGE.replace('"first"', '"old"'), page)
    refused(
        project, caplog, f"snippets/{Path(page).stem}/old.console", "no snippet uses this capture", "run: make trim.*"
    )


def test_a_block_that_is_found_but_not_shown_is_refused(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    with_hook(project, "def on_page_markdown(markdown, **_):\n    return markdown.split('```')[0]\n")
    refused(project, caplog, "docs/index.md:5", "this fence was found but is not shown.*", "move it .*")


@pytest.mark.parametrize("line", ["=== Tab", '!!! note "x" y', '??? "x" y', ": text"])
def test_a_block_that_is_shown_as_code_is_refused(
    line: str, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    # These only look like something that may hold a block, so Markdown takes what is indented below for code.
    project.page(f"{line}\n\n{indented(FENCE)}", output="shown\n")
    refused(project, caplog, "docs/index.md:3", "this fence was found but is not shown.*", "move it .*")


@pytest.mark.parametrize(
    ("added", "place"),
    [
        ('```console snippet="new"\n$ true\n```\n', "docs/index.md"),
        ('```bash static="new"\ntrue\n```\n', "docs/index.md"),
        ("```bash\ntrue\n```\n", "docs/index.md"),
        (PAGE, "docs/index.md:5"),
        ('```console snippet="first"\n$ another text\n```\n', "docs/index.md:5"),
    ],
    ids=["snippet", "static", "neither", "twice", "another text"],
)
def test_a_block_that_is_shown_but_was_not_found_is_refused(
    added: str, place: str, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    project.page(PAGE)
    with_hook(project, f"def on_page_markdown(markdown, **_):\n    return {added!r} + markdown\n")
    refused(project, caplog, place, ".* is shown .*", "write it as a plain fence")


def test_a_stale_page_is_told_and_ends_no_build(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.page(PAGE)
    key = freshness.of_page(page.read(PAGE, "index.md", KINDS), project.settings)
    folder = project.snippets / "index"
    store.save(folder, {}, Facts(), key)
    project.html()
    assert "stale" not in caplog.text
    store.save(folder, {}, Facts(), {**key, "machines": "0a", "machine docker": "0b"})
    assert 'id="first"' in project.html()
    assert f"docs/index.md: stale, since it was recorded changed: machines, machine docker\n  {RECORD}" in caplog.text

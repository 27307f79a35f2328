"""pytest's door: the snippets of a page are tests, its options say what becomes of their transcripts."""

from collections.abc import Generator

import pytest
from sybil.example import SybilFailure

from lab.ends import heed
from lab.images.supply import Source
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.judge.review import Mode
from transcripts.keep import store, trim
from transcripts.page import page
from transcripts.tell.report import FOLDER, Result, plain
from verify.ahead import prepare
from verify.pages import Collector, SnippetItem, result
from verify.parallel import pytest_xdist_auto_num_workers as pytest_xdist_auto_num_workers
from verify.parallel import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler
from verify.reporter import Reporter
from verify.workshop import ALL, Workshop

TRIM = "trim"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the workshop."""
    group = parser.getgroup("workshop")
    group.addoption(
        "--snippets",
        choices=(*Mode, TRIM),
        default=Mode.VERIFY,
        help="verify: compare, write nothing (default); create: fill gaps; update: also rewrite what drifted; "
        "trim: remove captures that no page uses",
    )
    group.addoption(
        "--images", choices=tuple(Source), default=Source.MIRROR, help="where labs pull from: the mirror, or Docker Hub"
    )
    group.addoption(
        "--engine",
        metavar="NAME",
        default="",
        help=f"the engine of the settings to run pages on (default: the first one), or {ALL}",
    )
    group.addoption(
        "--stale-only",
        action="store_true",
        help="run only pages of which something that decides their output has changed, and say what",
    )
    group.addoption(
        "--reports",
        metavar="DIR",
        default=FOLDER,
        help=f"where report.json and summary.md are written (default: {FOLDER}/); --junitxml gives JUnit's XML",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the one workshop of this run, and its reports where they are made."""
    # A run that is told to end cleans up, as it does after Ctrl-C.
    heed()
    # One bad page does not keep the others from being run.
    config.option.continue_on_collection_errors = True
    config.addinivalue_line("markers", "engine: needs a Docker Engine")
    workshop = Workshop(config)
    config.pluginmanager.register(workshop, "workshop")
    # The last one that is registered is asked first.
    for tour in reversed(workshop.tours):
        config.pluginmanager.register(Collector(workshop, tour), f"workshop-{tour.engine}")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter(config, workshop), "workshop-reporter")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show our own errors as their two lines, without a traceback, and add what the reports need."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, WorkshopError | SybilFailure):
        report.longrepr = error.args[0] if isinstance(error, WorkshopError) else error.result
    if isinstance(item, SnippetItem):
        if report.when == "setup" and item.commands:
            # A snippet's own seconds: its page may have been played further in its set-up, or before it.
            report.duration = sum(seconds for _, seconds in item.commands)
        report.workshop = plain(Result, result(item, report, error))  # type: ignore[attr-defined]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Have labs for the page that comes next started while this one runs."""
    if isinstance(item, SnippetItem):
        prepare(item, nextitem)


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Do --snippets=trim, which needs no test; leave all else to pytest."""
    if config.option.snippets != TRIM:
        return None
    root = config.rootpath
    try:
        known, snippets = settings.load(root), root / store.FOLDER
        found = page.read_all(root, known.kinds)
        for orphan in (*store.orphans(snippets, found, known.others), *trim.forgotten(snippets, found, known.others)):
            trim.remove(orphan)
            print(f"removed {orphan.relative_to(root)}")
        for path in trim.unnamed(snippets, known.others):
            trim.forget(path, known.others)
            print(f"forgot engines that are gone in {path.relative_to(root)}")
    except WorkshopError as error:
        print(error)
        return 1
    return 0

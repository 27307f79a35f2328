"""mkdocs-macros's door: facts that pages may use, where they opt in with `render_macros: true`."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.judge.kinds import KINDS
from transcripts.keep import store
from transcripts.page import page
from transcripts.prompts import PROMPT_KINDS
from transcripts.tell import failures, pace, plan, report
from transcripts.tell.recorded import listed, short
from transcripts.tell.status import engines, row, sheets, statuses


def define_env(env: Any) -> None:
    """Give pages `workshop`, the settings, `statuses`, that of every fence that shows a terminal, and more.

    `sheets` are the same page by page. `engines` are those that pages were recorded on, as readers know them, and
    `listed` gives words as a sentence lists them; `kinds` are those of values that may differ, and `prompts` those
    of prompts; `row` gives the address of a snippet's row on the page about checks, and `short` an engine of the
    settings as readers know it. `error` shows a step that ends with one, by a name as in
    `volumes.md#remove-used-volume`; the build tells where there is none.
    `plan` has all pages with the time that each takes, `minutes` gives that of one, and `pace` is how it was
    estimated.
    Where settings, a page or a capture are bad, the build itself tells that, and pages get nothing here: no `plan`, and
    0 `minutes`.
    """
    failing: dict[str, failures.Failure] = {}

    def error(address: str) -> str:
        shown = failing.get(address)
        return failures.markdown(shown, env.variables["workshop"].errors) if shown else ""

    def minutes(path: str) -> int:
        made: plan.Plan | None = env.variables["plan"]
        return made.minutes(path) if made else 0

    for macro in (row, short, listed, error, minutes):
        env.macro(macro)
    root = Path(env.conf["docs_dir"]).parent
    env.variables.update({"workshop": None, "plan": None, "statuses": (), "sheets": (), "engines": ()})
    env.variables.update({"kinds": KINDS, "prompts": PROMPT_KINDS, "pace": pace.RATES})
    with suppress(WorkshopError):
        env.variables["workshop"] = known = settings.load(root)
        pages = page.read_all(root, known.kinds)
        recorded = store.of_pages(root, pages)
        env.variables["statuses"] = found = statuses(recorded, known, report.load(root))
        env.variables["engines"] = engines(found)
        env.variables["sheets"] = sheets(found, pages)
        failing.update(failures.failures(recorded, known))
        env.variables["plan"] = plan.plan(recorded, known, env.conf["nav"] or ())

"""What readers need to compare their own terminal with a page: the table of kinds and what its author said.

Scripts and not data files, since a page that is opened from a disk may load scripts only. Nothing of it but the buttons
is loaded before somebody asks.
"""

import json
from html import escape
from pathlib import PurePosixPath

from transcripts.judge import exported
from transcripts.page.page import Page

STYLE = "assets/mine.css"
SCRIPT = "assets/mine.js"
"""What a page loads at first: the buttons."""
PARTS = tuple(
    f"assets/mine-{name}.js" for name in ("values", "align", "compare", "arrange", "paste", "answer", "panel")
)
KINDS = "assets/mine-kinds.js"


def kinds() -> str:
    """Give the script that holds the table of kinds."""
    return f"var mine = {{table: {_data(exported.table())}}};\n"


def path(page: str) -> str:
    """Give where the rules of a page lie in the site, for a page like `images/commit.md`."""
    return f"assets/mine/{PurePosixPath(page).with_suffix('.js')}"


def rules(page: Page) -> str:
    """Give the script that holds what the author of a page said."""
    return f"mine.rules = {_data(exported.rules(page))};\n"


def place(page: str, base: str) -> str:
    """Give the HTML that tells a page, whose way to the site's root is `base`, where its rules lie."""
    return f'<span class="t-rules" data-rules="{escape(base + path(page))}" hidden></span>'


def _data(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

"""What a theme puts into a site and nobody here uses: it goes, so that the site is small and asks no other host."""

import json
import shutil
from pathlib import Path

from transcripts import files

INDEX = "search/search_index.json"
STEMMERS = "assets/javascripts/lunr"
SITEMAPS = ("sitemap.xml", "sitemap.xml.gz")
ASKS = ' data-md-component="source"'
"""Has a link to the repository ask its host how many people like it."""


def trim(target: Path) -> None:
    """Take out of a built site what serves none of its readers."""
    for path in (target / "assets").rglob("*.map"):
        path.unlink()
    index = target / INDEX
    languages = json.loads(index.read_text("utf-8"))["config"]["lang"] if index.exists() else []
    # English needs no file: lunr has it built in.
    if languages == ["en"]:
        shutil.rmtree(target / STEMMERS, ignore_errors=True)
    sitemap = target / SITEMAPS[0]
    if sitemap.exists() and "<loc>http" not in sitemap.read_text("utf-8"):
        for name in SITEMAPS:
            (target / name).unlink(missing_ok=True)
    for path in target.rglob("*.html"):
        text = path.read_text("utf-8")
        if ASKS in text:
            files.write(path, text.replace(ASKS, "").encode())

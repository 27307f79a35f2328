"""Addresses in a built site, as MkDocs gives them."""

import posixpath
from pathlib import PurePosixPath


def of_page(path: str, *, directories: bool) -> str:
    """Give the address of a page below the site's root, for a path below docs/; `directories` as use_directory_urls."""
    page = PurePosixPath(path)
    index = page.stem in ("index", "README")
    if not directories:
        return str(page.with_name("index.html") if index else page.with_suffix(".html"))
    parts = page.parent if index else page.with_suffix("")
    return f"{parts}/" if str(parts) != "." else ""


def relative(address: str, page: str) -> str:
    """Give an address as a page links to it; both are below the site's root."""
    way = posixpath.relpath(address or ".", posixpath.dirname(page) or ".")
    return f"{way}/" if not address or address.endswith("/") else way

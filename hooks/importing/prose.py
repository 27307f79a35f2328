"""Prose as a page of ours can have it: what would lead nowhere, or look like a fence, is taken out."""

import re

from transcripts.page.fences import OPENING

PICTURE = re.compile(r"!\[[^\]]*\](?:\((?!https?:)[^)]*\)|\[[^\]]*\])|<img\b(?![^>]*src=[\"']https?:)[^>]*>", re.I)
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|mailto:)[^)]*\)")
ANCHOR = re.compile(r"<a\b(?![^>]*href=[\"']https?:)[^>]*>(.*?)</a>", re.I)
DEFINITION = re.compile(r"\s*\[[^\]]+\]:\s*(?!https?:|mailto:)\S.*$")


def pictures(text: str) -> bool:
    """Whether a line has a picture that lies beside the tutorial."""
    return bool(PICTURE.search(text))


def plain(text: str) -> str:
    """Give a line of prose without what leads to files beside the tutorial, and without what only looks like ours."""
    if DEFINITION.match(text):
        return ""
    text = LINK.sub(r"\1", ANCHOR.sub(r"\1", PICTURE.sub("", text))).rstrip()
    bare = text.lstrip(" ")
    if bare.startswith("<!--"):
        text = text.replace("<!--", "&lt;!--")
    if OPENING.match(text):
        text = re.sub(r"(`{3,}|~{3,})", lambda found: f"\\{found[0][0]}" * len(found[0]), text, count=1)
    return text

"""What came into a line while it was typed: a terminal shows jobs in the background wherever its cursor is."""

import re

QUIET = re.compile(rb"\x1b\[[\d;?]*[A-Za-z@]|\x1b\][^\x07\x1b]*\x07|[\x07\b]|\r(?!\n)")
"""What an editor of lines sends besides characters."""


def beside(came: bytes, *echoes: str) -> tuple[str, str]:
    """Give the text that came besides the echo of what was typed, piece by piece: before its end, and behind it."""
    shown = QUIET.sub(b"", came).decode(errors="replace").replace("\r\n", "\n")
    if shown == "".join(echoes):
        return "", ""
    early, at = "", 0
    for echo in echoes:
        places = _places(shown, echo, at)
        if places is None:
            return early + shown[at:], ""
        for begin, end in places:
            early, at = early + shown[at:begin], end
    # A space alone is what the editor leaves where a wide character did not fit. Of a line that ends at the margin it
    # draws the last character again, behind a space.
    drawn = early.strip(" ") == "" or early in [" " + echo.removesuffix("\n")[-1:] for echo in echoes]
    return "" if drawn else early, shown[at:]


def below(output: str, more: str) -> str:
    """Give an output with what came below it."""
    return f"{output}\n{more}" if more and output and not output.endswith("\n") else output + more


def _places(shown: str, echo: str, at: int) -> list[tuple[int, int]] | None:
    """Give where the parts of an echo stand: whole, else with something in between, best in one place."""
    halves = ((echo[:cut], echo[cut:]) for cut in range(len(echo), 0, -1))
    for parts in (*halves, tuple(echo.replace("\t", ""))):
        places, begin = [], at
        for part in parts:
            found = shown.find(part, begin)
            if found < 0:
                break
            begin = found + len(part)
            places.append((found, begin))
        else:
            return places
    return None

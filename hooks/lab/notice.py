"""What is put up in a hall: its address, and that as a QR code."""

import io
from collections.abc import Sequence

import segno

INK = "\033[97;40m{}\033[0m"
"""White on black, whatever colours the terminal has: a code that is inverted many telephones do not read."""
LONELY = """\
  This machine is on no network. The hall is open at http://{}/, for this machine alone.
  Its address is told as soon as there is one.
"""


GUIDE = "hall.html"
"""The page of a site that says what a student does once, with the address of the hall where it has a place for it."""


def notice(address: str, port: int, images: Sequence[str], others: Sequence[str] = (), *, guide: bool = True) -> str:
    """Give what a teacher reads out: where the site is, its page on what to do first if it has one, the registry."""
    where = authority(address, port)
    return "".join(
        f"  {name:11}{text}\n"
        for name, text in (
            ("site", f"http://{where}/"),
            ("first", f"http://{where}/{GUIDE} says what each student does once" if guide else ""),
            ("registry", f"http://{where} has {', '.join(images) or 'nothing'}"),
            ("also at", f"{', '.join(others)}; make hall ADDRESS={others[0]} tells that one" if others else ""),
        )
        if text
    )


def lonely(port: int) -> str:
    """Give what is told where nobody can come."""
    return LONELY.format(authority("localhost", port))


def authority(address: str, port: int) -> str:
    """Give address and port as a browser and an engine take them."""
    return address if port == 80 else f"{address}:{port}"


def code(address: str, port: int) -> str:
    """Give the site's address as a QR code of half blocks, for a terminal."""
    drawn = io.StringIO()
    segno.make(f"http://{authority(address, port)}/", error="m", micro=False).terminal(drawn, compact=True)
    return "".join(f"  {INK.format(line)}\n" for line in drawn.getvalue().splitlines())

"""Hosting a hall: opens it, tells the room where it is, tells it anew where that changes, and closes it at the end."""

import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lab import addresses, notice
from lab.ends import ENDS, heed
from lab.hall import PORTS, Hall
from lab.images import endpoint, host, supply
from lab.images.engine import Engine, Say, connect
from lab.images.mirror import digests
from transcripts.errors import LabError, SettingsError
from transcripts.keep import store
from transcripts.page import page
from transcripts.settings import NAME, Settings

SITE = "site"
PAUSE = 2.0
"""Seconds after which it is looked again whether all is well, and where this machine is."""
LOCAL = ("unix:", "npipe:")
ONCE = "to make its images, make hall needs a network once; {}"

Show = Callable[[str, str], None]
"""Takes what is told of an address, and its QR code; nothing where there is no address."""


def hosted(root: Path, known: Settings, asked: str, port: int, say: Say, show: Show) -> None:
    """Keep a hall open until it is interrupted, and leave nothing of it behind.

    An address and a port may be asked for; where one is empty, it is found.
    """
    if known.hall is None:
        raise SettingsError(f"{NAME}: hall", "is missing", 'add [hall], with recipe = "hall" and suite = "trixie"')
    local = endpoint.resolve(os.environ).url.startswith(LOCAL)
    addresses.check(asked)
    if not local and not asked:
        raise LabError(
            "make hall", "the engine is on another machine", "say its address: make hall ADDRESS=192.168.1.20"
        )
    # A name, or the address of a machine that hands on to this one, as Windows does to its Linux, is not watched.
    given = bool(asked) and asked not in (found := addresses.here())
    if given and local:
        say(f"{asked} is none of this machine's addresses ({', '.join(found) or 'none'}); it is told all the same")
    host.provide([], say)
    engine, run, site = Engine(connect(), known.name), uuid.uuid4().hex[:12], root / SITE
    with _ended(engine, run):
        if swept := engine.sweep():
            say(f"removed {swept} things that an earlier run left")
        try:
            offer = supply.offer(engine, known, known.hall, run, say)
        except LabError as error:
            raise LabError(error.place, error.problem, ONCE.format(error.remedy)) from None
        hall = Hall(engine, offer, run, site, [port] if port else PORTS)
        hall.wait("127.0.0.1" if local else asked)
        if others := _others(root, known, digests(engine, offer.stock)):
            say(f"pages show other digests of {', '.join(others)} than students will see; they were recorded elsewhere")
        put_up = partial(
            notice.notice, port=hall.port, images=tuple(known.images), guide=(site / notice.GUIDE).exists()
        )
        _keep(hall, put_up, asked, (lambda: (asked,)) if given else addresses.here, say, show)


def _keep(
    hall: Hall, put_up: Callable[..., str], asked: str, here: Callable[[], Sequence[str]], say: Say, show: Show
) -> None:
    """Tell where the hall is, and anew whenever that changes, for as long as it is open."""
    told: str | None = None
    while True:
        there = here()
        if (now := addresses.chosen(asked, there)) != told:
            if told:
                say(f"this machine is no longer at {told}{'; students name its new address' if now else ''}")
            if now:
                others = [each for each in there if each != now]
                show(put_up(now, others=others), notice.code(now, hall.port))
            else:
                show(notice.lonely(hall.port), "")
            told = now
        time.sleep(PAUSE)
        hall.check()


@contextmanager
def _ended(engine: Engine, run: str) -> Iterator[None]:
    """Remove everything of a run when it ends, by itself, by Ctrl-C or by a signal; to be told so is no error."""
    try:
        heed()
        yield
    except KeyboardInterrupt:
        pass
    finally:
        # A terminal that is closed says so more than once.
        for each in ENDS:
            signal.signal(each, signal.SIG_IGN)
        engine.remove_run(run)
        engine.client.close()


def _others(root: Path, known: Settings, ours: Mapping[str, str]) -> list[str]:
    """Give the images of which a page shows another digest."""
    shown = [store.load(store.folder_of(root / store.FOLDER, each.path)) for each in page.read_all(root, known.kinds)]
    found = {(name, said) for each in shown for name, said in each.provenance.facts.images.items()}
    return sorted({name for name, said in found if ours.get(name, said) != said})

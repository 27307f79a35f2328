"""What ends a run: Ctrl-C, and the signals that say the same."""

import signal
from collections.abc import Callable
from typing import Any

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heed(called: Callable[[int, Any], None] = signal.default_int_handler) -> None:
    """Have something called when this run is to end, or KeyboardInterrupt raised.

    What it was started not to hear, as nohup and a shell's background have it, it does not hear.
    """
    for each in ENDS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, called)

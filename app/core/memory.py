"""How memory is looked after by a process that loads much at its start and keeps it."""

import gc


def collect_rarely() -> None:
    """Look for what can be forgotten a hundred times less often than is usual.

    Called before the portal is loaded: nothing of it is ever forgotten, and looking through it
    again and again took a tenth of the start.
    """
    gc.set_threshold(50_000, 20, 100)


def settle() -> None:
    """Keep what was loaded out of every later collection: long pauses shrink to a few ms."""
    gc.collect()
    gc.freeze()

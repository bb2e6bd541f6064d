"""``python -m prove``: runs every proof, or those named, at full length and prints the table."""

import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping

from prove import (
    examining,
    hiding,
    image,
    killing,
    manual,
    overloading,
    recording,
    redeeming,
    replicas,
    rotating,
    seeing,
    swapping,
    tampering,
    verifying,
)
from prove.row import Row

PROOFS: Mapping[str, Callable[[], Iterable[Row]]] = {
    "tampering": tampering.rows,
    "verifying": verifying.rows,
    "recording": recording.rows,
    "redeeming": redeeming.rows,
    "hiding": hiding.rows,
    "rotating": rotating.rows,
    "swapping": swapping.rows,
    "killing": killing.rows,
    "overloading": overloading.rows,
    "replicas": replicas.rows,
    "files": examining.rows,
    "image": image.rows,
    "seeing": seeing.rows,
    "manual": manual.rows,
}


def main(names: list[str]) -> int:
    """Print the figures of ``names`` (of all where none is given); 1 when a goal is missed."""
    if unknown := set(names) - PROOFS.keys():
        sys.exit(f"No such proof: {', '.join(sorted(unknown))}. There are: {', '.join(PROOFS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Told to end."))  # what was started ends too
    missed = 0
    print(f"{'':4} {'figure':>18} {'goal':>18}  what", flush=True)
    for name in names or PROOFS:
        began = time.monotonic()
        for row in PROOFS[name]():
            missed += not row.good
            good = "ok" if row.good else "NO"
            print(f"{good:4} {row.figure:>18} {row.goal:>18}  {row.name}", flush=True)
        print(f"     {name}: {time.monotonic() - began:.0f} s", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

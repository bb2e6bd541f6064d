"""Hostile and honest files, each examined as an upload is and answered as it has to be."""

import os
import resource
import time
from collections.abc import Callable, Iterator

from app.files.examining import Examined, examine
from app.files.verdict import Kind, Refused
from bench.processes import memory_mb
from prove.row import Row, equal
from tests.files.built import unpacked
from tests.files.generated import Case, cases

FEWEST = 250
SLOWEST = 5.0
"""Seconds that one file may take, the start of its process included."""
GROWN = 64
"""MB by which whoever has files examined may grow."""
CHILD = 512
"""MB that the process of one file may take."""


def rows() -> Iterator[Row]:
    """Have every file examined; tell what was answered otherwise, how long it took and what of."""
    every = list(cases())
    yield Row("files", str(len(every)), f"≥ {FEWEST}", len(every) >= FEWEST)
    had, slowest, wrong = memory_mb(os.getpid()), (0.0, ""), list[str]()
    for one in every:
        began = time.monotonic()
        found = answered(one)
        slowest = max(slowest, (time.monotonic() - began, one.name))
        if found is not None:
            wrong.append(f"{one.name}: {found}")
    right = len(every) - len(wrong)
    what = "; ".join(["answered as expected", *wrong])
    yield equal(what, f"{right} of {len(every)}", f"{len(every)} of {len(every)}")
    took, name = slowest
    yield Row(f"slowest: {name}", f"{took:.1f} s", f"≤ {SLOWEST:.0f} s", took <= SLOWEST)
    grown = memory_mb(os.getpid()) - had
    yield Row("memory grown by", f"{grown:.0f} MB", f"≤ {GROWN} MB", grown <= GROWN)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Row("largest process of a file", f"{largest:.0f} MB", f"≤ {CHILD} MB", largest <= CHILD)


def answered(one: Case, by: Callable[[bytes], Examined] = examine) -> str | None:
    """Return what was answered where it is not what was expected, None where it is."""
    try:
        found = by(one.content)
    except Refused as refused:
        return None if refused.why in one.answers else str(refused.why)
    if found.kind not in one.answers:
        return str(found.kind)
    plain = unpacked(found.content) if found.kind is Kind.PDF else found.content
    return "kept what it hides" if one.gone and one.gone in plain else None

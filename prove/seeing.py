"""What everybody sees and may do, after any acts in any order: the portal beside docs/policy.md.

The portal acts for real, as its pages do; ``reference`` says from the prose alone what should come
of it. After each act the two are compared for everybody.
"""

import time
from collections.abc import Collection, Iterator
from inspect import getmembers

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from app.core.progress import Progress
from prove.comparing import Counts, Differs
from prove.house import House, opened
from prove.row import Row
from prove.steering import Steering

STEPS, PART = 100_000, 1_000
EACH = 50
"""So many acts follow each other before a new beginning."""

FEWEST = 10
"""What is let through less often was not tried."""


def acting(only: Collection[str] = ()) -> dict[str, None]:
    """Return the attributes that leave a machine no acts but these; all of them without a name.

    Raises:
        LookupError: where the machine has no act of such a name.
    """
    every = {name for name, act in getmembers(Steering) if hasattr(act, RULE_MARKER)}
    if not every.issuperset(only):
        raise LookupError(sorted(set(only) - every))
    return dict.fromkeys(every.difference(only)) if only else {}


def run(
    house: House,
    steps: int,
    *,
    same: bool = False,
    only: Collection[str] = (),
    counts: Counts | None = None,
) -> Counts:
    """Act about ``steps`` times, ``EACH`` at a time, at least so often unless always the ``same``.

    With ``only`` the acts of these names, each of them comes that much oftener. With ``counts`` of
    what was done before, go on until it is so often in all.

    Raises:
        Differs: where portal and reference do not agree.
    """
    counts = counts or Counts()
    machine = type("Seen", (Steering,), {"house": house, "counts": counts, **acting(only)})
    chosen = settings(
        max_examples=max(1, min((steps - counts.acts) // EACH, 200)),
        stateful_step_count=EACH,
        deadline=None,
        database=None,
        derandomize=same,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while counts.acts < steps:
        run_state_machine_as_test(machine, settings=chosen)
        if same:
            break
    return counts


def rows(steps: int = STEPS) -> Iterator[Row]:
    """Act and compare, saying how far it is; a difference is told in full."""
    counts, progress, began = Counts(), Progress(), time.monotonic()
    with opened() as house:
        try:
            for reached in (*range(PART, steps, PART), steps):
                run(house, reached, counts=counts)
                progress.done(f"     seeing: {_so_far(counts, time.monotonic() - began)}")
        except Differs as difference:
            progress.done(f"     seeing: on day {house.day}, after these acts of one run:")
            for line in getattr(difference, "__notes__", ()):
                progress.done(line)
            yield Row(f"a difference: {difference}", "1", "0", good=False)
            return
    yield Row(
        "acts in any order, by anybody", f"{counts.acts:,}", f"≥ {steps:,}", counts.acts >= steps
    )
    yield Row(f"differences in {counts.compared:,} comparisons", "0", "0", good=True)
    rare, fewest = counts.rarest()
    name = f"the rarest act that was let through: {rare}"
    yield Row(name, f"{fewest:,}", f"≥ {FEWEST}", fewest >= FEWEST)


def _so_far(counts: Counts, seconds: float) -> str:
    rare, fewest = counts.rarest()
    said = f"no difference in {counts.compared:,} comparisons after {counts.acts:,} acts"
    return f"{said}, {seconds:.0f} s; {rare} {fewest} times"

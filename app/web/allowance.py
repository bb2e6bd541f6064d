"""What each caller may do without the database being asked: counted by one process, in memory."""

MOST = 10_000
"""So many callers are remembered; forgetting them gives each their allowance anew."""


class Allowance:
    """How much of an allowance each caller has used here; it comes back with time.

    Who goes on after it is used up gets none back meanwhile, so that a flood is counted in one
    place, where all processes see it.
    """

    def __init__(self) -> None:
        """Begin with nobody known."""
        self._full_at: dict[str, int] = {}

    def lets(self, key: str, now: int, every: int, room: int) -> bool:
        """Whether another attempt fits: ``room`` at once, then one each ``every`` (milliseconds).

        Two threads that ask at the same instant may count as one; the allowance is no limit.
        """
        if not room:
            return False
        full_at = max(self._full_at.get(key, 0), now) + every
        fits = full_at <= now + room * every
        if key not in self._full_at and len(self._full_at) >= MOST:
            self._full_at.clear()
        self._full_at[key] = min(full_at, now + (room + 1) * every)
        return fits

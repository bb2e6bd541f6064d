"""Time zones to choose from: those of the own state, then those of the seats of missions."""

from collections.abc import Sequence
from functools import lru_cache

from babel.core import get_global

SEATS = (
    "America/New_York",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Brussels",
    "Europe/Paris",
    "Africa/Addis_Ababa",
    "Africa/Nairobi",
    "Asia/Bangkok",
)
"""Where states have missions to the United Nations and to organisations."""


@lru_cache(maxsize=512)
def offered(iso2: str | None) -> Sequence[str]:
    """Return the names of zones offered to an office of the state ``iso2`` (None: of none)."""
    own = of_state(iso2)
    return (*own, *(zone for zone in SEATS if zone not in own))


@lru_cache(maxsize=512)
def of_state(iso2: str | None) -> Sequence[str]:
    """Return the names of the zones of the state ``iso2``, in order."""
    return sorted(zone for zone, state in get_global("zone_territories").items() if state == iso2)


def words(zone: str) -> str:
    """Return a zone as people read it: its city and its part of the world."""
    area, _, city = zone.partition("/")
    return f"{city.rpartition('/')[2].replace('_', ' ')} ({area.replace('_', ' ')})"

"""The time zone of each member: that of whoever holds its office, else of its capital or seat."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.directory.calendars import HOSTS
from app.directory.holding import appointment, held_today
from app.directory.models import HolderEntry, Member, Office
from app.directory.time_zones import of_state

entry, office, member = table(HolderEntry), table(Office), table(Member)
UNKNOWN = "UTC"
CAPITALS: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}
"""Of states with several zones, that of the seat of the government."""
_CODES: BindParameter[Any] = bindparam("codes", expanding=True)
_SAID = (
    select(office.c.member, appointment.c.person_id, entry.c.time_zone, entry.c.shown)
    .join_from(appointment, entry, entry.c.appointment_id == appointment.c.id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(held_today(), office.c.member.in_(_CODES), entry.c.time_zone.is_not(None))
    .order_by(office.c.kind, appointment.c.starts, appointment.c.id)
)
_STATES = select(member.c.code, member.c.iso2).where(member.c.code.in_(_CODES))


def zones_of(conn: Connection, viewer: Viewer, codes: Collection[str]) -> Mapping[str, ZoneInfo]:
    """Return the zone of each of ``codes``: the viewer's own, or one that a holder shows.

    Where nobody of it shows one it is that of the capital, of an organisation that of its seat.
    """
    given = sorted(codes)
    states = {row.code: row.iso2 for row in conn.execute(_STATES, {"codes": given})}
    found = {code: _of_state(states.get(code) or HOSTS.get(code)) for code in codes}
    mine = ""
    for row in conn.execute(_SAID, {"codes": given, "today": clock.today()}):
        if "time_zone" in row.shown.split():
            found[row.member] = row.time_zone
        if row.person_id == viewer.person_id and row.member == viewer.member:
            mine = row.time_zone
    if mine:
        found[viewer.member or ""] = mine
    return {code: zone_of(name) for code, name in found.items()}


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that name, that of the whole world where there is none."""
    return ZoneInfo(name if name in _names() else UNKNOWN)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _of_state(iso2: str | None) -> str:
    if iso2 is None:
        return UNKNOWN
    own = [CAPITALS[iso2]] if iso2 in CAPITALS else of_state(iso2)
    return own[0] if own else UNKNOWN
